"""The intake for programs: what came in, what became of it, and what happens now."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from models.errors import CongvanError
from models.register import IntakeState
from pipeline.access.rights import Right
from pipeline.store.at_work import is_worked_off
from pipeline.store.intake_changes import IntakeChange
from pipeline.store.intake_list import IntakeRow, listed
from pipeline.store.ledger import Count, counted, failed_items, retry_failed, utc_now
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.live import Told
from web.security.asking import Asked, is_still_welcome, needs
from web.typed import row_number

router = api_router("intake")
Uploader = Annotated[Asked, Depends(needs(Right.UPLOAD))]
EVENTS = "text/event-stream"


class IntakeError(Shape):
    """Why a file failed, or has to be tried again: what happened and what to do."""

    code: str
    message: str
    message_en: str


class IntakeDocument(Shape):
    """A document that a letter of the file is."""

    key: str
    number: str | None


class IntakeOut(Shape):
    """One file as it came in."""

    id: int
    name: str
    folder: str | None
    label: str | None
    source: str
    actor: str
    state: IntakeState
    received_at: dt.datetime
    sha256: str | None
    size: int | None
    page_count: int | None
    error: IntakeError | None
    documents: list[IntakeDocument]


class IntakeCount(Shape):
    """The sum of `by_state` is `received`. `is_worked_off`: somebody works on what is open."""

    received: int
    open: int
    by_state: dict[IntakeState, int]
    is_worked_off: bool = True


class IntakeEvent(Shape):
    """What changed; `is_whole`: the youngest rows, changed or not. `gone`: not shown any more."""

    count: IntakeCount
    rows: list[IntakeOut]
    gone: list[int]
    is_whole: bool


class Retried(Shape):
    """How many failed files are open again."""

    retried: int


@router.get("/intake")
def list_intake(
    asked: Uploader,
    state: Annotated[list[IntakeState] | None, Query()] = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> Items[IntakeOut]:
    """Files as they came in, the youngest first."""
    before = row_number(after)
    with asked.reading() as session:
        rows = listed(session, state or (), before=before, most=limit + 1)
    more = len(rows) > limit
    items = [row_out(each) for each in rows[:limit]]
    return Items(items=items, next=str(items[-1].id) if more else None)


@router.get("/intake/count")
def count_intake(asked: Uploader) -> IntakeCount:
    """How many files came in, and where they are: none is lost."""
    with asked.reading() as session:
        is_worked = is_worked_off(session, asked.place.store.home, utc_now())
        return count_out(counted(session), is_worked)


@router.post("/intake/retry-failed")
def retry(asked: Uploader) -> Retried:
    """Let whatever failed be tried again."""
    return Retried(retried=retried(asked))


def retried(asked: Asked) -> int:
    """Open again the failed files that the viewer sees; how many."""
    with asked.reading() as session:
        seen = failed_items(session)
    if not seen:
        return 0
    with asked.changing("retry_failed", f"{len(seen)}") as session:
        return len(retry_failed(session, seen))


@router.get(
    "/intake/events",
    response_class=Response,
    responses={200: {"content": {EVENTS: {"schema": {"type": "string"}}}}},
)
def intake_events(request: Request, asked: Uploader) -> Response:
    """What happens, as server-sent events named `intake`, each an IntakeEvent.

    The stream goes on for whoever accepts `text/event-stream`; others get one event, the intake as
    it is. A `Last-Event-ID` is gone on from. It ends when the session does.
    """
    channel = asked.place.channel(asked.viewer.clearance)
    if EVENTS not in request.headers.get("accept", ""):
        return Response(_event(channel.snapshot()), media_type=EVENTS)
    last = request.headers.get("last-event-id")
    welcome = partial(is_still_welcome, asked, Right.UPLOAD)
    headers = {"x-accel-buffering": "no"}
    events = _stream(channel.listen(last, welcome))
    return StreamingResponse(events, HTTPStatus.OK, headers, EVENTS)


async def _stream(events: AsyncIterator[Told | None]) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    async for told in events:
        yield ": \n\n" if told is None else _event(told)


def _event(told: Told) -> str:
    data = _change_out(told.change, is_worked=told.is_worked).model_dump_json()
    return f"id: {told.id}\nevent: intake\ndata: {data}\n\n"


def row_out(row: IntakeRow) -> IntakeOut:
    """A row for programs."""
    values: dict[str, Any] = {
        name: getattr(row, name) for name in IntakeOut.model_fields if name != "error"
    }
    values["documents"] = [IntakeDocument.model_validate(each) for each in row.documents]
    return IntakeOut(**values, error=error_out(row.error) if row.error else None)


def error_out(error: CongvanError) -> IntakeError:
    """An error in words."""
    return IntakeError(code=error.code, message=error.message, message_en=error.message_en)


def count_out(count: Count, is_worked: bool) -> IntakeCount:
    """The counts for programs."""
    return IntakeCount(
        received=count.received,
        open=count.open,
        by_state=count.by_state,
        is_worked_off=is_worked,
    )


def _change_out(change: IntakeChange, *, is_worked: bool) -> IntakeEvent:
    return IntakeEvent(
        count=count_out(change.count, is_worked),
        rows=[row_out(each) for each in change.rows],
        gone=change.gone,
        is_whole=change.is_whole,
    )
