"""`congvan relink`: letters, links and tasks derived again from what was read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.flow_runs import run_flow
from cli.progress import ProgressBar
from cli.reread import Documents
from models.errors import WorkStopped

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.store.relinking_files import Relinks


def relink(
    documents: Documents = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Nối lại theo sửa chữa và từ vựng mới · derive all links again, with today's vocabulary."""
    from flows.workplace import Workplace, set_up
    from pipeline.settings import load_settings
    from pipeline.store.file_finding import find_files
    from pipeline.store.relinking_files import files_read

    with set_up(Workplace(load_settings())) as place:
        with place.store.reading() as session:
            files = find_files(session, documents) if documents else files_read(session)
        done = _run(place, files if documents else None)
        _tell(done, as_json)
        if place.stop.is_set():
            raise WorkStopped(f"{len(files) - done.files - len(done.failed)} tệp · files")
    raise typer.Exit(_exit_code(done))


def _run(place: Workplace, only: list[str] | None) -> Relinks:
    from pipeline.store.relinking_files import Relinks

    def run() -> Relinks:
        from flows.relink import relink as flow

        return flow(label="congvan relink", files=only)

    with ProgressBar("Đang nối lại · relinking", "tệp · files") as bar:
        place.on_progress = bar
        return run_flow(place, run) or Relinks()


def _tell(done: Relinks, as_json: bool) -> None:
    for name, error in done.failed:
        say_error(error, Path(name))
    if as_json:
        failed = [
            {"file": name, "error": error.code, "message": error.message}
            for name, error in done.failed
        ]
        data = {"files": done.files, "letters": done.letters, "failed": failed}
        print(json.dumps(data, ensure_ascii=False))
    else:
        print(
            f"đã nối lại {done.letters} văn bản của {done.files} tệp"
            f" · relinked {done.letters} letters of {done.files} files"
        )


def _exit_code(done: Relinks) -> int:
    tally = Tally()
    for _, error in done.failed:
        tally.add(error)
    for _ in range(done.files):
        tally.count(partly=False)
    return tally.exit_code
