"""The whole register in one file, as of one moment, while others go on writing.

The tables are read in one transaction; the files that they name never change, so that they can be
copied afterwards. All is made in a folder beside the backup, read back, and then renamed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import SettingInvalid
from pipeline.store.backup_archive import add_member, end_archive
from pipeline.store.backup_files import content_of, look_at
from pipeline.store.backup_manifest import (
    MANIFEST,
    BackupSummary,
    FileMember,
    Line,
    TableMember,
    read_manifest,
    write_manifest,
)
from pipeline.store.backup_reading import Progress, share, verify_backup
from pipeline.store.backup_snapshot import Snapshot, take_snapshot
from pipeline.store.files import blocks_of
from pipeline.store.files_local import sync_folder
from pipeline.store.store import Store

_PASSES = 3
"""Over the members: looked at, copied, read back."""


def write_backup(store: Store, target: Path, on_progress: Progress | None = None) -> BackupSummary:
    """Write the register into ``target``, which is there verified or not at all; what it holds.

    A backup that is there is replaced. Only its owner may read it: it holds every letter.
    ``on_progress`` is told of members. Raises :class:`SettingInvalid` when nothing can be written
    there, and :class:`StoreError`.
    """
    with _folder_beside(target) as folder:
        snapshot = take_snapshot(store, folder)
        _write_manifest(store, snapshot, share(on_progress, 0, _PASSES))
        archive = folder / "backup.tar"
        _write_archive(store, snapshot, archive, share(on_progress, 1, _PASSES))
        summary = verify_backup(archive, share(on_progress, 2, _PASSES))
        os.replace(archive, target)
        sync_folder(target.absolute().parent)
    return summary


@contextmanager
def _folder_beside(target: Path) -> Iterator[Path]:
    """A folder on the same disk, so that the finished file only has to be renamed."""
    try:
        if target.is_dir():
            raise IsADirectoryError(0, "là thư mục · is a folder")
        place = target.absolute().parent
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=place) as folder:
            yield Path(folder)
    except OSError as error:
        raise SettingInvalid(f"{target}: {error.strerror}") from error


def _write_manifest(store: Store, snapshot: Snapshot, on_progress: Progress) -> None:
    with snapshot.manifest.open("wb") as out:
        write_manifest(out, _lines(store, snapshot, on_progress))


def _lines(store: Store, snapshot: Snapshot, on_progress: Progress) -> Iterator[Line]:
    """Each line as it gets known; every file is read to see whether it is as it was."""
    yield snapshot.heading
    yield from snapshot.tables
    with snapshot.names.open() as names:
        for done, name in enumerate(names, len(snapshot.tables) + 1):
            shelf, sha256 = name.split()
            yield look_at(store.files, "images" if shelf == "images" else "originals", sha256)
            on_progress(done, snapshot.members)


def _write_archive(store: Store, snapshot: Snapshot, archive: Path, on_progress: Progress) -> None:
    """Write the members and force them to disk."""
    with archive.open("xb") as out, snapshot.manifest.open("rb") as manifest:
        os.fchmod(out.fileno(), 0o600)
        add_member(out, MANIFEST, snapshot.manifest.stat().st_size, blocks_of(snapshot.manifest))
        for done, line in enumerate(read_manifest(manifest)):
            if isinstance(line, TableMember | FileMember):
                add_member(out, line.path, line.size, _blocks(store, snapshot, line))
                on_progress(done, snapshot.members)
        end_archive(out)
        out.flush()
        os.fsync(out.fileno())


def _blocks(store: Store, snapshot: Snapshot, member: TableMember | FileMember) -> Iterator[bytes]:
    if isinstance(member, TableMember):
        return blocks_of(snapshot.rows(member.name))
    return content_of(store.files, member)
