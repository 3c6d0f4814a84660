"""Files that are being sent: each a growing file and a note of what it shall become.

They lie in a folder of this machine; several instances of the app that share a register need one
that all mount, or a way of sending a person always to the same one.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import (
    DiskFull,
    StoreUnavailable,
    UploadBusy,
    UploadConflict,
    UploadUnknown,
)
from pipeline.store.whole_file import write_whole

KEPT = 24 * 3600.0
"""Seconds after the last piece for which an upload may be gone on with."""
SPARE = 64 << 20
"""Bytes that are left free for the register itself."""
_ID = re.compile(r"[0-9a-f]{32}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What somebody (``account``) is going to send: ``length`` in bytes, and its hash."""

    account: int
    length: int
    name: str
    sha256: str
    label: str | None = None
    folder: str | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class PartialFiles:
    """The uploads in ``folder``."""

    folder: Path

    def begin(self, announced: Announced) -> str:
        """A new upload; its id. Raises :class:`DiskFull` or :class:`StoreUnavailable`."""
        number = secrets.token_hex(16)
        with _to_errors(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(self.folder).free < announced.length + SPARE:
                raise DiskFull(announced.name)
            self._part(number).touch(mode=0o600, exist_ok=False)
        write_whole(self._note(number), [json.dumps(asdict(announced)).encode()])
        return number

    def find(self, number: str, account: int) -> Announced:
        """What an account announced. Raises :class:`UploadUnknown`, also for another's upload."""
        if not _ID.fullmatch(number):
            raise UploadUnknown
        try:
            found = Announced(**json.loads(self._note(number).read_bytes()))
        except (OSError, ValueError, TypeError) as error:
            raise UploadUnknown from error
        if found.account != account:
            raise UploadUnknown
        return found

    def offset(self, number: str) -> int:
        """How many bytes are here. Raises :class:`UploadUnknown`."""
        try:
            return self._part(number).stat().st_size
        except OSError as error:
            raise UploadUnknown from error

    @contextmanager
    def held(self, number: str) -> Iterator[Path]:
        """Be the only one who changes an upload; the path of what is here.

        Raises :class:`UploadUnknown` and :class:`UploadBusy`.
        """
        path = self._part(number)
        try:
            file = path.open("rb")
        except OSError as error:
            raise UploadUnknown from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UploadBusy from error
            if not path.exists():  # whoever held it has finished it
                raise UploadUnknown
            yield path

    @contextmanager
    def for_a_while(self, stream: BinaryIO) -> Iterator[Path]:
        """A copy of a stream in a file that is gone afterwards.

        Raises :class:`DiskFull` or :class:`StoreUnavailable`.
        """
        path = self._part(secrets.token_hex(16))
        try:
            with _to_errors(path):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with path.open("xb") as file:
                    shutil.copyfileobj(stream, file)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def drop(self, number: str) -> None:
        """Forget an upload."""
        for path in (self._note(number), self._part(number)):
            path.unlink(missing_ok=True)

    def expire(self, now: float | None = None) -> int:
        """Forget what nobody has gone on with for a day; how many that were."""
        before = (time.time() if now is None else now) - KEPT
        old = [path for path in self.folder.glob("*.part") if _changed_at(path) < before]
        for path in old:
            self.drop(path.stem)
        return len(old)

    def _part(self, number: str) -> Path:
        return self.folder / f"{number}.part"

    def _note(self, number: str) -> Path:
        return self.folder / f"{number}.json"


class Appending:
    """Writes pieces at the end of an upload; what was written stays when the sender goes away."""

    def __init__(self, path: Path, offset: int, length: int) -> None:
        """Raises :class:`UploadConflict` where ``offset`` is not the end of what is here."""
        self._room = length - offset
        self._path = path
        if path.stat().st_size != offset:
            raise UploadConflict(f"{offset} ≠ {path.stat().st_size}")
        with _to_errors(path):
            self._file: BinaryIO = path.open("ab")

    def write(self, piece: bytes) -> None:
        """Raises :class:`UploadConflict` for more than was announced, and :class:`DiskFull`."""
        if len(piece) > self._room:
            raise UploadConflict("Upload-Length")
        with _to_errors(self._path):
            self._file.write(piece)
        self._room -= len(piece)

    def close(self) -> None:
        """Let what was written reach the disk. Raises :class:`DiskFull`."""
        with _to_errors(self._path), self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


@contextmanager
def _to_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise StoreUnavailable(f"{path.name[:20]}: {error.strerror}") from error


def is_full(error: BaseException | None) -> bool:
    """Whether an error comes of a disk without room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__
    return False


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone meanwhile
        return float("inf")
