"""`congvan read`: files in, readings out."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.files import expand
from cli.progress import ProgressBar
from models.errors import CongvanError

if TYPE_CHECKING:
    from models.reading import Reading

Show = Callable[[Path, "Reading | CongvanError"], None]


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Tệp hoặc thư mục · files, or folders of files."),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi tệp một dòng · JSON, one line a file.")
    ] = False,
    jobs: Annotated[
        str | None,
        typer.Option("--jobs", "-j", metavar="N", help="Số tiến trình · worker processes."),
    ] = None,
    indent: Annotated[
        bool, typer.Option("--indent", help="JSON nhiều dòng cho dễ đọc · indented JSON.")
    ] = False,
) -> None:
    """Đọc công văn đã quét · read scanned letters (PDF, TIFF, JPEG, PNG, DOCX, text)."""
    from pipeline.read import read_files

    show = _json(indent) if as_json else _card()
    tally = Tally()
    with ProgressBar() as bar:
        for path, outcome in read_files(expand(files), jobs=jobs, on_progress=bar):
            tally.add(outcome)
            bar.clear()
            if isinstance(outcome, CongvanError):
                say_error(outcome, path)
            show(path, outcome)
    raise typer.Exit(tally.exit_code)


def _card() -> Show:
    from cli.cards import show_card

    return lambda path, outcome: None if isinstance(outcome, CongvanError) else show_card(outcome)


def _json(indent: bool) -> Show:
    def show(path: Path, outcome: Reading | CongvanError) -> None:
        reading = _failed(path, outcome) if isinstance(outcome, CongvanError) else outcome
        print(reading.to_json(indent=2 if indent else None), file=sys.stdout, flush=True)

    return show


def _failed(path: Path, error: CongvanError) -> Reading:
    """A file that could not be read still counts: a reading without pages that says why."""
    from models.reading import Problem, Reading, Source

    return Reading(
        source=Source(name=path.name, sha256=_sha256(path), page_count=0),
        problems=[Problem(code=error.code, message=error.message)],
    )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
