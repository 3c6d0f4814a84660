"""Which tasks are asked for, as conditions that both databases understand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import (
    Occurrence,
    OccurrenceState,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredTask,
)
from pipeline.moments import day_in_vietnam, days_after
from pipeline.track.assignee import led_by
from pipeline.track.ended_leads import ended_leads, led_by_one_of
from pipeline.track.id_table import id_table
from pipeline.track.standing import SOON_DAYS, Standing

_LETTER = ReferenceKind.LETTER.value
_FINISHED = (OccurrenceState.REPORTED.value, OccurrenceState.CONFIRMED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What tasks are asked for; what is ``None`` is not asked.

    ``key``: this task, also where its letter is a second copy. ``assignee``: see
    :func:`pipeline.track.assignee.led_by`. ``due_before``: due on an earlier day; ``due_from`` and
    ``due_to``: the first and the last day of a period. ``document_ids``: of the letters of these
    documents. ``issuer_keys``: of letters of these bodies. ``only_ended``: whose lead no longer
    exists. ``today``: the day on which they stand; with ``as_of`` a day of the past, on which
    letters of later days had not come, and what happened later had not happened.
    """

    key: str | None = None
    assignee: str | None = None
    standing: Standing | None = None
    due_before: dt.date | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    document_ids: Collection[int] | None = None
    issuer_keys: Collection[str] | None = None
    only_ended: bool = False
    today: dt.date = field(default_factory=day_in_vietnam)
    soon_days: int = SOON_DAYS
    as_of: bool = False
    include_untrackable: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for few letters or bodies, so that one begins with those."""
        asked = (self.key, self.assignee, self.document_ids, self.issuer_keys)
        return any(each is not None for each in asked)

    @property
    def is_of_days(self) -> bool:
        """Whether only tasks with a last day are asked for."""
        return any(each is not None for each in (self.due_before, self.due_from, self.due_to))

    def is_due(self, due: dt.date | None) -> bool:
        """Whether a last day is one that is asked for."""
        if due is None:
            return not self.is_of_days
        return (
            (self.due_before is None or due < self.due_before)
            and (self.due_from is None or due >= self.due_from)
            and (self.due_to is None or due <= self.due_to)
        )

    def of_any_day(self) -> TaskFilter:
        """The same without what is asked about standing and last day."""
        return replace(self, standing=None, due_before=None, due_from=None, due_to=None)


def standing_in_sql(today: dt.date, soon_days: int) -> ColumnElement[str]:
    """:func:`pipeline.track.standing.standing` as an expression over ``occurrence``."""
    state, due, finished = (
        col(Occurrence.state),
        col(Occurrence.due),
        col(Occurrence.finished_on),
    )
    is_done = finished.is_(None) | (finished <= today)
    is_late = due.is_not(None) & finished.is_not(None) & (finished > due)
    soon = days_after(today, soon_days)
    return case(
        (state == OccurrenceState.PAUSED.value, Standing.PAUSED.value),
        (state == OccurrenceState.WITHDRAWN.value, Standing.WITHDRAWN.value),
        (and_(state == _FINISHED[0], is_done, is_late), Standing.REPORTED_LATE.value),
        (and_(state == _FINISHED[0], is_done), Standing.REPORTED_ON_TIME.value),
        (and_(state == _FINISHED[1], is_done, is_late), Standing.CONFIRMED_LATE.value),
        (and_(state == _FINISHED[1], is_done), Standing.CONFIRMED_ON_TIME.value),
        (due.is_(None), Standing.NO_DEADLINE.value),
        (due < today, Standing.OVERDUE.value),
        (due <= soon, Standing.DUE_SOON.value),
        (state == OccurrenceState.NEW.value, Standing.NOT_ACCEPTED.value),
        else_=literal(Standing.ON_TIME.value),
    )


def conditions(session: Session, asked: TaskFilter) -> Iterator[ColumnElement[bool]]:
    """What holds for the rows of occurrence and task that are asked for."""
    if not asked.include_untrackable:
        yield col(StoredTask.trackable).is_(True)
    if asked.standing is not None:
        yield standing_in_sql(asked.today, asked.soon_days) == asked.standing.value
    yield from _due_conditions(asked)
    if asked.as_of:
        yield ~is_issued_later(StoredTask.letter_id, asked.today)
    if asked.assignee is not None:
        yield col(StoredTask.id).in_(led_by(asked.assignee))
    if asked.issuer_keys is not None:
        issued = col(StoredLetter.issuer_key).in_(sorted(asked.issuer_keys))
        yield col(StoredTask.letter_id).in_(select(col(StoredLetter.id)).where(issued))
    if asked.only_ended:
        yield led_by_one_of(session, ended_leads(session, asked.today))
    if asked.key is not None:
        yield col(StoredTask.key) == asked.key
    elif asked.document_ids is not None:
        yield col(StoredTask.letter_id).in_(_first_copies(session, asked.document_ids))
    else:
        yield ~_is_second_copy()


def _due_conditions(asked: TaskFilter) -> Iterator[ColumnElement[bool]]:
    due = col(Occurrence.due)
    if asked.due_before is not None:
        yield due < asked.due_before
    if asked.due_from is not None:
        yield due >= asked.due_from
    if asked.due_to is not None:
        yield due <= asked.due_to


def is_issued_later(letter_id: int, day: dt.date) -> ColumnElement[bool]:
    """Whether the letter of a row of tasks or targets is of a later day than ``day``."""
    own = col(StoredLetter.id) == col(letter_id)
    return exists().where(own, col(StoredLetter.date) > day)


def _first_copies(session: Session, document_ids: Collection[int]) -> Select[int | None]:
    """Of each document the letter that came first: tasks are not counted twice."""
    own = col(Reference.document_id)
    return (
        select(func.min(col(Reference.letter_id)))
        .where(col(Reference.kind) == _LETTER, own.in_(id_table(session, document_ids)))
        .group_by(own)
    )


def _is_second_copy() -> ColumnElement[bool]:
    """Whether the task's letter is a copy of one that came before."""
    own, other = aliased(Reference), aliased(Reference)
    return exists().where(
        col(own.letter_id) == col(StoredTask.letter_id),
        col(own.kind) == _LETTER,
        col(other.document_id) == col(own.document_id),
        col(other.kind) == _LETTER,
        col(other.letter_id) < col(own.letter_id),
    )
