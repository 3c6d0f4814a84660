"""The flow that reads old scans with a newer reader: one Prefect task a document.

What is left to do is in the register: a run that was cut off is started again, and two at once do
no harm. Prefect only shows it.
"""

from __future__ import annotations

import random
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed

from flows.at_a_time import at_a_time
from flows.summary import Summary
from flows.workplace import workplace
from models.errors import CongvanError
from pipeline.review.ordered import reread_ordered
from pipeline.stopping import stopping
from pipeline.store.intake import AHEAD
from pipeline.store.readings import options_of
from pipeline.store.rereading import Rereader
from pipeline.store.stale_readings import Waiting, waiting_files
from pipeline.store.work import PASSING, Worked


# Without tags: for each tag Prefect asks its server before every task.
@task(name="document", task_run_name="{name}", cache_policy=NO_CACHE)
def document(sha256: str, name: str, everything: bool) -> State[Worked]:
    """Read one file anew; its state in Prefect is named after what became of it."""
    place = workplace()
    options = options_of(place.settings)
    try:
        worked = Rereader(place.store, place.room.read, options, everything).work(sha256)
    except CongvanError as error:  # not this file's fault: it is read by the next run
        worked = Worked.lost(0, name, error)
        return Completed(name="try_again", message=str(error), data=worked)
    if worked.error is not None:
        return Failed(name="kept_old_reading", message=str(worked.error), data=worked)
    label = worked.state.value if worked.state else "read_already"
    return Completed(name=label, message=", ".join(worked.documents), data=worked)


@flow(name="congvan-reread", flow_run_name="{label}", persist_result=False)
def reread(
    label: str = "congvan reread", files: list[str] | None = None, everything: bool = False
) -> Summary:
    """Read anew what another version of the reader read, or this one with other options.

    ``label`` is what people call this run. ``files`` are hashes of those that are meant, without it
    all. ``everything``: also what this version has read. Raises :class:`StoreError` where the
    register stays away.
    """
    place = workplace()
    with place.store.reading() as session:
        options = options_of(place.settings)
        waiting = waiting_files(session, options, everything=everything, only=files)
    random.shuffle(waiting)  # so that two runs at once seldom read the same file

    def submit(each: Waiting) -> PrefectFuture[Any]:
        return document.submit(each.sha256, each.name, everything)

    summary, away = Summary(), None
    with stopping(place.end):
        width = place.settings.jobs + AHEAD
        for each, found in at_a_time(width, waiting, submit, place.stop):
            worked = found if isinstance(found, Worked) else Worked.lost(0, each.name, found)
            summary.add(worked)
            place.on_end(worked)
            if isinstance(worked.error, PASSING):
                away = worked.error
                place.end()
    create_markdown_artifact(summary.markdown(), key="congvan-reread", description=label)
    if away is not None:
        raise away
    return summary


@flow(name="congvan-reread-ordered", flow_run_name="{label}", persist_result=False)
def reread_what_is_ordered(label: str = "congvan reread") -> Summary:
    """Read anew, one after the other, the files that people have asked for in the app."""
    place, summary = workplace(), Summary()

    def work(sha256: str) -> Worked:
        state = document(sha256, sha256[:12], True, return_state=True)
        found = state.result(raise_on_failure=False)
        return found if isinstance(found, Worked) else Worked.lost(0, sha256[:12], found)

    for worked in reread_ordered(place.store, work, place.stop):
        summary.add(worked)
        place.on_end(worked)
    create_markdown_artifact(summary.markdown(), key="congvan-reread", description=label)
    return summary
