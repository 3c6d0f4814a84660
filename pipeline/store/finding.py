"""From what a person types to the document that is meant."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DocumentAmbiguous, DocumentUnknown
from models.register import Document
from pipeline.link.number_keys import number_key, slip_key
from pipeline.ocr.syllables import fold

# As many documents of one number are listed.
MOST = 50


def find_document(session: Session, typed: str) -> Document:
    """The document that is meant by a number or an address ``number@issuer/date``.

    The issuer and the date of an address may be cut short. Raises :class:`DocumentUnknown` and
    :class:`DocumentAmbiguous`, which lists the addresses that it could be.
    """
    found = find_documents(session, typed)
    if not found:
        raise DocumentUnknown(typed)
    if len(found) > 1:
        raise DocumentAmbiguous(typed, tuple(each.key for each in found))
    return found[0]


def find_documents(session: Session, typed: str) -> list[Document]:
    """All documents that may be meant: by address, else by number, else by a number so printed."""
    exact = _where(session, col(Document.key) == typed.strip())
    if exact:
        return exact
    number, _, place = typed.strip().partition("@")
    key = number_key(number)
    found = _where(session, col(Document.number_key) == key.exact)
    found = found or _where(session, col(Document.slip_key) == key.slip)
    found = found or _where(session, col(Document.slip_key) == slip_key(f"name {fold(number)}"))
    return [each for each in found if _fits(each, place)]


def _where(session: Session, condition: object) -> list[Document]:
    query = select(Document).where(condition).order_by(col(Document.key))  # type: ignore[arg-type]
    return list(session.scalars(query.limit(MOST)))


def _fits(document: Document, place: str) -> bool:
    """Whether the part of the address behind the number begins as typed."""
    return document.key.partition("@")[2].startswith(place)
