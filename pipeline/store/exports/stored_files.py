"""The files of the register in the order in which they came, some at a time.

A register of a million letters is never held in memory: the database gives file after file, and
what belongs to them is fetched for :data:`AT_ONCE` files together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session, col

from models.reading import Letter, Reading
from models.register import (
    Arrival,
    Correction,
    Document,
    Original,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredReading,
)
from pipeline.store.corrections import corrected

AT_ONCE: Final = 100
"""Files of which the readings are in memory at one time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredLetter:
    """A letter's row and its header as it counts, people's corrections on top.

    ``document`` is the address of its document; ``pages`` the origins of its pages.
    """

    row: StoredLetter
    letter: Letter
    document: str | None
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file with what people and the machine say of it; all corrections, also undone ones."""

    original: Original
    arrivals: tuple[Arrival, ...]
    stored_reading: StoredReading | None
    reading: Reading | None
    corrections: tuple[Correction, ...]
    letters: tuple[RegisteredLetter, ...]

    @property
    def received_on(self) -> dt.date:
        """Ngày đến of its letters."""
        days = [each.row.received_on for each in self.letters]
        days += [each.received_on for each in self.arrivals]
        return days[0] if days else self.original.stored_at.date()

    @property
    def name(self) -> str:
        """The name under which it first came."""
        return self.arrivals[0].name if self.arrivals else self.original.sha256[:12]


def stored_files(session: Session, only: str | None = None) -> Iterator[list[StoredFile]]:
    """All files, those that came first first, in lists of at most :data:`AT_ONCE`.

    ``only`` is the hash of the one that is meant.
    """
    first = (
        select(col(Arrival.original_sha256), func.min(col(Arrival.id)).label("id"))
        .group_by(col(Arrival.original_sha256))
        .subquery()
    )
    query = (
        select(Original)
        .outerjoin(first, first.c.original_sha256 == col(Original.sha256))
        .order_by(first.c.id.is_(None), first.c.id, col(Original.sha256))
        .execution_options(yield_per=AT_ONCE)
    )
    if only is not None:
        query = query.where(col(Original.sha256) == only)
    for originals in session.scalars(query).partitions():
        yield _files(session, originals)


def _files(session: Session, originals: Sequence[Original]) -> list[StoredFile]:
    names = [each.sha256 for each in originals]
    arrivals = by_file(session, Arrival, names)
    corrections = by_file(session, Correction, names)
    readings = _current_readings(session, names)
    letters = _letter_rows(session, names)
    return [
        _file(each, arrivals[sha], readings.get(sha), corrections[sha], letters[sha])
        for each, sha in zip(originals, names, strict=True)
    ]


def _current_readings(session: Session, names: Sequence[str]) -> dict[str, StoredReading]:
    query = select(StoredReading).where(
        col(StoredReading.original_sha256).in_(names), col(StoredReading.is_current)
    )
    return {row.original_sha256: row for row in session.scalars(query)}


def by_file(
    session: Session,
    table: Any,  # noqa: ANN401
    names: Sequence[str],
) -> defaultdict[str, list[Any]]:
    """The rows of ``table`` by the file that they belong to, in the order of their ids."""
    query = select(table).where(col(table.original_sha256).in_(names)).order_by(col(table.id))
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.original_sha256].append(row)
    return found


def _letter_rows(
    session: Session, names: Sequence[str]
) -> defaultdict[str, list[tuple[StoredLetter, str | None]]]:
    found: defaultdict[str, list[tuple[StoredLetter, str | None]]] = defaultdict(list)
    for row, key in session.execute(_letters_of(names)):
        found[row.original_sha256].append((row, key))
    return found


def _letters_of(names: Sequence[str]) -> Select[StoredLetter, str | None]:
    own = and_(
        col(Reference.letter_id) == col(StoredLetter.id),
        col(Reference.kind) == ReferenceKind.LETTER.value,
    )
    return (
        select(StoredLetter, col(Document.key))
        .outerjoin(Reference, own)
        .outerjoin(Document, col(Document.id) == col(Reference.document_id))
        .where(col(StoredLetter.original_sha256).in_(names))
        .order_by(col(StoredLetter.position))
    )


def _file(
    original: Original,
    arrivals: Iterable[Arrival],
    stored_reading: StoredReading | None,
    corrections: Sequence[Correction],
    rows: Iterable[tuple[StoredLetter, str | None]],
) -> StoredFile:
    text = stored_reading and stored_reading.json_text
    reading = Reading.model_validate_json(text) if text else None
    return StoredFile(
        original=original,
        arrivals=tuple(arrivals),
        stored_reading=stored_reading,
        reading=reading,
        corrections=tuple(corrections),
        letters=tuple(_letters(reading, corrections, rows)) if reading else (),
    )


def _letters(
    reading: Reading,
    corrections: Iterable[Correction],
    rows: Iterable[tuple[StoredLetter, str | None]],
) -> Iterator[RegisteredLetter]:
    found = corrected(reading.letters, [each for each in corrections if each.undone_at is None])
    origins = {page.number: page.origin for page in reading.pages}
    for row, key in rows:
        letter = found[row.position]
        printed = tuple(origins[number] for number in letter.pages)
        yield RegisteredLetter(row=row, letter=letter, document=key, origins=printed)
