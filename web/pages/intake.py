"""The intake: files are sent here, and what became of each that came."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from models.errors import CongvanError, UploadError
from models.register import IntakeState
from pipeline.access.rights import Right
from pipeline.store.at_work import is_worked_off
from pipeline.store.intake_list import listed
from pipeline.store.ledger import counted, utc_now
from pipeline.uploads.names import clean_label, clean_name
from web.api.intake import retried
from web.api.uploads import note_upload
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import LARGEST

router = page_router()
Uploader = Annotated[Asked, Depends(needs(Right.UPLOAD))]
PAGE_SIZE = 50
MOST_IN_A_FORM = 50
"""Files that a form without the script may bring; the script sends any number."""
FORM_OF_FILES = 5
"""A form may be as large as this many of the largest files."""
Refused = tuple[str, CongvanError]


@router.get("/intake")
def intake(
    asked: Uploader,
    state: IntakeState | None = None,
    after: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """Where files are dropped, how many came, and what became of each."""
    return _page(asked, state, after)


@router.post("/intake")
async def receive_form(request: Request, asked: Uploader) -> Response:
    """A few files from the plain form; whoever has the script sends them otherwise."""
    desk = asked.place.uploads
    _check_length(request, FORM_OF_FILES * desk.most_bytes)
    async with request.form(max_files=MOST_IN_A_FORM, max_fields=10) as form:
        refused = await run_in_threadpool(_receive, asked, form)
    if refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await run_in_threadpool(_page, asked, refused=refused, status=status)
    return RedirectResponse("/intake", HTTPStatus.SEE_OTHER)


@router.post("/intake/retry-failed")
def retry_failed(asked: Uploader) -> Response:
    """Let whatever failed be tried again."""
    retried(asked)
    return RedirectResponse("/intake", HTTPStatus.SEE_OTHER)


def _page(
    asked: Asked,
    state: IntakeState | None = None,
    after: int | None = None,
    *,
    refused: list[Refused] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    with asked.reading() as session:
        states = [state] if state else []
        rows = listed(session, states, before=after, most=PAGE_SIZE + 1)
        values: dict[str, Any] = {
            "count": counted(session),
            "is_worked_off": is_worked_off(session, asked.place.store.home, utc_now()),
        }
    return page(
        asked.request,
        "intake.html",
        viewer=asked.viewer,
        status=status,
        rows=rows[:PAGE_SIZE],
        more=rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None,
        state=state,
        after=after,
        refused=refused or [],
        most_megabytes=asked.place.settings.upload_megabytes,
        most_pages=asked.place.settings.upload_pages,
        **values,
    )


def _check_length(request: Request, most: int) -> None:
    """A form is put on the disk before it is looked at: it may not be of any size."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(HTTPStatus.LENGTH_REQUIRED)
    if int(length) > most:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _receive(asked: Asked, form: FormData) -> list[Refused]:
    """Receive all files of a form; those that are refused, with their reasons."""
    label = clean_label(str(form.get("label") or ""))
    refused: list[Refused] = []
    for each in form.getlist("files"):
        if not isinstance(each, UploadFile) or not each.filename:
            continue  # nothing was chosen
        try:
            name = clean_name(each.filename)
            item = asked.place.uploads.take_stream(asked.store, each.file, name, label=label)
        except UploadError as error:
            refused.append((each.filename, error))
        else:
            note_upload(asked, item)
    return refused
