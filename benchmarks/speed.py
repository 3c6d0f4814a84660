"""Pages a second beside OCRmyPDF on the same scanned pages, and one page from a cold start.

`python -m benchmarks.speed [--corpus DIR] [--jobs 2] [--json]`. congvan does its whole reading,
OCRmyPDF only its OCR: no optimising, no PDF/A, no cleaning. Both run once, one after the other,
with nothing else to do on the machine; where something else is, compare the core-seconds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import Scan, bind, print_corpus, repeat
from benchmarks.running import CONGVAN, OCRMYPDF, Run, machine, run
from pipeline.evaluate.score import text_score

COLD_STARTS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """One program over the whole corpus.

    ``cer`` is in gold's reading order; ``words_lost`` is the share of gold's words that are not
    anywhere on the page, whatever the order.
    """

    program: str
    pages: int
    seconds: float
    core_seconds: float
    cer: float
    words_lost: float

    @property
    def pages_per_second(self) -> float:
        """Pages by wall-clock time."""
        return self.pages / self.seconds


def measure(program: str, scan: Scan, done: Run, texts: Sequence[str]) -> Speed:
    """The speed and the errors of ``texts``, which ``program`` read in the run ``done``."""
    padded = [*texts, *[""] * (len(scan.texts) - len(texts))]
    scores = [text_score(gold, got) for gold, got in zip(scan.texts, padded, strict=False)]
    lost = sum(
        (Counter(gold.split()) - Counter(got.split())).total()
        for gold, got in zip(scan.texts, padded, strict=False)
    )
    return Speed(
        program,
        len(scan.texts),
        done.seconds,
        done.core_seconds,
        sum(score.character_edits for score in scores) / sum(score.characters for score in scores),
        lost / sum(score.words for score in scores),
    )


def congvan(scan: Scan, jobs: int) -> Speed:
    """The whole reading: pages, letters, headers."""
    done = run([CONGVAN, "read", scan.path, "--json", "--jobs", str(jobs)])
    pages = json.loads(done.output)["pages"]
    return measure("congvan", scan, done, [page["text"] for page in pages])


def ocrmypdf(scan: Scan, jobs: int, folder: Path) -> Speed:
    """OCR only; the sidecar has one form feed between pages."""
    sidecar = folder / "ocrmypdf.txt"
    options = ["-l", "vie", "--jobs", str(jobs), "--optimize", "0", "--output-type", "pdf"]
    target = folder / "ocrmypdf.pdf"
    done = run([OCRMYPDF, *options, "--sidecar", sidecar, scan.path, target])
    return measure("OCRmyPDF", scan, done, sidecar.read_text().split("\f"))


def cold_start(scan: Scan, folder: Path) -> float:
    """Seconds of `congvan read` on one page, median of a few runs."""
    page = repeat(scan.path, 1, folder / "page.pdf")
    return median(run([CONGVAN, "read", page, "--json"]).seconds for _ in range(COLD_STARTS))


def show(speeds: Sequence[Speed], ratio: float, cold: float) -> None:
    """The figures as a table."""
    table = Table(title=f"{speeds[0].pages} pages, {machine()}")
    for head in ("", "seconds", "pages/s", "core-s/page", "CER", "words lost"):
        table.add_column(head, justify="right")
    for speed in speeds:
        pace = (f"{speed.seconds:.1f}", f"{speed.pages_per_second:.2f}")
        work = f"{speed.core_seconds / speed.pages:.2f}"
        errors = (f"{speed.cer:.2%}", f"{speed.words_lost:.2%}")
        table.add_row(speed.program, *pace, work, *errors)
    console = Console()
    console.print(table)
    console.print(f"congvan reads {ratio:.2f} × the pages of OCRmyPDF in the same time")
    console.print(f"one page from a cold start: {cold:.2f} s (median of {COLD_STARTS})")


def main() -> None:
    """Print the corpus if none is given, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="scanned PDFs with *.gold.json")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.corpus is None:
            print_corpus(folder)
        scan = bind(options.corpus or folder, folder / "bound.pdf")
        ours, theirs = congvan(scan, options.jobs), ocrmypdf(scan, options.jobs, folder)
        cold = cold_start(scan, folder)
    ratio = ours.pages_per_second / theirs.pages_per_second
    if options.json:
        speeds = [asdict(x) | {"pages_per_second": x.pages_per_second} for x in (ours, theirs)]
        print(json.dumps({"speeds": speeds, "ratio": ratio, "cold_start_seconds": cold}))
    else:
        show((ours, theirs), ratio, cold)


if __name__ == "__main__":
    main()
