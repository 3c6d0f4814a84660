"""What a process needs to work files off: opened when the first one comes, kept for the next.

A task of Prefect may run in a thread here or in a process elsewhere (Dask, a worker), which has
only the settings of its own environment.
"""

from __future__ import annotations

import atexit
import multiprocessing
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from models.register import IntakeItem, Original
from pipeline.logs import bound, short_hash
from pipeline.logs import set_up as set_up_log
from pipeline.read import Progress
from pipeline.settings import Settings, load_log_settings, load_settings
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.store import Store, open_store
from pipeline.store.work import Worked
from pipeline.watching.intake import Taken


@dataclass(slots=True)
class Workplace:
    """An open register and the readers.

    A command that runs a flow here says with ``only`` which files of the ledger it means, hears
    their ends by ``on_end`` and what a look at a watched folder brought by ``on_look``, and sets
    ``stop`` when it has to end.
    """

    settings: Settings
    on_progress: Progress | None = None
    on_end: Callable[[Worked], None] = lambda _worked: None
    on_look: Callable[[Taken], None] = lambda _taken: None
    only: Collection[int] | None = None
    stop: Event = field(default_factory=Event)
    _stack: ExitStack = field(default_factory=ExitStack)
    _store: Store | None = None
    _room: ReadingRoom | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def store(self) -> Store:
        """The register."""
        with self._lock:
            if self._store is None:
                self._store = self._stack.enter_context(open_store())
            return self._store

    def warm_up(self) -> None:
        """Let the readers start before the first file comes."""
        _ = self.room

    @property
    def room(self) -> ReadingRoom:
        """The readers, who start with the first file at the latest."""
        store = self.store
        with self._lock:
            if self._room is None:
                room = ReadingRoom(self.settings, store.files, self.on_progress)
                self._room = self._stack.enter_context(room)
            return self._room

    def read_ahead(self, item: IntakeItem) -> None:
        """Let the readers begin with a file that has just come, if it is new and lies here."""
        sha256 = item.sha256 or ""
        path = self.store.files.lasting("originals", sha256)
        if path is None or self.room.is_far_ahead:
            return
        with self.store.reading() as session:
            is_new = session.get(Original, sha256) is None
        if is_new:
            with bound(item=item.id, sha256=short_hash(sha256)):
                self.room.read_ahead(path, item.name)

    def end(self) -> None:
        """Stop in good order: whoever reads hears :class:`WorkStopped`."""
        self.stop.set()
        if self._room is not None:
            self._room.close_meanwhile()

    def close(self) -> None:
        """Stop the readers and let go of the register."""
        with self._lock:
            self._stack.close()
            self._store = self._room = None


_place: Workplace | None = None
_opening = Lock()


def workplace() -> Workplace:
    """The workplace of this process, which any thread may be the first to ask for."""
    global _place
    with _opening:
        if _place is None:
            _place = _own_workplace()
        return _place


def _own_workplace() -> Workplace:
    """That of a process which Prefect or Dask has started, by its own environment."""
    place = Workplace(load_settings())
    atexit.register(place.close)
    if (log := load_log_settings()) is not None:
        set_up_log(log)
    # Dask's nanny starts its workers as daemons, which may have no children; readers are some.
    multiprocessing.current_process().daemon = False
    return place


@contextmanager
def set_up(place: Workplace) -> Iterator[Workplace]:
    """Make ``place`` the workplace of this process for a while."""
    global _place
    before, _place = _place, place
    try:
        yield place
    finally:
        place.close()
        _place = before
