"""What is ready in a watched folder goes into the intake ledger, and only then into the memory."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import CongvanError, FileMissing, StoreError, StoreUnavailable, WatchRefused
from models.intake_states import READ_SUFFIXES, IntakeSource
from pipeline.store.ledger import utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store
from pipeline.watching.folder import WatchedFolder
from pipeline.watching.found import Found, Refused
from pipeline.watching.memory import load, save


def checked_root(folder: Path, home: Path) -> Path:
    """The real path of a folder to be watched. Raises :class:`WatchRefused`."""
    root, own = folder.expanduser().resolve(), home.expanduser().resolve()
    if not root.is_dir():
        raise WatchRefused(str(folder))
    if own.is_relative_to(root) or root.is_relative_to(own):
        raise WatchRefused(f"{folder}, CONGVAN_HOME={home}")
    return root


def memory_of(root: Path, home: Path) -> Path:
    """Where the memory of a watched folder lies, one file each."""
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return home.expanduser() / "watching" / f"{name}.jsonl"


class _Changed(Exception):
    """The file is no longer what the scan saw."""


@dataclass(slots=True)
class Taken:
    """What a look at the folder brought.

    ``received`` counts rows of the ledger; ``waiting`` the files that are not ready; ``passed`` are
    files of kinds that nobody reads, each told once; ``refused`` as in a scan; ``errors`` the files
    that could not be kept, which are tried again.
    """

    received: int = 0
    waiting: int = 0
    passed: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    errors: list[tuple[Path, CongvanError]] = field(default_factory=list)


class FolderIntake:
    """Takes the files of ``root`` in that are of a kind that is read.

    ``memory`` is a file outside of it, made when needed. ``label`` is that of the whole intake; the
    sub-folder of a file is kept beside it. Raises :class:`StoreUnavailable` where the memory cannot
    be read.
    """

    def __init__(
        self,
        store: Store,
        root: Path,
        memory: Path,
        *,
        settle: float,
        label: str | None = None,
    ) -> None:
        self._store = store
        self.memory = memory
        self._label = label
        self._folder = WatchedFolder(root, settle, known=load(memory))

    def look(self) -> Taken:
        """Look through the folder once and take in what is ready.

        Raises :class:`StoreUnavailable` where the memory cannot be written: what was received is
        then received again after a restart, and known by its content.
        """
        scan = self._folder.scan()
        taken = Taken(waiting=len(scan.waiting), refused=scan.refused)
        for found in scan.ready:
            if found.path.suffix.lower() in READ_SUFFIXES:
                self._take(found, taken)
            else:
                taken.passed.append(found.path)
        if scan.ready:
            _make_folder(self.memory.parent)
            save(self.memory, self._folder.seen())
        return taken

    def _take(self, found: Found, taken: Taken) -> None:
        try:
            with _opened(found) as (path, is_same):
                receipt = _receipt(self._label, found)
                receive(self._store, path, receipt, name=_name(found.path), is_same=is_same)
            taken.received += 1
        except (_Changed, FileMissing):
            self._folder.give_back(found)
        except StoreError as error:
            self._folder.give_back(found)
            taken.errors.append((found.path, error))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{folder}: {error.strerror}") from error


@contextmanager
def _opened(found: Found) -> Iterator[tuple[Path, _Same]]:
    """A path to the very file that the scan saw, whatever its name leads to by now."""
    try:
        number = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:  # gone, or a link now: the next scan will tell
        raise _Changed from error
    try:
        same = _Same(number, found)
        same()
        yield Path(f"/dev/fd/{number}"), same
    finally:
        os.close(number)


@dataclass(frozen=True, slots=True)
class _Same:
    """Called, it raises where the open file is not, or no longer, as the scan saw it."""

    number: int
    found: Found

    def __call__(self) -> None:
        now, seen = os.fstat(self.number), self.found.seen
        if (now.st_size, now.st_mtime_ns, now.st_ino) != (seen.size, seen.mtime_ns, seen.inode):
            raise _Changed


def _receipt(label: str | None, found: Found) -> Receipt:
    return Receipt(
        received_on=dt.date.today(),
        now=utc_now(),
        label=label,
        source=IntakeSource.FOLDER,
        folder=found.label,
    )


def _name(path: Path) -> str:
    """A name that a database takes: bytes that are no UTF-8 as U+FFFD, in NFC."""
    return unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "replace"))
