"""One task with all that the register knows of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.errors import TaskUnknown
from models.register import SecrecyLevel, TaskEvent, TaskEventKind
from pipeline.store.evidence import Evidence, shown_evidence
from pipeline.store.secrecy import level_of_letter
from pipeline.track.event_rows import event_of
from pipeline.track.queries import TaskFilter, TaskRow, tasks
from pipeline.track.record import current_occurrence
from pipeline.track.states import Event, possible

MOST_OCCURRENCES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody recorded about an occurrence.

    ``moved_from``: the bodies that led before a reassignment; of an extension see ``event``.
    """

    occurrence: int
    event: Event
    actor: str
    at: dt.datetime
    moved_from: tuple[str, ...]
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """``row`` is the occurrence that is looked at, ``occurrences`` are all, by their numbers.

    ``entries``: the history of the whole task, the last entry first. ``may``: what may happen to
    the occurrence now. ``heirs``: bodies that have the duties of leads that no longer exist.
    """

    row: TaskRow
    occurrences: tuple[TaskRow, ...]
    entries: tuple[Entry, ...]
    may: tuple[TaskEventKind, ...]
    heirs: tuple[str, ...]
    level: SecrecyLevel


def task_view(
    session: Session, key: str, occurrence: int | None = None, *, today: dt.date
) -> TaskView:
    """The task of this key; without ``occurrence`` the first one that is still open, or the last.

    Raises :class:`TaskUnknown`.
    """
    number = current_occurrence(session, key) if occurrence is None else occurrence
    asked = TaskFilter(key=key, today=today, include_untrackable=True)
    rows = {row.occurrence: row for row in tasks(session, asked, limit=MOST_OCCURRENCES)}
    row = rows.get(number)
    if row is None:
        raise TaskUnknown(f"{key} #{number}" if number else key)
    return TaskView(
        row=row,
        occurrences=tuple(rows[each] for each in sorted(rows)),
        entries=_entries(session, key),
        may=_may(row),
        heirs=heirs_of(row),
        level=level_of_letter(session, row.letter_id),
    )


def _may(row: TaskRow) -> tuple[TaskEventKind, ...]:
    """What may happen next: where there is no deadline, none can be extended."""
    kinds = possible(row.state)
    return tuple(each for each in kinds if row.due or each is not TaskEventKind.EXTEND)


def heirs_of(row: TaskRow) -> tuple[str, ...]:
    """Whom a task may be assigned to: the main heir of each lead that ended, and the other leads.

    Empty where all leads still exist.
    """
    first: dict[str, str] = {}
    for duty in row.now:
        first.setdefault(duty.instead_of, duty.name)
    return tuple(dict.fromkeys(first.get(lead, lead) for lead in row.leads)) if first else ()


def _entries(session: Session, key: str) -> tuple[Entry, ...]:
    query = select(TaskEvent).where(col(TaskEvent.task_key) == key)
    events = session.exec(query.order_by(col(TaskEvent.id).desc())).all()
    told: list[Mapping[str, Any]] = [json.loads(each.data) for each in events]
    shown = shown_evidence(session, (each.get("evidence") for each in told))
    return tuple(_entry(each, data, shown) for each, data in zip(events, told, strict=True))


def _entry(row: TaskEvent, data: Mapping[str, Any], shown: Mapping[str, Evidence]) -> Entry:
    is_move = row.kind == TaskEventKind.REASSIGN
    return Entry(
        occurrence=row.occurrence,
        event=event_of(row),
        actor=row.actor,
        at=row.at,
        moved_from=tuple(data.get("from") or ()) if is_move else (),
        evidence=shown.get(data.get("evidence") or ""),
    )
