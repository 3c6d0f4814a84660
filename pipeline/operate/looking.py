"""Look at the register's database as it is: none is made, none is brought to another version."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from models.errors import SettingInvalid, StoreUnavailable
from pipeline.settings import StoreSettings
from pipeline.store.database import is_sqlite, open_engine
from pipeline.store.store import DATABASE

CONNECTING = "2"
"""Seconds that a server of PostgreSQL has to let us in."""
_INSTRUCTIONS = 10_000
"""Of SQLite, between two looks at the clock."""
_CANCELLED = "57014"
"""PostgreSQL's code for a question that took too long (query_canceled)."""


class TooSlow(Exception):
    """A question took longer than it may."""


def address_of(settings: StoreSettings) -> URL:
    """Where the database is. Raises :class:`SettingInvalid`."""
    try:
        return make_url(
            settings.database_url or f"sqlite:///{settings.home.expanduser() / DATABASE}"
        )
    except ArgumentError as error:
        raise SettingInvalid("CONGVAN_DATABASE_URL") from error


def sqlite_file(settings: StoreSettings) -> Path | None:
    """The file that SQLite's database is in, ``None`` for a server."""
    address = address_of(settings)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


@contextmanager
def looking(settings: StoreSettings) -> Iterator[Engine]:
    """The database. Raises :class:`StoreUnavailable` where there is none yet."""
    address, file = address_of(settings), sqlite_file(settings)
    if file is not None and not file.is_file():  # to open it would make it
        raise StoreUnavailable(f"{file}: chưa có sổ · no register yet")
    if file is None and "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": CONNECTING})
    engine = open_engine(address.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def within(session: Session, seconds: float) -> Iterator[None]:
    """Questions that take longer are given up, and the transaction can go on.

    Raises :class:`TooSlow`.
    """
    limited = _sqlite_within if is_sqlite(session.connection()) else _postgresql_within
    try:
        with session.begin_nested(), limited(session, seconds):
            yield
    except DBAPIError as error:
        if _is_given_up(error):
            raise TooSlow from error
        raise


@contextmanager
def _sqlite_within(session: Session, seconds: float) -> Iterator[None]:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > until, _INSTRUCTIONS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _postgresql_within(session: Session, seconds: float) -> Iterator[None]:
    """A question that is given up takes the limit back with it (``SET LOCAL``)."""
    session.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
    yield
    session.execute(text("SET LOCAL statement_timeout TO DEFAULT"))


def _is_given_up(error: DBAPIError) -> bool:
    is_interrupted = getattr(error.orig, "sqlite_errorname", None) == "SQLITE_INTERRUPT"
    return is_interrupted or getattr(error.orig, "sqlstate", None) == _CANCELLED
