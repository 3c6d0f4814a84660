"""A correction takes effect: the letter is registered anew with it, links and tasks follow."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import DecisionRefused
from models.register import Arrival, Correction, Document, Reference, StoredLetter
from pipeline.store.corrections import record_correction
from pipeline.store.readings import current_reading
from pipeline.store.registering import Linked, link_file
from pipeline.store.taking_back import taken_back


def amend(
    session: Session,
    document: Document,
    field: str,
    value: str,
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Correction:
    """Put right ``field`` of the document's letter; ``value`` is JSON.

    Raises :class:`DecisionRefused`: a document without its letter, or with several, has nothing
    that could be put right under its number alone.
    """
    letter = _only_letter(session, document)
    return amend_letter(session, letter, field, value, actor=actor, reason=reason, now=now)


def amend_letter(
    session: Session,
    letter: StoredLetter,
    field: str,
    value: str,
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Correction:
    """The same for one letter. Raises :class:`DecisionRefused`."""
    if not reason.strip():
        raise DecisionRefused("cần ghi lý do", "say why")
    machine = current_reading(session, letter.original_sha256).letters[letter.position]
    place = (letter.original_sha256, letter.position)
    made = record_correction(
        session, place, machine, field, value, actor=actor, reason=reason.strip(), now=now
    )
    register_again(session, letter.original_sha256)
    return made


def undo_correction(session: Session, number: int, *, actor: str, now: dt.datetime) -> Correction:
    """Take a correction back; its row stays. Raises :class:`DecisionRefused`."""
    correction = taken_back(session, Correction, number, actor=actor, now=now)
    register_again(session, correction.original_sha256)
    return correction


def register_again(session: Session, original_sha256: str) -> Linked:
    """Bring a file's letters in line with its current reading and what people say of it."""
    came = select(func.min(col(Arrival.received_on)))
    day = session.scalars(came.where(col(Arrival.original_sha256) == original_sha256)).one()
    return link_file(session, original_sha256, current_reading(session, original_sha256), day)


def _only_letter(session: Session, document: Document) -> StoredLetter:
    query = (
        select(StoredLetter)
        .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
        .where(col(Reference.document_id) == document.id)
    )
    letters = session.scalars(query).all()
    if len(letters) != 1:
        raise DecisionRefused(document.key)
    return letters[0]
