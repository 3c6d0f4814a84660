"""One line of a list of tasks: all that a register of tasks prints (handbook 3.4)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from models.errors import QueryInvalid
from models.register import Occurrence, OccurrenceState, StoredLetter, StoredTask
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.successors import successors_of
from pipeline.track.anchor import anchor_of
from pipeline.track.occurrence_rows import status_of
from pipeline.track.standing import Standing, days_late, standing
from pipeline.track.states import OccurrenceStatus
from pipeline.track.task_filter import TaskFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a list goes on: behind this occurrence."""

    due: dt.date | None
    occurrence_id: int

    def __str__(self) -> str:
        """As part of an address; :func:`cursor_of` reads it."""
        return f"{self.due or ''}.{self.occurrence_id}"


def cursor_of(text: str | None) -> Cursor | None:
    """The cursor of an address; ``None`` for nothing. Raises :class:`QueryInvalid`."""
    if not text:
        return None
    day, _, number = text.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise QueryInvalid(f"after {text!r}")
    try:
        return Cursor(due=dt.date.fromisoformat(day) if day else None, occurrence_id=int(number))
    except ValueError as error:
        raise QueryInvalid(f"after {text!r}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Whose duty it is now: ``name`` has taken over from ``instead_of``, which has ended.

    Not ``certain``: one of several that may have it (a district's duties went to its communes or
    to the province).
    """

    name: str
    instead_of: str
    since: dt.date
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One occurrence of a task on a day.

    ``leads`` and ``coordinators`` are names as printed, or as reassigned; ``now`` is empty where
    all leads still exist. ``assumed``: the day is that of the reporting calendar, not the text's.
    ``days_late``: behind the last day when finished, or so far. ``place``: where the task stands,
    the index of its letter among those of the document, and its own in the letter.
    """

    key: str
    text: str
    occurrence: int
    label: str | None
    due: dt.date | None
    assumed: bool
    extended: bool
    finished_on: dt.date | None
    state: OccurrenceState
    standing: Standing
    days_late: int
    leads: tuple[str, ...]
    coordinators: tuple[str, ...]
    now: tuple[Duty, ...]
    deadline_kind: str
    deadline_text: str | None
    product: str | None
    trackable: bool
    letter_id: int
    letter_number: str | None
    letter_date: dt.date | None
    letter_issuer: str | None
    letter_subject: str | None
    document_id: int | None
    document_key: str | None
    place: tuple[int, int]
    cursor: Cursor


Fetched = Row[Occurrence, StoredTask, StoredLetter, int | None, str | None, int]


def task_row(fetched: Fetched, asked: TaskFilter, then: OccurrenceStatus | None = None) -> TaskRow:
    """The line of what the database gave; ``then`` is how it stood on the day that is asked for,
    where that is not how it stands now."""
    occurrence, task, letter, document_id, document_key, before = fetched
    status = then or status_of(occurrence)
    leads = _names(task.leads)
    return TaskRow(
        key=task.key,
        text=task.text,
        occurrence=occurrence.number,
        label=occurrence.label,
        due=status.due,
        assumed=not status.extended and _is_assumed(task),
        extended=status.extended,
        finished_on=status.finished_on,
        state=status.state,
        standing=standing(status, asked.today, asked.soon_days),
        days_late=days_late(status, asked.today),
        leads=leads,
        coordinators=_names(task.coordinators),
        now=tuple(_duties(leads, letter, asked.today)),
        cursor=Cursor(due=status.due, occurrence_id=occurrence.id or 0),
        **_of_letter(letter, document_id, document_key),
        deadline_kind=task.deadline_kind,
        deadline_text=task.deadline_text,
        product=task.product,
        trackable=task.trackable,
        place=(before, task.position),
    )


def _of_letter(
    letter: StoredLetter, document_id: int | None, document_key: str | None
) -> dict[str, Any]:
    return {
        "letter_id": letter.id,
        "letter_number": letter.number,
        "letter_date": letter.date,
        "letter_issuer": letter.issuer,
        "letter_subject": letter.subject,
        "document_id": document_id,
        "document_key": document_key,
    }


def _names(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


def _is_assumed(task: StoredTask) -> bool:
    if task.recurrence is None or task.deadline_kind != "recurring":
        return False
    anchor = anchor_of(task.recurrence, task.deadline_text)
    return anchor is not None and anchor.assumed


def _duties(leads: Sequence[str], letter: StoredLetter, today: dt.date) -> Iterator[Duty]:
    """Who has the duties today of those leads that have ended."""
    around = Surroundings(province=letter.province, day=letter.date)
    for lead in leads:
        for each in successors_of(identify(lead, around), today):
            yield Duty(name=each.body.name, instead_of=lead, since=each.since, certain=each.certain)
