"""The register as people with a clearance see it: what is above it is not there.

For each table with anything of letters in it, a connection that looks through the lens has a
temporary view of the same name, which both databases find before the table. So every question,
however it is asked, is answered as if the letters above the clearance had never come in, and no
question can forget who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel

from models.register import SecrecyLevel
from pipeline.store.database import is_sqlite, open_engine, read_session
from pipeline.store.store import Store

_BY_FILE = {
    "arrival": "original_sha256",
    "correction": "original_sha256",
    "direction": "original_sha256",
    "intake": "sha256",
    "letter": "original_sha256",
    "original": "sha256",
    "page": "original_sha256",
    "page_words": "original_sha256",
    "reading": "original_sha256",
    "reread_order": "original_sha256",
    "review": "original_sha256",
}
_BY_LETTER = {
    "edge": ("letter_id",),
    "resemblance": ("first_id", "second_id"),
    "search_entry": ("letter_id",),
    "target": ("letter_id",),
    "task": ("letter_id",),
}
_BY_TASK = {"occurrence": "task_id", "task_body": "task_id"}
_BY_KEY = {"task_event": ("task_key", "task"), "progress": ("target_key", "target")}


@dataclass(frozen=True, slots=True)
class Lens:
    """Reads the register as somebody with a clearance sees it; it cannot write."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that reads."""
        with read_session(self.engine) as session:
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def lens_of(store: Store, clearance: SecrecyLevel) -> Lens:
    """A lens on ``store``. Who may see everything looks at the tables themselves."""
    engine = open_engine(store.engine.url.render_as_string(hide_password=False))
    statements = [_READ_ONLY[engine.dialect.name]]
    if clearance < max(SecrecyLevel):
        database = "main" if is_sqlite(engine) else "public"
        statements = [*_views(database, clearance), *statements]
    event.listen(engine, "connect", lambda connection, _record: _lay(connection, statements))
    return Lens(engine)


_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
}


def _lay(connection: Any, statements: list[str]) -> None:  # noqa: ANN401
    cursor = connection.cursor()
    for each in statements:
        cursor.execute(each)
    cursor.close()
    connection.commit()


def _views(database: str, clearance: int) -> Iterator[str]:
    """The statements that make the views."""

    def above(kind: str, key: str, column: str) -> str:
        return (
            f"SELECT 1 FROM {database}.secret_{kind} AS secret"
            f" WHERE secret.{key} = {column} AND secret.level > {clearance}"
        )

    def view(table: str, *hidden: str, columns: str = "*", more: str = "") -> str:
        seen = " AND ".join(f"NOT EXISTS ({each})" for each in hidden)
        return (
            f'CREATE TEMPORARY VIEW "{table}" AS'
            f' SELECT {columns} FROM {database}."{table}" AS this{more} WHERE {seen}'
        )

    for table, column in _BY_FILE.items():
        yield view(table, above("file", "sha256", f"this.{column}"))
    for table, columns in _BY_LETTER.items():
        yield view(table, *(above("letter", "letter_id", f"this.{each}") for each in columns))
    for table, column in _BY_TASK.items():
        of_task = f"(SELECT task.letter_id FROM {database}.task WHERE task.id = this.{column})"
        yield view(table, above("letter", "letter_id", of_task))
    for table, (column, owner) in _BY_KEY.items():
        yield view(
            table,
            f"SELECT 1 FROM {database}.{owner} AS owner JOIN {database}.secret_letter AS secret"
            f" ON secret.letter_id = owner.letter_id"
            f" WHERE owner.key = this.{column} AND secret.level > {clearance}",
        )
    yield from _graph(database, clearance, view)


def _graph(database: str, clearance: int, view: Callable[..., str]) -> Iterator[str]:
    """The views of what many letters say."""

    def unseen(kind: str, more: str = "", what: str = "1", this: str = "this") -> str:
        return (
            f"SELECT {what} FROM {database}.secret_{kind} AS secret"
            f" WHERE secret.{kind}_id = {this}.id AND secret.clearance = {clearance}{more}"
        )

    def named(column: str) -> str:
        return (
            f"SELECT 1 FROM {database}.reference AS named WHERE named.fingerprint = this.{column}"
            f" AND EXISTS ({unseen('reference', this='named')})"
        )

    def of_hidden(column: str) -> str:
        return (
            f"SELECT 1 FROM {database}.secret_document AS secret WHERE secret.is_hidden"
            f" AND secret.document_id = this.{column} AND secret.clearance = {clearance}"
        )

    yield view("reference", unseen("reference"), of_hidden("document_id"))
    yield view("decision", named("first"), named("second"))
    less = f"this.cited_by - coalesce(({unseen('document', what='secret.cited_less')}), 0)"
    yield view(
        "document",
        unseen("document", " AND secret.is_hidden"),
        columns=_columns("document", cited_by=less),
    )
    # What is kept back of a claim is looked up once, not for each column: there are thousands.
    yield view(
        "claim",
        "SELECT 1 WHERE less.mentions = 0",
        of_hidden("source_document_id"),
        of_hidden("target_document_id"),
        columns=_columns(
            "claim",
            mentions="coalesce(less.mentions, this.mentions)",
            since="CASE WHEN less.claim_id IS NULL THEN this.since ELSE less.since END",
        ),
        more=f" LEFT JOIN {database}.secret_claim AS less"
        f" ON less.claim_id = this.id AND less.clearance = {clearance}",
    )


def _columns(table: str, **other: str) -> str:
    """The columns of a table, some of them with other values."""
    names = SQLModel.metadata.tables[table].columns.keys()
    return ", ".join(f"{other.get(name, f'this.{name}')} AS {name}" for name in names)
