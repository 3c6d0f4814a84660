"""Whose tasks: an assignee as people type it, as a condition on the bodies that lead tasks."""

from __future__ import annotations

import re

from sqlalchemy import CTE, ColumnElement, Select, String, and_, func, literal, select
from sqlmodel import col

from models.errors import QueryInvalid
from models.register import TaskBody
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.body_words import slug, written_out
from pipeline.link.successors import with_predecessors
from pipeline.track.tasks_of_letter import LEAD

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9?-]*)*")


def led_by(assignee: str) -> Select[int]:
    """The ids of the tasks that ``assignee`` leads (chủ trì), or that came down to it.

    A key, or the beginning of one ("so-y-te", "so-y-te/ha-nam"); a name that means one body
    ("Sở Y tế tỉnh Hà Nam"), which also has the tasks of those that it succeeded; else words of a
    name ("sở y tế", "y te ha nam"). Raises :class:`QueryInvalid` where there are no words.
    """
    ids = select(col(TaskBody.task_id)).where(col(TaskBody.role) == LEAD)
    body = identify(assignee, Surroundings())
    if _is_key(assignee):
        keys = all_keys()
        begun = select(keys.c.key).where(keys.c.key.startswith(assignee, autoescape=True))
        return ids.where(col(TaskBody.body_key).in_(begun))
    if body.complete and body.known and not body.collective:
        keys_of_all = [each.key for each in with_predecessors(body)]
        return ids.where(col(TaskBody.body_key).in_(keys_of_all))
    return ids.where(col(TaskBody.body_key).in_(_keys_with_words(assignee)))


def _is_key(assignee: str) -> bool:
    return ("-" in assignee or "/" in assignee) and _KEY.fullmatch(assignee) is not None


def _keys_with_words(assignee: str) -> Select[str]:
    words = [word for word in slug(written_out(assignee)).split("-") if word]
    if not words:
        raise QueryInvalid(assignee)
    keys = all_keys()
    return select(keys.c.key).where(and_(*(_has_word(keys.c.key, word) for word in words)))


def _has_word(key: ColumnElement[str], word: str) -> ColumnElement[bool]:
    whole = literal("-", String) + func.replace(key, "/", "-") + "-"
    return whole.contains(f"-{word}-", autoescape=True)


def all_keys() -> CTE:
    """Every body that leads or coordinates something, each once.

    From one key to the next along the index: there are a thousand times as many tasks as bodies.
    """
    key = col(TaskBody.body_key)
    first = select(func.min(key).label("key")).cte("body_keys", recursive=True)
    following = select(func.min(key)).where(key > first.c.key).correlate(first).scalar_subquery()
    return first.union_all(select(following).where(first.c.key.is_not(None)))
