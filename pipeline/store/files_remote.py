"""A file store in a bucket of S3, or of whatever speaks its protocol, through fsspec.

Keys and the address of the server are those of every AWS program: ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_PROFILE`` …, ``AWS_ENDPOINT_URL_S3`` or ``AWS_ENDPOINT_URL``. An
object of S3 appears when it has been sent whole, so that nothing has to be renamed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import FileMissing, StoreDamaged, StoreUnavailable
from pipeline.store.files import FileStore, Shelf, blocks_of, place_of

if TYPE_CHECKING:
    from s3fs import S3FileSystem


@dataclass(frozen=True, slots=True)
class RemoteFiles(FileStore):
    """Files under ``url``, ``s3://bucket`` or ``s3://bucket/prefix``."""

    url: str

    def has(self, place: str) -> bool:
        """Whether there is a file."""
        try:
            with self._connected(place) as system:
                return bool(system.info(self._key(place))["type"] == "file")
        except FileMissing:
            return False

    def blocks(self, place: str) -> Iterator[bytes]:
        """The content of a file, a block at a time. Raises :class:`FileMissing`."""
        with self._fetched(place) as path:
            yield from blocks_of(path)

    @contextmanager
    def local(self, shelf: Shelf, sha256: str) -> Iterator[Path]:
        """A copy for the time being. Raises :class:`FileMissing` or :class:`StoreDamaged`."""
        with self._fetched(place_of(shelf, sha256)) as path:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    raise StoreDamaged(f"{shelf}/{sha256[:12]}")
            yield path

    def listing(self, folder: str) -> Iterator[str]:
        """The place of every file in ``folder``; one subfolder at a time is in memory."""
        root = len(self._key(""))
        for entry in self._entries(folder):
            names = [entry["name"]]
            if entry["type"] == "directory":
                with self._connected(folder) as system:
                    names = system.find(entry["name"])
            # A name that ends so stands for a folder; consoles make them.
            yield from (name[root:] for name in names if not name.endswith("/"))

    def move(self, place: str, target: str) -> None:
        """Copy a file, then delete where it was. Raises :class:`FileMissing`."""
        with self._connected(place) as system:
            system.cp_file(self._key(place), self._key(target))
            system.rm_file(self._key(place))

    def _put(self, place: str, content: bytes) -> None:
        with self._connected(place) as system:
            system.pipe_file(self._key(place), content)

    def _connected(self, place: str) -> AbstractContextManager[S3FileSystem]:
        # Loaded by those who touch a file; most commands only ask the database.
        from pipeline.store.files_s3 import connected

        return connected(self.url, place)

    def _key(self, place: str) -> str:
        """Bucket and key, as fsspec writes them."""
        return f"{self.url.removeprefix('s3://')}/{place}"

    def _entries(self, folder: str) -> list[dict[str, Any]]:
        try:
            with self._connected(folder) as system:
                return list(system.ls(self._key(folder), detail=True))
        except FileMissing:
            return []

    @contextmanager
    def _fetched(self, place: str) -> Iterator[Path]:
        with _folder() as folder:
            path = folder / Path(place).name
            with self._connected(place) as system:
                system.get_file(self._key(place), str(path))
            yield path


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="congvan-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StoreUnavailable(f"{tempfile.gettempdir()}: {error.strerror}") from error
    with folder as name:
        yield Path(name)
