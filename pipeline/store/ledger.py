"""The intake ledger: what came in, who works on it, and what became of it.

Whoever works on a file holds a lease on it and renews it; when a process dies its leases end, and
another one takes the files over. So a file is worked off once, whatever happens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.errors import WorkAbandoned
from models.register import OPEN_STATES, IntakeItem, IntakeState
from pipeline.moments import aware
from pipeline.store.naming_rows import batches

LEASE = dt.timedelta(seconds=60)
"""How long a file stays with whoever took it and is not heard of again."""

MOST_ATTEMPTS = 3
"""A file over which the program died so often is not taken up again by itself."""

_OPEN = sorted(OPEN_STATES)


def utc_now() -> dt.datetime:
    """The moment that the ledger is told: leases of several machines are compared."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Count:
    """How many files came in, and where they are; the sum of ``by_state`` is ``received``."""

    received: int
    by_state: dict[IntakeState, int]

    @property
    def open(self) -> int:
        """Files that are not done."""
        return sum(self.by_state[state] for state in OPEN_STATES)


def claim(
    session: Session,
    owner: str,
    now: dt.datetime,
    most: int,
    *,
    only: Collection[int] | None = None,
) -> list[IntakeItem]:
    """Take up to ``most`` files that nobody works on, the oldest first.

    The same bytes are never taken twice at a time: the second file waits for the first one's end.
    ``only`` are the ids that may be taken. Files that were given up too often fail here.
    """
    _abandon(session, now)
    taken: dict[str | None, IntakeItem] = {}
    for item in _free(session, now, only, most):
        taken.setdefault(item.sha256, item)
    for item in taken.values():
        item.state = item.state if item.state == IntakeState.STORED else IntakeState.READING
        item.owner, item.lease_until = owner, now + LEASE
        item.began_at = item.began_at or now
        item.attempts += 1
        session.add(item)
    session.flush()
    return list(taken.values())


def _free(
    session: Session, now: dt.datetime, only: Collection[int] | None, most: int
) -> Iterator[IntakeItem]:
    values = {"now": now, "most": most}
    if only is None:
        yield from session.scalars(_free_items(), values)
        return
    meant = _free_items().where(col(IntakeItem.id).in_(bindparam("ids", expanding=True)))
    for part in batches(sorted(only)):
        yield from session.scalars(meant, {**values, "ids": part})


# The two are made once: making them takes longer than the answer.
@cache
def _free_items() -> Select[IntakeItem]:
    now: BindParameter[Any] = bindparam("now")
    other = aliased(IntakeItem)
    same = exists().where(col(other.sha256) == col(IntakeItem.sha256), _is_held(other, now))
    rested = or_(col(IntakeItem.not_before).is_(None), col(IntakeItem.not_before) <= now)
    return (
        select(IntakeItem)
        .where(col(IntakeItem.state).in_(_OPEN), ~_is_held(IntakeItem, now), rested, ~same)
        .order_by(col(IntakeItem.id))
        .limit(bindparam("most"))
    )


@cache
def _giving_up() -> Update:
    now = bindparam("now", type_=DateTime(timezone=True))
    values = {"state": IntakeState.FAILED.value, "owner": None, "lease_until": None}
    return (
        update(IntakeItem)
        .where(col(IntakeItem.state).in_(_OPEN), ~_is_held(IntakeItem, now))
        .where(col(IntakeItem.owner).is_not(None), col(IntakeItem.attempts) >= MOST_ATTEMPTS)
        .values(**values, reason=WorkAbandoned.code, ended_at=now)
    )


def _is_held(item: type[IntakeItem], now: BindParameter[Any]) -> ColumnElement[bool]:
    """Whether somebody works on a file."""
    return and_(col(item.lease_until).is_not(None), col(item.lease_until) > now)


def _abandon(session: Session, now: dt.datetime) -> None:
    """Files whose workers died too often."""
    session.connection().execute(_giving_up(), {"now": now})


def renew(session: Session, owner: str, out: Collection[int], now: dt.datetime) -> None:
    """Say that ``owner`` is alive and works on the files whose ids are ``out``."""
    own = update(IntakeItem).where(col(IntakeItem.owner) == owner)
    for part in batches(sorted(out)):
        mine = own.where(col(IntakeItem.id).in_(part))
        session.execute(mine.values(lease_until=now + LEASE))


