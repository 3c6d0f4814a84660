"""From what a person types to the files that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DocumentAmbiguous, DocumentUnknown
from models.register import Original, Reference, StoredLetter
from pipeline.store.finding import MOST, find_document

_HASH = re.compile(r"[0-9a-f]{8,64}")


def find_files(session: Session, typed: Iterable[str]) -> list[str]:
    """The hashes of the files that are meant by numbers, addresses or (first digits of) hashes.

    Raises :class:`DocumentUnknown`, also for a document that has not arrived, and
    :class:`DocumentAmbiguous`.
    """
    return list(dict.fromkeys(sha256 for each in typed for sha256 in _files(session, each)))


def _files(session: Session, typed: str) -> list[str]:
    return _with_hash(session, typed) or _of_document(session, typed)


def _with_hash(session: Session, typed: str) -> list[str]:
    digits = typed.strip().lower()
    if not _HASH.fullmatch(digits):
        return []
    query = select(col(Original.sha256)).where(col(Original.sha256).startswith(digits))
    found = list(session.scalars(query.order_by(col(Original.sha256)).limit(MOST)))
    if len(found) > 1:
        raise DocumentAmbiguous(typed, tuple(found))
    return found


def _of_document(session: Session, typed: str) -> list[str]:
    query = (
        select(col(StoredLetter.original_sha256))
        .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
        .where(col(Reference.document_id) == find_document(session, typed).id)
        .order_by(col(StoredLetter.id))
    )
    found = list(session.scalars(query))
    if not found:
        raise DocumentUnknown(typed)
    return found
