"""Reads many files at once for whoever asks, in worker processes that stay.

::

    with ReadingRoom(settings, store.files) as room:
        read = room.read(path, "123.pdf")    # from any thread

What ``pipeline.read`` does for a list of files, this does for files that come one by one.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from models.directions import AS_FOUND, Directions
from models.errors import CongvanError, DocumentTimeout, PageError, StoreError, WorkStopped
from models.layout import PageLayout
from pipeline.logs import bound, context, in_context
from pipeline.read import (
    GRACE,
    Inspected,
    Progress,
    assemble,
    failed_page,
    inspect_file,
    load_language,
    load_readers,
)
from pipeline.settings import Settings
from pipeline.store.files import FileStore
from pipeline.store.page_work import KeptImage, draw_failed_page, read_and_draw
from pipeline.workers import Crew, still

if TYPE_CHECKING:
    from models.reading import Reading

log = logging.getLogger("congvan.reading")
_Key = tuple[int, int | None]
"""A file, and one of its pages; ``None`` for its inspection."""

MOST_AHEAD = 64
"""Files that are read before anybody asks for them; their readings are kept until then."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a file, and by their pages the images, which are in the file store, and the
    words, packed (``pipeline.store.page_words``).
    """

    reading: Reading
    images: dict[int, KeptImage]
    words: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Order:
    """A file that somebody waits for; ``fields`` are what the log says of it."""

    number: int
    path: Path
    name: str
    directions: Directions
    fields: dict[str, object]
    future: Future[Read] = field(default_factory=Future)
    found: Inspected | None = None
    pages: dict[int, PageLayout] = field(default_factory=dict)
    images: dict[int, KeptImage] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    drawing: int = 0

    @property
    def is_done(self) -> bool:
        return (
            self.found is not None and len(self.pages) == self.found.page_count and not self.drawing
        )


class ReadingRoom:
    """Up to ``settings.jobs`` pages at a time; ``on_progress`` hears (pages done, pages known)."""

    def __init__(
        self, settings: Settings, files: FileStore, on_progress: Progress | None = None
    ) -> None:
        self._settings = settings
        self._files = files
        self._on_progress = on_progress
        self._done = self._known = 0
        self._numbers = count()
        self._asked: deque[_Order] = deque()
        self._open: dict[int, _Order] = {}
        self._ahead: dict[Path, _Order] = {}
        self._hears, self._bell = Pipe(duplex=False)
        self._closing = Event()
        self._thread = Thread(target=self._serve, name="reading-room", daemon=True)

    def __enter__(self) -> ReadingRoom:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading at once; whoever waits hears :class:`WorkStopped`."""
        if not self._closing.is_set():
            self._closing.set()
            self._bell.send_bytes(b"!")
        self._thread.join()

    def close_meanwhile(self) -> None:
        """The same, without waiting for the end: for whoever hears a signal."""
        Thread(target=self.close, daemon=True).start()

    def read(self, path: Path, name: str, directions: Directions = AS_FOUND) -> Read:
        """The reading of the file at ``path``, which people know as ``name``.

        ``directions`` are what people say of how it is to be read.
        Raises :class:`CongvanError`, :class:`DocumentTimeout` after ``document_timeout`` seconds,
        and :class:`WorkStopped` when the room is closed.
        """
        limit = self._settings.document_timeout
        order = self._ahead.pop(path, None)
        if order is None or (order.name, order.directions) != (name, directions):
            order = self._ask(path, name, directions)
        try:
            return order.future.result(limit)
        except FutureTimeout:
            order.future.cancel()
            raise DocumentTimeout(f"{limit:g} s") from None

    @property
    def is_far_ahead(self) -> bool:
        """Whether no more files are read before anybody asks for them."""
        return len(self._ahead) >= MOST_AHEAD

    def read_ahead(self, path: Path, name: str) -> None:
        """Begin with a file for which somebody will soon ask by the same path and name.

        After :data:`MOST_AHEAD` such files nothing happens. Raises :class:`WorkStopped`.
        """
        if not self.is_far_ahead and path not in self._ahead:
            self._ahead[path] = self._ask(path, name)

    def _ask(self, path: Path, name: str, directions: Directions = AS_FOUND) -> _Order:
        fields = {"document": name, **context()}
        order = _Order(next(self._numbers), path, name, directions, fields)
        self._asked.append(order)
        if self._closing.is_set():
            raise WorkStopped(name)
        self._bell.send_bytes(b"!")
        return order

    def _serve(self) -> None:
        try:
            with (
                ThreadPoolExecutor(1, thread_name_prefix="reading-desk") as desk,
                Crew[_Key](
                    workers=self._settings.jobs,
                    time_limit=self._settings.page_timeout + GRACE,
                    warm_up=load_readers,
                    bell=self._hears,
                ) as crew,
            ):
                desk.submit(load_language)
                while not self._closing.is_set():
                    self._work(crew, desk)
                    # The crew may have heard the bell of the end already.
                    if not self._closing.is_set():
                        wait([self._hears])
                        still(self._hears)
        finally:
            self._closing.set()
            for order in [*self._open.values(), *self._asked]:
                _fail(order, WorkStopped(order.name))

    def _work(self, crew: Crew[_Key], desk: ThreadPoolExecutor) -> None:
        """Read until nobody waits for anything."""
        for (number, page), outcome in crew.run(_Orders(self)):
            if self._closing.is_set():
                return
            order = self._open.get(number)
            if order is None:
                continue
            if order.future.cancelled():
                self._drop(crew, order)
            else:
                self._take(crew, order, page, outcome)
                if order.is_done:
                    del self._open[number]
                    desk.submit(_finish, order)

    def _take(self, crew: Crew[_Key], order: _Order, page: int | None, outcome: Any) -> None:  # noqa: ANN401
        if isinstance(outcome, StoreError):  # the page can be read: not it, the file is tried again
            self._drop(crew, order)
            _fail(order, outcome)
        elif page is None:
            self._inspected(crew, order, outcome)
        elif page in order.pages:  # it was drawn only
            order.drawing -= 1
            if isinstance(outcome, KeptImage):
                order.images[page] = outcome
        else:
            self._page_read(crew, order, page, outcome)

    def _inspected(self, crew: Crew[_Key], order: _Order, outcome: Any) -> None:  # noqa: ANN401
        if isinstance(outcome, CongvanError):
            self._drop(crew, order)
            _fail(order, outcome)
            return
        order.found = outcome
        self._tell(known=outcome.page_count, done=len(outcome.text))
        if outcome.text:
            order.pages = {page.number: page for page in outcome.text}
            return
        for number in range(1, outcome.page_count + 1):
            key = (order.number, number)
            turned = order.directions.turn_of(number)
            task = (read_and_draw, order.path, number, self._settings, self._files, turned)
            crew.add(key, in_context, order.fields, *task)

    def _page_read(self, crew: Crew[_Key], order: _Order, number: int, outcome: Any) -> None:  # noqa: ANN401
        if isinstance(outcome, CongvanError):
            with bound(**order.fields):
                order.pages[number] = failed_page(number, outcome)
            order.drawing += 1
            task = (draw_failed_page, order.path, number, self._files)
            crew.add((order.number, number), in_context, order.fields, *task)
        else:
            order.pages[number] = outcome.layout
            if outcome.image is not None:
                order.images[number] = outcome.image
            if outcome.words is not None:
                order.words[number] = outcome.words
        self._tell(done=1)

    def _tell(self, *, done: int = 0, known: int = 0) -> None:
        self._done += done
        self._known += known
        if self._on_progress is not None:
            self._on_progress(self._done, self._known)

    def _drop(self, crew: Crew[_Key], order: _Order) -> None:
        """Nobody waits for this file any more."""
        crew.drop(lambda key: key[0] == order.number)
        self._open.pop(order.number, None)

    def next_order(self) -> _Order | None:
        """A file that nobody has begun, which is now begun."""
        while self._asked:
            order = self._asked.popleft()
            if not order.future.cancelled():
                self._open[order.number] = order
                return order
        return None


