"""The database behind the register: SQLite in the home folder, or PostgreSQL by its address.

Both are used through the same SQLAlchemy statements; where they differ (locks, full text), the
difference has a name here or in ``pipeline.store.search_*``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import Session

from models.errors import SettingInvalid, StoreBusy, StoreUnavailable

# Seconds that a writer waits for another one.
PATIENCE = 30.0
# PostgreSQL's advisory lock of whoever writes into the register ("congvan" in ASCII).
WRITE_LOCK = 0x636F6E6776616E
# Pages of SQLite's write-ahead log after which a commit writes them into the database. In a
# register of a million documents the 95th percentile of a commit is 16 ms with 200 of them and 28
# with the default, 1,000; the mean is 14 and 11 (python -m benchmarks.register).
CHECKPOINT = 200
_IMMEDIATE = "congvan_immediate"


def open_engine(url: str) -> Engine:
    """The engine of the database at ``url``. Raises :class:`SettingInvalid` when it is none."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingInvalid("CONGVAN_DATABASE_URL") from error
    raise SettingInvalid(f"CONGVAN_DATABASE_URL {parsed.drivername!r}")


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether ``bind`` speaks to SQLite; else it is PostgreSQL."""
    return bind.dialect.name == "sqlite"


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Foreign keys, write-ahead log, and transactions that begin when we say so."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",
        f"wal_autocheckpoint = {CHECKPOINT}",
        "mmap_size = 2147418112",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """One transaction that writes; only one at a time, over all processes.

    Raises :class:`StoreBusy` or :class:`StoreUnavailable`.
    """
    with translated_errors(), engine.connect() as connection:
        connection = connection.execution_options(**{_IMMEDIATE: True})
        with connection.begin(), Session(connection, expire_on_commit=False) as session:
            if not is_sqlite(connection):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            yield session
            session.flush()


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """One transaction that only reads: what it sees does not change under it."""
    with translated_errors(), engine.connect() as connection:
        if not is_sqlite(connection):
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin(), Session(connection, autoflush=False) as session:
            yield session


@contextmanager
def translated_errors() -> Iterator[None]:
    """The database's errors as ours, each with its advice."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(error) from error


def _ours(error: DBAPIError) -> StoreBusy | StoreUnavailable:
    # PostgreSQL's details may hold what is in a letter: only its first sentence is told.
    told = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
    words = " ".join(told.split())[:200]
    busy: Any = getattr(error.orig, "sqlite_errorname", "") or ""
    return StoreBusy(words) if busy.startswith("SQLITE_BUSY") else StoreUnavailable(words)
