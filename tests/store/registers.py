"""Letters without files, put into a register by hand."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlmodel import Session

from models.reading import Citation, DocumentType, Letter, Relation
from models.register import Original, StoredLetter
from pipeline.link.letter_names import names_of_file
from pipeline.store.linking import link_letters

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)


def a_letter(
    number: str | None,
    date: str | None,
    issuer: str | None,
    *citations: Citation,
    subject: str | None = None,
    place: str | None = None,
    kind: tuple[str, str] | None = None,
) -> Letter:
    """A letter with this header; ``date`` is ISO 8601, ``kind`` the code and name of its type."""
    return Letter(
        pages=[1],
        number=number,
        date=dt.date.fromisoformat(date) if date else None,
        issuer=issuer,
        place=place,
        subject=subject or (f"việc của {number}" if number else None),
        type=DocumentType(code=kind[0], name=kind[1]) if kind else None,
        citations=list(citations),
    )


def a_citation(
    number: str | None,
    date: str | None = None,
    issuer: str | None = None,
    *,
    relation: Relation = "implements",
    within: str | None = None,
    asserts: Relation | None = None,
    type: str | None = None,
    text: str | None = None,
) -> Citation:
    """A citation; one ``within`` another document is not direct."""
    return Citation(
        text=text or f"văn bản số {number}",
        number=number,
        date=dt.date.fromisoformat(date) if date else None,
        issuer=issuer,
        type=type,
        relation=relation,
        direct=within is None,
        within=within,
        asserts=asserts,
    )


def put(session: Session, name: str, *letters: Letter) -> list[StoredLetter]:
    """Register and link the letters of a file called ``name``."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    session.add(Original(sha256=sha256, size=1, media_type="text", stored_at=NOW))
    session.flush()
    rows = [_row(sha256, position, letter) for position, letter in enumerate(letters)]
    session.add_all(rows)
    session.flush()
    link_letters(session, rows, names_of_file(list(letters), sha256))
    return rows


def _row(sha256: str, position: int, letter: Letter) -> StoredLetter:
    return StoredLetter(
        original_sha256=sha256,
        position=position,
        first_page=1,
        last_page=1,
        system="state",
        number=letter.number,
        date=letter.date,
        issuer=letter.issuer,
        subject=letter.subject,
        received_on=NOW.date(),
    )
