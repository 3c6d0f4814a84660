"""What a run did, in numbers and as a page for Prefect's own interface."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

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
        lines = ["| trạng thái · state | tệp · files |", "|---|---:|"]
        lines += [f"| {state.value} | {count} |" for state, count in self.by_state.items()]
        lines += [f"| **tổng · total** | **{self.files}** |", "", f"{self.pages} trang · pages"]
        if self.failures:
            lines += ["", "| tệp · file | lý do · reason |", "|---|---|"]
            lines += [f"| {_cell(name)} | {_cell(reason)} |" for name, reason in self.failures]
        return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
