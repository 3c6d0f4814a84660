"""`congvan work`: works off what comes into the ledger, for as long as the program runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cli.console import Tally, say_error
from cli.flow_runs import run_flow, telling
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.watching.intake import Taken


def work(jobs: Jobs = None, as_json: JsonLines = False) -> None:
    """Xử lý tệp trong sổ tiếp nhận cho đến khi dừng · work off the intake ledger until stopped."""
    from flows.workplace import Workplace, set_up
    from pipeline.settings import load_settings

    tally = Tally()
    with set_up(Workplace(load_settings(jobs=jobs))) as place, ProgressBar() as bar:
        place.on_progress, place.on_end = bar, telling(bar, tally, as_json)

        def on_look(taken: Taken) -> None:
            if taken.trouble is not None:
                with bar.aside():
                    say_error(taken.trouble)

        place.on_look = on_look
        _run(place)


def _run(place: Workplace) -> None:
    from pipeline.store.at_work import at_work

    def run() -> int:
        from flows.work import work as flow

        return flow()

    print("đang chờ tệp · waiting for files (Ctrl-C)", file=sys.stderr, flush=True)
    with at_work(place.store.home):  # also while Prefect starts, which may take minutes
        run_flow(place, run, until_stopped=True)
