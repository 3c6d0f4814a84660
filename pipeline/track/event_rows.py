"""Events as they are stored: the new day of an extension and the one before it, and so on."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.register import TaskEvent, TaskEventKind
from pipeline.track.states import Event, OccurrenceStatus

_AT_ONCE = 500


def data_of(
    event: Event, before: OccurrenceStatus, leads: Sequence[str], evidence: str | None
) -> str:
    """The JSON of an event: what it sets (``until``, ``to``) and what was there (``from``)."""
    data: dict[str, Any] = {}
    if event.kind is TaskEventKind.EXTEND and event.until:
        data = {"from": before.due and before.due.isoformat(), "until": event.until.isoformat()}
    if event.kind is TaskEventKind.REASSIGN:
        data = {"from": list(leads), "to": list(event.bodies)}
    if evidence:
        data["evidence"] = evidence
    return json.dumps(data, ensure_ascii=False)


def event_of(row: TaskEvent) -> Event:
    """The event of a row."""
    data, kind = json.loads(row.data), TaskEventKind(row.kind)
    before = data.get("from") if kind is TaskEventKind.EXTEND else None
    return Event(
        kind=kind,
        on_day=row.on_day,
        reason=row.reason,
        until=dt.date.fromisoformat(data["until"]) if "until" in data else None,
        moved_from=dt.date.fromisoformat(before) if before else None,
        bodies=tuple(data.get("to", ())),
    )


@dataclass(frozen=True, slots=True)
class History:
    """What was recorded about one task, in the order of recording, with the occurrence's number."""

    entries: tuple[tuple[int, Event], ...] = ()

    @property
    def numbers(self) -> frozenset[int]:
        """The occurrences that somebody has recorded something about."""
        return frozenset(number for number, _ in self.entries)

    @property
    def leads(self) -> tuple[str, ...]:
        """The bodies that the last reassignment named: it is of the whole task; empty without."""
        moves = [event for _, event in self.entries if event.kind is TaskEventKind.REASSIGN]
        return moves[-1].bodies if moves else ()

    def of(self, number: int) -> list[Event]:
        """The events of one occurrence."""
        return [event for own, event in self.entries if own == number]


def histories(session: Session, task_keys: Iterable[str]) -> dict[str, History]:
    """The history of each of ``task_keys``; those about which nothing was recorded are left out."""
    found: dict[str, list[tuple[int, Event]]] = defaultdict(list)
    for part in batches(list(task_keys)):
        for row in session.exec(_OF_TASKS, params={"tasks": part}):
            found[row.task_key].append((row.occurrence, event_of(row)))
    return {key: History(tuple(entries)) for key, entries in found.items()}


# Made once: making it takes longer than the answer.
_OF_TASKS = (
    select(TaskEvent)
    .where(col(TaskEvent.task_key).in_(bindparam("tasks", expanding=True)))
    .order_by(col(TaskEvent.id))
)


def batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """``keys`` in parts that fit one statement's parameters."""
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
