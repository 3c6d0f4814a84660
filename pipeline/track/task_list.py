"""The list of tasks, and their count."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session, col

from models.register import (
    Document,
    Occurrence,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredTask,
)
from pipeline.track.earlier_letters import earlier_letters
from pipeline.track.id_table import id_table
from pipeline.track.past import stood
from pipeline.track.standing import Counts, Standing, standing
from pipeline.track.states import OccurrenceStatus
from pipeline.track.task_filter import TaskFilter, conditions, standing_in_sql
from pipeline.track.task_pages import page_of, without
from pipeline.track.task_rows import Cursor, Fetched, TaskRow, task_row

_COLUMNS: Final = {
    Standing.REPORTED_ON_TIME: "done_in_time",
    Standing.CONFIRMED_ON_TIME: "done_in_time",
    Standing.REPORTED_LATE: "done_late",
    Standing.CONFIRMED_LATE: "done_late",
    Standing.OVERDUE: "open_late",
}
Stood = Mapping[int, OccurrenceStatus]
"""How occurrences stood on the day that is asked for, by their ids."""
Tally = Mapping[tuple[Standing, bool], int]
"""How many occurrences stand how, and whether they are without a last day."""
_due = col(Occurrence.due)
_row_id = col(Occurrence.id)


def tasks(
    session: Session, asked: TaskFilter, *, limit: int = 50, after: Cursor | None = None
) -> list[TaskRow]:
    """Up to ``limit`` occurrences, the one due first first, those without deadline last.

    ``after`` is the ``cursor`` of the last row of the page before. Raises :class:`QueryInvalid`.
    """
    then = stood(session, asked) if asked.as_of else {}
    page = page_of(session, asked, then, limit, after)
    rows = [task_row(row, asked) for row in _fetched(session, page)]
    if then:
        rows += _rows_of_then(session, asked, then, limit, after)
        rows.sort(key=lambda row: _place(row.cursor))
    return rows[:limit]


def _fetched(session: Session, ids: Select[Any]) -> Iterator[Fetched]:
    """All that a line needs, in the order of the list; ``ids`` are in its first column."""
    own = and_(
        col(Reference.letter_id) == col(StoredLetter.id),
        col(Reference.kind) == ReferenceKind.LETTER.value,
    )
    chosen = ids.subquery()
    document = (col(Document.id), col(Document.key))
    statement = (
        select(Occurrence, StoredTask, StoredLetter, *document, earlier_letters())
        .join(chosen, chosen.c[0] == _row_id)
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .join(StoredLetter, col(StoredLetter.id) == col(StoredTask.letter_id))
        .outerjoin(Reference, own)
        .outerjoin(Document, col(Document.id) == col(Reference.document_id))
        .order_by(_due.is_(None), _due, _row_id)
    )
    yield from session.execute(statement)


def _rows_of_then(
    session: Session, asked: TaskFilter, then: Stood, limit: int, after: Cursor | None
) -> Iterator[TaskRow]:
    """The first lines of those that stood otherwise on that day, behind ``after``."""
    cursors = [Cursor(due=then[each].due, occurrence_id=each) for each in _asked_of(then, asked)]
    behind = [each for each in cursors if after is None or _place(each) > _place(after)]
    chosen = {each.occurrence_id for each in sorted(behind, key=_place)[:limit]}
    for row in _fetched(session, id_table(session, chosen)):
        yield task_row(row, asked, then[row[0].id or 0])


def _asked_of(then: Stood, asked: TaskFilter) -> Iterator[int]:
    """Those that stood as is asked for."""
    for number, status in then.items():
        stands = standing(status, asked.today, asked.soon_days)
        if asked.standing in (None, stands) and asked.is_due(status.due):
            yield number


def _place(cursor: Cursor) -> tuple[bool, dt.date, int]:
    """Where a row comes in the list."""
    return cursor.due is None, cursor.due or dt.date.min, cursor.occurrence_id


def counts(session: Session, asked: TaskFilter) -> Counts:
    """The 2 × 2 of all that is asked for. Raises :class:`QueryInvalid`."""
    return two_by_two(tally(session, asked))


def two_by_two(counted: Tally) -> Counts:
    """The 2 × 2 of a tally."""
    found: Counter[str] = Counter()
    for (stands, dateless), number in counted.items():
        found[_column(stands, dateless)] += number
    return Counts(**found)


def tally(session: Session, asked: TaskFilter) -> Tally:
    """How many stand how, of all that is asked for. Raises :class:`QueryInvalid`."""
    then = stood(session, asked) if asked.as_of else {}
    stands = standing_in_sql(asked.today, asked.soon_days).label("stands")
    statement = (
        select(stands, _due.is_(None).label("dateless"), func.count())
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .where(*conditions(session, asked), without(session, then))
        .group_by("stands", "dateless")
    )
    found: Counter[tuple[Standing, bool]] = Counter()
    for name, dateless, number in session.execute(statement):
        found[Standing(name), bool(dateless)] += number
    for each in _asked_of(then, asked):
        stands_then = standing(then[each], asked.today, asked.soon_days)
        found[stands_then, then[each].due is None] += 1
    return found


def _column(stands: Standing, dateless: bool) -> str:
    if stands in (Standing.PAUSED, Standing.WITHDRAWN):
        return stands.value
    if dateless:
        return "without_deadline"
    return _COLUMNS.get(stands, "open_in_time")
