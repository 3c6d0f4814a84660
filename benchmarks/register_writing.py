"""Very many rows go into an empty register at once: indices are dropped before and made after."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import psycopg

from benchmarks.register_rows import Entry, Row

AT_ONCE = 20_000
_T = TypeVar("_T")


class Writer(Protocol):
    """Writes rows into one of the databases."""

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write rows of a table."""

    def index(self, entries: Iterable[Entry]) -> None:
        """Write tokens into the index of the search."""


def in_parts(rows: Iterable[_T], most: int = AT_ONCE) -> Iterator[list[_T]]:
    """``rows`` in lists."""
    left = iter(rows)
    while part := list(islice(left, most)):
        yield part


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


class SqliteWriter:
    """Writes into SQLite's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write rows of a table."""
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({_names(columns)}) VALUES ({marks})'
        self._connection.executemany(statement, rows)

    def index(self, entries: Iterable[Entry]) -> None:
        """Write tokens into the index of the search."""
        self._connection.executemany(
            "INSERT INTO search_index (rowid, tokens) VALUES (?, ?)",
            ((entry.id, " ".join(entry.tokens)) for entry in entries),
        )


@contextmanager
def sqlite_writer(path: Path) -> Iterator[SqliteWriter]:
    """A writer that is not safe against power cuts; the register is as it was made at the end."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -2000000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    indices = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    connection.execute("BEGIN")
    _collect_tokens(connection, 256 << 20)
    for name, _ in indices:
        connection.execute(f'DROP INDEX "{name}"')
    yield SqliteWriter(connection)
    for _, sql in indices:
        connection.execute(sql)
    connection.execute("COMMIT")
    _collect_tokens(connection, 1 << 20)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _collect_tokens(connection: sqlite3.Connection, size: int) -> None:
    """Bytes of tokens that FTS5 collects before it writes them; its own choice is 1 MiB."""
    connection.execute(
        "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', ?)", (size,)
    )


class PostgresWriter:
    """Writes into PostgreSQL."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write rows of a table."""
        statement = f'COPY "{table}" ({_names(columns)}) FROM STDIN'
        with self._connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def index(self, entries: Iterable[Entry]) -> None:
        """Write tokens into the index of the search."""
        rows = ((entry.id, " ".join(f"'{token}'" for token in entry.tokens)) for entry in entries)
        self.write("search_index", ("id", "tokens"), rows)


_INDICES = (
    "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i"
    " ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
    " JOIN pg_namespace n ON n.oid = t.relnamespace LEFT JOIN pg_constraint c"
    " ON c.conindid = i.oid WHERE n.nspname = 'public' AND c.oid IS NULL"
)
_SEQUENCES = (
    "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND column_name = 'id' AND column_default LIKE 'nextval%'"
)


@contextmanager
def postgres_writer(url: str) -> Iterator[PostgresWriter]:
    """A writer that trusts the rows: foreign keys are not looked at."""
    with psycopg.connect(url, autocommit=True) as connection:
        _set(connection, session_replication_role="replica", synchronous_commit="off")
        _set(connection, maintenance_work_mem="1500MB", max_parallel_maintenance_workers="2")
        indices = connection.execute(_INDICES).fetchall()
        for name, _ in indices:
            _run(connection, f'DROP INDEX "{name}"')
        with connection.transaction():
            yield PostgresWriter(connection)
        for _, definition in indices:
            _run(connection, definition)
        for (table,) in connection.execute(_SEQUENCES).fetchall():
            last = f'(SELECT max(id) FROM "{table}")'
            _run(connection, f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")
        _run(connection, "VACUUM ANALYZE")


def _set(connection: psycopg.Connection, **settings: str) -> None:
    for name, value in settings.items():
        _run(connection, f"SET {name} = '{value}'")


def _run(connection: psycopg.Connection[Any], statement: str) -> None:
    connection.execute(statement.encode())
