"""The index of the search is made anew after a restore: each database has one of its own.

``pipeline.store.search_fill`` does the same for tables of the first version.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.register import Correction, StoredLetter, StoredPage, StoredReading
from pipeline.store.naming_rows import batches
from pipeline.store.search_fill import header_fields
from pipeline.store.search_index import index_letter

# The index is filled most quickly in its own order.
_DAY = func.coalesce(col(StoredLetter.date), col(StoredLetter.received_on))
_LETTERS = select(col(StoredLetter.id)).order_by(_DAY, col(StoredLetter.id))
_STANDING = col(Correction.undone_at).is_(None)

Read = dict[str, Any]


def enter_letters(session: Session) -> None:
    """Enter every letter as it counts, with people's corrections."""
    _enter(session, _LETTERS)


def enter_corrected(session: Session) -> None:
    """Enter the letters of files with corrections again, where a migration entered all as read."""
    files = select(col(Correction.original_sha256)).where(_STANDING)
    _enter(session, _LETTERS.where(col(StoredLetter.original_sha256).in_(files)))


def _enter(session: Session, query: Select[int | None]) -> None:
    for ids in batches(session.scalars(query).all()):
        letters = session.scalars(select(StoredLetter).where(col(StoredLetter.id).in_(ids))).all()
        by_id = {letter.id: letter for letter in letters}
        files = sorted({letter.original_sha256 for letter in letters})
        read, pages = _letters_read(session, files), _pages(session, files)
        for number in ids:
            letter = by_id[number]
            sha256 = letter.original_sha256
            _enter_letter(session, letter, read[sha256], pages[sha256])
        session.flush()


def _enter_letter(
    session: Session, letter: StoredLetter, of_file: Sequence[Read], pages: dict[int, str]
) -> None:
    read = of_file[letter.position] if letter.position < len(of_file) else {}
    numbers = read.get("pages") or range(letter.first_page, letter.last_page + 1)
    texts = {number: pages[number] for number in numbers if number in pages}
    relations = {citation["relation"] for citation in read.get("citations") or ()}
    index_letter(session, letter, header_fields(letter, read), texts, relations)


def _letters_read(session: Session, files: Sequence[str]) -> defaultdict[str, list[Read]]:
    """The letters of each file as in its reading's JSON, with standing corrections on top."""
    query = select(col(StoredReading.original_sha256), col(StoredReading.json_text)).where(
        col(StoredReading.original_sha256).in_(files), col(StoredReading.is_current)
    )
    found: defaultdict[str, list[Read]] = defaultdict(list)
    for sha256, json_text in session.execute(query):
        found[sha256] = json.loads(json_text)["letters"]
    corrections = select(Correction).where(col(Correction.original_sha256).in_(files), _STANDING)
    for each in session.scalars(corrections.order_by(col(Correction.id))):
        letters = found[each.original_sha256]
        if each.position < len(letters):
            letters[each.position][each.field] = json.loads(each.value)
    return found


def _pages(session: Session, files: Sequence[str]) -> defaultdict[str, dict[int, str]]:
    query = (
        select(col(StoredPage.original_sha256), col(StoredPage.number), col(StoredPage.text))
        .where(col(StoredPage.original_sha256).in_(files))
        .order_by(col(StoredPage.number))
    )
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for sha256, number, words in session.execute(query):
        found[sha256][number] = words
    return found
