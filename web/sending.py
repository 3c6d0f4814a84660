"""Files that are made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from fastapi.responses import StreamingResponse
from sqlmodel import Session

from web.security.asking import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
_BLOCK = 1 << 16
Write = Callable[[Session, BinaryIO], None]


def made(asked: Asked, name: str, media_type: str, write: Write) -> StreamingResponse:
    """A file of what the viewer may see, which is whole before the answer begins.

    Where that may be something secret, the export is written into the audit log.
    """

    def write_now(out: BinaryIO) -> None:
        with asked.reading() as session:
            write(session, out)

    out = whole(write_now)
    asked.note_reading(name, asked.viewer.clearance)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(blocks(out), media_type=media_type, headers=headers)


def whole(write: Callable[[BinaryIO], None]) -> BinaryIO:
    """What ``write`` writes, in a file without a name; nothing is left where it fails."""
    out = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    try:
        write(out)
    except BaseException:
        out.close()
        raise
    return out


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a file from its beginning; then it is closed."""
    with file:
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block
