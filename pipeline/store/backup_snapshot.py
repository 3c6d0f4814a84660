"""The register as of one moment: its tables and the names of its files, in a folder."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table

from models.errors import StoreNewer
from pipeline.store.backup_files import named_files
from pipeline.store.backup_manifest import MANIFEST, Heading, TableMember
from pipeline.store.backup_tables import KEPT, found_tables, write_rows
from pipeline.store.migrate import HEAD, version_of
from pipeline.store.store import Store

_COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was written into ``folder``; ``members`` counts the tables and all files named."""

    folder: Path
    heading: Heading
    tables: tuple[TableMember, ...]
    members: int

    @property
    def names(self) -> Path:
        """Shelf and hash of a file a line."""
        return self.folder / "names"

    @property
    def manifest(self) -> Path:
        """Where the manifest is to be, once all files were looked at."""
        return self.folder / MANIFEST

    def rows(self, table: str) -> Path:
        """The member with the rows of a table."""
        return _place(self.folder, table)


def take_snapshot(store: Store, folder: Path) -> Snapshot:
    """Write the tables and names down in one transaction, which holds nobody up.

    Raises :class:`StoreNewer` where a newer program has changed the tables meanwhile.
    """
    with store.reading() as session:
        connection = session.connection()
        version = version_of(connection)
        if version is None or version > HEAD:
            raise StoreNewer(version or "")
        tables = found_tables(connection, KEPT)
        members = tuple(_write_table(connection, table, folder) for table in tables)
        count = len(members)
        with (folder / "names").open("w") as names:
            for shelf, sha256 in named_files(connection, {each.name: each for each in tables}):
                names.write(f"{shelf} {sha256}\n")
                count += 1
    heading = Heading(version=version, made_at=dt.datetime.now(dt.UTC))
    return Snapshot(folder, heading, members, count)


def _write_table(connection: Connection, table: Table, folder: Path) -> TableMember:
    path = _place(folder, table.name)
    # Without name and time, the same rows are the same bytes.
    with path.open("wb") as file, gzip.GzipFile("", "wb", _COMPRESSION, file, mtime=0) as out:
        rows = write_rows(connection, table, out)
    with path.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    return TableMember(name=table.name, rows=rows, size=path.stat().st_size, sha256=sha256)


def _place(folder: Path, table: str) -> Path:
    return folder / f"{table}.jsonl.gz"
