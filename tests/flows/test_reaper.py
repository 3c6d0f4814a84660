"""Nothing that a command started is left when it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.test_register import CHAIN, a_letter
from tests.flows.test_ingest import ROOT

SOON = 30.0
"""Seconds after which what should have ended is taken to be left."""
AT_LAST = 180.0
"""Seconds in which a command starts Prefect on a machine that is busy."""
STARTS_TWO = """
import subprocess, sys, time
from flows.reaper import end_children_with_this_process
end_children_with_this_process()
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {}"
for session, more in ((False, "time.sleep(600)"), (True, "time.sleep(600)")):
    subprocess.Popen([sys.executable, "-c", stubborn.format(more)], start_new_session=session)
print("ready", flush=True)
time.sleep(600)
"""


def family(process: subprocess.Popen[str]) -> dict[int, str]:
    """All processes below this one, with their command lines."""
    found: dict[int, str] = {}
    for child in _children(process.pid):
        with suppress(OSError):
            found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    return found


def _children(number: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _children(child)


def has_server(process: subprocess.Popen[str]) -> bool:
    return any("flows.own_server" in line for line in family(process).values())


def is_alive(number: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def holds_within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    return holds()


def killed(process: subprocess.Popen[str]) -> dict[int, str]:
    """Kill it; those of its family that are left a while later."""
    all_of_them = family(process)
    process.send_signal(signal.SIGKILL)
    holds_within(SOON, lambda: not any(map(is_alive, all_of_them)))
    left = {number: line for number, line in all_of_them.items() if is_alive(number)}
    for number in left:
        os.kill(number, signal.SIGKILL)
    return left


def started(environment: dict[str, str], *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", *map(str, words)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_those_who_hear_no_sigterm_and_have_a_session_of_their_own_end_too() -> None:
    with started({**os.environ, "PYTHONPATH": str(ROOT)}, STARTS_TWO) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert len(family(process)) == 3  # and the one who waits
        assert killed(process) == {}


@pytest.mark.slow
def test_prefects_own_server_ends_with_a_command_that_was_killed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        a_letter(tmp_path / "in", f"{number + 100}/UBND-NC", CHAIN[1])
    ingest = "from cli.main import run; run()", "ingest", tmp_path / "in"
    with started(environment, *ingest) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        assert has_server(process)
        assert killed(process) == {}


@pytest.mark.slow
def test_nor_is_a_server_left_that_was_just_starting(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ingest = "from cli.main import run; run()", "ingest", a_letter(tmp_path, "1/UBND-NC", CHAIN[1])
    with started(environment, *ingest) as process:
        assert holds_within(AT_LAST, lambda: has_server(process))
        assert killed(process) == {}
