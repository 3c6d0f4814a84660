"""What takes long to count is counted once for all who look within a few seconds.

While it is counted anew, beside the pages, everybody gets the count before; only who comes first of
all waits. Who changes something in the app that is counted sees it at once; what comes in
meanwhile, a little later.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

log = logging.getLogger("congvan.web")

SECONDS = 15.0
"""How old a count over the whole register may be before it is counted anew."""
CHANGED = "counts.changed"
"""The file whose time tells all processes of the app when something was changed last."""
_T = TypeVar("_T")
_NOTHING = object()


@dataclass(slots=True)
class _Kept:
    lock: Lock = field(default_factory=Lock)
    until: float = 0.0
    value: Any = _NOTHING

    def renew(self, find: Callable[[], Any]) -> None:
        """Find the value anew; the lock is held."""
        self.value = find()
        self.until = time.monotonic() + SECONDS


@dataclass(slots=True)
class Memory:
    """Answers by their keys; ``stamp`` is the file that tells when something was changed."""

    stamp: Path
    _changed: int = 0
    _kept: dict[object, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _counter: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "counting anew")
    )

    def forget(self) -> None:
        """Something has changed: everything is found anew, in every process of the app."""
        with suppress(OSError):  # a disk without room: then the counts are some seconds old
            self.stamp.touch()

    def recall(self, key: object, find: Callable[[], _T]) -> _T:
        """What ``find`` gave some seconds ago, or gives now; it may be called in another thread."""
        changed = self._last_change()
        with self._lock:
            if changed != self._changed:
                self._kept.clear()
                self._changed = changed
            kept = self._kept.setdefault(key, _Kept())
        if kept.value is _NOTHING:
            with kept.lock:
                if kept.value is _NOTHING:
                    kept.renew(find)
        elif time.monotonic() >= kept.until and kept.lock.acquire(blocking=False):
            self._counter.submit(_again, kept, find)
        value: _T = kept.value
        return value

    def close(self) -> None:
        """Wait for what is being counted."""
        self._counter.shutdown(cancel_futures=True)

    def _last_change(self) -> int:
        try:
            return self.stamp.stat().st_mtime_ns
        except OSError:  # nobody has changed anything yet
            return 0


def _again(kept: _Kept, find: Callable[[], object]) -> None:
    try:
        kept.renew(find)
    except Exception:
        log.exception("counting anew")  # the count before stays, and the next who looks tries again
    finally:
        kept.lock.release()
