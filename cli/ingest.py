"""`congvan ingest`: files into the register by a flow of Prefect, many at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.files import expand
from cli.flow_runs import run_flow, telling
from cli.intake import count_line
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines, Label, Received, receipt_of
from models.errors import CongvanError, WorkStopped

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.store.receiving import Receipt
    from pipeline.store.store import Store


def ingest(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Tệp hoặc thư mục · files, or folders of files."),
    ] = None,
    received: Received = None,
    label: Label = None,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Chỉ làm lại tệp lỗi · only those that failed."),
    ] = False,
    jobs: Jobs = None,
    as_json: JsonLines = False,
) -> None:
    """Tiếp nhận hàng loạt, làm tiếp việc dở · take in many files, and go on with what was left."""
    from flows.workplace import Workplace, set_up
    from pipeline.settings import load_settings
    from pipeline.store.ledger import counted

    tally = Tally()
    with set_up(Workplace(load_settings(jobs=jobs))) as place:
        place.only = _failed(place.store) if retry_failed else None
        paths, receipt = expand(files or []), receipt_of(received, label)
        _run(place, lambda: _receive(place, paths, receipt, tally), label, tally, as_json)
        with place.store.reading() as session:
            count = counted(session)
    if not as_json:
        print(count_line(count))
    if place.stop.is_set():
        raise WorkStopped(f"{count.open} tệp · files")
    raise typer.Exit(tally.exit_code)


def _failed(store: Store) -> list[int]:
    from pipeline.store.ledger import retry_failed

    with store.writing() as session:
        return retry_failed(session)


def _receive(place: Workplace, paths: list[Path], receipt: Receipt, tally: Tally) -> None:
    """Write all files into the ledger before one is worked off; the readers start meanwhile."""
    from pipeline.store.intake import received_or_error

    if paths:
        place.warm_up()
    for path in paths:
        if place.stop.is_set():
            return
        outcome = received_or_error(place.store, path, receipt)
        if isinstance(outcome, CongvanError):
            tally.add(outcome)
            say_error(outcome, path)
        elif not place.stop.is_set():
            place.read_ahead(outcome)


def _run(
    place: Workplace,
    receive: Callable[[], object],
    label: str | None,
    tally: Tally,
    as_json: bool,
) -> None:
    """Receive the files, and work off what is open."""

    def run() -> None:
        from flows.ingest import ingest as flow

        flow(label=label or "congvan ingest")

    with ProgressBar() as bar:
        place.on_progress, place.on_end = bar, telling(bar, tally, as_json)
        run_flow(place, run, meanwhile=receive)
