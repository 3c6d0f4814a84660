"""What runs beside `congvan serve`: processes that answer, and one that works off the ledger.

Each is started again when it dies, and it never outlives the app: told to end when the app ends,
and found by the reaper (``flows.reaper``) where the app was killed.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event, Thread

from flows.niceness import MOST, set_niceness
from flows.reaper import end_children_with_this_process

log = logging.getLogger("congvan.worker")

FAREWELL = 9.0
"""Seconds in which it ends when it is told to (``cli.flow_runs`` takes 8 at most)."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before it is started again; doubled each time that it died young."""
OF_AGE = 60.0
"""Seconds after which its end is no sign that it cannot start."""
GLANCE = 0.2
_PYTHON = (sys.executable, "-P")
"""Not where the command was called may lie what is imported."""


class Companion:
    """A process beside this one, for as long as the context is open."""

    def __init__(
        self, *arguments: str, nicer: int = 0, files: Sequence[int] = (), is_heard: bool = False
    ) -> None:
        """Python's ``arguments``; ``files`` are open files that it gets, by their numbers.

        ``nicer``: how much less right to the machine it has. ``is_heard``: what it says on the
        standard error stream is for whoever started this process.
        """
        self._arguments, self._nicer, self._files = arguments, nicer, files
        self._is_heard = is_heard
        self._stop = Event()
        self._told_at = 0.0
        self._thread = Thread(target=self._mind, name=f"companion {arguments[-1]}", daemon=True)

    def __enter__(self) -> Companion:
        end_children_with_this_process()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.tell_to_end()
        self._thread.join()

    def tell_to_end(self) -> None:
        """Begin its end, without waiting for it; may be called in a handler of signals."""
        if not self._stop.is_set():
            self._told_at = time.monotonic()
            self._stop.set()

    def _mind(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            began = time.monotonic()
            process = self._started()
            while process.poll() is None and not self._stop.wait(GLANCE):
                pass
            if self._stop.is_set():
                self._end(process)
                return
            pause = FIRST_PAUSE if time.monotonic() - began > OF_AGE else pause
            log.warning(
                "%s ended with %s; again in %g s", self._thread.name, process.returncode, pause
            )
            self._stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(max(0.1, self._told_at + FAREWELL - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # In a session of its own it does not hear Ctrl-C: it is told by this process.
        process = subprocess.Popen(
            (*_PYTHON, *self._arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if self._is_heard else subprocess.DEVNULL,
            pass_fds=self._files,
            start_new_session=True,
        )
        if self._nicer:
            set_niceness(process.pid, os.getpriority(os.PRIO_PROCESS, 0) + self._nicer)
        return process


def worker() -> Companion:
    """``congvan work``, nicer than the app: pages are answered first.

    What becomes of the files is in the ledger, and on the page of the intake.
    """
    return Companion("-c", "from cli.main import run; run()", "work", nicer=MOST)
