"""The register's database: SQLite and PostgreSQL, transactions, migrations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel, select

from models.errors import SettingInvalid, StoreNewer, StoreUnavailable
from models.register import Original
from pipeline.settings import StoreSettings
from pipeline.store.migrate import HEAD, configuration, migrate
from pipeline.store.store import Store, open_store

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)


def an_original(digit: str = "a") -> Original:
    return Original(sha256=digit * 64, size=5, media_type="application/pdf", stored_at=NOW)


def test_the_migrations_make_the_tables_that_the_program_declares(store: Store) -> None:
    found = inspect(store.engine)
    for table in SQLModel.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes


def test_the_program_works_with_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_what_a_transaction_wrote_stays(store: Store) -> None:
    with store.writing() as session:
        session.add(an_original())
    with store.reading() as session:
        found = session.exec(select(Original)).one()
        assert (found.sha256, found.size) == ("a" * 64, 5)


def _add_and_fail(store: Store) -> None:
    with store.writing() as session:
        session.add(an_original())
        session.flush()
        raise RuntimeError


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        _add_and_fail(store)
    with store.reading() as session:
        assert session.exec(select(Original)).all() == []


def test_an_older_program_refuses_a_newer_register(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match="9999"):
        migrate(store.engine)


def test_a_register_is_made_where_there_is_none(tmp_path: Path) -> None:
    settings = StoreSettings(home=tmp_path / "a" / "b", actor="x")
    with open_store(settings) as store, store.reading() as session:
        assert session.exec(select(Original)).all() == []


@pytest.mark.parametrize("url", ["mysql://x", "nonsense", "oracle://x/y"])
def test_an_address_of_no_known_database_is_refused(tmp_path: Path, url: str) -> None:
    with (
        pytest.raises(SettingInvalid, match="CONGVAN_DATABASE_URL"),
        open_store(StoreSettings(home=tmp_path, database_url=url, actor="x")),
    ):
        pass


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/none?host={tmp_path}"
    with (
        pytest.raises(StoreUnavailable),
        open_store(StoreSettings(home=tmp_path, database_url=url, actor="x")),
    ):
        pass


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with (
        pytest.raises(StoreUnavailable, match="home"),
        open_store(StoreSettings(home=tmp_path / "home", actor="x")),
    ):
        pass
