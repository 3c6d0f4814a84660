"""Readings of an older register are kept, and may be joined by those with other options."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.errors import StoreUnavailable
from models.reading import Reading, Source
from models.register import Original, StoredReading
from pipeline.store.database import read_session, write_session
from pipeline.store.migrate import migrate, upgrade_to
from pipeline.store.readings import DEFAULT_OPTIONS, keep_reading
from tests.store.old_registers import add_old_reading

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
SHA = "a" * 64


def test_readings_are_kept_with_their_index_and_their_key_has_the_options(
    first_version: Engine,
) -> None:
    with write_session(first_version) as session:
        session.add(Original(sha256=SHA, size=1, media_type="text/plain", stored_at=NOW))
        session.flush()
        add_old_reading(session, SHA, "{}")
    upgrade_to(first_version, "0006")
    migrate(first_version)
    reading = Reading(source=Source(name="a.txt", sha256=SHA, page_count=0))
    with write_session(first_version) as session:
        for options in (DEFAULT_OPTIONS, "engine=other"):
            keep_reading(session, SHA, reading, NOW, options)
    with read_session(first_version) as session:
        rows = session.scalars(select(StoredReading).order_by(col(StoredReading.id))).all()
        assert [row.json_text == "{}" for row in rows] == [True, False, False]
        assert [row.is_current for row in rows] == [False, False, True]
        assert len({row.options for row in rows}) == 2
    indexes = inspect(first_version).get_indexes("reading")
    assert "ix_reading_original_sha256" in {each["name"] for each in indexes}


def test_one_version_with_some_options_has_one_reading_of_a_file(first_version: Engine) -> None:
    migrate(first_version)

    def made() -> StoredReading:
        return StoredReading(original_sha256=SHA, reader_version="1", made_at=NOW, json_text="")

    with write_session(first_version) as session:
        session.add(Original(sha256=SHA, size=1, media_type="text/plain", stored_at=NOW))
        session.flush()
        session.add(made())
    with pytest.raises(StoreUnavailable) as refused, write_session(first_version) as session:
        session.add(made())
    assert isinstance(refused.value.__cause__, IntegrityError)
