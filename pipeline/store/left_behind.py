"""Files of the ledger whose worker died: its lease ran out, and nobody has taken them over yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from models.register import IntakeItem, IntakeState
from pipeline.store.ledger import MOST_ATTEMPTS

_HELD = (IntakeState.READING.value, IntakeState.STORED.value)
"""Only files in these states have an owner."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One of them; ``owner`` is who died, ``attempts`` counts his."""

    id: int
    name: str
    sha256: str | None
    owner: str
    attempts: int

    @property
    def is_given_up(self) -> bool:
        """Whether the ledger fails it instead of having it tried again."""
        return self.attempts >= MOST_ATTEMPTS


def left_behind(session: Session, now: dt.datetime) -> list[LeftBehind]:
    """All of them, the oldest first."""
    columns = ("id", "name", "sha256", "owner", "attempts")
    query = select(*(col(getattr(IntakeItem, name)) for name in columns))
    rows = session.execute(query.where(_is_left(now)).order_by(col(IntakeItem.id)))
    return [LeftBehind(*row) for row in rows]


def count_left_behind(session: Session, now: dt.datetime) -> int:
    """How many there are."""
    query = select(func.count()).select_from(IntakeItem).where(_is_left(now))
    count: int = session.execute(query).scalar_one()
    return count


def _is_left(now: dt.datetime) -> ColumnElement[bool]:
    return and_(
        col(IntakeItem.state).in_(_HELD),
        col(IntakeItem.owner).is_not(None),
        col(IntakeItem.lease_until) <= now,
    )
