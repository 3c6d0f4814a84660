"""What takes long to count is counted once for all who look within a few seconds.

While somebody counts anew the others get the count before; only who comes first of all waits. Who
changes something in the app that is counted sees it at once; what comes in meanwhile, a little
later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

SECONDS = 15.0
"""How old a count over the whole register may be."""
CHANGED = "counts.changed"
"""The file whose time tells all processes of the app when something was changed last."""
_T = TypeVar("_T")
_NOTHING = object()


@dataclass(slots=True)
class _Kept:
    lock: Lock = field(default_factory=Lock)
    until: float = 0.0
    value: Any = _NOTHING


@dataclass(slots=True)
class Memory:
    """Answers by their keys; ``stamp`` is the file that tells when something was changed."""

    stamp: Path
    _changed: int = 0
    _kept: dict[object, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def forget(self) -> None:
        """Something has changed: everything is found anew, in every process of the app."""
        with suppress(OSError):  # a disk without room: then the counts are some seconds old
            self.stamp.touch()

    def recall(self, key: object, find: Callable[[], _T]) -> _T:
        """What ``find`` gave within the last seconds, or gives now."""
        changed = self._last_change()
        with self._lock:
            if changed != self._changed:
                self._kept.clear()
                self._changed = changed
            kept = self._kept.setdefault(key, _Kept())
        is_ours = False
        if time.monotonic() >= kept.until:
            is_ours = kept.lock.acquire(blocking=kept.value is _NOTHING)
        if is_ours:
            try:
                if time.monotonic() >= kept.until:
                    kept.value = find()
                    kept.until = time.monotonic() + SECONDS
            finally:
                kept.lock.release()
        value: _T = kept.value
        return value

    def _last_change(self) -> int:
        try:
            return self.stamp.stat().st_mtime_ns
        except OSError:  # nobody has changed anything yet
            return 0
