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
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from benchmarks.ingest_letters import print_letters
from benchmarks.running import CONGVAN, machine, processes, proportional_memory

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


def watched(
    command: list[str], home: Path
) -> tuple[list[str], float, float, list[tuple[int, float]]]:
    """The lines that a command printed, its seconds and core-seconds, and (lines so far, MB)."""
    start, busy = time.monotonic(), os.times()
    memory: list[tuple[int, float]] = []
    environment = {**os.environ, "CONGVAN_HOME": str(home)}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        while process.poll() is None:
            time.sleep(GLANCE)
            used = sum(proportional_memory(each) for each in processes(process.pid))
            memory.append((_lines(output.fileno()), used / MEGABYTE))
        seconds = time.monotonic() - start
        after = os.times()
        cores = after.children_user + after.children_system
        cores -= busy.children_user + busy.children_system
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{command} ended with {process.returncode}: {errors.read()[-500:]}")
        output.seek(0)
        return output.read().splitlines(), seconds, cores, memory


def _lines(number: int) -> int:
    """How many lines a file has, read without moving its place."""
    size = os.fstat(number).st_size
    return os.pread(number, size, 0).count(b"\n")


def read_bare(letters: Path, home: Path, jobs: int) -> Taken:
    """The reader alone."""
    command = [str(CONGVAN), "read", str(letters), "--json", "--jobs", str(jobs)]
    lines, seconds, cores, _ = watched(command, home)
    pages = sum(len(json.loads(line)["pages"]) for line in lines)
    return Taken(len(lines), pages, seconds, cores)


def taken_in(letters: Path, home: Path, jobs: int) -> Taken:
    """The whole way into the register."""
    command = [str(CONGVAN), "ingest", str(letters), "--json", "--jobs", str(jobs)]
    lines, seconds, cores, memory = watched(command, home)
    count = json.loads(_asked(home, "intake", "--json").splitlines()[0])
    states = {state: number for state, number in count["by_state"].items() if number}
    items = _asked(home, "intake", "--json", "--limit", str(len(lines))).splitlines()[1:]
    pages = sum(json.loads(item)["page_count"] or 0 for item in items)
    return Taken(len(lines), pages, seconds, cores, _by_tenths(memory, len(lines)), states)


def _asked(home: Path, *words: str) -> str:
    environment = {**os.environ, "CONGVAN_HOME": str(home)}
    done = subprocess.run([CONGVAN, *words], env=environment, capture_output=True, check=True)
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
