"""Tasks with a last day as iCalendar (RFC 5545): one to-do (VTODO) an occurrence.

A calendar that is fetched again changes its to-dos: their UID is made of the task's key, which
stays over later readings, and the number of the occurrence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from icalendar import Calendar, Todo
from sqlmodel import Session

from models.register import OccurrenceState
from pipeline.store.exports.printable import printable
from pipeline.store.exports.task_pages import task_pages
from pipeline.store.exports.task_sheet import in_vietnamese
from pipeline.track.queries import TaskFilter, TaskRow

_STATUS: Final = {
    OccurrenceState.NEW: "NEEDS-ACTION",
    OccurrenceState.IN_PROGRESS: "IN-PROCESS",
    OccurrenceState.REPORTED: "COMPLETED",
    OccurrenceState.CONFIRMED: "COMPLETED",
    OccurrenceState.PAUSED: "NEEDS-ACTION",
    OccurrenceState.WITHDRAWN: "CANCELLED",
}
"""A paused task is still to be done: iCalendar knows no pause, the description says so."""

_SUMMARY: Final = 120
"""Characters of a task that a calendar shows in one line."""


def write_calendar(
    session: Session,
    asked: TaskFilter,
    now: dt.datetime,
    out: BinaryIO,
    *,
    title: str = "Nhiệm vụ",
    address_of: Callable[[TaskRow], str] | None = None,
) -> None:
    """Write the tasks that are asked for and have a day; ``now`` is when they were so.

    ``address_of``: where a task is shown, for whoever looks at the calendar.
    """
    frame = Calendar.new(prodid="-//congvan//register//VI", name=title, uid="tasks@congvan")
    head, end, tail = frame.to_ical().partition(b"END:VCALENDAR")
    out.write(head)
    for row in _with_day(session, asked):
        todo = _todo(row, now)
        if address_of is not None:
            todo.add("url", address_of(row))
        out.write(todo.to_ical())
    out.write(end + tail)


def _with_day(session: Session, asked: TaskFilter) -> Iterator[TaskRow]:
    """Those without a last day come last in the list."""
    for page in task_pages(session, asked):
        yield from (row for row in page if row.due)
        if page[-1].due is None:
            return


def _todo(row: TaskRow, now: dt.datetime) -> Todo:
    todo = Todo()
    todo.add("uid", f"{row.key}-{row.occurrence}@congvan")
    todo.add("dtstamp", now)
    todo.add("due", row.due)
    todo.add("summary", _summary(row))
    todo.add("description", printable("\n".join(_description(row))))
    todo.add("status", _STATUS[row.state])
    if row.finished_on and _STATUS[row.state] == "COMPLETED":
        # A moment is asked for where only the day is known: its noon in UTC is that day anywhere
        # between California and Vietnam.
        todo.add("completed", dt.datetime.combine(row.finished_on, dt.time(12), dt.UTC))
    return todo


def _summary(row: TaskRow) -> str:
    text = " ".join(printable(row.text).split())
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip() + "…"


def _description(row: TaskRow) -> Iterator[str]:
    """The whole task, the letter that gave it, the bodies, where it stands."""
    yield row.text
    day = f" ngày {row.letter_date:%d/%m/%Y}" if row.letter_date else ""
    yield f"Văn bản giao: {row.letter_number or 'không số'}{day}"
    for title, value in (
        ("Trích yếu", row.letter_subject),
        ("Cơ quan ban hành", row.letter_issuer),
        ("Chủ trì", "; ".join(row.leads)),
        ("Phối hợp", "; ".join(row.coordinators)),
        ("Thời hạn", row.deadline_text),
        ("Kỳ", row.label),
        ("Tình trạng", in_vietnamese(row.standing.label)),
    ):
        if value:
            yield f"{title}: {value}"
