"""Bodies that lead tasks and no longer exist: since 2025 many do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import StoredLetter, StoredTask, TaskBody
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.successors import successors_of
from pipeline.track.id_table import key_table
from pipeline.track.key_words import all_keys
from pipeline.track.tasks_of_letter import LEAD


def ended_leads(session: Session, day: dt.date) -> list[str]:
    """The keys of bodies that lead tasks and whose duties others have on ``day``.

    What a key means is told by one name under it, with the surroundings in which it stands.
    """
    return [
        key
        for key, name, province, issued in session.execute(_NAMED)
        if successors_of(identify(name, Surroundings(province=province, day=issued)), day)
    ]


def led_by_one_of(session: Session, keys: Collection[str]) -> ColumnElement[bool]:
    """Whether one of these bodies leads a task."""
    return exists().where(
        col(TaskBody.task_id) == col(StoredTask.id),
        col(TaskBody.role) == LEAD,
        col(TaskBody.body_key).in_(key_table(session, keys)),
    )


_keys = all_keys(col(TaskBody.body_key))
_other = aliased(TaskBody)
_first = (
    select(func.min(col(_other.id)))
    .where(col(_other.body_key) == _keys.c.key, col(_other.role) == LEAD)
    .correlate(_keys)
    .scalar_subquery()
)
# Made once: making it takes longer than the answer.
_NAMED = (
    select(_keys.c.key, col(TaskBody.name), col(StoredLetter.province), col(StoredLetter.date))
    .select_from(_keys)
    .join(TaskBody, col(TaskBody.id) == _first)
    .join(StoredTask, col(StoredTask.id) == col(TaskBody.task_id))
    .join(StoredLetter, col(StoredLetter.id) == col(StoredTask.letter_id))
)
