"""A letter as it is compared with others, and the questions that find those.

What is compared with what is told by an index (``page_band``), so that a letter costs the same in
a large register.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Executable,
    and_,
    bindparam,
    delete,
    insert,
    select,
    union_all,
)
from sqlmodel import Session, SQLModel, col

from models.register import Reference, StoredLetter, StoredPage
from pipeline.link.page_hash import PageFace, face_of
from pipeline.store.naming_rows import batches

CROWD = 64
"""A band that more pages share says nothing: a form's words, an office's letterhead."""

MOST = 20
"""Letters that one letter is compared with, those with most bands in common."""


class Name(NamedTuple):
    """What a letter is called: columns of its own row of ``reference``."""

    document_id: int | None
    slip_key: str | None
    number_key: str | None
    date: dt.date | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """A letter as it is compared: its pages with something on them, and what it is called."""

    id: int
    original_sha256: str
    faces: dict[int, PageFace]
    name: Name | None


def looks_of(session: Session, letter_ids: Collection[int]) -> list[Look]:
    """The letters as they are compared, in the order of their ids."""
    return [
        Look(letter, sha256, faces, names.get(letter))
        for part in batches(letter_ids)
        for names in (_names(session, part),)
        for letter, sha256, faces in _faces(session, part)
    ]


_OF_LETTER = and_(
    col(StoredPage.original_sha256) == col(StoredLetter.original_sha256),
    col(StoredPage.number).between(col(StoredLetter.first_page), col(StoredLetter.last_page)),
)
"""Whether a page is one of a letter's."""

_BANDS = SQLModel.metadata.tables["page_band"]

# Made once: making them takes longer than the answer.
_THESE: BindParameter[int] = bindparam("letters", expanding=True)
_FORGET = delete(_BANDS).where(_BANDS.c.page_id.in_(bindparam("pages", expanding=True)))
_WITH = (
    select(col(StoredLetter.id), col(StoredPage.id))
    .join(StoredPage, _OF_LETTER)
    .where(col(StoredPage.id).in_(bindparam("pages", expanding=True)))
    .order_by(col(StoredLetter.id))
)
_NAMED = select(
    col(Reference.letter_id), *(col(getattr(Reference, name)) for name in Name._fields)
).where(col(Reference.letter_id).in_(_THESE))
_PAGES = (
    select(
        col(StoredLetter.id),
        col(StoredLetter.original_sha256),
        col(StoredPage.id),
        col(StoredPage.text),
        col(StoredPage.page_hash),
    )
    .outerjoin(StoredPage, _OF_LETTER)
    .where(col(StoredLetter.id).in_(_THESE))
    .order_by(col(StoredLetter.id), col(StoredPage.number))
)


def _names(session: Session, letter_ids: Sequence[int]) -> dict[int, Name]:
    rows = session.connection().execute(_NAMED, {"letters": letter_ids})
    return {letter: Name(*name) for letter, *name in rows}


def _faces(
    session: Session, letter_ids: Sequence[int]
) -> Iterator[tuple[int, str, dict[int, PageFace]]]:
    """Letters, their files, and the faces of their pages, by the page's id, in order; blank pages
    left out."""
    rows = session.connection().execute(_PAGES, {"letters": letter_ids})
    for (letter, sha256), pages in groupby(rows, key=lambda row: (row[0], row[1])):
        faces = {page: face_of(text, image) for *_, page, text, image in pages if page is not None}
        yield letter, sha256, {key: face for key, face in faces.items() if not face.is_blank}


Bands = Mapping[int, Collection[int]]
"""By a page's id, the numbers that it is looked up by."""


def enter(session: Session, bands: Bands) -> None:
    """Let the pages be found by those that come later."""
    connection = session.connection()
    for part in batches(bands):
        connection.execute(_FORGET, {"pages": part})
        rows = [{"value": value, "page_id": page} for page in part for value in set(bands[page])]
        connection.execute(insert(_BANDS), rows)


@cache
def _sharing(values: int) -> CompoundSelect[int, int]:
    """The pages that have each of so many values, of each value as many as are no crowd, and one.

    Made once: making it takes longer than the answer.
    """
    each = (
        select(_BANDS.c.value, _BANDS.c.page_id)
        .where(_BANDS.c.value == bindparam(f"value_{index}"))
        .limit(CROWD + 1)
        .subquery()
        for index in range(values)
    )
    return union_all(*(select(one.c.value, one.c.page_id) for one in each))


def candidates(session: Session, look: Look, bands: Bands) -> list[int]:
    """The letters whose pages share most bands with the pages of this one."""
    connection = session.connection()
    pages: Counter[int] = Counter()
    for page in look.faces:
        sharing: defaultdict[int, list[int]] = defaultdict(list)
        asked = {f"value_{index}": value for index, value in enumerate(sorted(set(bands[page])))}
        for value, other in connection.execute(_sharing(len(asked)), asked):
            sharing[value].append(other)
        for others in sharing.values():
            if len(others) <= CROWD:
                pages.update(others)
    letters: Counter[int] = Counter()
    for part in batches(pages):
        for letter, found in connection.execute(_WITH, {"pages": part}):
            letters[letter or 0] += pages[found or 0]
    del letters[look.id]
    return [letter for letter, _ in letters.most_common(MOST)]


_OTHERS = (
    select(col(StoredLetter.id))
    .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
    .where(col(StoredLetter.original_sha256) != bindparam("file"))
    .order_by(col(StoredLetter.id))
)
_SAME_DOCUMENT = _OTHERS.where(col(Reference.document_id) == bindparam("document_id"))
_SAME_NAME = _OTHERS.where(
    *(
        col(getattr(Reference, name)) == bindparam(name)
        for name in Name._fields
        if name != "document_id"
    )
)
"""With the number as it is folded, too, for the index is on it."""


def same_document(session: Session, look: Look) -> Iterator[int]:
    """Letters of other files that belong to the same document."""
    if look.name is not None and look.name.document_id is not None:
        yield from _others(session, _SAME_DOCUMENT, look, look.name)


def same_name(session: Session, look: Look) -> Iterator[int]:
    """Letters of other files with the same number, date and issuer, if all are known."""
    name = look.name
    if name is not None and None not in (name.number_key, name.date, name.issuer):
        yield from _others(session, _SAME_NAME, look, name)


def _others(session: Session, query: Executable, look: Look, name: Name) -> Iterator[int]:
    asked = {**name._asdict(), "file": look.original_sha256}
    yield from (letter or 0 for letter in session.connection().execute(query, asked).scalars())
