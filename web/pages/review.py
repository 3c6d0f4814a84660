"""Soát: the queue, and one letter of it beside its scan, to be accepted or put right."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from models.errors import CongvanError, DecisionRefused
from pipeline.access.rights import Right
from pipeline.review.doubt import header_hash
from pipeline.review.field_values import CHOICES, EDITABLE, LISTS, typed_value
from pipeline.review.looking import look_at
from pipeline.review.queue import Place as QueuePlace
from pipeline.review.queue import how_many_wait, waiting_letters
from pipeline.store.citation_links import citation_links
from pipeline.store.page_pictures import pages_of_file
from pipeline.store.secrecy import level_of_letter
from web.failures import said_of, status_of
from web.listed import levels_of_listed
from web.marks import marks_of
from web.rendering import page
from web.reviewing import Reviewing
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import LARGEST, RowNumber

router = page_router()
Archivist = Annotated[Asked, Depends(needs(Right.REVIEW))]
Reason = Annotated[str, Form(max_length=500)]
PREFIX = "l0"
_FEW = 20


@router.get("/review")
def queue(
    asked: Archivist,
    doubt: Annotated[float | None, Query(ge=0)] = None,
    after: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    above: bool = False,
) -> Response:
    """The letters that wait, the most doubtful first.

    ``above``: who comes here has just done something by which a letter is above their clearance.
    """
    place = None if doubt is None or after is None else QueuePlace(doubt, after)
    with asked.reading() as session:
        found = waiting_letters(session, limit=_FEW + 1, after=place)
        count = how_many_wait(session)
        levels = levels_of_listed(session, found[:_FEW])
    asked.note_readings(levels)
    return page(
        asked.request,
        "review_queue.html",
        viewer=asked.viewer,
        found=found[:_FEW],
        more=found[_FEW - 1] if len(found) > _FEW else None,
        count=count,
        is_above=above,
    )


@router.get("/review/{number}")
def letter(asked: Archivist, number: RowNumber) -> Response:
    """One letter."""
    return _shown(asked, number)


def _shown(
    asked: Asked,
    number: int,
    error: CongvanError | None = None,
    refused: tuple[str, str] | None = None,
) -> Response:
    """``refused`` is the field that cannot be so, and what was typed into it."""
    with asked.reading() as session:
        looked = look_at(session, number)
        links = citation_links(session, [number])
        pages = pages_of_file(session, looked.row.original_sha256)
        level = level_of_letter(session, number)
    asked.note_reading(looked.document_key or looked.row.original_sha256, level)
    letter = looked.seen.letter
    own = {index: link for (_, index), link in links.items()}
    return page(
        asked.request,
        "review.html",
        status=status_of(error) if error else HTTPStatus.OK,
        viewer=asked.viewer,
        looked=looked,
        letter=letter,
        pages=pages,
        marks=marks_of(letter, own, prefix=PREFIX),
        prefix=PREFIX,
        header=header_hash(letter),
        editable=_in_order(looked.doubtful),
        typed={name: typed_value(letter, name) for name in EDITABLE}
        | dict([refused] if refused else []),
        refused=refused[0] if refused else None,
        choices=CHOICES,
        lists=LISTS,
        said=said_of(asked.request, error),
    )


def _in_order(doubtful: tuple[str, ...]) -> list[str]:
    """What is in doubt comes first."""
    return [*(x for x in doubtful if x in EDITABLE), *(x for x in EDITABLE if x not in doubtful)]


def _done(number: int | None, anchor: str = "") -> Response:
    place = "/review" if number is None else f"/review/{number}{anchor}"
    return RedirectResponse(place, HTTPStatus.SEE_OTHER)


def _done_to(letter: Reviewing, anchor: str) -> Response:
    """Back to the letter, if it is still there for who asked."""
    if letter.is_still_seen():
        return _done(letter.number, anchor)
    return RedirectResponse("/review?above=true", HTTPStatus.SEE_OTHER)


@router.post("/review/{number}/accept")
def accept_letter(
    asked: Archivist, number: RowNumber, seen: Annotated[str, Form(max_length=64)]
) -> Response:
    """The header is right; on to the next one."""
    try:
        return _done(Reviewing(asked, number).accept(seen))
    except DecisionRefused as error:
        return _shown(asked, number, error)


@router.post("/review/{number}/fields")
def put_right(
    asked: Archivist,
    number: RowNumber,
    field: Annotated[str, Form(max_length=40)],
    value: Annotated[str, Form(max_length=10_000)] = "",
    reason: Reason = "",
) -> Response:
    """A field was misread."""
    letter = Reviewing(asked, number)
    try:
        letter.correct(field, value, reason)
    except DecisionRefused as error:
        return _shown(asked, number, error, (field, value))
    return _done_to(letter, f"#{PREFIX}-{field}")


@router.post("/review/{number}/starts")
def split(
    asked: Archivist,
    number: RowNumber,
    pages: Annotated[list[int] | None, Form()] = None,
    reason: Reason = "",
) -> Response:
    """Letters of this file begin on these pages; it is read anew so."""
    try:
        Reviewing(asked, number).direct_starts(pages or [], reason)
    except DecisionRefused as error:
        return _shown(asked, number, error)
    return _done(number, "#file")


@router.post("/review/{number}/turns")
def turn(
    asked: Archivist,
    number: RowNumber,
    at: Annotated[int, Form(ge=1, le=LARGEST)],
    degrees: Annotated[int, Form()],
    reason: Reason = "",
) -> Response:
    """A page lies turned; the file is read anew."""
    try:
        Reviewing(asked, number).direct_turns({at: degrees}, reason)
    except DecisionRefused as error:
        return _shown(asked, number, error)
    return _done(number, "#file")


@router.post("/review/{number}/reread")
def reread(asked: Archivist, number: RowNumber) -> Response:
    """The file is read anew."""
    Reviewing(asked, number).reread()
    return _done(number, "#file")


@router.post("/review/{number}/undo")
def undo(
    asked: Archivist,
    number: RowNumber,
    kind: Annotated[str, Form(max_length=40)],
    deed: Annotated[int, Form(ge=1, le=LARGEST)],
) -> Response:
    """Take back what somebody did."""
    letter = Reviewing(asked, number)
    try:
        letter.undo(kind, deed)
    except DecisionRefused as error:
        return _shown(asked, number, error)
    return _done_to(letter, "#history")
