"""How much faster two workers are than one, and what the cores are busy with.

`python -m benchmarks.workers [--letters 200] [--keep DIR] [--json]`. What several machines have,
here on one: a PostgreSQL, a Prefect server, and one or two `prefect worker`, each with one reader
(``CONGVAN_JOBS=1``). Letters are counted from when every worker has begun until the last ones, so
that starting and ending are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.ingest_letters import print_letters
from benchmarks.machines import (
    deploy,
    linked,
    owners,
    prefect,
    prefect_server,
    shared_settings,
    wait_until,
    worker,
)
from benchmarks.register_corpus import database
from benchmarks.running import machine, own_core_seconds, processes
from pipeline.settings import StoreSettings
from pipeline.store.ledger import utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store, open_store

WORKERS = (1, 2)
BEGUN, REST = 20, 10
"""Letters that are done before the clock starts, and those that are left when it stops."""
PATIENCE = 600.0

_ROLES = {
    "forkserver": "readers",
    "prefect worker": "Prefect's workers",
    "server start": "Prefect's server",
    "uvicorn": "Prefect's server",
    "postgres": "PostgreSQL",
}
"""Part of a command line, and what it is; the rest are the runs: NLP, the register, the graph."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``letters`` were done in ``seconds``, which kept the cores busy for ``core_seconds``."""

    workers: int
    letters: int
    seconds: float
    core_seconds: dict[str, float]

    @property
    def speed(self) -> float:
        """Letters a second."""
        return self.letters / self.seconds


def measured(workers: int, letters: Path, folder: Path) -> Measured:
    """Take all letters in by so many workers."""
    with (
        database("postgresql", folder / "postgresql") as url,
        open_store(StoreSettings(home=folder / "home", actor="x", database_url=url)) as store,
        _at_work(workers, url, folder, store, letters),
    ):
        count = len(list(letters.iterdir()))
        wait_until(lambda: linked(store) >= BEGUN and len(owners(store)) == workers, PATIENCE)
        first, start, busy = linked(store), time.monotonic(), _busy(folder)
        wait_until(lambda: linked(store) >= count - REST, PATIENCE)
        done, seconds = linked(store) - first, time.monotonic() - start
        more = {role: now - busy.get(role, 0.0) for role, now in _busy(folder).items()}
        return Measured(workers, done, seconds, more)


@contextmanager
def _at_work(workers: int, url: str, folder: Path, store: Store, letters: Path) -> Iterator[None]:
    """As many workers, each with a run of the ingest flow."""
    receipt = Receipt(received_on=utc_now().date(), now=utc_now())
    for path in sorted(letters.iterdir()):
        receive(store, path, receipt)
    shared = shared_settings(folder, url)
    with prefect_server(shared, folder / "server.log"), ExitStack() as stack:
        deploy(shared)
        for number in range(workers):
            stack.enter_context(worker(shared, folder, str(number)))
        for _ in range(workers):
            prefect(shared, "deployment", "run", "congvan-ingest/ingest")
        yield


def _busy(folder: Path) -> dict[str, float]:
    """Core-seconds so far, by role."""
    server = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
    found: defaultdict[str, float] = defaultdict(float)
    for number in (*processes(os.getpid()), *processes(server)):
        if number != os.getpid():
            found[_role(number)] += own_core_seconds(number)
    return dict(found)


def _role(number: int) -> str:
    try:
        command = Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    except OSError:
        command = ""
    return next((role for part, role in _ROLES.items() if part in command), "runs")


def main() -> None:
    """Print the letters, take them in by one worker and by two, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="where the letters are kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workers") as name:
        letters = options.keep or Path(name, "letters")
        print_letters(letters, options.letters, jobs=2)
        found = []
        for workers in WORKERS:
            folder = Path(name, str(workers))
            folder.mkdir()
            found.append(measured(workers, letters, folder))
    if options.json:
        print(json.dumps([asdict(each) for each in found]))
        return
    _show(found)


def _show(found: list[Measured]) -> None:
    console = Console()
    console.print(f"{machine()}; workers with one reader each")
    table = Table("", *(str(each.workers) for each in found))
    table.add_row("letters a second", *(f"{each.speed:.2f}" for each in found))
    ratios = [each.speed / found[0].speed for each in found]
    table.add_row("of one worker's", *(f"{each:.2f} ×" for each in ratios))
    for role in sorted({role for each in found for role in each.core_seconds}):
        shares = [each.core_seconds.get(role, 0.0) / each.letters * 1000 for each in found]
        table.add_row(f"{role}, core-ms a letter", *(f"{each:.0f}" for each in shares))
    cores = [sum(each.core_seconds.values()) / each.seconds for each in found]
    table.add_row("cores busy", *(f"{each:.2f}" for each in cores))
    console.print(table)


if __name__ == "__main__":
    main()
