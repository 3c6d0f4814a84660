"""What a run did, in numbers and as a page for Prefect's own interface."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from flows.markdown import table
from models.register import OPEN_STATES, IntakeState
from pipeline.store.work import Worked


@dataclass(slots=True)
class Summary:
    """How many files ended in each state, their pages, and why some failed."""

    by_state: Counter[IntakeState] = field(default_factory=Counter)
    pages: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, worked: Worked) -> None:
        """Count a file; one that is tried again later is not counted yet."""
        self.pages += worked.pages
        if worked.state is None or worked.state in OPEN_STATES:
            return
        self.by_state[worked.state] += 1
        if worked.error is not None:
            self.failures.append((worked.name, str(worked.error)))

    @property
    def files(self) -> int:
        """Files that are done."""
        return self.by_state.total()

    def markdown(self) -> str:
        """The counts, then the failed files with their reasons."""
        counts = [(state.value, str(count)) for state, count in self.by_state.items()]
        counts.append(("**tổng · total**", f"**{self.files}**"))
        parts = [
            table(("trạng thái · state", "tệp · files"), counts),
            f"{self.pages} trang · pages",
            table(("tệp · file", "lý do · reason"), self.failures),
        ]
        return "\n\n".join(part for part in parts if part)
