"""`congvan add`: files into the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.files import expand
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines, Label, Received, receipt_of
from models.errors import CongvanError

if TYPE_CHECKING:
    from pipeline.store.intake import Added


def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Tệp hoặc thư mục · files, or folders of files."),
    ],
    received: Received = None,
    label: Label = None,
    jobs: Jobs = None,
    as_json: JsonLines = False,
) -> None:
    """Đọc và vào sổ văn bản · read letters and enter them in the register."""
    from pipeline.settings import load_settings
    from pipeline.store.intake import add_files
    from pipeline.store.store import open_store

    receipt = receipt_of(received, label)
    tally = Tally()
    with open_store() as store, ProgressBar() as bar:
        outcomes = add_files(
            store, expand(files), receipt, settings=load_settings(jobs=jobs), on_progress=bar
        )
        for path, outcome in outcomes:
            bar.clear()
            tell(path, outcome, tally, as_json)
    raise typer.Exit(tally.exit_code)


def tell(path: Path, outcome: Added | CongvanError, tally: Tally, as_json: bool) -> None:
    """Say what became of one file, and count it."""
    if isinstance(outcome, CongvanError):
        tally.add(outcome)
        say_error(outcome, path)
        if as_json:
            _print_json(path, {"error": outcome.code, "message": outcome.message})
        return
    tally.count(partly=bool(outcome.reading and outcome.reading.problems))
    if as_json:
        _print_json(
            path,
            {
                "sha256": outcome.sha256,
                "again": outcome.again,
                "documents": outcome.documents,
                "resemblances": outcome.resemblances,
            },
        )
    else:
        print(_line(path, outcome), flush=True)


def _print_json(path: Path, more: dict[str, object]) -> None:
    import json

    print(json.dumps({"file": path.name, **more}, ensure_ascii=False), flush=True)


def _line(path: Path, outcome: Added) -> str:
    """One file in one line: its name, and the addresses of its letters."""
    letters = ", ".join(outcome.documents) or "không thấy văn bản · no letter found"
    if outcome.again:
        return f"{path.name}: đã có trong sổ · already in the register: {letters}"
    alike = f"; {outcome.resemblances} nghi trùng · may be copies" if outcome.resemblances else ""
    return f"{path.name}: đã vào sổ · registered: {letters}{alike}"
