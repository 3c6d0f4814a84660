"""A backup is read: member by member in the order of its manifest, and verified."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import BackupInvalid, FileMissing, FileUnreadable
from pipeline.store.backup_archive import Part, check_end, part_at
from pipeline.store.backup_manifest import (
    MANIFEST,
    BackupSummary,
    FileMember,
    Member,
    TableMember,
    read_manifest,
    summary_of,
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """An open backup whose manifest is sound; of the members nothing is known yet."""

    manifest: Part
    summary: BackupSummary

    def members(self) -> Iterator[tuple[Member, Part]]:
        """Each member with the place of its content, and at last a look at the archive's end.

        Raises :class:`BackupInvalid` naming the first member that is not where it has to be.
        """
        archive, at = self.manifest.archive, self.manifest.end
        with self.manifest.open() as lines:
            for line in read_manifest(lines):
                if isinstance(line, TableMember | FileMember):
                    part = part_at(archive, at, line.path)
                    if part.size != line.size:
                        raise changed(line)
                    yield line, part
                    at = part.end
        check_end(archive, at)

    def verify(self, on_progress: Progress | None = None) -> None:
        """Read every member whole. Raises :class:`BackupInvalid`."""
        for done, (member, part) in enumerate(self.members(), 1):
            digest = hashlib.sha256()
            for block in part.blocks():
                digest.update(block)
            if digest.hexdigest() != member.sha256:
                raise changed(member)
            if on_progress:
                on_progress(done, self.summary.members)


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """The backup at ``path``, its manifest verified.

    Raises :class:`BackupInvalid`, :class:`FileMissing` or :class:`FileUnreadable`.
    """
    with _opened(path) as archive:
        manifest = part_at(archive, 0, MANIFEST)
        with manifest.open() as lines:
            summary = summary_of(lines, path.stat().st_size)
        yield Backup(manifest, summary)


def verify_backup(path: Path, on_progress: Progress | None = None) -> BackupSummary:
    """Read a backup whole; what it holds.

    Raises :class:`BackupInvalid` naming the first member that is missing, cut short or changed,
    :class:`FileMissing` or :class:`FileUnreadable`. ``on_progress`` is told of members.
    """
    with open_backup(path) as backup:
        backup.verify(on_progress)
        return backup.summary


def share(on_progress: Progress | None, part: int, parts: int) -> Progress:
    """Progress of one of ``parts`` passes over the members, told as progress of the whole."""

    def tell(done: int, known: int) -> None:
        if on_progress:
            on_progress((part * known + done) // parts, known)

    return tell


@contextmanager
def _opened(path: Path) -> Iterator[io.FileIO]:
    try:
        archive = io.FileIO(path)
    except FileNotFoundError as error:
        raise FileMissing(path.name) from error
    except OSError as error:
        raise FileUnreadable(path.name) from error
    with archive:
        yield archive


def changed(member: Member) -> BackupInvalid:
    """A member that is not what its manifest says."""
    return BackupInvalid(f"{member.path}: bị thay đổi · changed")
