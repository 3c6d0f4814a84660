"""The register in numbers, in the text format of Prometheus.

Every number is what the register holds now, not what was done since some start: all are gauges. A
question that takes too long is left out, and named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from sqlmodel import Session

from models.errors import StoreUnavailable
from pipeline.operate.looking import TooSlow, looking, within
from pipeline.operate.metric_questions import gauge, questions
from pipeline.operate.places import free_bytes, places
from pipeline.settings import StoreSettings
from pipeline.store.database import read_session
from pipeline.store.migrate import HEAD, version_of

PATIENCE = 2.0
"""Seconds that one question may take."""


def exposition(settings: StoreSettings, version: str, now: dt.datetime) -> bytes:
    """All metrics of the register; ``version`` is the program's.

    Raises :class:`StoreError` where the register cannot be asked.
    """
    registry = CollectorRegistry()
    registry.register(_Found(_found(settings, version, now)))
    return generate_latest(registry)


class _Found(Collector):
    """Metrics that were found before anybody collects them."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _found(settings: StoreSettings, version: str, now: dt.datetime) -> Iterator[Metric]:
    yield gauge("congvan_build_info", "The program.", "version", {version: 1})
    free = {name: free_bytes(folder) for name, folder in places(settings).items()}
    yield gauge("congvan_store_bytes_free", "Room where the register is.", "place", free)
    with looking(settings) as engine, read_session(engine) as session:
        _refuse_other_version(version_of(session.connection()))
        yield from _answers(session, now)


def _refuse_other_version(found: str | None) -> None:
    """An older register has other columns; any other command brings it up to date."""
    if found != HEAD:
        words = f"sổ ở phiên bản · its version is {found}, {HEAD}"
        raise StoreUnavailable(f"{words}: `congvan intake`")


def _answers(session: Session, now: dt.datetime) -> Iterator[Metric]:
    skipped: dict[str, float] = {}
    for name, ask in questions(now):
        try:
            with within(session, PATIENCE):
                answer = ask(session)
        except TooSlow:
            skipped[name] = 1
        else:
            yield answer
    words = "Metrics that are not here, for counting took too long."
    yield gauge("congvan_metrics_skipped", words, "metric", skipped)
