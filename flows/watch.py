"""The flow that watches a folder: it takes in what is ready, and has it worked off.

Looking and working go on at the same time: a file that comes while ten thousand others are worked
off is in the ledger after a few seconds.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.exceptions import TerminationSignal

from flows.ingest import ingest
from flows.stopping import stopping
from flows.summary import Summary
from flows.workplace import Workplace, workplace
from models.errors import StoreBusy, StoreUnavailable
from pipeline.settings import load_store_settings
from pipeline.store.ledger import next_moment, utc_now
from pipeline.store.shift import patiently
from pipeline.watching.intake import FolderIntake, Taken, checked_root, memory_of
from pipeline.watching.memory import held
from pipeline.watching.watcher import LONGEST_PAUSE, Watcher

GLANCE = 0.5
"""Seconds after which somebody who waits looks whether there is something to do."""


@flow(name="congvan-watch", flow_run_name="{label}", persist_result=False)
def watch(
    folder: str,
    label: str = "congvan watch",
    settle: float = 10.0,
    once: bool = False,
    intake_label: str | None = None,
) -> int:
    """Take in and work off what comes into a folder, until told to stop; how many files were done.

    ``label`` is what people call this run, ``intake_label`` that of the files. Each batch is a run
    of ``congvan-ingest`` of its own. Raises :class:`WatchRefused`, :class:`WatchedAlready`, and
    with ``once`` :class:`StoreError` when the register stays away; else that is waited for.
    """
    place, whole = workplace(), Summary()
    home = load_store_settings().home
    root = checked_root(Path(folder), home)
    store, memory = place.store, memory_of(root, home)
    with held(memory), stopping(place.end):
        intake = FolderIntake(store, root, memory, settle=settle, label=intake_label)
        with Watcher(intake, place.stop, place.on_look, settle=settle, once=once) as watcher:
            _work_on(place, watcher, f"{label}: đợt · batch", whole, once=once)
    create_markdown_artifact(whole.markdown(), key="congvan-watch", description=label)
    if watcher.failure is not None:
        raise watcher.failure
    return whole.files


def _work_on(place: Workplace, watcher: Watcher, label: str, whole: Summary, *, once: bool) -> None:
    """Have the ledger worked off until told to stop, or until no more can come."""
    is_first = True  # what a process that died has left is taken up at once, by the shift
    while not place.stop.is_set() and watcher.failure is None:
        was_done = watcher.is_done.is_set()
        try:
            moment = _next_moment(place)
            if moment is not None and (is_first or moment <= utc_now()):
                _batch(label, whole)
            elif moment is None and was_done:
                return
            else:
                place.stop.wait(GLANCE)
        except (StoreBusy, StoreUnavailable) as error:
            if once:
                raise
            place.on_look(Taken(trouble=error))
            place.stop.wait(LONGEST_PAUSE)
        is_first = False


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
