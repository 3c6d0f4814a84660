"""People record what became of a task or a target: who, when, why. Nothing is ever changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.errors import TaskUnknown, TransitionRefused
from models.register import (
    Occurrence,
    OccurrenceState,
    Progress,
    StoredLetter,
    StoredTarget,
    StoredTask,
    TaskEvent,
    TaskEventKind,
)
from pipeline.link.bodies import Surroundings
from pipeline.moments import VIETNAM
from pipeline.track.event_rows import data_of
from pipeline.track.occurrence_rows import set_status, status_of
from pipeline.track.states import Event, OccurrenceStatus, apply
from pipeline.track.tasks_of_letter import set_leads

_ENDED = (OccurrenceState.CONFIRMED.value, OccurrenceState.WITHDRAWN.value)


def record(
    session: Session,
    task_key: str,
    kind: TaskEventKind,
    *,
    occurrence: int = 0,
    actor: str,
    on_day: dt.date,
    reason: str,
    until: dt.date | None = None,
    bodies: Sequence[str] = (),
    evidence: str | None = None,
    now: dt.datetime,
) -> Occurrence:
    """Record one event of one occurrence; the occurrence as it stands then.

    ``on_day`` is when it happened, ``now`` (with its zone) when it is recorded; ``until`` is the
    new day of an extension, ``bodies`` are the names of those that take over, ``evidence`` a
    letter or a file that shows it. Raises :class:`TaskUnknown` or :class:`TransitionRefused`.
    """
    row, task, letter = _find(session, task_key, occurrence)
    event = Event(
        kind=kind, on_day=on_day, reason=reason.strip(), until=until, bodies=tuple(bodies)
    )
    before = status_of(row)
    after = _after(row, event, now)
    data = data_of(event, before, json.loads(task.leads), evidence)
    session.add(
        TaskEvent(
            task_key=task_key,
            occurrence=occurrence,
            kind=kind.value,
            actor=actor,
            at=now,
            on_day=on_day,
            reason=event.reason,
            data=data,
        )
    )
    if kind is TaskEventKind.REASSIGN:
        around = Surroundings(province=letter.province, day=on_day)
        set_leads(session, task, event.bodies, around)
    set_status(row, after)
    session.flush()
    return row


def check(
    session: Session, task_key: str, event: Event, *, occurrence: int, now: dt.datetime
) -> OccurrenceStatus:
    """How an occurrence would stand after ``event``, which is not recorded.

    Raises as :func:`record` does.
    """
    return _after(_find(session, task_key, occurrence)[0], event, now)


def _after(row: Occurrence, event: Event, now: dt.datetime) -> OccurrenceStatus:
    _not_ahead(event.on_day, now)
    return apply(status_of(row), event)


def add_progress(
    session: Session,
    target_key: str,
    value: float,
    *,
    actor: str,
    on_day: dt.date,
    note: str = "",
    source: str | None = None,
    now: dt.datetime,
) -> Progress:
    """Record what was reached of a target by ``on_day``, in the target's unit.

    ``source`` is the letter or file that says so. Raises :class:`TaskUnknown` or
    :class:`TransitionRefused`.
    """
    statement = select(StoredTarget.id).where(col(StoredTarget.key) == target_key).limit(1)
    if session.exec(statement).first() is None:
        raise TaskUnknown(target_key)
    _not_ahead(on_day, now)
    row = Progress(
        target_key=target_key,
        on_day=on_day,
        value=value,
        actor=actor,
        at=now,
        note=note.strip(),
        source=source,
    )
    session.add(row)
    session.flush()
    return row


def current_occurrence(session: Session, task_key: str) -> int:
    """The number of the first occurrence that has not ended, else of the last one.

    Raises :class:`TaskUnknown`.
    """
    statement = (
        select(Occurrence.number, Occurrence.state)
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .where(col(StoredTask.key) == task_key)
        .order_by(col(Occurrence.number))
    )
    rows = session.exec(statement).all()
    if not rows:
        raise TaskUnknown(task_key)
    return next((number for number, state in rows if state not in _ENDED), rows[-1][0])


def _find(
    session: Session, task_key: str, occurrence: int
) -> tuple[Occurrence, StoredTask, StoredLetter]:
    statement = (
        select(Occurrence, StoredTask, StoredLetter)
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .join(StoredLetter, col(StoredLetter.id) == col(StoredTask.letter_id))
        .where(col(StoredTask.key) == task_key, col(Occurrence.number) == occurrence)
    )
    found = session.exec(statement).first()
    if found is None:
        raise TaskUnknown(f"{task_key} #{occurrence}" if occurrence else task_key)
    return found


def _not_ahead(on_day: dt.date, now: dt.datetime) -> None:
    """Nothing has happened tomorrow; the day is Vietnam's."""
    if on_day > now.astimezone(VIETNAM).date():
        raise TransitionRefused(f"{on_day:%d/%m/%Y}: ngày chưa đến · that day has not come")
