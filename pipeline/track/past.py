"""How tasks stood on a day of the past.

What nothing has happened to since then stands as it stood then. The rest, mostly little, is told
from its events until that day: by the day on which they happened, not that of recording.

Who leads is told as of now: a list of a body's tasks is that of those which it has to answer for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session, col

from models.register import Occurrence, StoredTask, TaskEvent
from pipeline.track.event_rows import histories
from pipeline.track.states import Event, OccurrenceStatus, replay
from pipeline.track.task_filter import TaskFilter, conditions


def stood(session: Session, asked: TaskFilter) -> dict[int, OccurrenceStatus]:
    """The occurrences that something has happened to since ``asked.today``, by their ids: how they
    stood on that day.

    Standing and last day are not asked: those are to be told from this.
    Raises :class:`QueryInvalid`.
    """
    rows = _changed(session, asked.of_any_day())
    known = histories(session, sorted({row.key for row in rows}))
    return {row.id: _status(row.due, known[row.key].of(row.number), asked.today) for row in rows}


def _changed(session: Session, asked: TaskFilter) -> Sequence[Row[Any]]:
    since = (
        select(col(TaskEvent.task_key), col(TaskEvent.occurrence))
        .where(col(TaskEvent.on_day) > asked.today)
        .distinct()
        .subquery()
    )
    query = (
        select(Occurrence.id, Occurrence.number, Occurrence.due, StoredTask.key)  # type: ignore[call-overload]
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .join(
            since,
            and_(
                since.c.task_key == col(StoredTask.key),
                since.c.occurrence == col(Occurrence.number),
            ),
        )
        .where(*conditions(session, asked))
    )
    return session.execute(query).all()


def _status(due: dt.date | None, events: Sequence[Event], day: dt.date) -> OccurrenceStatus:
    extensions = (event.moved_from for event in events if event.moved_from is not None)
    planned = next(extensions, due)
    return replay(OccurrenceStatus(due=planned), [each for each in events if each.on_day <= day])
