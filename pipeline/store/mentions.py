"""The words behind an edge: which letter says it, on which page, in which box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.reading import Evidence, Reading
from models.register import Arrival, Claim, Document, Edge, Reference, StoredLetter
from pipeline.store.readings import current_reading
from pipeline.store.steps import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One citation in one letter; ``evidence`` as in the reading.

    ``letter`` is the address of the letter's document, of whose letters it is number ``copy``, and
    ``citation`` the index of its citation: both count from 0.
    """

    letter: str
    copy: int
    citation: int | None
    file: str
    sha256: str
    date: dt.date | None
    text: str | None
    relation: str
    direct: bool
    evidence: tuple[Evidence, ...]


class MentionFinder:
    """Looks mentions up; each file's reading is opened once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._readings: dict[str, Reading] = {}

    def of_link(self, link: Link, most: int) -> list[Mention]:
        """The first ``most`` mentions that a link stands for, the oldest letter first."""
        ends = (
            col(Claim.source_document_id) == link.source,
            col(Claim.target_document_id) == link.target,
        )
        query = (
            select(col(Edge.citation), StoredLetter, col(Document.key))
            .join(Claim, col(Edge.claim_id) == col(Claim.id))
            .join(StoredLetter, col(Edge.letter_id) == col(StoredLetter.id))
            .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
            .join(Document, col(Reference.document_id) == col(Document.id))
            .where(*ends, col(Claim.relation) == link.relation, col(Claim.direct) == link.direct)
            .order_by(col(Edge.date), col(Edge.letter_id), col(Edge.citation))
        )
        rows = self._session.execute(query.limit(most))
        return [self._mention(link, *row) for row in rows]

    def _mention(self, link: Link, citation: int | None, letter: StoredLetter, key: str) -> Mention:
        text, evidence = self._words(letter, citation)
        return Mention(
            letter=key,
            copy=self._copy(letter.id or 0),
            citation=citation,
            file=file_name(self._session, letter.original_sha256),
            sha256=letter.original_sha256,
            date=letter.date,
            text=text,
            relation=link.relation,
            direct=link.direct,
            evidence=evidence,
        )

    def _copy(self, letter: int) -> int:
        """How many letters of the same document came before."""
        own, other = aliased(Reference), aliased(Reference)
        query = (
            select(func.count())
            .select_from(own)
            .join(other, col(other.document_id) == col(own.document_id))
            .where(col(own.letter_id) == letter, col(other.letter_id) < letter)
        )
        return self._session.scalars(query).one()

    def _words(
        self, letter: StoredLetter, citation: int | None
    ) -> tuple[str | None, tuple[Evidence, ...]]:
        """The citation as printed and where; nothing for what only came in the same file."""
        if citation is None:
            return None, ()
        reading = self._reading(letter.original_sha256)
        found = reading.letters[letter.position].citations[citation]
        return found.text, tuple(found.evidence)

    def _reading(self, sha256: str) -> Reading:
        if sha256 not in self._readings:
            self._readings[sha256] = current_reading(self._session, sha256)
        return self._readings[sha256]


def file_name(session: Session, sha256: str) -> str:
    """The name under which a file first came."""
    query = select(col(Arrival.name)).where(col(Arrival.original_sha256) == sha256)
    return session.scalars(query.order_by(col(Arrival.id))).first() or sha256[:12]


def pages_of(evidence: tuple[Evidence, ...]) -> Iterator[int]:
    """The pages that evidence lies on."""
    yield from sorted({each.page for each in evidence})
