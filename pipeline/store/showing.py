"""One document with all that the register knows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.reading import Letter
from models.register import Correction, Decision, Document, Reference, StoredLetter
from pipeline.store.corrections import corrected, corrections_of
from pipeline.store.lineage import Node, nodes_of
from pipeline.store.mentions import file_name
from pipeline.store.readings import current_reading
from pipeline.store.steps import Link, youngest_links

# As many candidates are proposed to a person.
MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One letter of a document: where it lies, and its header as it counts."""

    letter_id: int
    file: str
    sha256: str
    position: int
    pages: tuple[int, int]
    received_on: dt.date
    letter: Letter
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document, its letters, the ways it is named, its links, and what it might be instead."""

    node: Node
    cited_by: int
    letters: tuple[LetterView, ...]
    namings: tuple[Reference, ...]
    cites: tuple[Link, ...]
    cited: tuple[Link, ...]
    neighbours: dict[int, Node]
    candidates: tuple[Document, ...]
    decisions: tuple[Decision, ...]


def view(session: Session, document: Document, most: int = 200) -> DocumentView:
    """All that the register knows of ``document``; at most ``most`` links either way."""
    number = document.id or 0
    cites = youngest_links(session, [number], "up", most).links[:most]
    cited = youngest_links(session, [number], "down", most).links[:most]
    ends = {link.target for link in cites} | {link.source for link in cited}
    namings = _namings(session, number)
    return DocumentView(
        node=nodes_of(session, {number: 0})[number],
        cited_by=document.cited_by,
        letters=tuple(_letters(session, namings)),
        namings=tuple(namings),
        cites=tuple(cites),
        cited=tuple(cited),
        neighbours=nodes_of(session, dict.fromkeys(ends, 1)),
        candidates=tuple(candidates(session, document)),
        decisions=tuple(_decisions(session, namings)),
    )


def candidates(session: Session, document: Document) -> list[Document]:
    """Other documents that a person might find to be this one.

    Those of a like number, and those of the same body and day; of the same body and nearest in
    time first.
    """
    alike = col(Document.slip_key) == document.slip_key
    same_day = (col(Document.date) == document.date) & (col(Document.series) == document.series)
    query = select(Document).where(alike | same_day, col(Document.id) != document.id)
    found = session.scalars(query.limit(10 * MOST_CANDIDATES)).all()
    return sorted(found, key=lambda each: _remoteness(document, each))[:MOST_CANDIDATES]


def _remoteness(document: Document, other: Document) -> tuple[object, ...]:
    apart = None
    if document.date and other.date:
        apart = abs((document.date - other.date).days)
    return (other.series != document.series, apart is None, apart or 0, other.key)


def _namings(session: Session, document: int) -> list[Reference]:
    query = select(Reference).where(col(Reference.document_id) == document)
    return list(session.scalars(query.order_by(col(Reference.kind).desc(), col(Reference.id))))


def _letters(session: Session, namings: Sequence[Reference]) -> list[LetterView]:
    numbers = [each.letter_id for each in namings if each.letter_id is not None]
    query = select(StoredLetter).where(col(StoredLetter.id).in_(numbers))
    return [
        letter_view(session, row) for row in session.scalars(query.order_by(col(StoredLetter.id)))
    ]


def letter_view(session: Session, row: StoredLetter) -> LetterView:
    """One letter as people see it, with their corrections."""
    corrections = corrections_of(session, row.original_sha256)
    reading = current_reading(session, row.original_sha256)
    return LetterView(
        letter_id=row.id or 0,
        file=file_name(session, row.original_sha256),
        sha256=row.original_sha256,
        position=row.position,
        pages=(row.first_page, row.last_page),
        received_on=row.received_on,
        letter=corrected(reading.letters, corrections)[row.position],
        corrections=tuple(each for each in corrections if each.position == row.position),
    )


def _decisions(session: Session, namings: Sequence[Reference]) -> list[Decision]:
    prints = [each.fingerprint for each in namings]
    about = col(Decision.first).in_(prints) | col(Decision.second).in_(prints)
    return list(session.scalars(select(Decision).where(about).order_by(col(Decision.id))))
