"""One letter as somebody looks at it: its reading, its doubts, its place in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DocumentUnknown
from models.register import Document, Reference, RereadOrder, StoredLetter
from pipeline.review.directing import directions_of, last_order
from pipeline.review.doubt import doubtful_fields
from pipeline.review.history import Deed, history
from pipeline.review.queue import before_and_after, how_many_wait
from pipeline.store.page_words import PlacedWord, unsure_words, words_of_pages
from pipeline.store.readings import current_reading
from pipeline.store.showing import LetterView, letter_view

UNSURE = 0.75
"""Words below this confidence are marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """``doubtful`` are the fields to look at, ``unsure`` the words by page.

    ``before`` and ``after`` are the letters beside it in the queue, ``file_starts`` the pages on
    which letters of its file begin, ``turns`` by how many degrees clockwise its pages lie turned:
    as people said, also before it is read so.
    """

    row: StoredLetter
    seen: LetterView
    document_key: str | None
    doubtful: tuple[str, ...]
    unsure: Mapping[int, tuple[PlacedWord, ...]]
    deeds: tuple[Deed, ...]
    order: RereadOrder | None
    before: int | None
    after: int | None
    waiting: int
    file_starts: tuple[int, ...]
    turns: Mapping[int, int]


def look_at(session: Session, letter_id: int) -> Looked:
    """Everything about a letter. Raises :class:`DocumentUnknown`."""
    row = letter_row(session, letter_id)
    seen = letter_view(session, row)
    before, after = before_and_after(session, row)
    pages = words_of_pages(session, row.original_sha256, row.first_page, row.last_page)
    return Looked(
        row=row,
        seen=seen,
        document_key=_document_key(session, letter_id),
        doubtful=tuple(doubtful_fields(seen.letter)),
        unsure={page: tuple(unsure_words(lines, UNSURE)) for page, lines in pages.items()},
        deeds=tuple(history(session, row)),
        order=last_order(session, row.original_sha256),
        before=before,
        after=after,
        waiting=how_many_wait(session),
        file_starts=_file_starts(session, row.original_sha256),
        turns=_turns(session, row.original_sha256),
    )


def _file_starts(session: Session, sha256: str) -> tuple[int, ...]:
    directed = directions_of(session, sha256).starts
    if directed is not None:
        return directed
    found = select(col(StoredLetter.first_page)).where(col(StoredLetter.original_sha256) == sha256)
    return tuple(sorted(set(session.scalars(found))))


def _turns(session: Session, sha256: str) -> dict[int, int]:
    found = {page.number: page.rotation for page in current_reading(session, sha256).pages}
    return found | dict(directions_of(session, sha256).turns)


def letter_row(session: Session, letter_id: int) -> StoredLetter:
    """The row of a letter. Raises :class:`DocumentUnknown`."""
    row = session.get(StoredLetter, letter_id)
    if row is None:
        raise DocumentUnknown(f"#{letter_id}")
    return row


def _document_key(session: Session, letter_id: int) -> str | None:
    query = select(col(Document.key)).join(
        Reference, col(Reference.document_id) == col(Document.id)
    )
    return session.scalars(query.where(col(Reference.letter_id) == letter_id)).first()
