"""Nhắc việc: which occurrences of tasks one is reminded of on a day.

Those that are open and overdue or due soon (``pipeline.track.standing``). What is done, paused,
withdrawn or has no day is not reminded of. Of a recurring task whose earlier times nobody marked
as done only the last one is: a list that grows by itself every month is not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlmodel import Session

from pipeline.track.standing import Standing
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import tasks
from pipeline.track.task_rows import TaskRow

_PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An occurrence to be reminded of, and its last day.

    ``earlier_open``: how many earlier ones of the same recurring task are due and open as well,
    ``open_since`` the day on which the first of them was due.
    """

    row: TaskRow
    due: dt.date
    earlier_open: int = 0
    open_since: dt.date | None = None


def reminders(
    session: Session, today: dt.date, soon_days: int, *, as_of: bool = False
) -> list[Reminder]:
    """What is overdue on ``today`` or due within ``soon_days`` days, the one due first first.

    ``as_of``: ``today`` is a day of the past, see :class:`TaskFilter`.
    """
    found: dict[str, list[Reminder]] = {}
    for row in _open_rows(session, today, soon_days, as_of):
        if row.due is not None:
            found.setdefault(row.key, []).append(Reminder(row=row, due=row.due))
    return sorted(map(_last_of, found.values()), key=_order)


def _open_rows(session: Session, today: dt.date, soon_days: int, as_of: bool) -> Iterator[TaskRow]:
    for standing in (Standing.OVERDUE, Standing.DUE_SOON):
        asked = TaskFilter(standing=standing, today=today, soon_days=soon_days, as_of=as_of)
        page = tasks(session, asked, limit=_PAGE)
        while page:
            yield from page
            page = tasks(session, asked, limit=_PAGE, after=page[-1].cursor)


def _last_of(occurrences: Iterable[Reminder]) -> Reminder:
    *earlier, last = sorted(occurrences, key=lambda each: each.row.occurrence)
    since = min((each.due for each in earlier), default=None)
    return replace(last, earlier_open=len(earlier), open_since=since)


def _order(reminder: Reminder) -> tuple[dt.date, int]:
    return reminder.due, reminder.row.cursor.occurrence_id
