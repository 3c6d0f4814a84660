"""What takes long to count is counted once for all who look within a few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

SECONDS = 15.0
"""How old a count on the start page may be."""
_T = TypeVar("_T")


@dataclass(slots=True)
class _Kept:
    lock: Lock = field(default_factory=Lock)
    until: float = 0.0
    value: Any = None


@dataclass(slots=True)
class Memory:
    """Answers by their keys; while one is being found, the others who want it wait for it."""

    _kept: dict[object, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, key: object, find: Callable[[], _T]) -> _T:
        """What ``find`` gave within the last seconds, or gives now."""
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
        with kept.lock:
            if time.monotonic() >= kept.until:
                kept.value = find()
                kept.until = time.monotonic() + SECONDS
            value: _T = kept.value
            return value
