"""`congvan reread`: a newer reader over old scans; corrections stay in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.flow_runs import run_flow
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines
from models.errors import WorkStopped
from models.intake_states import OPEN_STATES, IntakeState

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.store.stale_readings import Waiting
    from pipeline.store.work import Worked

Documents = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NUMBER|SHA…",
        help="Số, ký hiệu văn bản hoặc mã băm của tệp (mặc định: tất cả) · "
        "numbers of documents, or hashes of files (default: all).",
    ),
]


def reread(
    documents: Documents = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Cả tệp đã đọc bằng phiên bản này · also what this version has read."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ liệt kê, không đọc · list them, read nothing.")
    ] = False,
    jobs: Jobs = None,
    as_json: JsonLines = False,
) -> None:
    """Đọc lại bản quét cũ, giữ nguyên sửa chữa · read old scans anew; corrections stay."""
    from flows.workplace import Workplace, set_up
    from pipeline.settings import load_settings

    tally = Tally()
    with set_up(Workplace(load_settings(jobs=jobs))) as place:
        waiting = _waiting(place, documents or [], everything)
        if dry_run or not waiting:
            _list(waiting, as_json)
            return
        only = [each.sha256 for each in waiting] if documents else None
        done = _run(place, only, everything, tally, as_json)
        if place.stop.is_set():
            raise WorkStopped(f"{len(waiting) - done} tệp · files")
    raise typer.Exit(tally.exit_code)


def _waiting(place: Workplace, documents: Sequence[str], everything: bool) -> list[Waiting]:
    """What is to be read. Raises :class:`DocumentUnknown` and :class:`DocumentAmbiguous`."""
    from pipeline.store.file_finding import find_files
    from pipeline.store.readings import options_of
    from pipeline.store.stale_readings import waiting_files

    with place.store.reading() as session:
        only = find_files(session, documents) if documents else None
        options = options_of(place.settings)
        return waiting_files(session, options, everything=everything, only=only)


def _list(waiting: Sequence[Waiting], as_json: bool) -> None:
    for each in waiting:
        if as_json:
            data = {"file": each.name, "sha256": each.sha256}
            _print_json(data | {"reader_version": each.reader_version, "options": each.options})
        else:
            by = f"{each.reader_version}, {each.options}" if each.reader_version else "–"
            print(f"{each.name} ({each.sha256[:12]}): {by}")
    if not as_json:
        print(
            f"{len(waiting)} tệp cần đọc lại · files to read anew"
            if waiting
            else "không có tệp nào cần đọc lại · nothing has to be read anew"
        )


def _run(
    place: Workplace, only: list[str] | None, everything: bool, tally: Tally, as_json: bool
) -> int:
    """Read them; how many are done."""
    done = 0

    def run() -> None:
        from flows.reread import reread as flow

        flow(label="congvan reread", files=only, everything=everything)

    with ProgressBar() as bar:

        def on_end(worked: Worked) -> None:
            nonlocal done
            if worked.state not in OPEN_STATES:
                done += 1
                with bar.aside():
                    _tell(worked, tally, as_json)

        place.on_progress, place.on_end = bar, on_end
        run_flow(place, run)
    return done


def _tell(worked: Worked, tally: Tally, as_json: bool) -> None:
    """Say what became of one file, and count it."""
    data: dict[str, object] = {"file": worked.name, "sha256": worked.sha256}
    if worked.error is not None:
        tally.add(worked.error)
        say_error(worked.error, Path(worked.name))
        data |= {"state": "kept", "error": worked.error.code, "message": worked.error.message}
    else:
        tally.count(partly=worked.state is IntakeState.PARTLY_READ)
        state = worked.state.value if worked.state else "read_already"
        data |= {"state": state, "pages": worked.pages, "documents": worked.documents}
    if as_json:
        _print_json(data)
    elif worked.error is None:
        print(_line(worked), flush=True)


def _line(worked: Worked) -> str:
    if worked.state is None:
        return f"{worked.name}: tiến trình khác vừa đọc lại · another process has just read it anew"
    letters = ", ".join(worked.documents) or "không thấy văn bản · no letter found"
    return f"{worked.name}: đã đọc lại · read anew: {letters}"


def _print_json(data: dict[str, object]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)
