"""Readings in the store: every version is kept, one is current."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.metadata import version

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlmodel import Session, SQLModel, col

from models.reading import Reading
from models.register import StoredReading
from pipeline.settings import Settings

DEFAULT_OPTIONS = "engine=auto"
"""Those of whoever sets none."""


_READINGS = SQLModel.metadata.tables["reading"]

# Made once: making them takes longer than the answer.
_OF_FILE = _READINGS.c.original_sha256 == bindparam("file")
_NO_LONGER = update(_READINGS).where(_OF_FILE).values(is_current=False)
_SAME = select(_READINGS.c.id).where(
    _OF_FILE,
    _READINGS.c.reader_version == bindparam("version"),
    _READINGS.c.options == bindparam("filed_with"),
)


@cache
def reader_version() -> str:
    """The version that readings are filed under."""
    return version("congvan")


def options_of(settings: Settings) -> str:
    """The options that change what is read, as they are filed with a reading."""
    return f"engine={settings.engine}"


def is_by_this_reader(options: str | None = None) -> ColumnElement[bool]:
    """Whether a row of ``reading`` is by this version of the reader, with ``options`` if given.

    What people direct for one file is filed behind the options (``models.directions``), and is no
    reason to read it again.
    """
    by_version = col(StoredReading.reader_version) == reader_version()
    if options is None:
        return by_version
    filed = col(StoredReading.options)
    return by_version & ((filed == options) | filed.startswith(f"{options};", autoescape=True))


def keep_reading(
    session: Session,
    sha256: str,
    reading: Reading,
    now: dt.datetime,
    options: str = DEFAULT_OPTIONS,
) -> None:
    """File a reading as the current one; one of the same version and options is written over."""
    session.flush()
    connection = session.connection()
    named = {"file": sha256, "version": reader_version(), "filed_with": options}
    written = {"json_text": reading.to_json(), "made_at": now, "is_current": True}
    connection.execute(_NO_LONGER, {"file": sha256})
    row = connection.execute(_SAME, named).scalar()
    if row is None:
        key = {"original_sha256": sha256, "reader_version": reader_version(), "options": options}
        connection.execute(insert(_READINGS), {**key, **written})
    else:
        connection.execute(update(_READINGS).where(_READINGS.c.id == row), written)


def current_reading(session: Session, sha256: str) -> Reading:
    """What the machine last read in a file, without people's corrections."""
    query = select(col(StoredReading.json_text)).where(
        col(StoredReading.original_sha256) == sha256, col(StoredReading.is_current)
    )
    return Reading.model_validate_json(session.scalars(query).one())


def is_read(session: Session, sha256: str, options: str) -> bool:
    """Whether the current reading of a file is by this version of the reader, just so."""
    query = select(col(StoredReading.id)).where(
        col(StoredReading.original_sha256) == sha256,
        col(StoredReading.is_current),
        is_by_this_reader(),
        col(StoredReading.options) == options,
    )
    return session.scalars(query).first() is not None
