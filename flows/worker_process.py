"""The worker beside the app: another process, with less right to the machine than the app.

It is started again when it dies, and it never outlives the app: told to end when the app ends,
and found by the reaper (``flows.reaper``) where the app was killed.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from threading import Event, Thread

from flows.reaper import end_children_with_this_process

log = logging.getLogger("congvan.worker")

LESS = 10
"""How much nicer than the app it is (``nice``): pages are answered first."""
FAREWELL = 9.0
"""Seconds in which it ends when it is told to (``cli.flow_runs`` takes 8 at most)."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before it is started again; doubled each time that it died young."""
OF_AGE = 60.0
"""Seconds after which its end is no sign that it cannot start."""
GLANCE = 0.2
_COMMAND = (sys.executable, "-P", "-c", "from cli.main import run; run()", "work")


class WorkerProcess:
    """``congvan work`` as a child of this process, for as long as the context is open."""

    def __init__(self) -> None:
        self._stop = Event()
        self._told_at = 0.0
        self._thread = Thread(target=self._mind, name="worker", daemon=True)

    def __enter__(self) -> WorkerProcess:
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
            process = _started()
            while process.poll() is None and not self._stop.wait(GLANCE):
                pass
            if self._stop.is_set():
                self._end(process)
                return
            pause = FIRST_PAUSE if time.monotonic() - began > OF_AGE else pause
            log.warning("the worker ended with %s; again in %g s", process.returncode, pause)
            self._stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(max(0.1, self._told_at + FAREWELL - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _started() -> subprocess.Popen[bytes]:
    # In a session of its own it does not hear Ctrl-C: it is told by the app. What becomes of the
    # files is in the ledger; its own words are for whoever looks for a fault.
    process = subprocess.Popen(
        _COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + LESS)
    return process
