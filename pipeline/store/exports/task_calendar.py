"""Tasks with a last day as iCalendar (RFC 5545): one event (VEVENT) of a whole day an occurrence.

Events, for the programs that people subscribe with (Google Calendar, Outlook) leave out to-dos. A
calendar that is fetched again changes its events: their UID is made of the task's key, which stays
over later readings, and the number of the occurrence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from icalendar import Calendar, Event
from sqlmodel import Session

from models.register import OccurrenceState
from pipeline.store.exports.printable import printable
from pipeline.store.exports.task_pages import task_pages
from pipeline.store.exports.task_sheet import in_vietnamese
from pipeline.track.queries import TaskFilter, TaskRow

_MARK: Final = {
    OccurrenceState.REPORTED: "✓ ",
    OccurrenceState.CONFIRMED: "✓ ",
    OccurrenceState.PAUSED: "(tạm dừng) ",
    OccurrenceState.WITHDRAWN: "(thu hồi) ",
}
"""What stands before tasks of which nothing is to be done: an event knows no such states."""

_SUMMARY: Final = 120
"""Characters that a calendar shows in one line."""


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
        address = address_of(row) if address_of is not None else None
        out.write(_event(row, now, address).to_ical())
    out.write(end + tail)


def _with_day(session: Session, asked: TaskFilter) -> Iterator[TaskRow]:
    """Those without a last day come last in the list."""
    for page in task_pages(session, asked):
        yield from (row for row in page if row.due)
        if page[-1].due is None:
            return


def _event(row: TaskRow, now: dt.datetime, address: str | None) -> Event:
    event = Event()
    event.add("uid", f"{row.key}-{row.occurrence}@congvan")
    event.add("dtstamp", now)
    event.add("dtstart", row.due)
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(row))
    event.add("description", printable("\n".join(_description(row, address))))
    event.add("status", "CANCELLED" if row.state is OccurrenceState.WITHDRAWN else "CONFIRMED")
    event.add("categories", [in_vietnamese(row.standing.label)])
    if address is not None:
        event.add("url", address)
    return event


def _summary(row: TaskRow) -> str:
    number = f"{row.letter_number}: " if row.letter_number else ""
    text = " ".join(printable(f"{_MARK.get(row.state, '')}{number}{row.text}").split())
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip() + "…"


def _description(row: TaskRow, address: str | None) -> Iterator[str]:
    """The whole task, the letter that gave it, the bodies, where it stands.

    The address is there again: not all programs show an event's own.
    """
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
        ("Xem", address),
    ):
        if value:
            yield f"{title}: {value}"
