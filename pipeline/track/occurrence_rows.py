"""Occurrences of a task in the store: made by plan, moved by events."""

from __future__ import annotations

from collections.abc import Collection, Iterable

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


def rows_for(task_id: int, planned: Iterable[Planned], history: History) -> list[Occurrence]:
    """New rows for the planned occurrences, each brought to where its events lead."""
    rows = []
    for each in planned:
        row = Occurrence(task_id=task_id, number=each.number, label=each.label)
        start = OccurrenceStatus(due=each.due)
        set_status(row, replay(start, history.of(each.number)))
        rows.append(row)
    return rows


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
    new = rows_for(task_id, (each for each in planned if each.number not in there), history)
    session.add_all(new)
    return len(new)
