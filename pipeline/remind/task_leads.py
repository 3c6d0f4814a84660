"""The bodies that lead tasks (chủ trì), with their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from models.register import StoredTask, TaskBody
from pipeline.track.event_rows import batches
from pipeline.track.tasks_of_letter import LEAD


class Lead(NamedTuple):
    """A body by its key, and the name under which the letter gives it the task."""

    body_key: str
    name: str


def leads_of(session: Session, task_keys: Sequence[str]) -> dict[str, list[Lead]]:
    """The leads of each of ``task_keys``, in the letter's order; without those that have none."""
    found: defaultdict[str, list[Lead]] = defaultdict(list)
    columns = (
        select(StoredTask.key, TaskBody.body_key, TaskBody.name)
        .join(TaskBody, col(TaskBody.task_id) == col(StoredTask.id))
        .where(col(TaskBody.role) == LEAD)
        .order_by(col(TaskBody.id))
    )
    for part in batches(task_keys):
        for key, *lead in session.exec(columns.where(col(StoredTask.key).in_(part))):
            found[key].append(Lead(*lead))
    return found
