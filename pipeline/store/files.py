"""The file store: originals and page images by the hash of their content.

A file is written beside its place, forced to disk, and then renamed: it is there whole or not at
all. Nothing is ever changed in place.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.errors import FileUnreadable, StoreUnavailable

Shelf = Literal["originals", "images"]
SHELVES: tuple[Shelf, ...] = ("originals", "images")
TEMPORARY = ".part"


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files under ``root``/shelf/first two digits/hash."""

    root: Path

    def path(self, shelf: Shelf, sha256: str) -> Path:
        """Where the file with this hash is, or would be."""
        return self.root / shelf / sha256[:2] / sha256

    def keep(self, shelf: Shelf, content: bytes) -> str:
        """Keep ``content``; its hash. Raises :class:`StoreUnavailable`."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path(shelf, sha256)
        if not place.exists():
            self._write(place, content)
        return sha256

    def keep_file(self, shelf: Shelf, source: Path) -> tuple[str, int]:
        """Keep a copy of ``source``: its hash and size in bytes.

        Raises :class:`FileUnreadable` or :class:`StoreUnavailable`.
        """
        try:
            content = source.read_bytes()
        except OSError as error:
            raise FileUnreadable(source.name) from error
        return self.keep(shelf, content), len(content)

    def _write(self, place: Path, content: bytes) -> None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=TEMPORARY, dir=place.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(name, 0o440)
                os.replace(name, place)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            sync_folder(place.parent)
        except OSError as error:
            raise StoreUnavailable(f"{place.name[:12]}: {error.strerror}") from error

    def all(self, shelf: Shelf) -> Iterator[Path]:
        """Every file on the shelf, also those that do not belong there."""
        folder = self.root / shelf
        if folder.is_dir():
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())

    def hash_of(self, path: Path) -> str:
        """The hash of what a file holds now."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename last: the folder itself is forced to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
