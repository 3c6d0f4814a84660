"""The store: where the register's database and files are, opened and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import StoreUnavailable
from pipeline.settings import StoreSettings, load_store_settings
from pipeline.store.database import open_engine, read_session, write_session
from pipeline.store.files import FileStore
from pipeline.store.files_opening import open_files
from pipeline.store.migrate import migrate

DATABASE = "register.sqlite"


@dataclass(frozen=True, slots=True)
class Store:
    """An open register; ``actor`` is whose work is recorded.

    ``home`` is its folder on this machine, for what is kept beside database and files.
    """

    engine: Engine
    files: FileStore
    actor: str
    home: Path

    def writing(self) -> AbstractContextManager[Session]:
        """One transaction that writes; one at a time over all processes."""
        return write_session(self.engine)

    def reading(self) -> AbstractContextManager[Session]:
        """One transaction that reads."""
        return read_session(self.engine)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


@contextmanager
def open_store(settings: StoreSettings | None = None) -> Iterator[Store]:
    """The register of ``settings`` (else of the environment), made when it is not there yet.

    Raises :class:`StoreError` or :class:`SettingInvalid`.
    """
    how = settings or load_store_settings()
    home = how.home.expanduser()
    files = open_files(how.files, home)
    make_home(home)
    engine = open_engine(how.database_url or f"sqlite:///{home / DATABASE}")
    try:
        migrate(engine)
        yield Store(engine, files, how.actor, home)
    finally:
        engine.dispose()


def make_home(home: Path) -> None:
    """Make the folder of a register. Raises :class:`StoreUnavailable`."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{home}: {error.strerror}") from error
