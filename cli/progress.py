"""A progress bar for people: on a terminal only, and only once a second has gone by."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0


class ProgressBar:
    """Pages (or other ``things``) done of those known, on the standard error stream.

    It is drawn when it is told of progress and by no thread of its own: a process that still
    forks should have none. ``clear`` takes it away so that something can be printed, ``aside``
    keeps it away meanwhile. Any thread may tell it.
    """

    def __init__(self, doing: str = "Đang đọc · reading", things: str = "trang · pages") -> None:
        self._doing, self._things = doing, things
        self._shown_from = time.monotonic() + PATIENCE
        self._wanted = sys.stderr.isatty()
        self._bar: Progress | None = None
        self._lock = RLock()

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def __call__(self, done: int, known: int) -> None:
        """``done`` pages of the ``known`` ones have been read."""
        if self._wanted and time.monotonic() >= self._shown_from and done < known:
            with self._lock:
                bar = self._bar or self._made()
                bar.update(bar.task_ids[0], completed=done, total=known)
                bar.start()
                bar.refresh()

    def clear(self) -> None:
        """Take the bar off the screen; it comes back with the next progress."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Off the screen while one thread prints."""
        with self._lock:
            self.clear()
            yield

    def _made(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn(self._doing),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(self._things),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bar.add_task("")
        return self._bar
