"""A watched folder: scanned now and then, it hands out each file once, when it is whole.

::

    watched = WatchedFolder(root, settle=10, known=memory.load(path))
    for found in watched.scan().ready:
        ...                               # take it in
    memory.save(path, watched.seen())     # after they have been taken in, not before
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline.storable import storable
from pipeline.watching.ending import Look, look_at
from pipeline.watching.found import Found, Refused, Scan, Seen
from pipeline.watching.tree import walk

PATIENCE: Final = 10
"""How many times ``settle`` a file is waited for that does not grow and does not look whole."""


class WatchedFolder:
    """The files of ``root`` that have not changed for ``settle`` seconds of ``clock``.

    ``known`` are states that were handed out before. A file's own times are no evidence of rest:
    a copy that keeps the original's time looks old while it is written. So every file is seen
    at least twice, ``settle`` seconds apart, and a first scan finds nothing.
    """

    def __init__(
        self,
        root: Path,
        settle: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        known: Iterable[Seen] = (),
    ) -> None:
        self.root = root.absolute()
        self._settle = settle
        self._clock = clock
        self._seen = {each.path: each for each in known}
        self._since: dict[Seen, float] = {}
        self._refused: set[Refused] = set()

    def scan(self) -> Scan:
        """Look through the folder once. Raises nothing: what goes wrong is in ``refused``.

        That the root itself is missing is one of those: a share may come back.
        """
        before = self._clock()
        tree = walk(self.root)
        after = self._clock()
        fresh = [each for each in tree.files if self._seen.get(each.path) != each]
        self._since = {each: self._since.get(each, after) for each in fresh}
        scan = Scan(refused=tree.refused)
        for each in fresh:
            self._sort_out(each, before - self._since[each], scan)
        scan.ready.sort(key=lambda found: (found.mtime_ns, found.seen.path))
        return self._without_the_old_news(scan)

    def seen(self) -> list[Seen]:
        """The last state of every file handed out, ``known`` ones included.

        Also of files that are gone: an unmounted share must not make everything on it new.
        """
        return list(self._seen.values())

    def give_back(self, found: Found) -> None:
        """``found`` could not be taken in after all: it is handed out again when it has settled."""
        self._seen.pop(found.seen.path, None)

    def _sort_out(self, state: Seen, resting: float, scan: Scan) -> None:
        """Put a file where it belongs; ``resting``: seconds in which it has not changed."""
        path = self.root / state.path
        if resting < self._settle:
            scan.waiting.append(path)
            return
        try:
            look = look_at(path, state)
        except OSError as error:
            scan.refused.append(Refused.unreadable(path, error))
            return
        stalled = look is Look.CUT_SHORT and resting >= PATIENCE * self._settle
        if look is Look.WHOLE or stalled:
            self._seen[state.path] = state
            scan.ready.append(Found(path, _label(state.path), state))
        elif look is not Look.GONE:
            scan.waiting.append(path)

    def _without_the_old_news(self, scan: Scan) -> Scan:
        news = [each for each in scan.refused if each not in self._refused]
        self._refused = set(scan.refused)
        return Scan(scan.ready, scan.waiting, news)


def _label(path: str) -> str | None:
    """The folder of a relative path, as a database takes it."""
    folder = str(PurePosixPath(path).parent)
    return None if folder == "." else storable(folder)
