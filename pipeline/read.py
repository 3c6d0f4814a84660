"""A file becomes a reading: the whole story for a newcomer.

::

    inspect_file ─▶ read_page (each page, in a worker) ─▶ assemble
                     text layer, or image → words            letters → headers

Pages are read in worker processes, so that one that hangs or crashes costs itself only.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from models.errors import CongvanError, FileUnreadable, NoPages, PageError
from models.layout import PageLayout, Trouble
from pipeline.logs import bound, in_context, log_event
from pipeline.settings import Settings, load_settings
from pipeline.workers import Crew

if TYPE_CHECKING:
    from models.reading import Reading
    from pipeline.ocr.engines import Engine
    from pipeline.ocr.page import SeenPage
    from pipeline.ocr.page_source import Document
    from pipeline.ocr.signatures import PdfSignature

Progress = Callable[[int, int], None]
# The page's own deadline is a little before the worker's, so that the engine stops by itself.
GRACE = 5.0
# Seconds for a task before the settings are known.
FIRST_LIMIT = 120.0
# Bytes: a scanned page or two.
SMALL_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that can be opened: its pages, or its text already, and its signatures."""

    page_count: int
    sha256: str
    text: tuple[PageLayout, ...] = ()
    signatures: tuple[PdfSignature, ...] = ()


def read_file(path: Path, settings: Settings | None = None) -> Reading:
    """The reading of one file, in this process plus workers. Raises :class:`CongvanError`."""
    for _, outcome in read_files([path], settings=settings):
        if isinstance(outcome, CongvanError):
            raise outcome
        return outcome
    raise FileUnreadable(path.name)


def read_files(
    paths: Iterable[Path],
    *,
    settings: Settings | None = None,
    jobs: str | int | None = None,
    on_progress: Progress | None = None,
) -> Iterator[tuple[Path, Reading | CongvanError]]:
    """Readings of many files, in the order of ``paths``; a file that fails yields its error.

    ``on_progress`` hears (pages done, pages known so far).
    """
    ordered = list(paths)
    # In threads: whoever gives out the pages must not be busy with anything else.
    language = Thread(target=load_language, daemon=True)
    with (
        ThreadPoolExecutor(max_workers=1) as desk,
        Crew[Any](workers=1, time_limit=FIRST_LIMIT, warm_up=load_readers) as crew,
    ):
        board = _Board(ordered, desk, on_progress)
        how = settings or load_settings(jobs=None if jobs is None else str(jobs))
        crew.enlarge(how.jobs, how.page_timeout + GRACE, start=_is_much(ordered))
        tasks = (
            ((index, None), in_context, ({"document": path.name}, inspect_file, path))
            for index, path in enumerate(ordered)
        )
        for (index, page), outcome in crew.run(tasks, meanwhile=(_load_parsers, language.start)):
            if page is None:
                board.inspected(index, outcome)
                path = ordered[index]
                for number in board.pages_to_read(index):
                    told = {"document": path.name}
                    crew.add((index, number), in_context, told, read_page, path, number, how)
            else:
                board.read(index, page, outcome)
            yield from board.finished()
        yield from board.rest()


def _is_much(paths: Sequence[Path]) -> bool:
    """Whether there is more to read than a page or two."""
    with contextlib.suppress(OSError):
        return len(paths) > 1 or any(path.stat().st_size > SMALL_FILE for path in paths)
    return False


def load_readers() -> None:
    """What a worker needs for most pages, loaded while the parent loads the settings."""
    import pipeline.ocr.page  # noqa: F401
    from pipeline.ocr.line_readers import digit_reader, vietnamese_reader

    _engine("auto", None)
    digit_reader()
    vietnamese_reader()


def _load_parsers() -> None:
    """What the parent needs first when pages come back, loaded while the file is opened."""
    import models.reading  # noqa: F401
    import pipeline.extract.header
    import pipeline.extract.split  # noqa: F401


