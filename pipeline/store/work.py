"""One file of the ledger is worked off: read, stored, linked.

::

    received ─▶ reading ─▶ stored ─▶ linked | partly_read
                  │  └─▶ duplicate
                  └─▶ failed, or received again for a fault that can pass

Whoever works holds a lease (``pipeline.store.ledger``); each step is one transaction that first
looks whether it still does. A process may die anywhere: the next one goes on from the last step.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import (
    CongvanError,
    FileMissing,
    PageError,
    StoreBusy,
    StoreUnavailable,
    WorkStopped,
    error_of,
    in_one_line,
)
from models.reading import Reading
from models.register import IntakeItem, IntakeState, Original, StoredLetter
from pipeline.logs import bind, bound, log_event, short_hash
from pipeline.ocr.load import sniff
from pipeline.store.intake_events import log_end
from pipeline.store.ledger import MOST_ATTEMPTS, hold, put_back, settle, utc_now
from pipeline.store.page_words import keep_words
from pipeline.store.reading_room import Read
from pipeline.store.readings import current_reading, keep_reading
from pipeline.store.receiving import arrival_of
from pipeline.store.registering import documents_of, link_file, replace_pages
from pipeline.store.store import Store

log = logging.getLogger("congvan.work")

ReadFile = Callable[[Path, str], Read]
"""Reads the file at a path, which people know by a name; raises :class:`CongvanError`."""

PASSING = (StoreBusy, StoreUnavailable)
"""Faults that can pass by themselves: a database that is locked or restarts, a full disk."""

FIRST_PAUSE = 5.0
"""Seconds before the second attempt; doubled each time, and up to half as much again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What became of one file. ``documents`` are the addresses of its letters' documents.

    ``state`` is an open one where somebody shall try again, ``None`` where somebody else has
    taken it over. ``pages`` counts those that were read now.
    """

    item_id: int
    name: str
    state: IntakeState | None
    sha256: str = ""
    documents: tuple[str, ...] = ()
    resemblances: int = 0
    pages: int = 0
    reading: Reading | None = None
    error: CongvanError | None = None

    @classmethod
    def lost(cls, item_id: int, name: str, failure: object) -> Worked:
        """A file whose end could not even be written down: it is open until its lease ends."""
        error = failure if isinstance(failure, CongvanError) else CongvanError(repr(failure)[:200])
        return cls(item_id=item_id, name=name, state=IntakeState.RECEIVED, error=error)


class _TakenOver(Exception):
    """The lease has ended and another one works on the file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Works files off for ``owner``; ``options`` are those that ``read`` reads with."""

    store: Store
    owner: str
    read: ReadFile
    options: str

    def work(self, item_id: int, name: str) -> Worked:
        """Work one file off that ``owner`` has claimed; twice at once does no harm.

        Raises :class:`WorkStopped`, and :class:`StoreError` where not even the end of the work can
        be written down: then its lease ends by itself.
        """
        began = time.monotonic()
        with bound(document=name, item=item_id):
            worked = self._worked(item_id, name)
            log_end(worked, time.monotonic() - began)
        return worked

    def _worked(self, item_id: int, name: str) -> Worked:
        try:
            return self._work(item_id)
        except _TakenOver:
            return Worked(item_id=item_id, name=name, state=None)
        except WorkStopped:
            raise
        except CongvanError as error:
            return self._ended(item_id, name, error)
        except Exception as error:  # a fault of ours in one file must not stop the others
            log.exception("%s: a crash", name)
            return self._ended(item_id, name, CongvanError(in_one_line(error)))

    def _work(self, item_id: int) -> Worked:
        with self.store.writing() as session:
            item = self._held(session, item_id)
            bind(sha256=short_hash(item.sha256))
            is_known = session.get(Original, item.sha256) is not None
            if is_known and item.state != IntakeState.STORED:
                return self._again(session, item)
        pages = 0
        if not is_known:
            read, kind = self._read(item)
            pages = len(read.reading.pages)
            _refuse_unread(read.reading)
            with self.store.writing() as session:
                item = self._held(session, item_id)
                if session.get(Original, item.sha256) is None:
                    self._store(session, item, read, kind)
                elif item.state != IntakeState.STORED:  # another file was quicker
                    return self._again(session, item)
            log_event("stored", pages=pages)
        with self.store.writing() as session:
            return self._link(session, self._held(session, item_id), pages)

    def _held(self, session: Session, item_id: int) -> IntakeItem:
        item = hold(session, item_id, self.owner)
        if item is None:
            raise _TakenOver
        return item

    def _read(self, item: IntakeItem) -> tuple[Read, str]:
        """What is in a file, and of what kind it is."""
        try:
            with self.store.files.local("originals", item.sha256 or "") as path:
                return self.read(path, item.name), str(sniff(path))
        except FileMissing as error:  # the store knows no other name than the hash
            raise FileMissing(item.name) from error

    def _store(self, session: Session, item: IntakeItem, read: Read, kind: str) -> None:
        now, sha256 = utc_now(), item.sha256 or ""
        size = item.size or 0
        session.add(Original(sha256=sha256, size=size, media_type=kind, stored_at=now))
        session.flush()
        session.add(arrival_of(item, now))
        keep_reading(session, sha256, read.reading, now, self.options)
        replace_pages(session, sha256, read.reading, read.images)
        keep_words(session, sha256, read.words)
        item.page_count = len(read.reading.pages)
        settle(session, item, IntakeState.STORED, now)

    def _link(self, session: Session, item: IntakeItem, pages: int) -> Worked:
        sha256 = item.sha256 or ""
        reading = current_reading(session, sha256)
        alike = link_file(session, sha256, reading, item.received_on).alike
        state = IntakeState.PARTLY_READ if reading.problems else IntakeState.LINKED
        reason = reading.problems[0].code if reading.problems else None
        settle(session, item, state, utc_now(), reason=reason)
        return Worked(
            item_id=item.id or 0,
            name=item.name,
            state=state,
            sha256=sha256,
            documents=documents_of(session, sha256),
            resemblances=len(alike),
            pages=pages,
            reading=reading,
        )

    def _again(self, session: Session, item: IntakeItem) -> Worked:
        """The same bytes came again: noted, not read."""
        sha256 = item.sha256 or ""
        letter = select(col(StoredLetter.id)).where(col(StoredLetter.original_sha256) == sha256)
        if session.scalars(letter.limit(1)).first() is None:  # its first coming was cut off
            reading = current_reading(session, sha256)
            link_file(session, sha256, reading, item.received_on)
        now = utc_now()
        session.add(arrival_of(item, now))
        settle(session, item, IntakeState.DUPLICATE, now)
        return Worked(
            item_id=item.id or 0,
            name=item.name,
            state=IntakeState.DUPLICATE,
            sha256=sha256,
            documents=documents_of(session, sha256),
        )

    def _ended(self, item_id: int, name: str, error: CongvanError) -> Worked:
        """Put the file back for later where the fault can pass; else, or at last, it has failed."""
        with self.store.writing() as session:
            item = hold(session, item_id, self.owner)
            if item is None:
                return Worked(item_id=item_id, name=name, state=None)
            if isinstance(error, PASSING) and item.attempts < MOST_ATTEMPTS:
                put_back(session, item, not_before=_later(item.attempts), reason=error.code)
            else:
                why = {"reason": error.code, "detail": error.detail}
                settle(session, item, IntakeState.FAILED, utc_now(), **why)
            state = IntakeState(item.state)
        return Worked(item_id=item_id, name=name, state=state, error=error)


def _later(attempts: int) -> dt.datetime:
    seconds = FIRST_PAUSE * 2 ** (attempts - 1) * random.uniform(1.0, 1.5)
    return utc_now() + dt.timedelta(seconds=seconds)


def _refuse_unread(reading: Reading) -> None:
    """A file of which no page could be read has failed; the original is kept."""
    if reading.pages and all(page.origin == "failed" for page in reading.pages):
        code = reading.problems[0].code if reading.problems else PageError.code
        raise error_of(code, f"{len(reading.pages)} trang · pages")
