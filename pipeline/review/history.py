"""Everything that people did to a letter, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import Correction, Direction, Review, StoredLetter
from pipeline.moments import aware
from pipeline.review.directing import directions


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that somebody did: ``kind`` is correction, starts, turns or review.

    ``number`` is what it is undone by, with ``kind``. ``field``, ``before`` and ``after`` are of
    corrections; directions have ``after`` only. Values are JSON.
    """

    kind: str
    actor: str
    at: dt.datetime
    number: int | None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str = ""
    undone_at: dt.datetime | None = None
    undone_by: str | None = None

    @property
    def can_be_undone(self) -> bool:
        """Whether it still holds."""
        return self.undone_at is None


def history(session: Session, letter: StoredLetter) -> list[Deed]:
    """All of it, also what was undone; what holds for the whole file too."""
    found = [
        *_corrections(session, letter),
        *_reviews(session, letter),
        *_directions(session, letter.original_sha256),
    ]
    return sorted(found, key=lambda deed: aware(deed.at), reverse=True)


def deed_of(row: Correction | Direction | Review) -> Deed:
    """A correction, a direction or an acceptance as the history tells it."""
    found = Deed(
        kind="review",
        actor=row.actor,
        at=aware(row.at if isinstance(row, Review) else row.made_at),
        number=row.id,
        undone_at=row.undone_at and aware(row.undone_at),
        undone_by=row.undone_by,
    )
    if isinstance(row, Review):
        return found
    found = replace(found, after=row.value, reason=row.reason)
    if isinstance(row, Direction):
        return replace(found, kind=row.kind)
    return replace(found, kind="correction", field=row.field, before=row.machine_value)


def _corrections(session: Session, letter: StoredLetter) -> list[Deed]:
    query = select(Correction).where(
        col(Correction.original_sha256) == letter.original_sha256,
        col(Correction.position) == letter.position,
    )
    return [deed_of(row) for row in session.scalars(query)]


def _reviews(session: Session, letter: StoredLetter) -> list[Deed]:
    query = select(Review).where(
        col(Review.original_sha256) == letter.original_sha256,
        col(Review.position) == letter.position,
    )
    return [deed_of(row) for row in session.scalars(query)]


def _directions(session: Session, sha256: str) -> list[Deed]:
    return [deed_of(row) for row in directions(session, sha256)]
