"""Which letters fit a query and a filter, the newest first, without looking at more than it takes.

No question may take longer because a word is common: only the newest letters that fit count, and a
filter that the index does not know is tried on a bounded number of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.register import Occurrence, StoredLetter, StoredTask
from pipeline.store import search_postgresql, search_sqlite
from pipeline.store.database import is_sqlite
from pipeline.store.search_match import Condition
from pipeline.store.search_query import SearchFilter
from pipeline.store.search_tables import IDS_A_DAY, entry_table, first_id

MOST_TRIED = 5000
"""Entries that fulfil the condition and are tried on the rest of the filter."""
RARE = 1000
"""Tasks in a state that are few enough to begin with them."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Ids of letters, the newest first, and whether there may be others that fit."""

    letters: list[int]
    more: bool


def candidates(
    session: Session, condition: Condition, filter: SearchFilter, limit: int
) -> Candidates:
    """At most ``limit`` letters that fulfil the condition and fit the filter."""
    if filter.task_state and (few := _entries_with(session, filter.task_state)) is not None:
        return _among(session, condition, filter, few, limit)
    return _streamed(session, condition, filter, limit)


def _streamed(
    session: Session, condition: Condition, filter: SearchFilter, limit: int
) -> Candidates:
    found: dict[int, None] = {}
    low, high = _span(filter)
    tried, wanted = 0, limit + 1
    while True:
        ids = _newest(session, condition, low, high, wanted)
        found |= dict.fromkeys(_fitting(session, ids, filter))
        tried += len(ids)
        if len(ids) < wanted or len(found) > limit or tried >= MOST_TRIED:
            more = len(found) > limit or len(ids) == wanted
            return Candidates(list(found)[:limit], more)
        high, wanted = ids[-1] - 1, min(wanted * 4, MOST_TRIED - tried)


def _span(filter: SearchFilter) -> tuple[int, int]:
    """The first and the last id of the days asked for."""
    first, last = filter.date_from or dt.date.min, filter.date_to or dt.date.max
    return first_id(first), first_id(last) + IDS_A_DAY - 1


def _newest(session: Session, condition: Condition, low: int, high: int, limit: int) -> list[int]:
    if condition.required and is_sqlite(session.connection()):
        return search_sqlite.newest(session, condition, low, high, limit)
    if condition.required:
        return search_postgresql.newest(session, condition, low, high, limit)
    entry = entry_table.c
    wanted = select(entry.id).where(entry.id.between(low, high))
    return list(session.execute(wanted.order_by(entry.id.desc()).limit(limit)).scalars())


def _fitting(session: Session, ids: Sequence[int], filter: SearchFilter) -> list[int]:
    """The letters of these entries that fit the rest of the filter, in the order of the entries."""
    entry, letter = entry_table.c, col(StoredLetter.id)
    fits = select(entry.letter_id).join(StoredLetter, entry.letter_id == letter)
    fits = fits.where(entry.id.in_(ids), *_conditions(filter)).order_by(entry.id.desc())
    return list(session.execute(fits).scalars()) if ids else []


def _conditions(filter: SearchFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filter.date_from or filter.date_to:
        conditions.append(col(StoredLetter.date).is_not(None))
    if filter.task_state:
        with_state = select(col(StoredTask.id)).join(Occurrence)
        with_state = with_state.where(
            col(StoredTask.letter_id) == col(StoredLetter.id),
            col(Occurrence.state) == filter.task_state,
        )
        conditions.append(with_state.exists())
    return conditions


def _entries_with(session: Session, state: str) -> list[int] | None:
    """The entries of letters with a task in this state, the last one first, if they are few."""
    tasks = select(col(Occurrence.task_id)).where(col(Occurrence.state) == state).limit(RARE + 1)
    found = set(session.execute(tasks).scalars())
    if len(found) > RARE:
        return None
    entry = entry_table.c
    ids = select(entry.id).join(StoredTask, col(StoredTask.letter_id) == entry.letter_id)
    ids = ids.where(col(StoredTask.id).in_(found)).distinct().order_by(entry.id.desc())
    return list(session.execute(ids).scalars())


def _among(
    session: Session, condition: Condition, filter: SearchFilter, ids: Sequence[int], limit: int
) -> Candidates:
    low, high = _span(filter)
    ids = [entry_id for entry_id in ids if low <= entry_id <= high]
    if condition.required and ids:
        index = search_sqlite if is_sqlite(session.connection()) else search_postgresql
        fulfilling = index.among(session, condition, ids)
        ids = [entry_id for entry_id in ids if entry_id in fulfilling]
    found = list(dict.fromkeys(_fitting(session, ids, filter)))
    return Candidates(found[:limit], len(found) > limit)
