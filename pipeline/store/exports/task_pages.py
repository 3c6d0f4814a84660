"""All tasks of a list, page after page, with what people recorded about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import TaskEvent
from pipeline.track.queries import TaskFilter, TaskRow, tasks

PAGE: Final = 500

Events = Mapping[tuple[str, int], Sequence[TaskEvent]]
"""What was recorded, oldest first, by the task's key and the number of the occurrence."""


def task_pages(session: Session, asked: TaskFilter) -> Iterator[list[TaskRow]]:
    """Lists of at most :data:`PAGE` occurrences, the one due first first."""
    page = tasks(session, asked, limit=PAGE)
    while page:
        yield page
        page = tasks(session, asked, limit=PAGE, after=page[-1].cursor)


def events_of(session: Session, rows: Sequence[TaskRow]) -> Events:
    """What was recorded about ``rows``; nothing for those without a word."""
    query = select(TaskEvent).where(col(TaskEvent.task_key).in_({row.key for row in rows}))
    found: defaultdict[tuple[str, int], list[TaskEvent]] = defaultdict(list)
    for event in session.scalars(query.order_by(col(TaskEvent.id))):
        found[event.task_key, event.occurrence].append(event)
    return found
