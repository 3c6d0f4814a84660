"""Running a program and watching it from outside."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

CONGVAN = Path(sys.executable).with_name("congvan")
OCRMYPDF = Path(sys.executable).with_name("ocrmypdf")


@dataclass(frozen=True, slots=True)
class Run:
    """What a program printed, how long it took, and its children's peaks in bytes.

    ``seconds`` are by the clock on the wall; ``core_seconds`` what it and its children kept
    processor cores busy, which other work on the same machine hardly changes.
    """

    output: str
    seconds: float
    core_seconds: float = 0.0
    peaks: tuple[int, ...] = ()


def run(command: Sequence[str | Path]) -> Run:
    """Run ``command`` to its end. Stops the benchmark when it fails."""
    start, busy = time.monotonic(), _core_seconds()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return Run(done.stdout, time.monotonic() - start, _core_seconds() - busy)


def run_watched(command: Sequence[str | Path], interval: float = 0.05) -> Run:
    """Like ``run``, noting the peak resident memory of each process that it starts."""
    peaks: dict[int, int] = {}

    def look(process: int, _output: int) -> None:
        for child in _descendants(process):
            peaks[child] = max(peaks.get(child, 0), _peak(child))

    done = run_looked_at(command, look, interval)
    return replace(done, peaks=tuple(sorted(peaks.values(), reverse=True)))


def run_looked_at(
    command: Sequence[str | Path],
    look: Callable[[int, int], None],
    interval: float,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Like ``run``; ``look`` is called again and again with its process and its output so far.

    The output is a file descriptor to be read at places of one's own (``pread``).
    """
    start, busy = time.monotonic(), _core_seconds()
    with tempfile.TemporaryFile("w+") as output:
        words = [str(part) for part in command]
        process = subprocess.Popen(words, stdout=output, env=environment)
        while process.poll() is None:
            look(process.pid, output.fileno())
            time.sleep(interval)
        seconds = time.monotonic() - start
        if process.returncode:
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        output.seek(0)
        return Run(output.read(), seconds, _core_seconds() - busy)


def _core_seconds() -> float:
    """Seconds of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _descendants(process: int) -> Iterator[int]:
    """Children of all threads of a process, and theirs."""
    for thread in Path(f"/proc/{process}/task").glob("*"):
        with suppress(OSError):  # it has ended
            for child in (thread / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))


def _peak(process: int) -> int:
    return _told_by_kernel(process, "status", "VmHWM:")


def processes(process: int) -> Iterator[int]:
    """A process and all that it, and they, started."""
    yield process
    yield from _descendants(process)


def proportional_memory(process: int) -> int:
    """Resident memory in bytes, shared pages divided by those who share; 0 when it has gone."""
    return _told_by_kernel(process, "smaps_rollup", "Pss:")


def _told_by_kernel(process: int, file: str, name: str) -> int:
    """Bytes that ``/proc`` tells of a process under ``name``; 0 when it has gone."""
    try:
        told = Path(f"/proc/{process}/{file}").read_text()
    except OSError:
        return 0
    lines = (line for line in told.splitlines() if line.startswith(name))
    return next((int(line.split()[1]) * 1024 for line in lines), 0)


def own_core_seconds(process: int) -> float:
    """What a process kept processor cores busy, without its children; 0 when it has gone."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0.0
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """A few words on where this was measured."""
    return f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}"
