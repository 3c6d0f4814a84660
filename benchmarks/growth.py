"""Does reading take time in proportion to the text, whatever stands in it?

`python -m benchmarks.growth [--json]` reads texts of one length and of eight times that length
and shows the exponent of the growth: 1 is in proportion, 2 would be quadratic. It ends with 1
when one of them grows faster than ``ALLOWED``. Seconds are those of the processor, the best of
three, so that other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from benchmarks import growth_texts
from benchmarks.running import machine
from pipeline.extract.citation_mentions import find_mentions
from pipeline.extract.citation_scope import scoped
from pipeline.extract.deadlines import deadline_of
from pipeline.extract.letters import letters_of
from pipeline.extract.periods import periods_in
from pipeline.extract.quantities import find_quantities
from pipeline.extract.reports import report_of
from pipeline.extract.sentences import sentences
from pipeline.extract.targets import find_targets
from pipeline.ocr.text_lines import plain_lines, text_page

FACTOR = 8
ALLOWED = 1.5
# A run shorter than this says little about growth.
MEASURABLE = 0.02
T = TypeVar("T")
ISSUED = dt.date(2024, 5, 10)


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds for a text and for one ``FACTOR`` times as long."""

    what: str
    piece: str
    short: float
    long: float

    @property
    def exponent(self) -> float:
        """1 for time in proportion; a time too short to be measured counts as ``MEASURABLE``."""
        return math.log(max(self.long, MEASURABLE) / max(self.short, MEASURABLE), FACTOR)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the texts, how many characters the short one has, and its pieces."""

    name: str
    reads: Callable[[str], object]
    length: int
    pieces: list[str]


def _read_line(line: str) -> object:
    return letters_of([text_page(plain_lines(line))])


def _read_sentence(text: str) -> object:
    mentions = find_mentions(text)
    return scoped(text, mentions, [0] * len(mentions)), sentences(text)


READERS = [
    Reader("letters_of, one line", _read_line, 2_000, growth_texts.LINES),
    Reader("citations of a sentence", _read_sentence, 3_000, growth_texts.SENTENCES),
    Reader("find_quantities", find_quantities, 25_000, growth_texts.QUANTITIES),
    Reader("periods_in", periods_in, 50_000, growth_texts.PERIODS),
    Reader("find_targets", find_targets, 20_000, growth_texts.TARGETS),
    Reader("deadline_of", lambda text: deadline_of(text, ISSUED), 25_000, growth_texts.DEADLINES),
    Reader("report_of", report_of, 25_000, growth_texts.REPORTS),
]
PLAN_PAGES = 20


def measured() -> Iterator[Growth]:
    """All of them, one after the other."""
    for reader in READERS:
        for piece in reader.pieces:
            yield Growth(
                reader.name,
                piece,
                _seconds(reader.reads, growth_texts.repeated(piece, reader.length)),
                _seconds(reader.reads, growth_texts.repeated(piece, FACTOR * reader.length)),
            )
    yield Growth(
        "letters_of, a plan",
        f"{PLAN_PAGES} pages",
        _seconds(letters_of, growth_texts.plan(PLAN_PAGES)),
        _seconds(letters_of, growth_texts.plan(FACTOR * PLAN_PAGES)),
    )


def _seconds(reads: Callable[[T], object], given: T) -> float:
    def once() -> float:
        begin = time.process_time()
        reads(given)
        return time.process_time() - begin

    return min(once() for _ in range(3))


def main() -> None:
    """Measure, show, and end with 1 when something grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = sorted(measured(), key=lambda growth: -growth.exponent)
    if options.json:
        print(json.dumps([asdict(one) | {"exponent": one.exponent} for one in found]))
    else:
        _show(found)
    if found[0].exponent > ALLOWED:
        raise SystemExit(1)


def _show(found: list[Growth]) -> None:
    console = Console()
    console.print(f"time for {FACTOR} times the text, {machine()}")
    table = Table("reads", "piece")
    for head in ("seconds", f"{FACTOR} times", "exponent"):
        table.add_column(head, justify="right")
    for one in found[:15]:
        table.add_row(
            one.what, repr(one.piece), f"{one.short:.3f}", f"{one.long:.3f}", f"{one.exponent:.2f}"
        )
    console.print(table)
    console.print(f"the other {max(0, len(found) - 15)} grow no faster")


if __name__ == "__main__":
    main()
