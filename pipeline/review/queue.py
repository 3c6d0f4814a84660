"""Hàng đợi soát: the letters that nobody has accepted yet, the most doubtful first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from models.register import Document, Reference, StoredLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter to be looked at; ``doubt`` is the number of fields that may be wrong."""

    letter_id: int
    sha256: str
    position: int
    document_key: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    subject: str | None
    doubt: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: behind this letter."""

    doubt: float
    letter_id: int


def waiting_letters(
    session: Session, *, limit: int = 20, after: Place | None = None
) -> list[Waiting]:
    """A part of the queue."""
    doubt, number = col(StoredLetter.doubt), col(StoredLetter.id)
    query = (
        select(StoredLetter, col(Document.key))
        .outerjoin(Reference, col(Reference.letter_id) == number)
        .outerjoin(Document, col(Document.id) == col(Reference.document_id))
        .where(doubt > 0)
        .order_by(doubt.desc(), number)
        .limit(limit)
    )
    if after is not None:
        later = and_(doubt == after.doubt, number > after.letter_id)
        query = query.where(or_(doubt < after.doubt, later))
    return [
        Waiting(
            letter_id=letter.id or 0,
            sha256=letter.original_sha256,
            position=letter.position,
            document_key=key,
            number=letter.number,
            date=letter.date,
            issuer=letter.issuer,
            subject=letter.subject,
            doubt=letter.doubt or 0.0,
        )
        for letter, key in session.execute(query)
    ]


def how_many_wait(session: Session) -> int:
    """The length of the queue."""
    query = select(func.count()).select_from(StoredLetter).where(col(StoredLetter.doubt) > 0)
    return int(session.execute(query).scalar_one())


def before_and_after(session: Session, letter: StoredLetter) -> tuple[int | None, int | None]:
    """The letters that stand beside this one in the queue, by their ids."""
    doubt, number = col(StoredLetter.doubt), col(StoredLetter.id)
    own = letter.doubt or 0.0
    same = doubt == own
    before = (
        select(number)
        .where(doubt > 0, or_(doubt > own, and_(same, number < letter.id)))
        .order_by(doubt, number.desc())
        .limit(1)
    )
    after = (
        select(number)
        .where(doubt > 0, or_(doubt < own, and_(same, number > letter.id)))
        .order_by(doubt.desc(), number)
        .limit(1)
    )
    return session.scalars(before).first(), session.scalars(after).first()
