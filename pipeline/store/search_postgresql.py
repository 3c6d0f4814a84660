"""The index in PostgreSQL: tsvectors made of our tokens, under a GIN index.

A GIN index lists all matches or none, and a common word has a million of them. So a query looks at
the newest months first, which are tokens like the words, and goes back only until it has enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select, text
from sqlmodel import Session

from pipeline.store.search_match import Condition
from pipeline.store.search_tables import day_of, first_id, month_table
from pipeline.store.search_tokens import first_day, month_of, month_token

CREATE = (
    "CREATE TABLE search_index (id BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)",
    # Without statistics the planner takes the GIN index, whatever the words are.
    "ALTER TABLE search_index ALTER COLUMN tokens SET STATISTICS 0",
    # A list of pending entries would be read through by each query.
    "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)"
    " WITH (fastupdate = off)",
)

FIRST_WINDOW = 8192
"""Entries that a query looks at first; each further step looks at four times as many."""
MOST_MONTHS = 36
"""Months that a step names; to look each up costs more than to look through the words' lists."""

_ADD = text(
    "INSERT INTO search_index (id, tokens) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))"
)
_REMOVE = text("DELETE FROM search_index WHERE id = ANY(:ids)")


def add(session: Session, entry_id: int, tokens: Iterable[str]) -> None:
    """Enter the tokens of one entry."""
    session.execute(_ADD, {"id": entry_id, "tokens": sorted(tokens)})


def remove(session: Session, ids: Sequence[int]) -> None:
    """Take entries out."""
    session.execute(_REMOVE, {"ids": list(ids)})


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def match(condition: Condition) -> str:
    """The condition as a tsquery."""
    return condition.render(_quoted, " & ", " | ", " & !")


_MATCHES = text(
    "WITH found AS MATERIALIZED"
    " (SELECT id FROM search_index WHERE tokens @@ CAST(:match AS tsquery))"
    " SELECT id FROM found WHERE id BETWEEN :low AND :high ORDER BY id DESC LIMIT :limit"
)


def newest(session: Session, condition: Condition, low: int, high: int, limit: int) -> list[int]:
    """The last ``limit`` entries from ``low`` to ``high`` that fulfil it, the last one first."""
    found: list[int] = []
    for part, first in _steps(session, condition, low, high):
        wanted = {"match": match(part), "low": first, "high": high, "limit": limit - len(found)}
        found += session.execute(_MATCHES, wanted).scalars()
        if len(found) == limit:
            break
        high = first - 1
    return found


def _steps(
    session: Session, condition: Condition, low: int, high: int
) -> Iterator[tuple[Condition, int]]:
    """The condition for ever larger parts of the time, the newest first, and each part's first id.

    By the time that a part has too many months to name them, few entries can fulfil it.
    """
    months: list[int] = []
    entries, size = 0, FIRST_WINDOW
    for month, count in _months(session, low, high):
        months.append(month)
        entries += count
        if entries >= size:
            yield _within(condition, months), max(low, first_id(first_day(month)))
            months, entries, size = [], 0, size * 4
    if months:
        yield _within(condition, months), low


def _within(condition: Condition, months: list[int]) -> Condition:
    if len(months) > MOST_MONTHS:
        return condition
    return condition.and_any_of(month_token(month) for month in months)


def _months(session: Session, low: int, high: int) -> list[tuple[int, int]]:
    """Months that have entries and how many, the last one first."""
    month = month_table.c.month
    asked = month.between(month_of(day_of(low)), month_of(day_of(high)))
    rows = session.execute(select(month_table).where(asked).order_by(month.desc()))
    return [(found, count) for found, count in rows]


_AMONG = text(
    "SELECT id FROM search_index WHERE id = ANY(:ids) AND tokens @@ CAST(:match AS tsquery)"
)


def among(session: Session, condition: Condition, ids: Sequence[int]) -> set[int]:
    """Which of the entries ``ids`` fulfil the condition."""
    wanted = {"match": match(condition), "ids": list(ids)}
    return set(session.execute(_AMONG, wanted).scalars())
