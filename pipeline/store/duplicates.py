"""Letters that look alike, as a person wants to compare them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import Document, Reference, Resemblance, StoredLetter, Verdict
from pipeline.store.mentions import file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One letter of a pair: the address of its document, its file and its pages."""

    document: str
    file: str
    sha256: str
    pages: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two letters that may be copies of each other; ``score`` is 0…1."""

    id: int
    kind: str
    score: float
    verdict: str
    first: Copy
    second: Copy


def pairs(
    session: Session,
    *,
    documents: Collection[int] | None = None,
    decided: bool,
    limit: int,
    offset: int = 0,
) -> list[Pair]:
    """Pairs, the surest first: of some documents or of all, open ones or also ``decided`` ones."""
    query = select(Resemblance)
    if not decided:
        query = query.where(col(Resemblance.verdict) == Verdict.OPEN.value)
    if documents is not None:
        own = select(col(Reference.letter_id)).where(col(Reference.document_id).in_(documents))
        either = col(Resemblance.first_id).in_(own) | col(Resemblance.second_id).in_(own)
        query = query.where(either)
    rows = session.scalars(
        query.order_by(col(Resemblance.score).desc(), col(Resemblance.id))
        .limit(limit)
        .offset(offset)
    )
    return [pair_of(session, row) for row in rows]


def pair_of(session: Session, row: Resemblance) -> Pair:
    """A pair as a person wants to compare it."""
    return Pair(
        id=row.id or 0,
        kind=row.kind,
        score=row.score,
        verdict=row.verdict,
        first=_copy(session, row.first_id),
        second=_copy(session, row.second_id),
    )


def _copy(session: Session, letter_id: int) -> Copy:
    letter = session.get_one(StoredLetter, letter_id)
    key = select(col(Document.key)).join(Reference, col(Reference.document_id) == col(Document.id))
    return Copy(
        document=session.scalars(key.where(col(Reference.letter_id) == letter_id)).one(),
        file=file_name(session, letter.original_sha256),
        sha256=letter.original_sha256,
        pages=(letter.first_page, letter.last_page),
    )
