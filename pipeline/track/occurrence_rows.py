"""Occurrences of a task in the store: made by plan, moved by events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlmodel import Session, col, select

from models.register import Occurrence, OccurrenceState
from pipeline.track.event_rows import History
from pipeline.track.recurrence import Planned
from pipeline.track.states import OccurrenceStatus, replay


def status_of(row: Occurrence) -> OccurrenceStatus:
    """Where the row stands."""
    return OccurrenceStatus(
        state=OccurrenceState(row.state),
        due=row.due,
        finished_on=row.finished_on,
        extended=row.extended,
    )


def set_status(row: Occurrence, status: OccurrenceStatus) -> None:
    """Make the row stand there."""
    row.state, row.due = status.state.value, status.due
    row.finished_on, row.extended = status.finished_on, status.extended


def rows_for(
    task_id: int, planned: Iterable[Planned], history: History
) -> Iterator[dict[str, Any]]:
    """The columns of new rows for the planned occurrences, each where its events lead."""
    for each in planned:
        status = replay(OccurrenceStatus(due=each.due), history.of(each.number))
        yield {
            "task_id": task_id,
            "number": each.number,
            "label": each.label,
            "due": status.due,
            "state": status.state.value,
            "finished_on": status.finished_on,
            "extended": status.extended,
        }


def replace_untouched(
    session: Session, task_id: int, planned: Collection[Planned], history: History
) -> int:
    """Add the planned occurrences that are not there yet; their number.

    Those that are no longer planned go, if nobody has recorded anything about them.
    """
    rows = session.exec(select(Occurrence).where(col(Occurrence.task_id) == task_id)).all()
    wanted = {each.number for each in planned}
    for row in rows:
        if row.number not in wanted and row.number not in history.numbers:
            session.delete(row)
    there = {row.number for row in rows}
    missing = [each for each in planned if each.number not in there]
    new = [Occurrence(**row) for row in rows_for(task_id, missing, history)]
    session.add_all(new)
    return len(new)
