"""Rows as the first version of the program wrote them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, SQLModel

from tests.store.registered import columns_of_letter


def register_old(session: Session, *pages: str, **header: Any) -> int:  # noqa: ANN401
    """As :func:`tests.store.registered.register` without what came later; the id of the letter."""
    table = SQLModel.metadata.tables["letter"]
    values = columns_of_letter(session, *pages, **header)
    made = session.connection().execute(insert(table).values(values).returning(table.c.id))
    return int(made.scalar_one())


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


_READING = """
INSERT INTO reading (original_sha256, reader_version, made_at, is_current, json_text)
VALUES (:sha256, '1', :now, :current, :json)
"""


def add_old_reading(session: Session, sha256: str, json_text: str) -> None:
    """The current reading of a file as it was before options were filed with it."""
    values = {"sha256": sha256, "now": "2026-03-02 08:30:00", "current": True, "json": json_text}
    session.execute(text(_READING), values)
