"""The deadlines of a body as a feed for calendar programs, which cannot log in."""

from __future__ import annotations

from typing import Annotated, BinaryIO
from urllib.parse import quote

from fastapi import Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from models.errors import QueryInvalid
from models.register import SecrecyLevel
from pipeline.access.feeds import feed_token, viewer_of_feed
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.exports.task_calendar import write_calendar
from pipeline.store.ledger import utc_now
from pipeline.track.catching_up import catch_up
from pipeline.track.queries import TaskFilter, counts
from web.failures import PageMissing, said_of, status_of
from web.place import Place
from web.rendering import page
from web.security.asking import Asked, needs, public
from web.sending import CALENDAR, blocks, whole
from web.task_exports import addresses
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Anybody = Annotated[Place, Depends(public)]


@router.get("/tasks/calendar")
def feed_page(asked: Reader, body: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The address of a body's feed, to be copied into a calendar program."""
    name, number, refused, address = " ".join(body.split()), None, None, ""
    try:
        if name:
            number = _number(asked.place, name)
            address = _address(asked, name)
    except QueryInvalid as error:
        refused = error
    return page(
        asked.request,
        "calendar.html",
        viewer=asked.viewer,
        status=status_of(refused) if refused else 200,
        body=name,
        number=number,
        address=address,
        refused=said_of(asked.request, refused),
    )


def _number(place: Place, name: str) -> int:
    """How many tasks the feed has. Raises :class:`QueryInvalid`."""
    with place.reading(SecrecyLevel.OPEN) as session:
        return counts(session, TaskFilter(assignee=name)).total


def _address(asked: Asked, name: str) -> str:
    with asked.place.store.reading() as session:  # of the account, not of letters
        token = feed_token(session, asked.viewer.id, name, asked.place.secret)
    return f"{asked.request.base_url}calendar/{quote(name, safe='')}.ics?token={token}"


@router.get("/calendar/{body:path}.ics")
def feed(
    request: Request,
    place: Anybody,
    body: str,
    token: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The feed. It leaves the house: whoever it was made for, it has nothing secret."""
    with place.store.reading() as session:  # of the account, not of letters
        viewer = viewer_of_feed(session, token, body, place.secret)
    if viewer is None:
        raise PageMissing(request.url.path)
    catch_up(place.store, day_in_vietnam())

    def write(out: BinaryIO) -> None:
        with place.reading(SecrecyLevel.OPEN) as session:
            write_calendar(
                session,
                TaskFilter(assignee=body),
                utc_now(),
                out,
                title=f"Nhiệm vụ: {body}",
                address_of=addresses(request),
            )

    return StreamingResponse(blocks(whole(write)), media_type=CALENDAR)
