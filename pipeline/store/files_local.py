"""A file store in a folder: on this machine's disk, or on one that several machines mount.

A file is written beside its place, forced to disk, and then renamed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import FileMissing, FileUnreadable, StoreUnavailable
from pipeline.store.files import AT_ONCE, TEMPORARY, FileStore, Shelf, blocks_of, place_of


@dataclass(frozen=True, slots=True)
class LocalFiles(FileStore):
    """Files under ``root``."""

    root: Path

    def path(self, shelf: Shelf, sha256: str) -> Path:
        """Where the file with this hash is, or would be."""
        return self.root / place_of(shelf, sha256)

    def lasting(self, shelf: Shelf, sha256: str) -> Path:
        """The file itself."""
        return self.path(shelf, sha256)

    def has(self, place: str) -> bool:
        """Whether there is a file."""
        return (self.root / place).exists()

    def blocks(self, place: str) -> Iterator[bytes]:
        """The content of a file, a block at a time. Raises :class:`FileMissing`."""
        return blocks_of(self.root / place)

    @contextmanager
    def local(self, shelf: Shelf, sha256: str) -> Iterator[Path]:
        """The file itself."""
        yield self.path(shelf, sha256)

    def listing(self, folder: str) -> Iterator[str]:
        """The place of every file in ``folder``, in order."""
        for path in sorted((self.root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(self.root).as_posix()

    def move(self, place: str, target: str) -> None:
        """Rename a file. Raises :class:`FileMissing`."""
        try:
            (self.root / target).parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.root / place, self.root / target)
        except FileNotFoundError as error:
            raise FileMissing(place) from error
        except OSError as error:
            raise StoreUnavailable(f"{place}: {error.strerror}") from error

    def keep_file(self, shelf: Shelf, source: Path) -> tuple[str, int]:
        """Keep a copy of ``source``: its hash and size in bytes; a block at a time is in memory.

        Raises :class:`FileUnreadable`.
        """
        digest, size = hashlib.sha256(), 0
        try:
            opened = source.open("rb")
        except OSError as error:
            raise FileUnreadable(source.name) from error
        with opened, self._new_file(shelf) as (file, put_at):
            while block := _read(opened, source):
                digest.update(block)
                size += len(block)
                file.write(block)
            sha256 = digest.hexdigest()
            if not self.has(place := place_of(shelf, sha256)):
                put_at(place)
        return sha256, size

    def _put(self, place: str, content: bytes) -> None:
        with self._new_file(Path(place).parent) as (file, put_at):
            file.write(content)
            put_at(place)

    @contextmanager
    def _new_file(self, folder: str | Path) -> Iterator[tuple[BinaryIO, Callable[[str], None]]]:
        """A file to write into, and what puts it at its place; else it is gone again."""
        try:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=TEMPORARY, dir=self.root / folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    yield file, lambda place: self._put_at(place, file, name)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error

    def _put_at(self, place: str, file: BinaryIO, name: str) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        file.flush()
        os.fsync(file.fileno())
        os.chmod(name, 0o440)
        os.replace(name, path)
        sync_folder(path.parent)


def _read(file: BinaryIO, source: Path) -> bytes:
    """The next block. Raises :class:`FileUnreadable`."""
    try:
        return file.read(AT_ONCE)
    except OSError as error:
        raise FileUnreadable(source.name) from error


def sync_folder(folder: Path) -> None:
    """Make a rename last: the folder itself is forced to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
