"""What has changed in the intake ledger since somebody last looked.

Only a file that was open, or that is new, can have changed: so a look at a ledger of a million
files in which nothing is open costs three small questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.register import OPEN_STATES, IntakeItem, IntakeState
from pipeline.store.intake_list import IntakeRow, listed, rows_with_ids
from pipeline.store.ledger import Count, counted
from pipeline.store.naming_rows import batches

MOST = 60
"""Rows of one change; the counts tell of all."""

_Seen = tuple[str, str | None]
"""State and reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeChange:
    """The counts, and the rows that changed: those that failed, then the youngest.

    ``gone`` are ids of rows that are not to be seen any more: their letters turned out secret.
    ``is_whole``: the youngest rows of the ledger, changed or not.
    """

    count: Count
    rows: list[IntakeRow]
    gone: list[int]
    is_whole: bool = False


def as_it_is(session: Session) -> IntakeChange:
    """The counts and the youngest rows."""
    return IntakeChange(
        count=counted(session), rows=listed(session, most=MOST), gone=[], is_whole=True
    )


class IntakeLooks:
    """Looks at the ledger again and again; the first look finds nothing new."""

    def __init__(self) -> None:
        self._open: dict[int, _Seen] | None = None
        self._last = 0

    @property
    def has_looked(self) -> bool:
        """Whether there was a first look."""
        return self._open is not None

    def look(self, session: Session) -> IntakeChange | None:
        """What has changed; ``None`` for nothing."""
        last = session.execute(select(func.max(col(IntakeItem.id)))).scalar_one() or 0
        now = {number or 0: (state, reason) for number, state, reason in session.execute(_OPEN)}
        before, self._open = self._open, now
        since, self._last = self._last, max(last, self._last)
        if before is None:
            return None
        closed = dict(_states(session, before.keys() - now.keys()))
        changed = {number for number, seen in now.items() if before.get(number) != seen}
        changed |= closed.keys() | set(_new(session, since))
        gone = sorted(before.keys() - now.keys() - closed.keys())
        if not changed and not gone:
            return None
        failed = {number for number, state in closed.items() if state == IntakeState.FAILED}
        shown = sorted(changed, key=lambda number: (number not in failed, -number))[:MOST]
        return IntakeChange(count=counted(session), rows=rows_with_ids(session, shown), gone=gone)


def _states(session: Session, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    query = select(col(IntakeItem.id), col(IntakeItem.state))
    for part in batches(sorted(ids)):
        for number, state in session.execute(query.where(col(IntakeItem.id).in_(part))):
            yield number or 0, state


def _new(session: Session, since: int) -> Iterator[int]:
    """The youngest rows that came after one."""
    query = select(col(IntakeItem.id)).where(col(IntakeItem.id) > since)
    for number in session.scalars(query.order_by(col(IntakeItem.id).desc()).limit(MOST)):
        yield number or 0


_OPEN = select(col(IntakeItem.id), col(IntakeItem.state), col(IntakeItem.reason)).where(
    col(IntakeItem.state).in_(sorted(OPEN_STATES))
)
