"""The file store: originals and page images by the hash of their content.

A file is there whole or not at all, and nothing is ever changed in place. It lies in a folder
(``files_local``) or in a bucket of S3 (``files_remote``), at the same place below either:
shelf/first two digits/hash.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from models.errors import FileMissing, FileUnreadable, StoreUnavailable

Shelf = Literal["originals", "images"]
SHELVES: tuple[Shelf, ...] = ("originals", "images")
TEMPORARY = ".part"
AT_ONCE = 1 << 20
"""Bytes that are read at once."""


def place_of(shelf: Shelf, sha256: str) -> str:
    """Where the file with this hash is, or would be, below the root of any store."""
    return f"{shelf}/{sha256[:2]}/{sha256}"


class FileStore(ABC):
    """What a file store can do; it can be handed to a worker process.

    A *place* is a path below the root, its parts separated by ``/``. Whatever is asked for raises
    :class:`StoreUnavailable` where the store itself cannot be used, which may pass.
    """

    __slots__ = ()

    def keep(self, shelf: Shelf, content: bytes) -> str:
        """Keep ``content``, if it is not there yet; its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = place_of(shelf, sha256)
        if not self.has(place):
            self._put(place, content)
        return sha256

    def keep_file(self, shelf: Shelf, source: Path) -> tuple[str, int]:
        """Keep a copy of ``source``: its hash and size in bytes. Raises :class:`FileUnreadable`."""
        try:
            content = source.read_bytes()
        except OSError as error:
            raise FileUnreadable(source.name) from error
        return self.keep(shelf, content), len(content)

    def hash_of(self, place: str) -> str:
        """The hash of what a file holds now. Raises :class:`FileMissing`."""
        digest = hashlib.sha256()
        for block in self.blocks(place):
            digest.update(block)
        return digest.hexdigest()

    @abstractmethod
    def has(self, place: str) -> bool:
        """Whether there is a file."""

    @abstractmethod
    def blocks(self, place: str) -> Iterator[bytes]:
        """The content of a file, a block at a time. Raises :class:`FileMissing`."""

    @abstractmethod
    def local(self, shelf: Shelf, sha256: str) -> AbstractContextManager[Path]:
        """The file on this machine's disk, for code that has to open it; only to be read.

        A file that is missing raises :class:`FileMissing` here, or when it is opened. One that had
        to be fetched is verified, raises :class:`StoreDamaged`, and is gone afterwards.
        """

    def lasting(self, shelf: Shelf, sha256: str) -> Path | None:
        """Where the file lies on this machine's disk and stays, if it does."""
        return None

    @abstractmethod
    def listing(self, folder: str) -> Iterator[str]:
        """The place of every file in a shelf or other folder, also of those that belong nowhere."""

    @abstractmethod
    def move(self, place: str, target: str) -> None:
        """Move a file to where none is. Raises :class:`FileMissing`."""

    @abstractmethod
    def _put(self, place: str, content: bytes) -> None:
        """Write a file, whole or not at all."""


def blocks_of(path: Path) -> Iterator[bytes]:
    """The content of a file of this machine, a block at a time.

    Raises :class:`FileMissing` or :class:`StoreUnavailable`.
    """
    try:
        with path.open("rb") as file:
            while block := file.read(AT_ONCE):
                yield block
    except FileNotFoundError as error:
        raise FileMissing(path.name) from error
    except OSError as error:
        raise StoreUnavailable(f"{path.name[:20]}: {error.strerror}") from error
