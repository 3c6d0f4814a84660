"""Time goes on: recurring tasks fall due again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, func
from sqlmodel import Session, col, select

from models.reading import Deadline
from models.register import Occurrence, OccurrenceState, StoredLetter, StoredTask
from pipeline.track.due import plan
from pipeline.track.event_rows import History, histories
from pipeline.track.occurrence_rows import replace_untouched

_STOPPED = (OccurrenceState.PAUSED.value, OccurrenceState.WITHDRAWN.value)


def is_behind(session: Session, today: dt.date) -> bool:
    """Whether some task has fallen due since its occurrences were made."""
    statement = select(col(StoredTask.id)).where(_behind(today)).limit(1)
    return session.exec(statement).first() is not None


def advance(session: Session, today: dt.date) -> int:
    """Make the occurrences that have come since, and one ahead; how many were made.

    A task whose last occurrence is paused or withdrawn makes no more, until it is resumed.
    """
    statement = (
        select(StoredTask, StoredLetter)
        .join(StoredLetter, col(StoredLetter.id) == col(StoredTask.letter_id))
        .where(_behind(today))
    )
    pairs = session.exec(statement).all()
    recorded = histories(session, (task.key for task, _ in pairs))
    return sum(
        _advance(session, task, letter, today, recorded.get(task.key, History()))
        for task, letter in pairs
    )


def _behind(today: dt.date) -> ColumnElement[bool]:
    """A recurring task that has no occurrence to come; an extended one does not count as such."""
    own = col(Occurrence.task_id) == col(StoredTask.id)
    coming = and_(own, col(Occurrence.due) > today, ~col(Occurrence.extended))
    last = select(func.max(Occurrence.number)).where(own).correlate(StoredTask).scalar_subquery()
    stopped = and_(own, col(Occurrence.state).in_(_STOPPED), col(Occurrence.number) == last)
    return and_(
        col(StoredTask.recurrence).is_not(None),
        col(StoredTask.recurrence) != "unspecified",
        ~exists().where(coming),
        ~exists().where(stopped),
    )


def _advance(
    session: Session, task: StoredTask, letter: StoredLetter, today: dt.date, history: History
) -> int:
    deadline = Deadline.model_validate(
        {
            "kind": task.deadline_kind,
            "text": task.deadline_text,
            "recurrence": task.recurrence,
        }
    )
    planned = plan(
        deadline,
        issued=letter.date,
        received=letter.received_on,
        until=today,
        wanted=history.numbers,
    )
    return replace_untouched(session, task.id or 0, planned, history)
