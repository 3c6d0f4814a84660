"""What takes long to count is counted once for all who look within a few seconds.

While somebody counts anew the others get the count before; only who comes first of all waits. Who
changes something in the app that is counted sees it at once; what comes in meanwhile, a little
later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

SECONDS = 15.0
"""How old a count over the whole register may be."""
_T = TypeVar("_T")
_NOTHING = object()


@dataclass(slots=True)
class _Kept:
    lock: Lock = field(default_factory=Lock)
    until: float = 0.0
    value: Any = _NOTHING


@dataclass(slots=True)
class Memory:
    """Answers by their keys."""

    _kept: dict[object, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def forget(self) -> None:
        """Something has changed: everything is found anew."""
        with self._lock:
            self._kept.clear()

    def recall(self, key: object, find: Callable[[], _T]) -> _T:
        """What ``find`` gave within the last seconds, or gives now."""
        with self._lock:
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
