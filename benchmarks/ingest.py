"""A thousand letters taken in by one run, beside the bare reader: speed, memory and counts.

`python -m benchmarks.ingest [--letters 1000] [--jobs 2] [--keep DIR] [--json]`. The same files are
read by `congvan read` and taken in by `congvan ingest` into a new register, one after the other.
Memory is that of all processes together, each shared page counted once (PSS), over the run's
tenths of files.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from benchmarks.ingest_letters import print_letters
from benchmarks.running import (
    CONGVAN,
    Run,
    machine,
    processes,
    proportional_memory,
    run_looked_at,
)

TENTHS = 10
GLANCE = 1.0
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


def watched(command: list[str], home: Path) -> tuple[Run, list[tuple[int, float]]]:
    """A command on a register, and (lines that it had printed, MB that it used) every second."""
    memory: list[tuple[int, float]] = []

    def look(process: int, output: int) -> None:
        used = sum(proportional_memory(each) for each in processes(process))
        memory.append((_lines(output), used / MEGABYTE))

    return run_looked_at(command, look, GLANCE, _environment(home)), memory


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "CONGVAN_HOME": str(home)}


def _lines(number: int) -> int:
    """How many lines a file has, read without moving its place."""
    size = os.fstat(number).st_size
    return os.pread(number, size, 0).count(b"\n")


def read_bare(letters: Path, home: Path, jobs: int) -> Taken:
    """The reader alone."""
    command = [str(CONGVAN), "read", str(letters), "--json", "--jobs", str(jobs)]
    done, _ = watched(command, home)
    lines = done.output.splitlines()
    pages = sum(len(json.loads(line)["pages"]) for line in lines)
    return Taken(len(lines), pages, done.seconds, done.core_seconds)


def taken_in(letters: Path, home: Path, jobs: int) -> Taken:
    """The whole way into the register."""
    command = [str(CONGVAN), "ingest", str(letters), "--json", "--jobs", str(jobs)]
    done, memory = watched(command, home)
    files = len(done.output.splitlines())
    count = json.loads(_asked(home, "intake", "--json").splitlines()[0])
    states = {state: number for state, number in count["by_state"].items() if number}
    items = _asked(home, "intake", "--json", "--limit", str(files)).splitlines()[1:]
    pages = sum(json.loads(item)["page_count"] or 0 for item in items)
    tenths = _by_tenths(memory, files)
    return Taken(files, pages, done.seconds, done.core_seconds, tenths, states)


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
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where the letters are kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ingest") as name:
        letters = options.keep or Path(name, "letters")
        print_letters(letters, options.letters, options.jobs)
        bare = read_bare(letters, Path(name, "unused"), options.jobs)
        whole = taken_in(letters, Path(name, "home"), options.jobs)
    if options.json:
        print(json.dumps({"bare": asdict(bare), "ingest": asdict(whole)}))
        return
    _show(bare, whole, options.jobs)


def _show(bare: Taken, whole: Taken, jobs: int) -> None:
    console = Console()
    console.print(f"{whole.files} letters, {jobs} workers, {machine()}")
    table = Table("", "bare reader", "ingest", "aim")
    share = whole.pages_per_second / bare.pages_per_second
    table.add_row(
        "pages a second",
        f"{bare.pages_per_second:.2f}",
        f"{whole.pages_per_second:.2f}",
        f"≥ 90 % ({share:.0%})",
    )
    more = (whole.seconds - bare.seconds) / whole.files * 1000
    table.add_row("more a letter, ms", "", f"{more:.0f}", "≤ 150")
    cores = (whole.core_seconds - bare.core_seconds) / whole.files * 1000
    table.add_row("more a letter, core-ms", "", f"{cores:.0f}", "")
    second, last = whole.megabytes[1], whole.megabytes[-1]
    table.add_row("MB, second and last tenth", "", f"{second:.0f}, {last:.0f}", "± 10 %")
    table.add_row("files by state", str(bare.files), str(whole.states), "exact")
    console.print(table)


if __name__ == "__main__":
    main()
