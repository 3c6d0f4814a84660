"""Peak memory of a worker: does a long scan need more than a short one?

`python -m benchmarks.memory [--corpus DIR] [--jobs 2] [--json]`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import bind, print_corpus, repeat
from benchmarks.running import CONGVAN, machine, run_watched

SHORT, LONG = 5, 200
MEGABYTE = 1_000_000


def peak(scan: Path, jobs: int) -> float:
    """Peak resident memory of the largest worker that reads ``scan``, in MB."""
    done = run_watched([CONGVAN, "read", scan, "--json", "--jobs", str(jobs)])
    return max(done.peaks, default=0) / MEGABYTE


def main() -> None:
    """Print a few letters if no corpus is given, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="scanned PDFs with *.gold.json")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.corpus is None:
            print_corpus(folder, "0:4")
        scan = bind(options.corpus or folder, folder / "bound.pdf").path
        lengths = (SHORT, LONG)
        peaks = {n: peak(repeat(scan, n, folder / f"{n}.pdf"), options.jobs) for n in lengths}
    growth = peaks[LONG] / peaks[SHORT] - 1
    if options.json:
        print(json.dumps({"peak_megabytes": peaks, "growth": growth}))
        return
    Console().print(f"peak of one worker, {machine()}")
    table = Table()
    for head in ("pages", "MB"):
        table.add_column(head, justify="right")
    for pages, megabytes in peaks.items():
        table.add_row(str(pages), f"{megabytes:.0f}")
    Console().print(table)
    Console().print(f"{LONG} pages need {growth:+.1%} of what {SHORT} pages need")


if __name__ == "__main__":
    main()
