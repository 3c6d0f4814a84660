"""`congvan import`: an exported register is read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from cli.console import Tally, say_error
from models.errors import CongvanError, FileMissing, FileUnreadable

if TYPE_CHECKING:
    from pipeline.store.exports.importing import Imported


@dataclass(slots=True)
class _Sum:
    """Lines by what became of them; ``without_original`` are files whose bytes are not here."""

    files: int = 0
    others: int = 0
    known: int = 0
    refused: int = 0
    without_original: int = 0

    def add(self, outcome: Imported | CongvanError) -> None:
        """Count one line."""
        if isinstance(outcome, CongvanError):
            self.refused += 1
            return
        self.without_original += outcome.lacks_original
        if not outcome.is_new:
            self.known += 1
        elif outcome.kind == "file":
            self.files += 1
        else:
            self.others += 1

    def __str__(self) -> str:
        lines = [
            f"tệp vào sổ · files registered: {self.files}; "
            f"quyết định, ghi nhận khác · decisions and records: {self.others}; "
            f"đã có · already there: {self.known}; dòng sai · wrong lines: {self.refused}"
        ]
        if self.without_original:
            lines.append(
                f"bản gốc chưa có: {self.without_original} tệp; hãy chép kho tệp sang, "
                "`congvan check` kể tên từng tệp · originals that are not here: copy the file "
                "store, `congvan check` names each"
            )
        return "\n".join(lines)


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="Do `congvan export register` ghi ra.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Nhập lại sổ văn bản đã xuất · read an exported register back."""
    from pipeline.store.exports.importing import import_lines
    from pipeline.store.store import open_store

    tally, found = Tally(), _Sum()
    with _opened(file) as stream, open_store() as store:
        for outcome in import_lines(store, stream):
            found.add(outcome)
            if isinstance(outcome, CongvanError):
                tally.add(outcome)
                say_error(outcome, file)
            else:
                tally.count(partly=False)
    print(json.dumps(asdict(found)) if as_json else found)
    raise typer.Exit(tally.exit_code)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise FileMissing(file.name) from error
    except OSError as error:
        raise FileUnreadable(file.name) from error
    with stream:
        yield stream
