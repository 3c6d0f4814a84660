"""A flow that works the ledger off for as long as it runs: each batch is a run of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from prefect.exceptions import TerminationSignal

from flows.ingest import ingest
from flows.summary import Summary
from flows.workplace import Workplace
from models.errors import StoreBusy, StoreError, StoreUnavailable
from pipeline.store.ledger import next_moment, utc_now
from pipeline.store.shift import patiently

GLANCE = 0.5
"""Seconds after which somebody who waits looks whether there is something to do."""

LONGEST_PAUSE = 30.0
"""Seconds before a register that is away is asked again."""


def work_on(
    place: Workplace,
    label: str,
    *,
    on_trouble: Callable[[StoreError], object],
    is_over: Callable[[], bool] = lambda: False,
    has_all: Callable[[], bool] = lambda: False,
    errands: Callable[[], object] = lambda: None,
) -> Summary:
    """Have the ledger worked off until told to stop, or until no more can come; what was done.

    ``has_all``: nothing comes any more, the flow ends with what is open. ``is_over``: it ends at
    once. ``on_trouble`` hears that the register stays away, which is waited for, and may raise.
    ``errands`` are done between the batches.
    """
    whole = Summary()
    is_first = True  # what a process that died has left is taken up at once, by the shift
    while not place.stop.is_set() and not is_over():
        was_all = has_all()
        try:
            moment = _next_moment(place)
            if moment is not None and (is_first or moment <= utc_now()):
                _batch(label, whole)
            elif moment is None and was_all:
                break
            else:
                place.stop.wait(GLANCE)
            errands()
        except (StoreBusy, StoreUnavailable) as error:
            on_trouble(error)
            place.stop.wait(LONGEST_PAUSE)
        is_first = False
    return whole


def _next_moment(place: Workplace) -> dt.datetime | None:
    """When the next open file can be taken. Raises :class:`StoreError` when it stays away."""

    def ask() -> dt.datetime | None:
        with place.store.reading() as session:
            return next_moment(session, utc_now())

    return patiently(ask)


def _batch(label: str, whole: Summary) -> None:
    """Have what is open worked off and add it to the ``whole``; its own page names its failures."""
    try:
        batch = ingest(label=label)
    except TerminationSignal:  # SIGTERM while Prefect began or ended the run: ``stop`` is set
        return
    whole.by_state.update(batch.by_state)
    whole.pages += batch.pages
