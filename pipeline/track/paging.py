"""Lists in parts whose ends are texts, to be part of an address."""

from __future__ import annotations

from sqlmodel import Session

from models.errors import QueryInvalid
from pipeline.track.queries import TargetFilter, TargetRow, TaskFilter, TaskRow, targets, tasks
from pipeline.track.task_rows import cursor_of


def task_page(
    session: Session, asked: TaskFilter, after: str | None, limit: int
) -> tuple[list[TaskRow], str | None]:
    """Up to ``limit`` tasks behind ``after``, and what the next part comes behind.

    Raises :class:`QueryInvalid`.
    """
    rows = tasks(session, asked, limit=limit + 1, after=cursor_of(after))
    return rows[:limit], str(rows[limit - 1].cursor) if len(rows) > limit else None


def target_page(
    session: Session, asked: TargetFilter, after: str | None, limit: int
) -> tuple[list[TargetRow], str | None]:
    """The same of targets."""
    if after and not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise QueryInvalid(f"after {after!r}")
    rows = targets(session, asked, limit=limit + 1, after=int(after) if after else None)
    return rows[:limit], str(rows[limit - 1].cursor) if len(rows) > limit else None