@dataclass(frozen=True, slots=True)
class _Orders(Iterator[tuple[_Key, Callable[..., Any], tuple[Any, ...]]]):
    """The files that wait; after its end it may go on, when more have come."""

    room: ReadingRoom

    def __next__(self) -> tuple[_Key, Callable[..., Any], tuple[Any, ...]]:
        order = self.room.next_order()
        if order is None:
            raise StopIteration
        return (order.number, None), in_context, (order.fields, inspect_file, order.path)


def _finish(order: _Order) -> None:
    """The pages become a reading."""
    assert order.found is not None
    try:
        reading = assemble(
            order.path, order.found, list(order.pages.values()), order.directions.starts
        )
        source = reading.source.model_copy(update={"name": order.name})
        found = Read(reading.model_copy(update={"source": source}), order.images, order.words)
    except CongvanError as error:
        _fail(order, error)
    except Exception as error:  # one file's trouble stays its own
        log.debug("a file could not be understood", exc_info=True)
        _fail(order, PageError(f"{type(error).__name__}: {error}"[:200]))
    else:
        if order.future.set_running_or_notify_cancel():
            order.future.set_result(found)


def _fail(order: _Order, error: CongvanError) -> None:
    """Tell whoever waits, in terms of the name that people know."""
    told = type(error)(error.detail.replace(order.path.name, order.name))
    if order.future.set_running_or_notify_cancel():
        order.future.set_exception(told)
