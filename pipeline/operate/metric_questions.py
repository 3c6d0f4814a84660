"""What is asked of the register for its metrics, one question a metric."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from sqlmodel import Session, SQLModel

from models.register import Claim, Edge, IntakeState, StoredLetter
from pipeline.operate.counting import (
    NEWEST,
    count_documents,
    count_failures,
    count_files,
    count_pages,
    count_rows,
    durations,
    oldest_open,
)

BUCKETS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
"""Seconds; a bound belongs to its bucket."""
_WORKED = (IntakeState.LINKED, IntakeState.PARTLY_READ, IntakeState.FAILED)
"""States in which a file ends after some work."""

Question = tuple[str, Callable[[Session], Metric]]


def gauge(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    """A metric with one sample for each value of its label."""
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def questions(now: dt.datetime) -> Iterator[Question]:
    """The name of each metric, and how it is found."""
    yield _by("congvan_intake_files", "Files that came in.", "state", count_files)
    yield _oldest_open(now)
    yield _by("congvan_failures", "Files that have failed.", "code", count_failures)
    yield _intake_seconds()
    yield _rows("congvan_letters", "Letters in the register.", StoredLetter)
    yield _rows("congvan_claims", "Claims that one document cites another.", Claim)
    yield _rows("congvan_edges", "Citations that support the claims.", Edge)
    yield _by("congvan_documents", "Documents, here or only cited.", "state", count_documents)
    yield _by("congvan_pages", "Pages by where their text comes from.", "origin", count_pages)


def _by(
    name: str,
    words: str,
    label: str,
    count: Callable[[Session], Mapping[str, int]],
) -> Question:
    return name, lambda session: gauge(name, words, label, count(session))


def _rows(name: str, words: str, table: type[SQLModel]) -> Question:
    return name, lambda session: GaugeMetricFamily(name, words, count_rows(session, table))


def _oldest_open(now: dt.datetime) -> Question:
    name, words = "congvan_intake_oldest_open_seconds", "For how long the oldest file is not done."

    def ask(session: Session) -> Metric:
        return GaugeMetricFamily(name, words, oldest_open(session, now).total_seconds())

    return name, ask


def _intake_seconds() -> Question:
    name = "congvan_intake_seconds"
    words = f"From the begin of the work on a file to its end: the {NEWEST} newest of each state."

    def ask(session: Session) -> Metric:
        family = HistogramMetricFamily(name, words, labels=["state"])
        for state in _WORKED:
            seconds = list(durations(session, state))
            family.add_metric([state.value], _buckets(seconds), sum(seconds))
        return family

    return name, ask


def _buckets(seconds: Iterable[float]) -> list[tuple[str, float]]:
    """How many took at most so long, for each bound and for any time."""
    counts = [0] * (len(BUCKETS) + 1)
    for each in seconds:
        counts[bisect_left(BUCKETS, each)] += 1
    return list(zip([*map(str, BUCKETS), "+Inf"], accumulate(counts), strict=True))
