"""The flow that watches a folder: it takes in what is ready, and has it worked off.

Looking and working go on at the same time: a file that comes while ten thousand others are worked
off is in the ledger after a few seconds.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.batches import work_on
from flows.workplace import workplace
from models.errors import StoreError
from pipeline.settings import load_store_settings
from pipeline.stopping import stopping
from pipeline.store.at_work import at_work
from pipeline.watching.intake import FolderIntake, Taken, checked_root, memory_of
from pipeline.watching.memory import held
from pipeline.watching.watcher import Watcher


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
    place = workplace()
    home = load_store_settings().home
    root = checked_root(Path(folder), home)
    store, memory = place.store, memory_of(root, home)

    def trouble(error: StoreError) -> None:
        if once:
            raise error
        place.on_look(Taken(trouble=error))

    with held(memory), at_work(store.home), stopping(place.end):
        intake = FolderIntake(store, root, memory, settle=settle, label=intake_label)
        with Watcher(intake, place.stop, place.on_look, settle=settle, once=once) as watcher:
            whole = work_on(
                place,
                f"{label}: đợt · batch",
                on_trouble=trouble,
                is_over=lambda: watcher.failure is not None,
                has_all=watcher.is_done.is_set,
            )
    create_markdown_artifact(whole.markdown(), key="congvan-watch", description=label)
    if watcher.failure is not None:
        raise watcher.failure
    return whole.files
