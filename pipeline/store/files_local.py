"""A file store in a folder: on this machine's disk, or on one that several machines mount.

A file is written beside its place, forced to disk, and then renamed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import FileMissing, StoreUnavailable
from pipeline.store.files import TEMPORARY, FileStore, Shelf, blocks_of, place_of


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

    def _put(self, place: str, content: bytes) -> None:
        path = self.root / place
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=TEMPORARY, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(name, 0o440)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            sync_folder(path.parent)
        except OSError as error:
            raise StoreUnavailable(f"{path.name[:12]}: {error.strerror}") from error


def sync_folder(folder: Path) -> None:
    """Make a rename last: the folder itself is forced to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