def expire(session: Session, is_dead: Callable[[str], bool], now: dt.datetime) -> None:
    """End the leases of owners that are known to be dead, before they end by themselves."""
    held = col(IntakeItem.owner).is_not(None) & _is_held(IntakeItem, literal(now))
    owners = session.scalars(select(col(IntakeItem.owner)).where(held).distinct()).all()
    for owner in owners:
        if owner is not None and is_dead(owner):
            own = update(IntakeItem).where(col(IntakeItem.owner) == owner)
            session.execute(own.values(lease_until=now))


def hold(session: Session, item_id: int, owner: str) -> IntakeItem | None:
    """The row of a file, if it is still with ``owner``."""
    item = session.get(IntakeItem, item_id)
    return item if item is not None and item.owner == owner else None


def settle(
    session: Session,
    item: IntakeItem,
    state: IntakeState,
    now: dt.datetime,
    *,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    """The way of a file ends, or goes on (``STORED``) with the same owner."""
    item.state, item.reason, item.detail = state, reason, detail
    if state not in OPEN_STATES:
        item.owner = item.lease_until = item.not_before = None
        item.ended_at = now
    session.add(item)
    session.flush()


def put_back(
    session: Session, item: IntakeItem, *, not_before: dt.datetime | None, reason: str
) -> None:
    """Somebody shall try again, not before a moment."""
    if item.state == IntakeState.READING:
        item.state = IntakeState.RECEIVED
    item.owner = item.lease_until = None
    item.not_before, item.reason = not_before, reason
    session.add(item)
    session.flush()


def release(session: Session, owner: str) -> None:
    """``owner`` ends in good order: what is open is anybody's, and no attempt was wasted."""
    own = select(IntakeItem).where(col(IntakeItem.owner) == owner)
    for item in session.scalars(own).all():
        item.attempts -= 1
        put_back(session, item, not_before=None, reason="work_stopped")


def failed_items(session: Session) -> list[int]:
    """The ids of failed files that can be tried again: not of what could not even be opened."""
    failed = col(IntakeItem.state) == IntakeState.FAILED.value
    query = select(col(IntakeItem.id)).where(failed, col(IntakeItem.sha256).is_not(None))
    return [number or 0 for number in session.scalars(query.order_by(col(IntakeItem.id)))]


def retry_failed(session: Session, only: Collection[int] | None = None) -> list[int]:
    """Make failed files open again, all or ``only`` those with these ids; the ids."""
    meant = failed_items(session)
    if only is not None:
        meant = sorted({*meant} & {*only})
    for part in batches(meant):
        for item in session.scalars(select(IntakeItem).where(col(IntakeItem.id).in_(part))):
            _reopen(item)
            session.add(item)
    session.flush()
    return meant


def _reopen(item: IntakeItem) -> None:
    """Let a file be worked off as if it had just come."""
    was_stored = item.page_count is not None  # it only has to be linked
    item.state = IntakeState.STORED if was_stored else IntakeState.RECEIVED
    item.attempts = 0
    item.reason = item.detail = item.ended_at = item.not_before = None


def counted(session: Session) -> Count:
    """How many files came in and where they are."""
    query = select(col(IntakeItem.state), func.count()).group_by(col(IntakeItem.state))
    found = {IntakeState(state): number for state, number in session.execute(query)}
    by_state = {state: found.get(state, 0) for state in IntakeState}
    received = session.execute(select(func.count()).select_from(IntakeItem)).scalar_one()
    return Count(received, by_state)


def items(session: Session, states: Sequence[IntakeState] = (), *, most: int) -> list[IntakeItem]:
    """Rows of the ledger, the youngest first."""
    query = select(IntakeItem)
    if states:
        query = query.where(col(IntakeItem.state).in_([state.value for state in states]))
    return list(session.scalars(query.order_by(col(IntakeItem.id).desc()).limit(most)))


def next_moment(
    session: Session, now: dt.datetime, only: Collection[int] | None = None
) -> dt.datetime | None:
    """When the next open file can be taken that cannot be now; ``None`` where none is open.

    ``only`` are the ids of those that are meant.
    """
    waits_until = func.coalesce(col(IntakeItem.lease_until), col(IntakeItem.not_before), now)
    is_open = col(IntakeItem.state).in_(_OPEN)
    query = select(func.min(waits_until)).where(is_open)
    if only is None:
        found = [session.execute(query).scalar_one()]
    else:
        parts = (query.where(col(IntakeItem.id).in_(part)) for part in batches(sorted(only)))
        found = [session.execute(part).scalar_one() for part in parts]
    moments = [aware(each) for each in found if each]
    return min(moments, default=None)
