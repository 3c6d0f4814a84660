"""Files come in: kept untouched, read, registered, each whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import CongvanError, FileUnreadable
from models.reading import Reading
from models.register import Arrival, Document, Original, Reference, StoredLetter
from pipeline.ocr.load import sniff
from pipeline.ocr.page_image import render_pages
from pipeline.read import read_files
from pipeline.settings import Settings
from pipeline.store.readings import keep_reading
from pipeline.store.registering import KeptImage, register
from pipeline.store.resemblances import find_resemblances
from pipeline.store.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How files came in: the day they were received, and a label of whoever brought them."""

    received_on: dt.date
    now: dt.datetime
    label: str | None = None


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
    """Add files to the register, one outcome each, in their order.

    A file that cannot be read leaves nothing behind. The same bytes are not read twice: the
    register only notes that they came again.
    """
    ordered = list(paths)
    hashes = {path: _hash_of(store, path) for path in ordered}
    new = _new_among(store, hashes)
    failed: dict[str, CongvanError] = {}
    outcomes = read_files(new, settings=settings, on_progress=on_progress)
    for path in ordered:
        known = hashes[path]
        if isinstance(known, CongvanError):
            yield path, known
        elif path in new:
            outcome = _add(store, path, next(outcomes)[1], receipt)
            if isinstance(outcome, CongvanError):
                failed[known] = outcome
            yield path, outcome
        else:
            yield path, failed.get(known) or _add_again(store, path, known, receipt)


def _hash_of(store: Store, path: Path) -> str | CongvanError:
    """The hash of a file that looks like something readable."""
    try:
        sniff(path)
        return store.files.hash_of(path)
    except OSError:
        return FileUnreadable(path.name)
    except CongvanError as error:
        return error


def _new_among(store: Store, hashes: dict[Path, str | CongvanError]) -> list[Path]:
    """The files whose bytes are not in the register, one for each content."""
    first: dict[str, Path] = {}
    for path, found in hashes.items():
        if isinstance(found, str):
            first.setdefault(found, path)
    with store.reading() as session:
        return [path for sha256, path in first.items() if session.get(Original, sha256) is None]


def _add(
    store: Store, path: Path, outcome: Reading | CongvanError, receipt: Receipt
) -> Added | CongvanError:
    if isinstance(outcome, CongvanError):
        return outcome
    try:
        return add_reading(store, path, outcome, receipt)
    except CongvanError as error:
        return error


def add_reading(store: Store, path: Path, reading: Reading, receipt: Receipt) -> Added:
    """Register a file that has been read.

    Raises :class:`StoreError`, and :class:`FileUnreadable` when the file is no longer what was
    read.
    """
    sha256, size = store.files.keep_file("originals", path)
    if sha256 != reading.source.sha256:
        raise FileUnreadable(path.name)
    images = {
        page.number: KeptImage(store.files.keep("images", page.content), page.page_hash)
        for page in render_pages(path, reading.pages)
    }
    with store.writing() as session:
        if session.get(Original, sha256):  # another process was quicker
            return _note_again(session, store, path, sha256, receipt)
        _add_original(session, sha256, size, str(sniff(path)), receipt)
        _note_arrival(session, store, path, sha256, receipt)
        keep_reading(session, sha256, reading, receipt.now)
        letters = register(session, sha256, reading, images, receipt.received_on)
        alike = find_resemblances(session, letters)
        return Added(
            sha256=sha256,
            again=False,
            documents=_documents(session, sha256),
            resemblances=len(alike),
            reading=reading,
        )


def _add_original(
    session: Session, sha256: str, size: int, media_type: str, receipt: Receipt
) -> None:
    session.add(Original(sha256=sha256, size=size, media_type=media_type, stored_at=receipt.now))
    session.flush()


def _note_arrival(
    session: Session, store: Store, path: Path, sha256: str, receipt: Receipt
) -> None:
    session.add(
        Arrival(
            original_sha256=sha256,
            name=path.name,
            received_on=receipt.received_on,
            added_at=receipt.now,
            added_by=store.actor,
            label=receipt.label,
        )
    )


def _add_again(store: Store, path: Path, sha256: str, receipt: Receipt) -> Added | CongvanError:
    """The same bytes again; a register that lost the file has it back."""
    try:
        store.files.keep_file("originals", path)
        with store.writing() as session:
            return _note_again(session, store, path, sha256, receipt)
    except CongvanError as error:
        return error


def _note_again(session: Session, store: Store, path: Path, sha256: str, receipt: Receipt) -> Added:
    """The same bytes came again: noted, not read."""
    _note_arrival(session, store, path, sha256, receipt)
    return Added(sha256=sha256, again=True, documents=_documents(session, sha256))


def _documents(session: Session, sha256: str) -> tuple[str, ...]:
    """The addresses of the letters of a file, in their order."""
    query = (
        select(col(Document.key))
        .join(Reference, col(Reference.document_id) == col(Document.id))
        .join(StoredLetter, col(Reference.letter_id) == col(StoredLetter.id))
        .where(col(StoredLetter.original_sha256) == sha256)
        .order_by(col(StoredLetter.position))
    )
    session.flush()
    return tuple(session.scalars(query))
