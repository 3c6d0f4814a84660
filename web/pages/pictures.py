"""The pictures of pages and the files themselves, for whoever may see their letters."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Path
from fastapi.responses import FileResponse, Response, StreamingResponse

from models.errors import DocumentUnknown
from models.register import Original, SecrecyLevel
from pipeline.access.rights import Right
from pipeline.review.looking import letter_row
from pipeline.store.exports.searchable_pdf import searchable_pdf
from pipeline.store.files import Shelf, place_of
from pipeline.store.mentions import file_name
from pipeline.store.page_pictures import page_picture
from pipeline.store.secrecy import level_of_file, level_of_letter
from web.api.shapes import api_router, binary
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import RowNumber

router = page_router()
api = api_router("files")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
_FOR_A_DAY = "private, max-age=86400"
_NOT_KEPT = "private, no-store"


@router.get("/pages/{sha256}/{number}.jpg")
@api.get("/files/{sha256}/pages/{number}.jpg", **binary("image/jpeg"))
def picture(asked: Reader, sha256: Sha256, number: RowNumber) -> Response:
    """The upright picture of a page."""
    with asked.reading() as session:
        name, level = page_picture(session, sha256, number), level_of_file(session, sha256)
    asked.note_reading(f"{sha256} #{number}", level)
    return _sent(asked, "images", name, "image/jpeg", {"cache-control": _kept(level)})


@router.get("/files/{sha256}")
@api.get("/files/{sha256}", **binary("application/octet-stream"))
def original(asked: Reader, sha256: Sha256) -> Response:
    """The file as it came; to be kept, not to be opened by the browser."""
    with asked.reading() as session:
        found = session.get(Original, sha256)
        if found is None:
            raise DocumentUnknown(sha256[:12])
        name, media_type = file_name(session, sha256), found.media_type
        level = level_of_file(session, sha256)
    asked.note_reading(sha256, level)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": _kept(level),
    }
    return _sent(asked, "originals", sha256, media_type, headers)


@router.get("/letters/{number}.pdf")
@api.get("/letters/{number}.pdf", **binary("application/pdf"))
def searchable(asked: Reader, number: RowNumber) -> Response:
    """A letter as PDF: its scan with the recognised words under it."""
    with asked.reading() as session:
        letter = letter_row(session, number)
        level = level_of_letter(session, number)
        content = searchable_pdf(session, asked.place.store.files, letter)
        name = (letter.number or f"{number}").replace("/", "-")
    asked.note_reading(f"{letter.original_sha256} #{letter.position + 1}", level)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}.pdf",
        "cache-control": _kept(level),
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _kept(level: SecrecyLevel) -> str:
    """Browsers keep nothing of what is secret."""
    return _NOT_KEPT if level else _FOR_A_DAY


def _sent(
    asked: Asked, shelf: Shelf, sha256: str, media_type: str, headers: dict[str, str]
) -> Response:
    path = asked.place.store.files.lasting(shelf, sha256)
    if path is not None:
        return FileResponse(path, media_type=media_type, headers=headers)
    blocks = asked.place.store.files.blocks(place_of(shelf, sha256))
    return StreamingResponse(blocks, media_type=media_type, headers=headers)
