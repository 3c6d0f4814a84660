"""How long questions to a large register take, and a letter that comes into it.

`python -m benchmarks.register [--documents N] [--keep DIR] [--database sqlite] [--json]`. The
register is made up (``benchmarks.register_corpus``) and kept in DIR, where it is built once; each
question is asked once to warm up and once by the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from benchmarks.register_adding import WARM, adding, incoming, linking
from benchmarks.register_corpus import KINDS, Kind, corpus
from benchmarks.register_questions import Question, drawn, questions
from benchmarks.running import machine
from pipeline.store.database import open_engine, read_session

ADDING_AIM = 50.0
SMALLER = (100, 10)
"""Linking is also measured in registers of so many times fewer documents."""


@dataclass(frozen=True, slots=True)
class Times:
    """What was measured, in milliseconds."""

    database: str
    name: str
    count: int
    p50: float
    p95: float
    most: float
    aim: float | None = None


def times(kind: Kind, name: str, measured: Iterable[float], aim: float | None = None) -> Times:
    """The distribution of the measured times."""
    found = np.fromiter(measured, float)
    p50, p95 = np.percentile(found, (50, 95))
    return Times(kind, name, len(found), float(p50), float(p95), float(found.max()), aim)


def measure(kind: Kind, documents: int, folder: Path) -> Iterator[Times]:
    """Everything in one database."""
    for part in SMALLER:
        with corpus(kind, documents // part, folder) as url:
            engine = open_engine(url)
            yield _linking(kind, engine, documents // part)
            engine.dispose()
    with corpus(kind, documents, folder) as url:
        engine = open_engine(url)
        yield _linking(kind, engine, documents)
        with read_session(engine) as session:
            about = drawn(session)
        asked = list(questions(about))
        # The words of the made-up letters are no part of the program: to collect garbage among
        # them takes half a second.
        gc.collect()
        gc.freeze()
        for question in asked:
            yield times(kind, question.name, _answered(engine, question), question.aim)
        letters = incoming(engine, about, seed=1)
        added = list(adding(engine, letters))[WARM:]
        yield times(kind, "adding a letter", added, ADDING_AIM)
        engine.dispose()


def _linking(kind: Kind, engine: Engine, documents: int) -> Times:
    with read_session(engine) as session:
        about = drawn(session)
    measured = list(linking(engine, incoming(engine, about, seed=2)))[WARM:]
    return times(kind, f"linking a letter, {documents} documents", measured)


def _answered(engine: Engine, question: Question) -> Iterator[float]:
    for ask in question.asked:
        with read_session(engine) as session:
            ask(session)
    for ask in question.asked:
        start = time.perf_counter()
        with read_session(engine) as session:
            ask(session)
        yield (time.perf_counter() - start) * 1000


def show(found: Iterable[Times], documents: int) -> None:
    """The figures as a table, line by line as they come."""
    console = Console()
    console.print(f"{documents} documents, {machine()}, load {os.getloadavg()[0]:.1f}")
    table = Table()
    for head in ("", "", "n", "p50 ms", "p95 ms", "max ms", "p95 of aim"):
        table.add_column(head, justify="right")
    for each in found:
        figures = (f"{each.p50:.1f}", f"{each.p95:.1f}", f"{each.most:.1f}")
        share = f"{each.p95 / each.aim:.2f} ×" if each.aim else ""
        table.add_row(each.database, each.name, str(each.count), *figures, share)
    console.print(table)


def main() -> None:
    """Build what is not there yet, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="where the registers live; else thrown away")
    parser.add_argument("--database", choices=KINDS, action="append")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="register") as name:
        folder = options.keep or Path(name)
        kinds: list[Kind] = options.database or list(KINDS)
        found = (each for kind in kinds for each in measure(kind, options.documents, folder))
        if options.json:
            print(json.dumps([asdict(each) for each in found]))
        else:
            show(found, options.documents)


if __name__ == "__main__":
    main()
