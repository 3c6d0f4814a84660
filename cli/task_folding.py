"""A list of tasks for people: the occurrences of one recurring task that stand alike are one line.

A monthly report that nobody entered since 2019 would otherwise fill the whole list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.track.queries import Cursor, TaskRow

PAGE = 200
"""Occurrences that are looked at in one question."""
MOST = 4000
"""Occurrences that are looked at for one list; beyond them it goes on, though not here."""

NextPage = Callable[[Cursor | None], list[TaskRow]]
"""Up to :data:`PAGE` occurrences behind a cursor."""


@dataclass(slots=True)
class Line:
    """The first occurrence of a task with its standing, and how many ``more`` were seen."""

    first: TaskRow
    more: int = 0


@dataclass(frozen=True, slots=True)
class TaskLines:
    """Up to ``limit`` lines; ``goes_on``: there are more lines, or more may be of each."""

    lines: list[Line]
    goes_on: bool


def fold(next_page: NextPage, limit: int) -> TaskLines:
    """Read pages until ``limit`` lines are full or the list ends."""
    lines: dict[tuple[str, str], Line] = {}
    goes_on, seen, cursor = False, 0, None
    while page := next_page(cursor):
        for row in page:
            name = (row.key, row.standing.value)
            if name in lines:
                lines[name].more += 1
            elif len(lines) < limit:
                lines[name] = Line(row)
            else:
                goes_on = True
        if len(page) < PAGE:
            break
        cursor, seen = page[-1].cursor, seen + len(page)
        goes_on = goes_on or seen >= MOST
        if goes_on:
            break
    return TaskLines([*lines.values()], goes_on)
