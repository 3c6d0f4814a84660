"""Reviewing letters for programs: the queue, corrections, splits, turns, history."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import Depends
from pydantic import Field

from models.errors import QueryInvalid
from models.reading import Letter
from pipeline.access.rights import Right
from pipeline.review.doubt import header_hash
from pipeline.review.history import Deed, deed_of
from pipeline.review.looking import look_at
from pipeline.review.queue import Place, waiting_letters
from pipeline.store.secrecy import level_of_letter
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.listed import levels_of_listed
from web.reviewing import Reviewing
from web.security.asking import Asked, needs
from web.typed import LARGEST, RowNumber

router = api_router("review")
Archivist = Annotated[Asked, Depends(needs(Right.REVIEW))]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class WaitingOut(Shape):
    """A letter to be looked at; `doubt` is how many of its fields are expected to be wrong."""

    letter_id: int
    sha256: str
    position: int
    document_key: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    subject: str | None
    doubt: float


class DeedOut(Shape):
    """What somebody did; values are JSON texts. Undo it by `kind` and `number`."""

    kind: str
    actor: str
    at: dt.datetime
    number: int | None
    field: str | None
    before: str | None
    after: str | None
    reason: str
    undone_at: dt.datetime | None
    undone_by: str | None


class LetterForReview(Shape):
    """A letter as it counts; send `seen` back when you accept it."""

    letter_id: int
    document_key: str | None
    letter: Letter
    doubt: float | None
    doubtful: list[str]
    seen: str
    history: list[DeedOut]
    rereading: bool


class Acceptance(Shape):
    """`seen` of the letter that was looked at."""

    seen: str = Field(max_length=64)


class CorrectionIn(Shape):
    """The right value of a field, as in the contract of readings; `null`: it has none."""

    field: str = Field(max_length=40)
    value: Any
    reason: Reason


class StartsIn(Shape):
    """The pages of the file on which letters begin."""

    pages: list[Annotated[int, Field(ge=1, le=100_000)]]
    reason: Reason


class TurnIn(Shape):
    """By how many degrees clockwise a page lies turned in the file."""

    page: int = Field(ge=1, le=100_000)
    degrees: int
    reason: Reason


class UndoIn(Shape):
    """A deed of the history."""

    kind: str = Field(max_length=40)
    number: int = Field(ge=1, le=LARGEST)


class Next(Shape):
    """The next letter of the queue, if there is one."""

    letter_id: int | None


class Ordered(Shape):
    """The file is read anew by whoever works off the ledger."""

    order: int


@router.get("/review")
def review_queue(asked: Archivist, limit: Limit = 20, after: Cursor = None) -> Items[WaitingOut]:
    """The letters that wait, the most doubtful first."""
    with asked.reading() as session:
        found = waiting_letters(session, limit=limit + 1, after=_place(after))
        shown = found[:limit]
        levels = levels_of_listed(session, shown)
    asked.note_readings(levels)
    more = f"{shown[-1].doubt}:{shown[-1].letter_id}" if len(found) > limit else None
    return Items(items=[WaitingOut.model_validate(each) for each in shown], next=more)


@router.get("/review/{number}")
def review_letter(asked: Archivist, number: RowNumber) -> LetterForReview:
    """One letter with its history."""
    with asked.reading() as session:
        looked = look_at(session, number)
        level = level_of_letter(session, number)
    asked.note_reading(looked.document_key or looked.row.original_sha256, level)
    return LetterForReview(
        letter_id=number,
        document_key=looked.document_key,
        letter=looked.seen.letter,
        doubt=looked.row.doubt,
        doubtful=list(looked.doubtful),
        seen=header_hash(looked.seen.letter),
        history=[_deed(each) for each in looked.deeds],
        rereading=looked.order is not None and looked.order.done_at is None,
    )


@router.post("/review/{number}/accept")
def accept(asked: Archivist, number: RowNumber, given: Acceptance) -> Next:
    """The header is right."""
    return Next(letter_id=Reviewing(asked, number).accept(given.seen))


@router.post("/review/{number}/corrections", status_code=201)
def correct(asked: Archivist, number: RowNumber, given: CorrectionIn) -> DeedOut:
    """A field was misread."""
    value = json.dumps(given.value, ensure_ascii=False)
    return _deed(deed_of(Reviewing(asked, number).correct_json(given.field, value, given.reason)))


@router.post("/review/{number}/starts", status_code=202)
def split(asked: Archivist, number: RowNumber, given: StartsIn) -> Ordered:
    """Letters of the letter's file begin on these pages."""
    order = Reviewing(asked, number).direct_starts(given.pages, given.reason)
    return Ordered(order=order.id or 0)


@router.post("/review/{number}/turns", status_code=202)
def turn(asked: Archivist, number: RowNumber, given: TurnIn) -> Ordered:
    """A page of the letter's file lies turned."""
    order = Reviewing(asked, number).direct_turns({given.page: given.degrees}, given.reason)
    return Ordered(order=order.id or 0)


@router.post("/review/{number}/reread", status_code=202)
def reread(asked: Archivist, number: RowNumber) -> Ordered:
    """The letter's file is to be read anew."""
    return Ordered(order=Reviewing(asked, number).reread().id or 0)


@router.post("/review/{number}/undo")
def undo(asked: Archivist, number: RowNumber, given: UndoIn) -> DeedOut:
    """Take back an acceptance, a correction or a direction."""
    return _deed(deed_of(Reviewing(asked, number).undo(given.kind, given.number)))


def _deed(deed: Deed) -> DeedOut:
    return DeedOut.model_validate(deed)


def _place(after: str | None) -> Place | None:
    if after is None:
        return None
    doubt, _, number = after.partition(":")
    try:
        place = Place(float(doubt), int(number))
    except ValueError as error:
        raise QueryInvalid(f"after {after!r}") from error
    if not 0 <= place.letter_id <= LARGEST:
        raise QueryInvalid(f"after {after!r}")
    return place
