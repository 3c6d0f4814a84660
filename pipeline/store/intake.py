"""Files are taken in by this process: received, read, registered, each whole or not at all."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Event

from models.errors import CongvanError, WorkStopped, error_of
from models.reading import Reading
from models.register import OPEN_STATES, IntakeItem, IntakeState
from pipeline.read import Progress
from pipeline.settings import Settings, load_settings
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.readings import options_of
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import new_owner, shift
from pipeline.store.store import Store
from pipeline.store.work import Desk, Worked

AHEAD = 4
"""Files that are on their way besides those whose pages keep the workers busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one file; ``again`` when the same bytes were here before.

    ``documents`` are the addresses of its letters' documents.
    """

    sha256: str
    again: bool
    documents: tuple[str, ...]
    resemblances: int = 0
    reading: Reading | None = field(default=None, repr=False)


def add_files(
    store: Store,
    paths: Iterable[Path],
    receipt: Receipt,
    *,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> Iterator[tuple[Path, Added | CongvanError]]:
    """Take files in, one outcome each, in their order.

    All are received before the first is read. A file that cannot be read stays in the ledger and
    on the shelf. The same bytes are not read twice: the register only notes that they came again.
    """
    received = [(path, received_or_error(store, path, receipt)) for path in paths]
    is_open = [each.id or 0 for _, each in received if isinstance(each, IntakeItem)]
    ends: dict[int, Added | CongvanError] = {}
    how = settings or load_settings()
    with closing(_worked_off(store, is_open, how, on_progress)) as working:
        for path, each in received:
            if isinstance(each, CongvanError):
                yield path, each
                continue
            number = each.id or 0
            while number not in ends:
                worked = next(working)
                if worked.state not in OPEN_STATES:
                    ends[worked.item_id] = outcome_of(worked)
            yield path, ends.pop(number)


def received_or_error(store: Store, path: Path, receipt: Receipt) -> IntakeItem | CongvanError:
    """Receive a file; why it did not come in, or cannot be read, where that is seen at once."""
    try:
        item = receive(store, path, receipt)
    except CongvanError as error:
        return error
    return error_of(item.reason, item.detail) if item.state == IntakeState.FAILED else item


def outcome_of(worked: Worked) -> Added | CongvanError:
    """The end of a file as the command tells it."""
    if worked.error is not None:
        return worked.error
    if worked.state is None:
        return WorkStopped(worked.name)
    return Added(
        sha256=worked.sha256,
        again=worked.state is IntakeState.DUPLICATE,
        documents=worked.documents,
        resemblances=worked.resemblances,
        reading=worked.reading,
    )


def _worked_off(
    store: Store, only: list[int], settings: Settings, on_progress: Progress | None
) -> Generator[Worked, None, None]:
    if only:
        with ReadingRoom(settings, store.files, on_progress) as room:
            yield from work_here(store, room, settings, stop=Event(), only=only)


def work_here(
    store: Store,
    room: ReadingRoom,
    settings: Settings,
    *,
    stop: Event,
    only: list[int] | None = None,
) -> Iterator[Worked]:
    """Work the ledger off in threads of this process."""
    desk = Desk(store, new_owner(), room.read, options_of(settings))
    ends: SimpleQueue[Worked] = SimpleQueue()
    with _threads(settings.jobs + AHEAD) as pool:

        def submit(item: IntakeItem) -> None:
            number, name = item.id or 0, item.name
            due = pool.submit(desk.work, number, name)
            due.add_done_callback(lambda due: ends.put(_end(number, name, due)))

        width = settings.jobs + AHEAD
        yield from shift(store, desk.owner, submit, ends, width=width, stop=stop, only=only)


def _end(number: int, name: str, due: Future[Worked]) -> Worked:
    """What a thread found, also where it could not write down the end."""
    failure = WorkStopped(name) if due.cancelled() else due.exception()
    return due.result() if failure is None else Worked.lost(number, name, failure)


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(count, thread_name_prefix="intake")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
