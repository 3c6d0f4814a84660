"""Folders to watch, a clock that stands still, and scans told in few words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.watching.folder import WatchedFolder
from pipeline.watching.found import Scan, Seen

SETTLE = 10.0
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NOBODY = 65534


@dataclass
class Clock:
    """Seconds that pass when they are told to; ``afterwards`` is done once, after a walk."""

    now: float = 0.0
    afterwards: Callable[[], None] | None = None
    asked: int = field(default=0, init=False)

    def __call__(self) -> float:
        """The time; a scan asks before and after it has looked through the folder."""
        self.asked += 1
        if self.asked % 2 == 0 and self.afterwards is not None:
            meanwhile, self.afterwards = self.afterwards, None
            meanwhile()
        return self.now


@dataclass(frozen=True)
class Inbox:
    """A watched folder with its clock."""

    root: Path
    watched: WatchedFolder
    clock: Clock

    def put(self, name: str, content: bytes = PDF) -> Path:
        """A file, its folders made."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def scan(self, after: float = 0.0) -> Scan:
        """What a scan finds ``after`` more seconds."""
        self.clock.now += after
        return self.watched.scan()

    def ready(self, after: float = 0.0) -> list[str]:
        """Names, below the root, of what a scan hands out."""
        return [str(each.path.relative_to(self.root)) for each in self.scan(after).ready]

    def settled(self) -> list[str]:
        """Names of what is handed out once everything has been seen and has rested."""
        return self.ready() + self.ready(after=SETTLE)


def inbox_at(root: Path, known: Iterable[Seen] = ()) -> Inbox:
    """A watched folder with a clock of its own."""
    clock = Clock()
    return Inbox(root, WatchedFolder(root, SETTLE, clock, known=known), clock)


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user without rights: root may read everything, and tests are often run by root."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("no other user in this container")
    try:
        yield
    finally:
        os.seteuid(0)
