"""Files are sent in pieces and gone on with after an interruption: the tus protocol 1.0.0.

Source: https://tus.io/protocols/resumable-upload (core, and the extensions creation, expiration
and termination).
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from typing import Annotated, TypeVar, TypeVarTuple, Unpack

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, HTTPException, Path, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.requests import ClientDisconnect

from models.errors import UploadError
from models.register import IntakeItem
from pipeline.access.rights import Right
from pipeline.store.secrecy import level_of_file
from pipeline.uploads.known import Offered, known_files, note_again
from pipeline.uploads.names import clean_folder, clean_label, clean_name
from pipeline.uploads.partial import KEPT, Announced, Appending
from web.api.shapes import PREFIX, Shape, api_router
from web.security.asking import Asked, needs
from web.typed import LARGEST

router = api_router("uploads")
Uploader = Annotated[Asked, Depends(needs(Right.UPLOAD))]
Number = Annotated[str, Path(max_length=64)]
VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECES = "application/offset+octet-stream"
_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_APART = CapacityLimiter(4)
AT_ONCE = 1 << 20
"""Bytes that are written at once; no more of a file is in memory."""
MOST_OFFERED = 1000
ROW = "X-Congvan-Intake"
"""The header of a finished upload with the id of its row in the intake ledger."""
_PIECE = {
    "requestBody": {"content": {PIECES: {"schema": {"type": "string", "format": "binary"}}}},
}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Offer(Shape):
    """A file that could be sent."""

    sha256: str = Field(pattern=_SHA256.pattern)
    name: str = Field(min_length=1, max_length=1000)
    size: int = Field(ge=0)
    folder: str | None = Field(None, max_length=2000)


class Offers(Shape):
    """Files that could be sent, and what they are to be labelled with."""

    files: list[Offer] = Field(max_length=MOST_OFFERED)
    label: str | None = Field(None, max_length=1000)


class Taken(Shape):
    """`intake`: the row of a file that is here already and was noted again; else: send it."""

    sha256: str
    intake: int | None


class TakenFiles(Shape):
    """In the order of the question."""

    files: list[Taken]


@router.post("/uploads:check")
def check_uploads(asked: Uploader, offers: Offers) -> TakenFiles:
    """What is here already: noted as come again, and not to be sent."""
    hashes = {each.sha256 for each in offers.files if each.size <= LARGEST}
    with asked.reading() as session:
        known = known_files(session, hashes)
    offered = [_offered(each) if each.sha256 in known else None for each in offers.files]
    to_note = [each for each in offered if each is not None]
    noted = note_again(asked.store, to_note, clean_label(offers.label or ""))
    for item in noted:
        if item is not None:
            note_upload(asked, item)
    rows = iter(noted)
    numbers = [None if each is None else next(rows) for each in offered]
    return TakenFiles(
        files=[
            Taken(sha256=each.sha256, intake=item.id if item else None)
            for each, item in zip(offers.files, numbers, strict=True)
        ]
    )


def _offered(offer: Offer) -> Offered | None:
    """``None`` where the name is none: whoever sends that file is told so, of that one only."""
    try:
        name = clean_name(offer.name)
    except UploadError:
        return None
    folder = clean_folder(offer.folder or "")
    return Offered(sha256=offer.sha256, name=name, size=offer.size, folder=folder)


@router.options("/uploads", status_code=HTTPStatus.NO_CONTENT)
def upload_options(asked: Uploader) -> Response:
    """What this side can do."""
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(asked.place.uploads.most_bytes),
    }
    return _answer(HTTPStatus.NO_CONTENT, headers)


@router.post("/uploads", status_code=HTTPStatus.CREATED)
def begin_upload(
    asked: Uploader,
    upload_length: Annotated[int, Header(ge=0)],
    upload_metadata: Annotated[str, Header(max_length=8000)] = "",
    tus_resumable: Annotated[str, Header()] = "",
) -> Response:
    """Begin to send a file; `Upload-Metadata` has `filename` and may have `sha256`, `label`,
    `folder` and `batch`. `Location` is where its bytes go.
    """
    _check_version(tus_resumable)
    about = _metadata(upload_metadata)
    sha256 = about.get("sha256", "")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Upload-Metadata: sha256")
    announced = Announced(
        account=asked.viewer.id,
        length=upload_length,
        name=clean_name(about.get("filename", "")),
        sha256=sha256,
        label=clean_label(about.get("label", "")),
        folder=clean_folder(about.get("folder", "")),
        batch=clean_label(about.get("batch", "")),
    )
    number = asked.place.uploads.begin(announced)
    headers = {"Location": f"{PREFIX}/uploads/{number}", **_expiry()}
    if upload_length == 0:
        headers |= _finished(asked, number, announced)
    return _answer(HTTPStatus.CREATED, headers)


@router.head("/uploads/{number}")
def upload_offset(
    asked: Uploader, number: Number, tus_resumable: Annotated[str, Header()] = ""
) -> Response:
    """How much of a file is here. One that is whole but could not be received is received now."""
    _check_version(tus_resumable)
    files = asked.place.uploads.files
    announced = files.find(number, asked.viewer.id)
    offset = files.offset(number)
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(announced.length)}
    if offset == announced.length:
        headers |= _finished(asked, number, announced)
    return _answer(HTTPStatus.OK, headers)


@router.patch("/uploads/{number}", status_code=HTTPStatus.NO_CONTENT, openapi_extra=_PIECE)
async def append_to_upload(
    request: Request,
    asked: Uploader,
    number: Number,
    upload_offset: Annotated[int, Header(ge=0)],
    content_type: Annotated[str, Header()] = "",
    tus_resumable: Annotated[str, Header()] = "",
) -> Response:
    """The next piece of a file; with the last one it is received."""
    _check_version(tus_resumable)
    if content_type.partition(";")[0].strip() != PIECES:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, PIECES)
    files = asked.place.uploads.files
    announced = await _apart(files.find, number, asked.viewer.id)
    with files.held(number) as path:
        appending = await _apart(Appending, path, upload_offset, announced.length)
        try:
            await _append(request, appending)
        finally:
            await _apart(appending.close)
        offset = files.offset(number)
    headers = {"Upload-Offset": str(offset), **_expiry()}
    if offset == announced.length:
        headers |= await _apart(_finished, asked, number, announced)
    return _answer(HTTPStatus.NO_CONTENT, headers)


@router.delete("/uploads/{number}", status_code=HTTPStatus.NO_CONTENT)
def drop_upload(
    asked: Uploader, number: Number, tus_resumable: Annotated[str, Header()] = ""
) -> Response:
    """Forget what was sent of a file."""
    _check_version(tus_resumable)
    files = asked.place.uploads.files
    files.find(number, asked.viewer.id)
    with files.held(number):
        files.drop(number)
    return _answer(HTTPStatus.NO_CONTENT, {})


async def _apart(do: Callable[[Unpack[_Ts]], _T], *given: *_Ts) -> _T:
    """What waits for the disk or for another one who writes, in threads that no page needs."""
    return await to_thread.run_sync(do, *given, limiter=_APART)


async def _append(request: Request, appending: Appending) -> None:
    """Write what comes; when the sender goes away, what has come stays."""
    waiting = bytearray()
    try:
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= AT_ONCE:
                await _apart(appending.write, bytes(waiting))
                waiting.clear()
    except ClientDisconnect:
        await _apart(appending.write, bytes(waiting))
        raise HTTPException(HTTPStatus.BAD_REQUEST, "cut off") from None
    await _apart(appending.write, bytes(waiting))


def _finished(asked: Asked, number: str, announced: Announced) -> dict[str, str]:
    item = asked.place.uploads.finish(asked.store, number, announced)
    note_upload(asked, item, announced.batch)
    return {ROW: str(item.id)}


def note_upload(asked: Asked, item: IntakeItem, batch: str | None = None) -> None:
    """Write into the audit log that somebody sent a file."""
    with asked.place.store.reading() as session:
        level = level_of_file(session, item.sha256 or "")
    with asked.changing("upload", f"intake {item.id}", level, batch or "", is_counted=False):
        pass


def _check_version(said: str) -> None:
    if said != VERSION:
        headers = {"Tus-Version": VERSION}
        raise HTTPException(HTTPStatus.PRECONDITION_FAILED, "Tus-Resumable", headers)


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in Base64, separated by commas."""
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            raise HTTPException(HTTPStatus.BAD_REQUEST, f"Upload-Metadata: {key}") from None
    return found


def _expiry() -> dict[str, str]:
    return {"Upload-Expires": formatdate(time.time() + KEPT, usegmt=True)}


def _answer(status: HTTPStatus, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **headers})
