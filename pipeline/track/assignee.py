"""Whose tasks: an assignee as people type it, as a condition on the bodies that lead tasks."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlmodel import col

from models.register import TaskBody
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.successors import with_predecessors
from pipeline.track.key_words import all_keys, has_words, is_key
from pipeline.track.tasks_of_letter import LEAD


def led_by(assignee: str) -> Select[int]:
    """The ids of the tasks that ``assignee`` leads (chủ trì), or that came down to it.

    A key, or the beginning of one ("so-y-te", "so-y-te/ha-nam"); a name that means one body
    ("Sở Y tế tỉnh Hà Nam"), which also has the tasks of those that it succeeded; else words of a
    name ("sở y tế", "y te ha nam"). Raises :class:`QueryInvalid` where there are no words.
    """
    ids = select(col(TaskBody.task_id)).where(col(TaskBody.role) == LEAD)
    body = identify(assignee, Surroundings())
    if not is_key(assignee) and body.complete and body.known and not body.collective:
        keys_of_all = [each.key for each in with_predecessors(body)]
        return ids.where(col(TaskBody.body_key).in_(keys_of_all))
    keys = all_keys(col(TaskBody.body_key))
    return ids.where(col(TaskBody.body_key).in_(has_words(keys, assignee)))
