"""The board: tasks in columns, by where they stand on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlmodel import Session

from pipeline.track.standing import Standing
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import Tally, tasks
from pipeline.track.task_rows import TaskRow

COLUMNS: Final[dict[str, tuple[Standing, ...]]] = {
    "not_accepted": (Standing.NOT_ACCEPTED,),
    "in_progress": (Standing.ON_TIME,),
    "due_soon": (Standing.DUE_SOON,),
    "overdue": (Standing.OVERDUE,),
    "reported": (Standing.REPORTED_ON_TIME, Standing.REPORTED_LATE),
    "confirmed": (Standing.CONFIRMED_ON_TIME, Standing.CONFIRMED_LATE),
}
"""From left to right; what is paused, withdrawn or without a last day is not on the board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``count``: of all that is asked for; ``rows``: the first of them."""

    name: str
    standings: tuple[Standing, ...]
    count: int
    rows: tuple[TaskRow, ...]


def board(session: Session, asked: TaskFilter, counted: Tally, most: int) -> list[Column]:
    """The columns, each with its first ``most`` tasks, the one due first first.

    ``asked.standing`` is not asked. Raises :class:`QueryInvalid`.
    """
    return [
        _column(session, asked, counted, most, name, standings)
        for name, standings in COLUMNS.items()
    ]


def _column(
    session: Session,
    asked: TaskFilter,
    counted: Tally,
    most: int,
    name: str,
    standings: tuple[Standing, ...],
) -> Column:
    count = sum(number for (each, _), number in counted.items() if each in standings)
    rows = sorted(_rows(session, asked, standings, most), key=_place) if count else []
    return Column(name=name, standings=standings, count=count, rows=tuple(rows[:most]))


def _rows(
    session: Session, asked: TaskFilter, standings: tuple[Standing, ...], most: int
) -> Iterator[TaskRow]:
    for each in standings:
        yield from tasks(session, replace(asked, standing=each), limit=most)


def _place(row: TaskRow) -> tuple[bool, str, int]:
    return row.due is None, str(row.due), row.cursor.occurrence_id
