"""A reading becomes rows of the register: pages, letters, links, tasks, words to search for.

All of it happens in the transaction that it is given: a file is registered whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session, SQLModel, col

from models.reading import Letter, Reading
from models.register import Document, Reference, Resemblance, StoredLetter, StoredPage
from pipeline.link.letter_names import LetterNames, names_of_file
from pipeline.review.assessing import assess
from pipeline.store.corrections import corrected, corrections_of
from pipeline.store.linking import link_letters, unlink_letters
from pipeline.store.page_work import KeptImage
from pipeline.store.resemblances import find_resemblances, forget_resemblances
from pipeline.store.search_fill import header_fields
from pipeline.store.search_index import index_letter, unindex_letter
from pipeline.store.secrecy import renew_secrecy
from pipeline.track.tasks_of_letter import remove_tasks, store_tasks


def register(
    session: Session,
    original_sha256: str,
    reading: Reading,
    images: Mapping[int, KeptImage],
    received_on: dt.date,
) -> list[StoredLetter]:
    """Bring the register in line with ``reading``, also when an earlier one is there."""
    letters = corrected(reading.letters, corrections_of(session, original_sha256))
    names = names_of_file(letters, original_sha256)
    before = _letters_before(session, original_sha256)
    unlink_letters(session, [each.id or 0 for each in before.values()])
    replace_pages(session, original_sha256, reading, images)
    rows = [
        _row(session, before.get(index), original_sha256, index, letter, name, received_on)
        for index, (letter, name) in enumerate(zip(letters, names, strict=True))
    ]
    session.flush()
    for row, letter in zip(rows, letters, strict=True):
        row.attachment_of = None if letter.attachment_of is None else rows[letter.attachment_of].id
    session.flush()
    for index, each in before.items():
        if index >= len(rows):
            _remove(session, each)
    link_letters(session, rows, names)
    texts = {page.number: page.text for page in reading.pages}
    for row, letter in zip(rows, letters, strict=True):
        store_tasks(session, row, letter)
        pages = {number: texts[number] for number in letter.pages}
        relations = {citation.relation for citation in letter.citations}
        index_letter(session, row, header_fields(row, letter.model_dump()), pages, relations)
    assess(session, original_sha256, letters)
    renew_secrecy(session, new_file=None if before else original_sha256)
    return rows


@dataclass(frozen=True, slots=True)
class Linked:
    """The letters of a file, and which others they now look like."""

    letters: list[StoredLetter]
    alike: list[Resemblance]


def link_file(
    session: Session, original_sha256: str, reading: Reading, received_on: dt.date
) -> Linked:
    """Register ``reading`` with the images that its pages have, and look for copies of its letters.

    Pages are written anew, and with them what copies are found by: one goes with the other.
    """
    pages = select(StoredPage).where(col(StoredPage.original_sha256) == original_sha256)
    images = {
        page.number: KeptImage(page.image_sha256, page.page_hash)
        for page in session.scalars(pages)
        if page.image_sha256 is not None
    }
    letters = register(session, original_sha256, reading, images, received_on)
    return Linked(letters, find_resemblances(session, letters))


def documents_of(session: Session, original_sha256: str) -> tuple[str, ...]:
    """The addresses of the letters of a file, in their order."""
    session.flush()
    return tuple(session.connection().execute(_ADDRESSES, {"file": original_sha256}).scalars())


def _letters_before(session: Session, original_sha256: str) -> dict[int, StoredLetter]:
    letters = session.scalars(_LETTERS, {"file": original_sha256})
    return {letter.position: letter for letter in letters}


# Made once: making them takes longer than the answer.
_LETTERS = select(StoredLetter).where(col(StoredLetter.original_sha256) == bindparam("file"))
_ADDRESSES = (
    select(col(Document.key))
    .join(Reference, col(Reference.document_id) == col(Document.id))
    .join(StoredLetter, col(Reference.letter_id) == col(StoredLetter.id))
    .where(col(StoredLetter.original_sha256) == bindparam("file"))
    .order_by(col(StoredLetter.position))
)
_PAGES = SQLModel.metadata.tables["page"]
_NO_PAGES = delete(_PAGES).where(_PAGES.c.original_sha256 == bindparam("file"))


def replace_pages(
    session: Session, original_sha256: str, reading: Reading, images: Mapping[int, KeptImage]
) -> None:
    """Put the pages of a reading, with their images, in place of those that are there."""
    session.flush()
    connection = session.connection()
    connection.execute(_NO_PAGES, {"file": original_sha256})
    rows = []
    for page in reading.pages:
        image = images.get(page.number)
        row = {
            "original_sha256": original_sha256,
            "number": page.number,
            "origin": page.origin,
            "confidence": page.confidence,
            "text": page.text,
            "image_sha256": image.sha256 if image else None,
            "page_hash": image.page_hash if image else None,
        }
        rows.append(row)
    if rows:
        connection.execute(insert(_PAGES), rows)


def _row(
    session: Session,
    row: StoredLetter | None,
    original_sha256: str,
    position: int,
    letter: Letter,
    names: LetterNames,
    received_on: dt.date,
) -> StoredLetter:
    """The row of a letter, the one that is there if there is one."""
    if row is None:
        row = StoredLetter(
            original_sha256=original_sha256,
            position=position,
            first_page=0,
            last_page=0,
            system=letter.system,
            received_on=received_on,
        )
        session.add(row)
    row.first_page, row.last_page = (letter.pages[0], letter.pages[-1]) if letter.pages else (1, 1)
    row.system = letter.system
    row.type_code = letter.type.code if letter.type else None
    row.number, row.date, row.place = letter.number, letter.date, letter.place
    row.issuer, row.subject = letter.issuer, letter.subject
    row.issuer_key = names.issuer.key if names.issuer else None
    row.province = names.around.province
    row.signer = letter.signer.name if letter.signer else None
    row.urgency, row.secrecy = letter.urgency, letter.secrecy
    return row


def _remove(session: Session, letter: StoredLetter) -> None:
    """A letter that a later reading no longer finds."""
    forget_resemblances(session, [letter.id or 0])
    remove_tasks(session, letter.id or 0)
    unindex_letter(session, letter.id or 0)
    session.delete(letter)
