"""A backup becomes a register again, in SQLite or PostgreSQL: nothing that is there is touched.

Files come first; then all rows in one transaction. Whatever happens in between, the register is
empty, with files that `congvan check` names, and the restore can be run again.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, inspect, select, text
from sqlmodel import Session, SQLModel

from models.errors import BackupInvalid, RestoreRefused, StoreDamaged, StoreNewer
from pipeline.settings import StoreSettings
from pipeline.store.backup_archive import Part
from pipeline.store.backup_manifest import BackupSummary, FileMember, TableMember
from pipeline.store.backup_reading import Backup, Progress, changed, open_backup, share
from pipeline.store.backup_search import enter_corrected, enter_letters
from pipeline.store.backup_tables import (
    found_tables,
    has_own_links,
    load_own_links,
    load_rows,
    set_sequences,
)
from pipeline.store.files import place_of
from pipeline.store.migrate import HEAD, configuration
from pipeline.store.search_tables import entry_table
from pipeline.store.store import Store, open_store

_PASSES = 2
"""Over the members: verified, entered."""


def restore_backup(
    path: Path, settings: StoreSettings, on_progress: Progress | None = None
) -> BackupSummary:
    """Make the register of ``settings``, which has to be empty, what the backup holds.

    A backup of an older version is brought up to date. ``on_progress`` is told of members. Raises
    :class:`BackupInvalid` before anything is written, :class:`StoreNewer` for a backup by a newer
    program, :class:`RestoreRefused` for a register that is not empty, and :class:`StoreError`.
    """
    with open_backup(path) as backup:
        if backup.summary.version > HEAD:
            raise StoreNewer(backup.summary.version)
        backup.verify(share(on_progress, 0, _PASSES))
        with open_store(settings) as store:
            with store.reading() as session:
                _check_empty(session.connection())
            _place_files(store, backup, share(on_progress, 1, _PASSES))
            with store.writing() as session:
                _check_empty(session.connection())
                _enter(session, backup)
        return backup.summary


def _check_empty(connection: Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if connection.execute(select(1).select_from(table).limit(1)).first() is not None:
            raise RestoreRefused(table.name)


def _place_files(store: Store, backup: Backup, on_progress: Progress) -> None:
    """Keep every file; one that lies there already has to be the same."""
    for done, (member, part) in enumerate(backup.members(), 1):
        if isinstance(member, FileMember):
            _place(store, member, part)
        on_progress(done, backup.summary.members)


def _place(store: Store, member: FileMember, part: Part) -> None:
    place = place_of(member.shelf, member.sha256)
    if store.files.has(place):
        if store.files.hash_of(place) != member.sha256:
            raise StoreDamaged(f"{member.shelf}/{member.sha256[:12]}")
        return
    with part.open() as stream:
        if store.files.keep(member.shelf, stream.read()) != member.sha256:
            raise changed(member)  # since it was verified


def _enter(session: Session, backup: Backup) -> None:
    """Enter the rows as the tables were then, and bring those up to date."""
    connection = session.connection()
    version = backup.summary.version
    if version != HEAD:
        _begin_with(connection, version)
    _load(connection, backup)
    was_searchable = inspect(connection).has_table(entry_table.name)
    if version != HEAD:
        _upgrade(connection, "head")
    if was_searchable:
        enter_letters(session)
    else:
        enter_corrected(session)  # a migration entered all


def _begin_with(connection: Connection, version: str) -> None:
    """Empty tables of today make room for those of an earlier version."""
    SQLModel.metadata.drop_all(connection)
    for other in ("search_index", "alembic_version"):
        connection.execute(text(f"DROP TABLE {other}"))
    _upgrade(connection, version)


def _upgrade(connection: Connection, version: str) -> None:
    """Every step in the transaction that there is: half a restore is none."""
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _load(connection: Connection, backup: Backup) -> None:
    tables = {each.name: each for each in found_tables(connection, backup.summary.rows)}
    for member, part in backup.members():
        if not isinstance(member, TableMember):
            break  # the files come behind the tables
        if member.name not in tables:
            raise BackupInvalid(f"{member.path}: không có bảng này · no such table")
        _load_table(connection, tables[member.name], member, part)
    set_sequences(connection, tables.values())


def _load_table(connection: Connection, table: Table, member: TableMember, part: Part) -> None:
    with _lines(part) as lines:
        if load_rows(connection, table, lines) != member.rows:
            raise BackupInvalid(f"{member.path}: thiếu dòng · rows are missing")
    if has_own_links(table):
        with _lines(part) as lines:
            load_own_links(connection, table, lines)


@contextmanager
def _lines(part: Part) -> Iterator[gzip.GzipFile]:
    """The rows of a table; a file that was changed since it was verified is noticed here."""
    try:
        with part.open() as content, gzip.GzipFile(fileobj=content) as lines:
            yield lines
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupInvalid(f"{part.name}: bị thay đổi · changed") from error
