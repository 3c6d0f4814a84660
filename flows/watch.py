"""The flow that watches a folder: it takes in what is ready, and has it worked off.

Looking and working go on at the same time: a file that comes while ten thousand others are worked
off is in the ledger after a few seconds.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.ingest import ingest
from flows.stopping import stopping
from flows.summary import Summary
from flows.workplace import Workplace, workplace
from models.errors import StoreError
from pipeline.settings import load_store_settings
from pipeline.store.ledger import counted
from pipeline.store.shift import patiently
from pipeline.watching.folder import PATIENCE
from pipeline.watching.intake import FolderIntake, Taken, checked_root, memory_of

GLANCE = 0.5
"""Seconds after which somebody who waits looks whether there is something to do."""
SLOWEST_LOOK = 5.0
"""Seconds between two looks at the folder, at most."""


class Watcher:
    """Looks at a folder every few seconds, until the workplace stops.

    With ``once`` it ends when nothing is left to wait for, or when what does not look whole has
    been waited for as long as it may be.
    """

    def __init__(
        self, place: Workplace, intake: FolderIntake, settle: float, *, once: bool
    ) -> None:
        self._place = place
        self._intake = intake
        self._pause = min(SLOWEST_LOOK, max(GLANCE, settle / 2))
        self._most = (PATIENCE + 2) * settle / self._pause if once else None
        self.failure: BaseException | None = None
        self.is_done = Event()
        self._thread = Thread(target=self._go_on, name="watcher", daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._place.stop.set()
        self._thread.join()

    def _go_on(self) -> None:
        try:
            self._look_again_and_again()
        except BaseException as error:  # told by the flow, in its own thread
            self.failure = error
        finally:
            self.is_done.set()

    def _look_again_and_again(self) -> None:
        looks = 0
        while not self._place.stop.is_set():
            taken, looks = self._look(), looks + 1
            if self._most is not None and looks > 1 and self._is_over(taken, looks):
                return
            self._place.stop.wait(self._pause)

    def _look(self) -> Taken:
        try:
            taken = self._intake.look()
        except StoreError as error:  # it may pass: the next look tries again
            taken = Taken(errors=[(self._intake.memory, error)])
        self._place.on_look(taken)
        return taken

    def _is_over(self, taken: Taken, looks: int) -> bool:
        assert self._most is not None
        return not taken.waiting or looks > self._most


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
    of ``congvan-ingest`` of its own. Raises :class:`WatchRefused`, and :class:`StoreError` when the
    register stays away.
    """
    place, whole = workplace(), Summary()
    home = load_store_settings().home
    root = checked_root(Path(folder), home)
    intake = FolderIntake(
        place.store, root, memory_of(root, home), settle=settle, label=intake_label
    )
    watcher = Watcher(place, intake, settle, once=once)
    with stopping(place.end), watcher:
        while not place.stop.is_set():
            was_done = watcher.is_done.is_set()
            if _open_files(place):
                summary = ingest(label=f"{label}: đợt · batch")
                whole.by_state.update(summary.by_state)
                whole.pages += summary.pages  # failures are named in the page of each batch
            elif was_done:
                break
            else:
                place.stop.wait(GLANCE)
    create_markdown_artifact(whole.markdown(), key="congvan-watch", description=label)
    if watcher.failure is not None:
        raise watcher.failure
    return whole.files


def _open_files(place: Workplace) -> int:
    def ask() -> int:
        with place.store.reading() as session:
            return counted(session).open

    return patiently(ask)
