"""A page of the list of tasks, in one statement.

Which index a list goes along depends on what is asked. With a body, an issuer or documents, one
begins with those and sorts what is found. Without, one goes along the days of each state
(``ix_occurrence_state_due``), takes a page of each, and merges: a million letters are not sorted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, union_all
from sqlmodel import Session, col

from models.register import Occurrence, OccurrenceState, StoredTask
from pipeline.moments import days_after
from pipeline.track.id_table import id_table
from pipeline.track.standing import Standing
from pipeline.track.task_filter import TaskFilter, conditions
from pipeline.track.task_rows import Cursor

_OPEN: Final = (OccurrenceState.NEW, OccurrenceState.IN_PROGRESS)
_BY_END: Final = frozenset(
    {
        Standing.REPORTED_ON_TIME,
        Standing.CONFIRMED_ON_TIME,
        Standing.REPORTED_LATE,
        Standing.CONFIRMED_LATE,
    }
)
_due = col(Occurrence.due)
_row_id = col(Occurrence.id)


def page_of(
    session: Session, asked: TaskFilter, but: Collection[int], limit: int, after: Cursor | None
) -> Select[Any]:
    """``id`` and ``due`` of up to ``limit`` occurrences behind ``after``, none of them in ``but``.

    Raises :class:`QueryInvalid`.
    """
    if asked.is_narrow:
        return _narrow(session, asked, but, after).limit(limit)
    return _wide(session, asked, but, limit, after).limit(limit)


def without(session: Session, but: Collection[int]) -> ColumnElement[bool]:
    """Whether an occurrence is none of these."""
    return _row_id.not_in(id_table(session, but)) if but else true()


def _matching(session: Session, asked: TaskFilter, but: Collection[int]) -> Select[Any, Any]:
    return (
        select(_row_id.label("id"), _due.label("due"))
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .where(*conditions(session, asked), without(session, but))
    )


def _narrow(
    session: Session, asked: TaskFilter, but: Collection[int], after: Cursor | None
) -> Select[Any]:
    found = _matching(session, asked, but).order_by(_due.is_(None), _due, _row_id)
    return found if after is None else found.where(_behind(after))


def _behind(after: Cursor) -> ColumnElement[bool]:
    """Whether a row comes behind ``after`` in the order of the list."""
    if after.due is None:
        return and_(_due.is_(None), _row_id > after.occurrence_id)
    return or_(_is_later(after.due, after.occurrence_id), _due.is_(None))


def _is_later(due: dt.date, occurrence_id: int) -> ColumnElement[bool]:
    return and_(_due >= due, or_(_due > due, _row_id > occurrence_id))


def _wide(
    session: Session, asked: TaskFilter, but: Collection[int], limit: int, after: Cursor | None
) -> Select[Any]:
    """A page of each state, with and without a day, put together."""
    found = _matching(session, replace(asked, standing=None) if _is_told(asked) else asked, but)
    pages = [found.where(*part).order_by(_due, _row_id) for part in _dated(asked, after)]
    # All of these have the same day, none: PostgreSQL would sort them all to order by it.
    pages += [found.where(*part).order_by(_row_id) for part in _dateless(asked, after)]
    merged = union_all(*(select(page.limit(limit).subquery()) for page in pages)).subquery()
    return select(merged.c.id, merged.c.due).order_by(
        merged.c.due.is_(None), merged.c.due, merged.c.id
    )


def _is_told(asked: TaskFilter) -> bool:
    """Whether state and day alone tell the standing: PostgreSQL misjudges the whole expression."""
    return asked.standing not in _BY_END


def _dated(asked: TaskFilter, after: Cursor | None) -> Iterator[list[ColumnElement[bool]]]:
    """Stretches of the index by state and day that hold all with a day that is asked for."""
    if asked.standing is Standing.NO_DEADLINE or (after is not None and after.due is None):
        return
    later = [_is_later(after.due, after.occurrence_id)] if after and after.due else []
    for state in _states(asked):
        yield [col(Occurrence.state) == state.value, _due.is_not(None), *_days(asked), *later]


def _dateless(asked: TaskFilter, after: Cursor | None) -> Iterator[list[ColumnElement[bool]]]:
    """Stretches of the index by state that hold all without a day that is asked for."""
    if _days(asked) or asked.is_of_days:
        return
    begun = after is not None and after.due is None
    behind = [_row_id > after.occurrence_id] if after and begun else []
    for state in _states(asked):
        yield [col(Occurrence.state) == state.value, _due.is_(None), *behind]


def _states(asked: TaskFilter) -> tuple[OccurrenceState, ...]:
    """The states in which an occurrence may have the standing that is asked for."""
    match asked.standing:
        case None:
            return tuple(OccurrenceState)
        case Standing.PAUSED:
            return (OccurrenceState.PAUSED,)
        case Standing.WITHDRAWN:
            return (OccurrenceState.WITHDRAWN,)
        case Standing.REPORTED_ON_TIME | Standing.REPORTED_LATE:
            return (OccurrenceState.REPORTED,)
        case Standing.CONFIRMED_ON_TIME | Standing.CONFIRMED_LATE:
            return (OccurrenceState.CONFIRMED,)
        case Standing.NOT_ACCEPTED:
            return (OccurrenceState.NEW,)
        case Standing.ON_TIME:
            return (OccurrenceState.IN_PROGRESS,)
    return _OPEN


def _days(asked: TaskFilter) -> list[ColumnElement[bool]]:
    """The days between which the standing that is asked for lies; empty for any, or none."""
    soon = days_after(asked.today, asked.soon_days)
    match asked.standing:
        case Standing.OVERDUE:
            return [_due < asked.today]
        case Standing.DUE_SOON:
            return [_due >= asked.today, _due <= soon]
        case Standing.ON_TIME | Standing.NOT_ACCEPTED:
            return [_due > soon]
    return []
