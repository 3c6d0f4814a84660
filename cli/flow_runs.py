"""How a command runs a flow of Prefect: what goes wrong the command says itself, once."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from cli.add import tell
from cli.console import Tally, say_error
from cli.progress import ProgressBar
from models.errors import WorkStopped
from models.intake_states import OPEN_STATES

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.store.work import Worked

LONGEST_FAREWELL = 8.0
"""Seconds from a stop to the end, whatever else there is to wait for."""

_T = TypeVar("_T")


def telling(bar: ProgressBar, tally: Tally, as_json: bool) -> Callable[[Worked], None]:
    """Says what became of each file that is done, and counts it."""
    from pipeline.store.intake import outcome_of

    def on_end(worked: Worked) -> None:
        if worked.state is not None and worked.state not in OPEN_STATES:
            with bar.aside():
                tell(Path(worked.name), outcome_of(worked), tally, as_json)

    return on_end


def run_flow(
    place: Workplace,
    run: Callable[[], _T],
    *,
    meanwhile: Callable[[], object] = lambda: None,
    until_stopped: bool = False,
) -> _T | None:
    """What ``run`` gives, which imports a flow and runs it; a signal is a stop of ``place``.

    ``meanwhile`` is done while Prefect starts. ``None`` where the stop came before the run.
    ``until_stopped``: a stop is the end that people expect.
    """
    from pipeline.stopping import stopping

    with _ended_in_time(place.stop, None if until_stopped else WorkStopped()), stopping(place.end):
        _prepare_prefect()
        from flows.embedded_server import start_server, wait_for
        from flows.garbage import MANY
        from flows.own_thread import in_own_thread

        gc.set_threshold(MANY)
        started = start_server()
        meanwhile()
        wait_for(started, place.stop)
        if place.stop.is_set():
            return None
        gc.freeze()  # what was loaded stays
        # In the main thread Prefect would set a handler of its own for the time before and after
        # the flow, whose exception can be lost (seen: a watch that went on after SIGTERM).
        return in_own_thread("flow", run).result()


@contextmanager
def _ended_in_time(stop: Event, last_word: WorkStopped | None) -> Iterator[None]:
    """What still waits some seconds after the stop (a share, a server that was told to end as well)
    is not waited for: the ledger gives the files that are open to the next one who asks.
    """
    is_over = Event()

    def end() -> None:
        stop.wait()
        if is_over.wait(LONGEST_FAREWELL):
            return
        if last_word is not None:
            say_error(last_word)
        os._exit(last_word.exit_code if last_word else 0)

    Thread(target=end, name="last-resort", daemon=True).start()
    try:
        yield
    finally:
        is_over.set()


def _prepare_prefect() -> None:
    """Before a flow is imported, for Prefect reads its settings then."""
    from flows.prefect_settings import settle
    from pipeline.settings import load_store_settings

    # Else it would say on the terminal what the command says, and with tracebacks. Its own
    # interface shows the states of all tasks.
    for logger in ("LOGGING", "LOGGING_INTERNAL", "SERVER_LOGGING"):
        os.environ.setdefault(f"PREFECT_{logger}_LEVEL", "CRITICAL")
    settle(load_store_settings().home)
