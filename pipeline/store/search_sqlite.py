"""The index in SQLite: FTS5, which lists the matches of a condition from the last id downwards.

The table keeps no text (``content=''``) and no positions (``detail=none``). Such a table forgets
nothing: an entry that is no longer valid stays in it and is passed over (``search_entry``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, text
from sqlmodel import Session

from pipeline.store.search_match import Condition

CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', columnsize=0, detail=none, "
    """tokenize="ascii tokenchars '=_:#@-/?'")"""
)
"""The tokenizer takes all letters beyond ASCII, and the marks of our tokens, as parts of a word."""

_ADD = text("INSERT INTO search_index (rowid, tokens) VALUES (:id, :tokens)")


def add(session: Session, entry_id: int, tokens: Iterable[str]) -> None:
    """Enter the tokens of one entry."""
    session.connection().execute(_ADD, {"id": entry_id, "tokens": " ".join(sorted(tokens))})


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def match(condition: Condition) -> str:
    """The condition in FTS5's query language."""
    return condition.render(_quoted, " AND ", " OR ", " NOT ")


_MATCHES = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match"
    " AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :limit"
)


def newest(session: Session, condition: Condition, low: int, high: int, limit: int) -> list[int]:
    """The last ``limit`` entries from ``low`` to ``high`` that fulfil it, the last one first."""
    wanted = {"match": match(condition), "low": low, "high": high, "limit": limit}
    return list(session.execute(_MATCHES, wanted).scalars())


_AMONG = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match AND rowid IN :ids"
).bindparams(bindparam("ids", expanding=True))


def among(session: Session, condition: Condition, ids: Sequence[int]) -> set[int]:
    """Which of the entries ``ids`` fulfil the condition."""
    wanted = {"match": match(condition), "ids": list(ids)}
    return set(session.execute(_AMONG, wanted).scalars())
