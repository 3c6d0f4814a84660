"""Old scans are read by a newer reader; what people put right stays in force.

A file is read first, then all that follows from it is replaced in one transaction, which looks
whether somebody else was quicker. A file that cannot be read anew keeps its old reading. So
whoever is killed at any moment has left nothing half done, and the next one does what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.directions import Directions
from models.errors import DocumentUnknown, FileMissing, PageError, StoreDamaged, error_of
from models.reading import Reading
from models.register import (
    IntakeItem,
    IntakeState,
    Original,
    StoredLetter,
    StoredPage,
    StoredReading,
)
from pipeline.review.directing import directions_of
from pipeline.store.amending import register_again
from pipeline.store.attempts import attempt, persist
from pipeline.store.ledger import utc_now
from pipeline.store.mentions import file_name
from pipeline.store.page_words import keep_words
from pipeline.store.reading_room import Read
from pipeline.store.readings import is_read, keep_reading
from pipeline.store.registering import documents_of, replace_pages
from pipeline.store.shift import patiently
from pipeline.store.spare_images import bring_back, set_aside
from pipeline.store.store import Store
from pipeline.store.work import Worked

ReadAnew = Callable[[Path, str, Directions], Read]
"""Reads the file at a path, which people know by a name, as they say that it is to be read."""

_READ = (IntakeState.LINKED, IntakeState.PARTLY_READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """A file as it is before it is read anew.

    ``reading`` tells its current reading from any other one, ``pages`` are those that could be
    read, ``images`` those of all its pages.
    """

    name: str
    is_done: bool
    reading: tuple[int, dt.datetime] | None
    pages: frozenset[int]
    images: frozenset[str]
    directions: Directions


@dataclass(frozen=True, slots=True)
class Rereader:
    """Reads files of the register anew; ``options`` are those that ``read`` reads with.

    ``everything``: also files that this version of the reader has read with these options.
    """

    store: Store
    read: ReadAnew
    options: str
    everything: bool = False

    def work(self, sha256: str) -> Worked:
        """Read one file anew. Its ``state`` is ``None`` where that is done already.

        Raises :class:`WorkStopped`; :class:`StoreBusy` and :class:`StoreUnavailable` where the
        register stays away: then no other file would fare better. What is wrong with the file
        itself is the ``error`` of what is returned.
        """
        before = patiently(lambda: self._look(sha256))
        if before.is_done:
            return Worked(item_id=0, name=before.name, state=None, sha256=sha256)
        found = attempt(before.name, lambda: self._work(sha256, before))
        if isinstance(found, Worked):
            return found
        failed = IntakeState.FAILED
        return Worked(item_id=0, name=before.name, state=failed, sha256=sha256, error=found)

    def _look(self, sha256: str) -> _Before:
        with self.store.reading() as session:
            if session.get(Original, sha256) is None:
                raise DocumentUnknown(sha256[:12])
            of_file = col(StoredPage.original_sha256) == sha256
            pages = session.scalars(select(StoredPage).where(of_file)).all()
            directions = directions_of(session, sha256)
            options = self.options + directions.options
            return _Before(
                name=file_name(session, sha256),
                is_done=not self.everything and is_read(session, sha256, options),
                reading=_current(session, sha256),
                pages=frozenset(page.number for page in pages if page.origin != "failed"),
                images=frozenset(page.image_sha256 for page in pages if page.image_sha256),
                directions=directions,
            )

    def _work(self, sha256: str, before: _Before) -> Worked:
        read = patiently(lambda: self._read(sha256, before))
        try:
            if read.reading.source.sha256 != sha256:  # the original is not what came in
                raise StoreDamaged(before.name)
            _refuse_worse(read.reading, before.pages)
            return persist(lambda: self._replace(sha256, before, read))
        finally:
            patiently(lambda: set_aside(self.store, before.images | _images(read)))

    def _read(self, sha256: str, before: _Before) -> Read:
        try:
            with self.store.files.local("originals", sha256) as path:
                return self.read(path, before.name, before.directions)
        except FileMissing as error:
            raise StoreDamaged(before.name) from error

    def _replace(self, sha256: str, before: _Before, read: Read) -> Worked:
        with self.store.writing() as session:
            if _current(session, sha256) != before.reading:
                return Worked(item_id=0, name=before.name, state=None, sha256=sha256)
            bring_back(self.store.files, _images(read))
            options = self.options + before.directions.options
            keep_reading(session, sha256, read.reading, utc_now(), options)
            replace_pages(session, sha256, read.reading, read.images)
            keep_words(session, sha256, read.words)
            _detach(session, sha256)
            alike = register_again(session, sha256).alike
            return Worked(
                item_id=0,
                name=before.name,
                state=_noted(session, sha256, read.reading),
                sha256=sha256,
                documents=documents_of(session, sha256),
                resemblances=len(alike),
                pages=len(read.reading.pages),
            )


def _images(read: Read) -> frozenset[str]:
    return frozenset(image.sha256 for image in read.images.values())


def _current(session: Session, sha256: str) -> tuple[int, dt.datetime] | None:
    """The current reading of a file: its row, and when it was made, for a row is written over."""
    query = select(col(StoredReading.id), col(StoredReading.made_at)).where(
        col(StoredReading.original_sha256) == sha256, col(StoredReading.is_current)
    )
    row = session.execute(query).first()
    return None if row is None else (row[0] or 0, row[1])


def _detach(session: Session, sha256: str) -> None:
    """A letter that is no longer found may be one that others were attached to."""
    own = update(StoredLetter).where(col(StoredLetter.original_sha256) == sha256)
    session.execute(own.values(attachment_of=None))


def _refuse_worse(reading: Reading, pages: Collection[int]) -> None:
    """No page that was read before is lost to a reading that could not read it."""
    failed = {page.number for page in reading.pages if page.origin == "failed"}
    lost = sorted(failed & {*pages})
    if lost or (failed and len(failed) == len(reading.pages)):
        code = next((x.code for x in reading.problems if x.page in failed), PageError.code)
        numbers = ", ".join(map(str, lost or sorted(failed)))
        raise error_of(code, f"trang · page {numbers}")


def _noted(session: Session, sha256: str, reading: Reading) -> IntakeState:
    """How the file's way through the intake ended, as it counts from now on."""
    state = IntakeState.PARTLY_READ if reading.problems else IntakeState.LINKED
    reason = reading.problems[0].code if reading.problems else None
    own = (col(IntakeItem.sha256) == sha256) & col(IntakeItem.state).in_(_READ)
    values = {"state": state.value, "reason": reason, "page_count": len(reading.pages)}
    session.execute(update(IntakeItem).where(own).values(values))
    return state
