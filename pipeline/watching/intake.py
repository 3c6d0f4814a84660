"""What is ready in a watched folder goes into the intake ledger, and only then into the memory."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from models.errors import (
    CongvanError,
    FileMissing,
    FileUnreadable,
    StoreError,
    WatchRefused,
    error_of,
)
from models.intake_states import READ_SUFFIXES, IntakeSource, IntakeState
from pipeline.moments import day_in_vietnam
from pipeline.store.ledger import utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store
from pipeline.watching.folder import WatchedFolder
from pipeline.watching.found import Found, Refused, Seen
from pipeline.watching.memory import load, save
from pipeline.watching.opening import Changed, opened

BATCH: Final = 200
"""Files after which the memory is written: so many come twice when the program is killed."""


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


@dataclass(slots=True)
class Taken:
    """What a look at the folder brought.

    ``received`` counts rows of the ledger, ``waiting`` the files that are not ready yet. ``passed``
    are files of kinds that nobody reads; they and what is ``refused`` are told once. ``failed``
    are received files of which it was seen at once that they cannot be read. ``trouble`` is why
    the register or the memory cannot be used; what was not taken in is tried again.
    """

    received: int = 0
    waiting: int = 0
    passed: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    failed: list[tuple[Path, CongvanError]] = field(default_factory=list)
    trouble: StoreError | None = None


class FolderIntake:
    """Takes the files of ``root`` in that are of a kind that is read.

    ``memory`` is a file outside of it, in a folder that is there. ``label`` is that of the whole
    intake; the sub-folder of a file is kept beside it. Raises :class:`StoreUnavailable` where the
    memory cannot be read.
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
        self._memory = memory
        self._label = label
        self._folder = WatchedFolder(root, settle, known=load(memory))
        self._is_saved = True
        self._unreadable: set[Seen] = set()

    def look(self, stop: Event) -> Taken:
        """Look through the folder once and take in what is ready, until ``stop`` is set.

        Raises nothing: a register that is away is a ``trouble``.
        """
        scan = self._folder.scan()
        taken = Taken(waiting=len(scan.waiting), refused=scan.refused)
        left = deque(scan.ready)
        try:
            try:
                self._take_in(left, taken, stop)
            finally:
                for found in left:
                    self._give_back(found, taken)
                self._remember()
        except StoreError as error:
            taken.trouble = error
        return taken

    def _take_in(self, left: deque[Found], taken: Taken, stop: Event) -> None:
        """Take in file by file; what is ``left`` was not. Raises :class:`StoreError`."""
        while left and not stop.is_set():
            found = left[0]
            if found.path.suffix.lower() in READ_SUFFIXES:
                self._take(found, taken)
            else:
                taken.passed.append(found.path)
            left.popleft()
            self._is_saved = False
            if len(left) % BATCH == 0:
                self._remember(left)

    def _take(self, found: Found, taken: Taken) -> None:
        try:
            with opened(found.path, found.seen) as (path, is_same):
                receipt = _receipt(self._label, found)
                item = receive(self._store, path, receipt, name=found.path.name, is_same=is_same)
        except (Changed, FileMissing):
            self._give_back(found, taken)
            return
        except FileUnreadable as error:  # its share is away, or its disk is broken
            self._give_back(found, taken)
            if found.seen not in self._unreadable and isinstance(error.__cause__, OSError):
                taken.refused.append(Refused.unreadable(found.path, error.__cause__))
            self._unreadable.add(found.seen)
            return
        taken.received += 1
        if item.state == IntakeState.FAILED:
            taken.failed.append((found.path, error_of(item.reason, item.detail)))

    def _give_back(self, found: Found, taken: Taken) -> None:
        self._folder.give_back(found)
        taken.waiting += 1

    def _remember(self, left: Collection[Found] = ()) -> None:
        """Write down what has been taken in. Raises :class:`StoreUnavailable`."""
        if self._is_saved:
            return
        not_yet = {found.seen for found in left}
        save(self._memory, (seen for seen in self._folder.seen() if seen not in not_yet))
        self._is_saved = True


def _receipt(label: str | None, found: Found) -> Receipt:
    return Receipt(
        received_on=day_in_vietnam(),
        now=utc_now(),
        label=label,
        source=IntakeSource.FOLDER,
        folder=found.label,
    )
