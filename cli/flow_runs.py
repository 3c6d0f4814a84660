"""How a command runs a flow of Prefect: what goes wrong the command says itself, once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.add import tell
from cli.console import Tally
from cli.progress import ProgressBar
from models.intake_states import OPEN_STATES

if TYPE_CHECKING:
    from pipeline.store.work import Worked


def telling(bar: ProgressBar, tally: Tally, as_json: bool) -> Callable[[Worked], None]:
    """Says what became of each file that is done, and counts it."""
    from pipeline.store.intake import outcome_of

    def on_end(worked: Worked) -> None:
        bar.clear()
        if worked.state is not None and worked.state not in OPEN_STATES:
            tell(Path(worked.name), outcome_of(worked), tally, as_json)

    return on_end


def prepare_prefect() -> None:
    """Call it before a flow is imported, for Prefect reads its settings then."""
    from flows.prefect_settings import settle
    from pipeline.settings import load_store_settings

    # Else it would say on the terminal what the command says, and with tracebacks. Its own
    # interface shows the states of all tasks.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    settle(load_store_settings().home)
