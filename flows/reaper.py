"""Whatever a command starts ends with it, also when the command is killed.

Prefect starts its embedded server as a process of its own, from whichever thread needs it first.
SIGKILL of the command would leave that running, and so would a parent-death signal that Linux
sends when the *thread* ends. So a small process waits for the command's end and looks for whoever
carries its mark: an environment variable, which children inherit however they are started.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "CONGVAN_STARTED_BY"
PATIENCE = (1.0, 3.0)
"""Seconds in which they end by themselves, and those they have after they were told to."""
GLANCE = 0.1

_reaper: subprocess.Popen[bytes] | None = None


def end_children_with_this_process() -> None:
    """What this process starts from now on does not outlive it by more than some seconds."""
    global _reaper
    if _reaper is not None:
        return
    mark = f"{MARK}={os.getpid()}-{secrets.token_hex(8)}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Its stdin ends when this process does. In a session of its own it hears no Ctrl-C; isolated
    # and without site packages it starts at once and stays small.
    command = [sys.executable, "-I", "-S", __file__, mark]
    _reaper = subprocess.Popen(  # type: ignore[call-overload]
        command, stdin=subprocess.PIPE, cwd="/", env={}, start_new_session=True, **quiet
    )
    os.environ[MARK] = mark.partition("=")[2]


def reap(mark: bytes) -> None:
    """End all processes with ``mark`` (``NAME=value``) in their environment."""
    by_themselves, when_told = PATIENCE
    if _are_gone(mark, by_themselves):
        return
    _signal(mark, signal.SIGTERM)
    while not _are_gone(mark, when_told):
        _signal(mark, signal.SIGKILL)


def _are_gone(mark: bytes, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(_marked(mark)):
        if time.monotonic() > until:
            return False
        time.sleep(GLANCE)
    return True


def _signal(mark: bytes, number: signal.Signals) -> None:
    for process in _marked(mark):
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _marked(mark: bytes) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):  # it has ended, or is another user's
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    reap(os.fsencode(sys.argv[1]))
