"""Archive metadata at the level of documents (TT 05/2025/TT-BNV), of all letters or of one file."""

from __future__ import annotations

from typing import Annotated, BinaryIO

from fastapi import Depends, Query
from fastapi.responses import Response
from sqlmodel import Session

from models.errors import QueryInvalid
from models.register import Original
from pipeline.access.rights import Right
from pipeline.store.exports.archive_sheet import Holdings, archive_sheet
from pipeline.store.exports.sheet_files import write_csv
from pipeline.store.exports.sheet_xlsx import write_xlsx
from web.api.shapes import api_router, binary
from web.security.asking import Asked, needs
from web.sending import CSV, XLSX, made
from web.text_route import page_router

router = page_router()
api = api_router("exports")
Archivist = Annotated[Asked, Depends(needs(Right.REVIEW))]
Code = Annotated[str, Query(max_length=40)]
Hash = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")]
_TYPES = {"csv": CSV, "xlsx": XLSX}


@router.get("/exports/archive.{form}")
@api.get("/exports/archive.{form}", **binary(CSV, XLSX))
def archive(
    asked: Archivist,
    form: str,
    fonds: Code = "",
    file: Code = "",
    maintenance: Code = "",
    sha256: Hash = None,
) -> Response:
    """The metadata as `csv` or `xlsx`; `fonds`, `file` and `maintenance` are of the archive."""
    if form not in _TYPES:
        raise QueryInvalid(f"{form}: {', '.join(_TYPES)}")
    holdings = Holdings(fonds=fonds or None, file=file or None, maintenance=maintenance or None)

    def write(session: Session, out: BinaryIO) -> None:
        sheet = archive_sheet(session, holdings, sha256)
        (write_xlsx if form == "xlsx" else write_csv)(sheet, out)

    if sha256 is not None:
        with asked.reading() as session:
            if session.get(Original, sha256) is None:
                raise QueryInvalid(sha256[:12])
    return made(asked, f"archive.{form}", _TYPES[form], write)