def load_language() -> None:
    """What the parent needs to understand letters, loaded while the first pages are read."""
    import pipeline.extract.letters  # noqa: F401
    from pipeline.extract.nlp import warm_up

    warm_up()


def inspect_file(path: Path) -> Inspected:
    """What can be known of a file before reading it. Raises :class:`InputError`."""
    from pipeline.ocr.load import open_document, sniff, text_pages

    kind = sniff(path)
    digest = _sha256(path)
    if not kind.has_pages:
        pages = text_pages(path)
        for page in pages:
            log_event("page_read", page=page.number, origin=page.origin)
        return Inspected(len(pages), digest, pages)
    with open_document(path) as document:
        count = document.page_count
    if count == 0:
        raise NoPages(path.name)
    return Inspected(count, digest, (), _signatures(path) if kind == "pdf" else ())


def read_page(path: Path, number: int, settings: Settings) -> PageLayout:
    """Page ``number`` (from 1) of a file with pages. Raises :class:`PageError`."""
    return see_page(path, number, settings).layout


def see_page(path: Path, number: int, settings: Settings, turned: int | None = None) -> SeenPage:
    """The same, with the upright pixels of a page that had to be recognised.

    ``turned``: by how many degrees clockwise it lies turned, where a person has said so.
    """
    began = time.monotonic()
    with bound(page=number):
        seen = _seen(path, number, settings, turned)
        log_event(
            "page_read",
            seconds=round(time.monotonic() - began, 3),
            origin=seen.layout.origin,
            confidence=round(seen.layout.confidence, 3),
        )
    return seen


def _seen(path: Path, number: int, settings: Settings, turned: int | None) -> SeenPage:
    from pipeline.ocr.layer_page import layout_of_layer
    from pipeline.ocr.page import Reader, SeenPage, read_image
    from pipeline.ocr.pen_gaps import fill_gaps, has_gap
    from pipeline.ocr.pictured import stamp_places, with_pictured_stamps

    deadline = time.monotonic() + settings.page_timeout

    def reader() -> Reader:
        return Reader(_engine(settings.engine, settings.tessdata), deadline)

    page = document_of(path).page(number - 1)
    layer = page.text_layer()
    if layer is not None and not layer.recognised:
        layout = layout_of_layer(layer, number)
        with contextlib.suppress(PageError):  # the print is known, even if no picture can be had
            layout = fill_gaps(layout, page.image()) if has_gap(layout) else layout
            if places := stamp_places(layer.overlays):
                layout = with_pictured_stamps(layout, places, page.image(), reader())
        return SeenPage(layout)
    return read_image(page.image(), number, reader(), page.stamped_words(), turned)


def failed_page(number: int, error: CongvanError) -> PageLayout:
    """What stands for a page that could not be read."""
    log_event("page_failed", level=logging.WARNING, page=number, code=error.code)
    return PageLayout(number, "failed", troubles=(Trouble(error.code, error.message),))


def assemble(
    path: Path,
    found: Inspected,
    pages: Sequence[PageLayout],
    starts: Sequence[int] | None = None,
) -> Reading:
    """The reading of a file whose pages have been read.

    ``starts`` are the pages on which letters begin, where a person has said so.
    """
    from models.reading import Page, Problem, Reading, Source
    from pipeline.extract.letters import letters_of

    ordered = sorted(pages, key=lambda page: page.number)
    return Reading(
        source=Source(name=path.name, sha256=found.sha256, page_count=found.page_count),
        pages=[
            Page(
                number=page.number,
                origin=page.origin,
                rotation=page.rotation,
                skew=page.skew,
                confidence=round(page.confidence, 4),
                text=page.text,
            )
            for page in ordered
        ],
        letters=letters_of(ordered, found.signatures, starts),
        problems=[
            Problem(code=trouble.code, message=trouble.message, page=page.number)
            for page in ordered
            for trouble in page.troubles
        ],
    )


