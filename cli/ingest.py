"""`congvan ingest`: files into the register by a flow of Prefect, many at a time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.add import tell
from cli.console import Tally, say_error
from cli.days import day_or_none
from cli.files import expand
from cli.intake import count_line
from cli.progress import ProgressBar
from models.errors import CongvanError, WorkStopped
from models.intake_states import OPEN_STATES, IntakeState

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.store.receiving import Receipt
    from pipeline.store.store import Store
    from pipeline.store.work import Worked


def ingest(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Tệp hoặc thư mục · files, or folders of files."),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option("--received", metavar="DATE", help="Ngày đến · received on (default: today)."),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", help="Nhãn của đợt nhận · a label of this intake.")
    ] = None,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Chỉ làm lại tệp lỗi · only those that failed."),
    ] = False,
    jobs: Annotated[
        str | None,
        typer.Option("--jobs", "-j", metavar="N", help="Số tiến trình · worker processes."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi tệp một dòng · JSON, one line a file.")
    ] = False,
) -> None:
    """Tiếp nhận hàng loạt, làm tiếp việc dở · take in many files, and go on with what was left."""
    from pipeline.settings import load_settings
    from pipeline.store.ledger import counted
    from pipeline.store.receiving import Receipt
    from pipeline.store.store import open_store

    receipt = Receipt(
        received_on=day_or_none(received) or dt.date.today(),
        now=dt.datetime.now(dt.UTC),
        label=label,
    )
    tally, settings = Tally(), load_settings(jobs=jobs)
    with open_store() as store:
        only = _failed(store) if retry_failed else None
        _receive(store, expand(files or []), receipt, tally)
        was_stopped = _run(settings, only, label or "congvan ingest", tally, as_json)
        with store.reading() as session:
            count = counted(session)
    if not as_json:
        print(count_line(count))
    if was_stopped:
        raise WorkStopped(f"{count.open} tệp · files")
    raise typer.Exit(tally.exit_code)


def _failed(store: Store) -> list[int]:
    from pipeline.store.ledger import retry_failed

    with store.writing() as session:
        return retry_failed(session)


def _receive(store: Store, paths: list[Path], receipt: Receipt, tally: Tally) -> None:
    """Write all files into the ledger before the first one is read."""
    from pipeline.store.intake import ended
    from pipeline.store.receiving import receive

    for path in paths:
        try:
            item = receive(store, path, receipt)
            if item.state == IntakeState.FAILED:
                raise ended(item)
        except CongvanError as error:
            tally.add(error)
            say_error(error, path)


def _run(
    settings: Settings, only: list[int] | None, label: str, tally: Tally, as_json: bool
) -> bool:
    """Work off what is open; whether the run was told to end before its end."""
    from flows.prefect_settings import settle
    from pipeline.settings import load_store_settings

    settle(load_store_settings().home)
    from flows.ingest import ingest as flow
    from flows.workplace import Workplace, set_up
    from pipeline.store.intake import outcome_of

    with ProgressBar() as bar:

        def on_end(worked: Worked) -> None:
            bar.clear()
            if worked.state is not None and worked.state not in OPEN_STATES:
                tell(Path(worked.name), outcome_of(worked), tally, as_json)

        place = Workplace(settings, bar, on_end, only)
        with set_up(place):
            flow(label=label)
            return place.stop.is_set()
