"""Looks at a folder again and again, in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread
from typing import Final

from pipeline.watching.folder import PATIENCE
from pipeline.watching.intake import FolderIntake, Taken

FAREWELL: Final = 3.0
"""Seconds that a look has to end: who waits for a share that is away cannot be told to stop."""
LONGEST_PAUSE: Final = 60.0
"""Seconds until the next attempt while the register is away."""
_PAUSES: Final = (0.5, 5.0)
"""Seconds between two looks, at least and at most."""
_SHARE: Final = 4
"""How many times as long as the look itself it pauses afterwards."""


class Watcher:
    """Looks every few seconds until ``stop`` is set, and tells ``on_look`` what each look brought.

    With ``once`` it ends when nothing is left to wait for, or when what does not look whole has
    been waited for as long as it may be. A trouble that lasts is told once, and the pauses grow.
    """

    def __init__(
        self,
        intake: FolderIntake,
        stop: Event,
        on_look: Callable[[Taken], object],
        *,
        settle: float,
        once: bool = False,
    ) -> None:
        self._intake = intake
        self._stop = stop
        self._on_look = on_look
        shortest, longest = _PAUSES
        self._pause = min(longest, max(shortest, settle / 2))
        self._most = (PATIENCE + 1) * settle + self._pause if once else None
        self._trouble: str | None = None
        self._troubles = 0
        self.failure: BaseException | None = None
        self.is_done = Event()
        self._thread = Thread(target=self._go_on, name="watcher", daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread.is_alive():
            self._stop.set()
            self._thread.join(FAREWELL)

    def _go_on(self) -> None:
        try:
            self._look_again_and_again()
        except BaseException as error:  # for whoever waits, in another thread
            self.failure = error
        finally:
            self.is_done.set()

    def _look_again_and_again(self) -> None:
        start = time.monotonic()
        while not self._stop.is_set():
            began = time.monotonic()
            taken = self._intake.look(self._stop)
            self._on_look(self._news(taken))
            if self._most is not None:
                is_over = not taken.waiting and taken.trouble is None
                if is_over or began - start > self._most:
                    return
            self._stop.wait(self._next_pause(time.monotonic() - began))

    def _news(self, taken: Taken) -> Taken:
        """What was found, without a trouble that has been told."""
        code = taken.trouble.code if taken.trouble else None
        was_told = code == self._trouble
        self._trouble = code
        self._troubles = self._troubles + 1 if code else 0
        return replace(taken, trouble=None) if was_told else taken

    def _next_pause(self, took: float) -> float:
        """A big folder, or a slow share, is looked at less often."""
        grown = min(LONGEST_PAUSE, self._pause * 2.0 ** min(self._troubles, 10))
        return max(grown, min(LONGEST_PAUSE, _SHARE * took))
