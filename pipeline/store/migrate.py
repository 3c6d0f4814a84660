"""Bring a database to the version that this program knows, step by step (Alembic).

Each step is one transaction: a process that dies in the middle of it leaves the version before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from models.errors import StoreNewer
from pipeline.store.database import translated_errors, write_session

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0010"
"""The version that this program works with; a test compares it with the newest migration."""

_FOLDER = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Bring the database to :data:`HEAD`; at once when it is there. Raises :class:`StoreNewer`."""
    with translated_errors(), engine.connect() as connection:
        found = version_of(connection)
    if found != HEAD:
        upgrade_to(engine, "head")


def version_of(connection: Connection) -> str | None:
    """The version of the database, ``None`` for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade_to(engine: Engine, version: str) -> None:
    """Take every step up to ``version``. Raises :class:`StoreNewer`.

    Alembic is loaded only when there is something to do: that takes a fifth of a second.
    """
    from alembic import command

    config = configuration()
    while True:
        with write_session(engine) as session:
            step = _next_step(config, version_of(session.connection()), version)
            if step is None:
                return
            config.attributes["connection"] = session.connection()
            command.upgrade(config, step)


def configuration() -> Config:
    """Alembic's configuration, without a file: the migrations lie beside this module."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def _next_step(config: Config, found: str | None, goal: str) -> str | None:
    """The version after ``found`` on the way to ``goal``; ``None`` at the goal."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config)
    way = [script.revision for script in scripts.walk_revisions("base", goal)][::-1]
    if found is None:
        return way[0]
    if found not in way:
        raise StoreNewer(found)
    return next(iter(way[way.index(found) + 1 :]), None)
