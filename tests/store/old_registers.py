"""Rows as the first version of the program wrote them."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

_EDGE = """
INSERT INTO edge (source_id, target_id, letter_id, citation, relation, direct, date)
VALUES (:source, :target, :letter, :citation, :relation, :direct, :date)
"""


def add_old_edge(
    session: Session,
    ends: tuple[int | None, int | None],
    letter: int | None,
    *,
    relation: str,
    direct: bool = True,
    citation: int | None = None,
    date: str | None = None,
) -> None:
    """A row of ``edge`` as it was before there were claims, between two rows of ``reference``."""
    values = {"letter": letter, "citation": citation, "date": date, "direct": direct}
    values |= {"source": ends[0], "target": ends[1], "relation": relation}
    session.execute(text(_EDGE), values)
