"""`congvan export`: the register, its tasks, a lineage or archive metadata, for other programs."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from cli.lineage import DEPTH
from models.errors import QueryInvalid, SettingInvalid
from pipeline.moments import day_in_vietnam
from pipeline.track.catching_up import catch_up

FORMATS: Final = {
    "register": ("jsonl", "csv", "xlsx"),
    "tasks": ("jsonl", "csv", "xlsx", "ics"),
    "lineage": ("graphml", "dot", "svg", "json"),
    "archive": ("csv", "xlsx", "jsonl"),
}
"""What can be exported and how; the first format is taken where none is named."""

_BINARY: Final = frozenset({"xlsx"})


def export(
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help=f"Xuất gì · what: {', '.join(FORMATS)}."),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="Dạng · format: "
            + "; ".join(f"{what}: {', '.join(forms)}" for what, forms in FORMATS.items())
            + ".",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Ghi vào tệp · write into a file."),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar="NUMBER", help="Phả hệ của văn bản nào · lineage of."),
    ] = None,
    up: Annotated[
        bool, typer.Option("--up", help="Căn cứ vào đâu · what it rests on (default).")
    ] = False,
    down: Annotated[
        bool, typer.Option("--down", help="Được thực hiện ra sao · what came of it.")
    ] = False,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=50, metavar="N", help="Số bước · steps.")
    ] = DEPTH,
    fonds: Annotated[
        str | None,
        typer.Option("--fonds", metavar="CODE", help="Mã cơ quan lưu trữ, phông · archive: fonds."),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="CODE", help="Mã hồ sơ · archive: code of the file."),
    ] = None,
    maintenance: Annotated[
        str | None,
        typer.Option(
            "--maintenance", metavar="CODE", help="Thời hạn lưu trữ: 01–07 · archive: retention."
        ),
    ] = None,
) -> None:
    """Xuất sổ văn bản cho chương trình khác · export the register for other programs."""
    form = _known_format(what, form, out)
    _check_options(what, {"--number": number, "--up": up, "--down": down}, "lineage")
    _check_options(
        what, {"--fonds": fonds, "--file": file, "--maintenance": maintenance}, "archive"
    )
    from cli.exporting import Asked, write
    from pipeline.store.exports.archive_sheet import Holdings
    from pipeline.store.store import open_store

    asked = Asked(
        what=what,
        form=form,
        number=_known_number(what, number, up and down),
        direction="down" if down else "up",
        depth=depth,
        holdings=Holdings(fonds=fonds, file=file, maintenance=maintenance),
        now=dt.datetime.now(dt.UTC),
    )
    with open_store() as store:
        if what == "tasks":
            catch_up(store, day_in_vietnam())
        with store.reading() as session, _destination(out) as stream:
            write(session, asked, stream)
    if out is not None:
        print(f"{out}: đã ghi · written")


def _known_format(what: str, form: str | None, out: Path | None) -> str:
    """The format that is named, else that of the file's name, else the first.

    Raises :class:`QueryInvalid`.
    """
    if what not in FORMATS:
        raise QueryInvalid(f"{what!r}: {', '.join(FORMATS)}")
    named = out.suffix.lower().lstrip(".") if out else ""
    chosen = form or (named if named in FORMATS[what] else FORMATS[what][0])
    if chosen not in FORMATS[what]:
        raise QueryInvalid(f"--format {chosen}: {', '.join(FORMATS[what])}")
    if chosen in _BINARY and out is None:
        raise QueryInvalid(f"--format {chosen}: cần --out FILE · needs --out FILE")
    return chosen


def _check_options(what: str, options: dict[str, str | bool | None], of: str) -> None:
    """Refuse what would not be listened to."""
    given = [name for name, value in options.items() if value]
    if given and what != of:
        raise QueryInvalid(f"{', '.join(given)}: {of}")


def _known_number(what: str, number: str | None, both: bool) -> str:
    if both:
        raise QueryInvalid("--up, --down")
    if what == "lineage" and not number:
        raise QueryInvalid("lineage: cần --number NUMBER · needs --number NUMBER")
    return number or ""


@contextmanager
def _destination(out: Path | None) -> Iterator[BinaryIO]:
    """The file, which is there at the end or not at all; else the standard output."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    from pipeline.store.whole_file import whole_file

    try:
        with whole_file(out) as stream:
            yield stream
    except OSError as error:
        raise SettingInvalid(f"--out {out}: {error.strerror}") from error