@dataclass(slots=True)
class _File:
    """One file on its way: what is known of it and which pages are still out."""

    found: Inspected | None = None
    error: CongvanError | None = None
    pages: dict[int, PageLayout] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        if self.error is not None:
            return True
        return self.found is not None and len(self.pages) == self.found.page_count


class _Board:
    """Keeps the score of files and pages, and hands finished files out in order."""

    def __init__(self, paths: Sequence[Path], desk: Executor, on_progress: Progress | None) -> None:
        self._paths = paths
        self._desk = desk
        self._due: deque[tuple[Path, Future[Reading] | CongvanError]] = deque()
        self._files = [_File() for _ in paths]
        self._next = 0
        self._handed_out = 0  # pages of the files handed out, whose layouts are let go
        self._on_progress = on_progress

    def inspected(self, index: int, outcome: Inspected | CongvanError) -> None:
        file = self._files[index]
        if isinstance(outcome, CongvanError):
            file.error = outcome
        else:
            file.found = outcome
            file.pages = {page.number: page for page in outcome.text}
        self._tell()

    def pages_to_read(self, index: int) -> range:
        found = self._files[index].found
        return range(1, found.page_count + 1) if found and not found.text else range(0)

    def read(self, index: int, number: int, outcome: PageLayout | CongvanError) -> None:
        if isinstance(outcome, CongvanError):
            with bound(document=self._paths[index].name):
                outcome = failed_page(number, outcome)
        self._files[index].pages[number] = outcome
        self._tell()

    def finished(self) -> Iterator[tuple[Path, Reading | CongvanError]]:
        """What is ready to be handed out; files whose pages are all there go to the desk."""
        self._to_desk()
        while self._due and _is_ready(self._due[0][1]):
            yield self._handed_out_next()

    def rest(self) -> Iterator[tuple[Path, Reading | CongvanError]]:
        """What is still on the desk when all pages are read."""
        while self._due:
            yield self._handed_out_next()

    def _handed_out_next(self) -> tuple[Path, Reading | CongvanError]:
        path, due = self._due.popleft()
        return path, due.result() if isinstance(due, Future) else due

    def _to_desk(self) -> None:
        while self._next < len(self._files) and self._files[self._next].is_done:
            file, path = self._files[self._next], self._paths[self._next]
            self._next += 1
            if file.error is not None or file.found is None:
                self._due.append((path, file.error or FileUnreadable(path.name)))
            else:
                pages = list(file.pages.values())
                due = self._desk.submit(assemble, path, file.found, pages)
                self._due.append((path, due))
            self._handed_out += len(file.pages)
            file.pages = {}

    def _tell(self) -> None:
        if self._on_progress is not None:
            known = sum(f.found.page_count for f in self._files if f.found)
            waiting = sum(len(f.pages) for f in self._files)
            self._on_progress(self._handed_out + waiting, known)


def _stop_threads_of_opencv() -> None:
    """A worker that is forked has none of the parent's threads and would wait for OpenCV's."""
    cv2 = sys.modules.get("cv2")
    if cv2 is not None:
        cv2.setNumThreads(1)


os.register_at_fork(before=_stop_threads_of_opencv)


def _is_ready(due: Future[Reading] | CongvanError) -> bool:
    return not isinstance(due, Future) or due.done()


@lru_cache(maxsize=1)
def document_of(path: Path) -> Document:
    """The file that this worker reads from; the one before is let go."""
    from pipeline.ocr.load import open_document

    return open_document(path)


@lru_cache(maxsize=1)
def _engine(choice: str, tessdata: Path | None) -> Engine:
    import cv2

    from pipeline.ocr.engines import open_engine

    cv2.setNumThreads(1)
    return open_engine(choice, tessdata)


def _signatures(path: Path) -> tuple[PdfSignature, ...]:
    from pipeline.ocr.signatures import check_signatures

    return tuple(check_signatures(path))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileUnreadable(path.name) from error


__all__ = ["PageError", "assemble", "inspect_file", "read_file", "read_files", "read_page"]
