"""A thousand letters taken in by one run, beside the bare reader: speed, memory and counts.

`python -m benchmarks.ingest [--letters 1000] [--pages 1] [--jobs 2] [--keep DIR] [--json]`. The
letters have one page each, or two, as half of the real ones have. The same files are read by
`congvan read`, taken in by `congvan add` and by `congvan ingest`, one after the other, each into a
new register, and read once more at the end: an even drift of the machine is in the mean of the two.
`add` does what `ingest` does, without Prefect: it draws and keeps the picture of each page, and
stores and links the letters; what `ingest` takes longer than that is what the orchestration costs.
A register's very first `ingest` makes Prefect's own database, which is measured by itself, with
nothing to take in.
Memory is that of all processes together, each shared page counted once (PSS), over the run's
tenths of files.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from benchmarks.ingest_letters import INSTRUCTIONS, print_letters
from benchmarks.running import (
    CONGVAN,
    Run,
    machine,
    own_core_seconds,
    processes,
    proportional_memory,
    run_looked_at,
)

TENTHS = 10
GLANCE = 0.5
MEMORY_EVERY = 5.0
"""Seconds: adding up the pages of six processes takes as long as a tenth of a letter."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run over all letters took.

    ``megabytes`` are the means over the tenths of the files; ``core_seconds`` those of all its
    processes; ``states`` counts the ledger's files by their state.
    """

    files: int
    pages: int
    seconds: float
    core_seconds: float
    megabytes: tuple[float, ...] = ()
    states: dict[str, int] | None = None

    @property
    def pages_per_second(self) -> float:
        """By the clock on the wall, from start to end of the program."""
        return self.pages / self.seconds


@dataclass(frozen=True, slots=True)
class Watched:
    """A command on a register: (lines that it had printed, MB that it used) every some seconds.

    The core-seconds of ``run`` are those of all its processes, also of those that nobody waited
    for.
    """

    run: Run
    memory: list[tuple[int, float]]


def watched(command: list[str], home: Path) -> Watched:
    """Run a command and look at it again and again."""
    memory: list[tuple[int, float]] = []
    busy: dict[int, float] = {}

    looked = 0.0

    def look(process: int, output: int) -> None:
        nonlocal looked
        alive = list(processes(process))
        if (now := time.monotonic()) - looked >= MEMORY_EVERY:
            looked = now
            used = sum(proportional_memory(each) for each in alive)
            memory.append((_lines(output), used / MEGABYTE))
        busy.update({each: own_core_seconds(each) or busy.get(each, 0.0) for each in alive})

    done = run_looked_at(command, look, GLANCE, _environment(home))
    return Watched(replace(done, core_seconds=sum(busy.values())), memory)


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "CONGVAN_HOME": str(home)}


def _lines(number: int) -> int:
    """How many lines a file has, read without moving its place."""
    size = os.fstat(number).st_size
    return os.pread(number, size, 0).count(b"\n")


def read_bare(letters: Path, home: Path, jobs: int) -> Taken:
    """The reader alone."""
    command = [str(CONGVAN), "read", str(letters), "--json", "--jobs", str(jobs)]
    done = watched(command, home)
    lines = done.run.output.splitlines()
    pages = sum(len(json.loads(line)["pages"]) for line in lines)
    return Taken(len(lines), pages, done.run.seconds, done.run.core_seconds)


def mean_of(first: Taken, last: Taken) -> Taken:
    """Two runs over the same letters as one: the means of what they took."""
    return replace(
        first,
        seconds=mean((first.seconds, last.seconds)),
        core_seconds=mean((first.core_seconds, last.core_seconds)),
    )


def taken_in(way: str, letters: Path, home: Path, jobs: int) -> Taken:
    """The whole way into the register: ``way`` is `add` or `ingest`."""
    command = [str(CONGVAN), way, str(letters), "--json", "--jobs", str(jobs)]
    done = watched(command, home)
    files = len(done.run.output.splitlines())
    count = json.loads(_asked(home, "intake", "--json").splitlines()[0])
    states = {state: number for state, number in count["by_state"].items() if number}
    items = _asked(home, "intake", "--json", "--limit", str(files)).splitlines()[1:]
    pages = sum(json.loads(item)["page_count"] or 0 for item in items)
    tenths = _by_tenths(done.memory, files)
    return Taken(files, pages, done.run.seconds, done.run.core_seconds, tenths, states)


def first_start(home: Path) -> float:
    """Seconds that Prefect takes once for a register."""
    return watched([str(CONGVAN), "ingest"], home).run.seconds


def _asked(home: Path, *words: str) -> str:
    command = [str(CONGVAN), *words]
    done = subprocess.run(command, env=_environment(home), capture_output=True, check=True)
    return done.stdout.decode()


def _by_tenths(memory: list[tuple[int, float]], files: int) -> tuple[float, ...]:
    """Mean memory while each tenth of the files was worked."""
    tenths: list[list[float]] = [[] for _ in range(TENTHS)]
    for done, used in memory:
        tenths[min(TENTHS - 1, done * TENTHS // files)].append(used)
    return tuple(mean(each) if each else 0.0 for each in tenths)


def main() -> None:
    """Print the letters, read them, take them in, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=1, choices=sorted(INSTRUCTIONS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where the letters are kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ingest") as name:
        letters = options.keep or Path(name, "letters")
        print_letters(letters, options.letters, options.jobs, options.pages)
        bare = read_bare(letters, Path(name, "unused"), options.jobs)
        added = taken_in("add", letters, Path(name, "added"), options.jobs)
        once = first_start(Path(name, "home"))
        whole = taken_in("ingest", letters, Path(name, "home"), options.jobs)
        again = read_bare(letters, Path(name, "unused"), options.jobs)
    drift = again.seconds / bare.seconds - 1
    bare = mean_of(bare, again)
    if options.json:
        runs = {"bare": asdict(bare), "add": asdict(added), "ingest": asdict(whole)}
        print(json.dumps({**runs, "first_start": once, "drift": drift}))
        return
    _show(bare, added, whole, once, options.jobs)
    Console().print(f"The second reading took {drift:+.0%} of the first one's time.")


def _show(bare: Taken, added: Taken, whole: Taken, once: float, jobs: int) -> None:
    console = Console()
    console.print(f"{whole.files} letters, {whole.pages} pages, {jobs} workers, {machine()}")
    table = Table("", "read", "add", "ingest", "aim")
    ways = (bare, added, whole)
    speeds = [each.pages_per_second for each in ways]
    table.add_row("pages a second", *(f"{each:.2f}" for each in speeds), "")
    shares = [f"{each / speeds[0]:.0%}" for each in speeds]
    table.add_row("of the bare reader's", *shares, "≥ 90 %")
    cores = [f"{each.core_seconds / each.files * 1000:.0f}" for each in ways]
    table.add_row("core-ms a letter", *cores, "")
    more = (whole.seconds - added.seconds) / whole.files * 1000
    table.add_row("orchestration, ms a letter", "", "", f"{more:.0f}", "≤ 150")
    table.add_row("Prefect's first start, s", "", "", f"{once:.1f}", "")
    second, last = whole.megabytes[1], whole.megabytes[-1]
    table.add_row("MB, second and last tenth", "", "", f"{second:.0f}, {last:.0f}", "± 10 %")
    states = (str(each.states) for each in (added, whole))
    table.add_row("files by state", str(bare.files), *states, "exact")
    console.print(table)


if __name__ == "__main__":
    main()
