"""The flow that works the ledger off: one Prefect task a document, never a page.

The ledger decides what is done and by whom; Prefect runs it, shows it and keeps its history. So
nothing is lost with Prefect's database, and nothing is done twice with two flows.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed

from flows.at_a_time import FAREWELL
from flows.hands import Hands, hands
from flows.lost import give_back
from flows.recorded import until_recorded
from flows.summary import Summary
from flows.workplace import workplace
from models.errors import WorkAbandoned, WorkStopped
from models.register import OPEN_STATES, IntakeItem
from pipeline.stopping import stopping
from pipeline.store.readings import options_of
from pipeline.store.shift import new_owner, shift
from pipeline.store.work import Desk, Worked


# Without tags: for each tag Prefect asks its server before every task.
@task(name="document", task_run_name="{name}", cache_policy=NO_CACHE)
def document(item_id: int, name: str, owner: str) -> State[Worked]:
    """Work one file off; its state in Prefect is named after what became of it.

    The ledger is the cache (content, reader's version, options) and the one that tries again:
    Prefect's own would be lost with its database.
    """
    place = workplace()
    desk = Desk(place.store, owner, place.room.read, options_of(place.settings))
    try:
        worked = replace(desk.work(item_id, name), reading=None)  # Prefect keeps what it is given
    except WorkStopped as error:
        worked = Worked.lost(item_id, name, error)
    label = worked.state.value if worked.state else "taken_over"
    if worked.error is None:
        return Completed(name=label, message=", ".join(worked.documents), data=worked)
    if worked.state in OPEN_STATES:
        return Completed(name="try_again", message=str(worked.error), data=worked)
    return Failed(name=label, message=str(worked.error), data=worked)


@flow(name="congvan-ingest", flow_run_name="{label}", persist_result=False)
def ingest(label: str = "congvan") -> Summary:
    """Work off whatever is open in the ledger, several documents at a time; a summary at the end.

    ``label`` is what people call this run.
    """
    place, owner = workplace(), new_owner()
    ends: SimpleQueue[Worked] = SimpleQueue()
    summary = Summary()
    out: dict[int, PrefectFuture[Any]] = {}
    begun = 0
    with stopping(place.end), hands(place.settings, document) as own:

        def submit(item: IntakeItem) -> None:
            nonlocal begun
            begun += 1
            number, name = item.id or 0, item.name
            future = out[number] = own.submit(item_id=number, name=name, owner=owner)
            future.add_done_callback(lambda done: ends.put(_end(item, done, own)))

        for worked in shift(
            place.store, owner, submit, ends, width=own.width, stop=place.stop, only=place.only
        ):
            out.pop(worked.item_id, None)
            ended = give_back(place.store, owner, worked)
            summary.add(ended)
            place.on_end(ended)
        _wait_for(out.values())
        until_recorded(begun)
    create_markdown_artifact(summary.markdown(), key="congvan-ingest", description=label)
    return summary


def _end(item: IntakeItem, future: PrefectFuture[Any], own: Hands) -> Worked:
    """What a task found; one that Prefect or the cluster lost has no end."""
    number, name = item.id or 0, item.name
    try:
        found = future.result(raise_on_failure=False)
    except own.fatal as error:
        found = WorkAbandoned(type(error).__name__)
    except Exception as error:
        found = error
    return found if isinstance(found, Worked) else Worked.lost(number, name, found)


def _wait_for(futures: Iterable[PrefectFuture[Any]]) -> None:
    """They were told to stop, and end soon."""
    until = time.monotonic() + FAREWELL
    for future in futures:
        future.wait(max(0.0, until - time.monotonic()))
