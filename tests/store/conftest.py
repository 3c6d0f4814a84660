"""Registers that older versions of the program left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from pipeline.store.database import open_engine
from pipeline.store.migrate import upgrade_to


@pytest.fixture(params=["sqlite", "postgresql"])
def first_version(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A register as the first migration leaves it."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    if request.param == "postgresql":
        url = _new_database(request.getfixturevalue("postgres"), f"old_{tmp_path.name[-2:]}")
    engine = open_engine(url)
    upgrade_to(engine, "0001")
    yield engine
    engine.dispose()


def _new_database(server: str, name: str) -> str:
    address = server.replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return server.replace("/postgres?", f"/{name}?")
