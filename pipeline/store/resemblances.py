"""Letters that look like one: a second copy, the same pages scanned again.

They are written down and shown; whether they are one is for a person to say. What is compared
with what is told by an index (``page_band``), so that a letter costs the same in a large register.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, insert, or_, select
from sqlmodel import Session, col

from models.errors import DecisionRefused
from models.register import (
    Reference,
    Resemblance,
    ResemblanceKind,
    StoredLetter,
    StoredPage,
    Verdict,
)
from models.register.pages import PageBand
from pipeline.link.page_hash import PageFace, bands_of, face_of, share_on_same_pages
from pipeline.store.naming_rows import batches

CROWD = 64
"""A band that more pages share says nothing: a form's words, an office's letterhead."""

MOST = 20
"""Letters that one letter is compared with, those with most bands in common."""

SAME_LETTER = 0.5
"""Share of what is on the pages of both letters that has to be on the same pages."""

KEPT_APART = 0.5
"""Score of the same number, date and issuer where the graph keeps the documents apart."""


class _Name(NamedTuple):
    """What a letter is called: columns of its own row of ``reference``."""

    document_id: int | None
    slip_key: str | None
    number_key: str | None
    date: dt.date | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class _Look:
    """A letter as it is compared: its pages with something on them, and what it is called."""

    id: int
    original_sha256: str
    faces: dict[int, PageFace]
    name: _Name | None


def find_resemblances(session: Session, letters: Sequence[StoredLetter]) -> list[Resemblance]:
    """Write down what the letters of one file, just registered, look like; the new rows.

    A pair of letters is written once, as ``same_pages`` where both kinds hold; its score is the
    share of their words that stand on the same pages. ``same_identity`` scores 1 for the same
    document, :data:`KEPT_APART` otherwise. A pair that a person refused stays refused.
    """
    session.flush()
    looks = _looks(session, [letter.id or 0 for letter in letters])
    bands = {key: bands_of(face) for look in looks for key, face in look.faces.items()}
    _enter(session, bands)
    known = _known_pairs(session, [look.id for look in looks])
    found = []
    for look in looks:
        for kind, other, score in (
            *_same_pages(session, look, bands),
            *_same_identity(session, look),
        ):
            first, second = sorted((look.id, other))
            if (first, second) not in known:
                known.add((first, second))
                found.append(
                    Resemblance(kind=kind.value, first_id=first, second_id=second, score=score)
                )
    session.add_all(found)
    session.flush()
    return found


def resemblances_of(session: Session, letter_ids: Collection[int]) -> list[Resemblance]:
    """All pairs with one of these letters, also those decided upon, oldest first."""
    found = {
        row.id: row
        for part in batches(letter_ids)
        for row in session.scalars(select(Resemblance).where(_with_one_of(part)))
    }
    return [row for _, row in sorted(found.items(), key=lambda item: item[0] or 0)]


def decide(
    session: Session, resemblance_id: int, verdict: Verdict, actor: str, now: dt.datetime
) -> Resemblance:
    """Write down what a person says of a pair; ``open`` takes an earlier verdict back.

    Raises :class:`DecisionRefused` where there is no such pair.
    """
    row = session.get(Resemblance, resemblance_id)
    if row is None:
        raise DecisionRefused(f"#{resemblance_id}")
    row.verdict, row.actor, row.decided_at = verdict.value, actor, now
    session.add(row)
    session.flush()
    return row


def forget_resemblances(session: Session, letter_ids: Collection[int]) -> None:
    """Take letters that a later reading no longer finds out of every pair."""
    for part in batches(letter_ids):
        session.execute(delete(Resemblance).where(_with_one_of(part)))


def _with_one_of(letter_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(
        col(Resemblance.first_id).in_(letter_ids), col(Resemblance.second_id).in_(letter_ids)
    )


def _known_pairs(session: Session, letter_ids: Collection[int]) -> set[tuple[int, int]]:
    rows = resemblances_of(session, letter_ids)
    return {(row.first_id, row.second_id) for row in rows}


def _looks(session: Session, letter_ids: Collection[int]) -> list[_Look]:
    return [
        _Look(letter, sha256, faces, names.get(letter))
        for part in batches(letter_ids)
        for names in (_names(session, part),)
        for letter, sha256, faces in _faces(session, part)
    ]


_OF_LETTER = and_(
    col(StoredPage.original_sha256) == col(StoredLetter.original_sha256),
    col(StoredPage.number).between(col(StoredLetter.first_page), col(StoredLetter.last_page)),
)
"""Whether a page is one of a letter's."""

# Made once: making them takes longer than the answer.
_NAMED = select(
    col(Reference.letter_id), *(col(getattr(Reference, name)) for name in _Name._fields)
).where(col(Reference.letter_id).in_(bindparam("letters", expanding=True)))
_PAGES = (
    select(
        col(StoredLetter.id),
        col(StoredLetter.original_sha256),
        col(StoredPage.id),
        col(StoredPage.text),
        col(StoredPage.page_hash),
    )
    .outerjoin(StoredPage, _OF_LETTER)
    .where(col(StoredLetter.id).in_(bindparam("letters", expanding=True)))
    .order_by(col(StoredLetter.id), col(StoredPage.number))
)


def _names(session: Session, letter_ids: Sequence[int]) -> dict[int, _Name]:
    rows = session.connection().execute(_NAMED, {"letters": letter_ids})
    return {letter: _Name(*name) for letter, *name in rows}


def _faces(
    session: Session, letter_ids: Sequence[int]
) -> Iterator[tuple[int, str, dict[int, PageFace]]]:
    """Letters, their files, and the faces of their pages, by the page's id, in order; blank pages
    left out."""
    rows = session.connection().execute(_PAGES, {"letters": letter_ids})
    for (letter, sha256), pages in groupby(rows, key=lambda row: (row[0], row[1])):
        faces = {page: face_of(text, image) for *_, page, text, image in pages if page is not None}
        yield letter, sha256, {key: face for key, face in faces.items() if not face.is_blank}


_Bands = Mapping[int, Collection[int]]
"""By a page's id, the numbers that it is looked up by."""


def _enter(session: Session, bands: _Bands) -> None:
    """Let the pages be found by those that come later."""
    for part in batches(bands):
        session.execute(delete(PageBand).where(col(PageBand.page_id).in_(part)))
        rows = [{"value": value, "page_id": page} for page in part for value in set(bands[page])]
        session.execute(insert(PageBand), rows)


def _same_pages(
    session: Session, look: _Look, bands: _Bands
) -> Iterator[tuple[ResemblanceKind, int, float]]:
    for other in _looks(session, _candidates(session, look, bands)):
        score = share_on_same_pages([*look.faces.values()], [*other.faces.values()])
        if score > SAME_LETTER and not _contradict(look, other):
            yield ResemblanceKind.SAME_PAGES, other.id, round(score, 4)


# Made once: making it takes longer than the answer.
_SHARING = (
    select(col(PageBand.page_id)).where(col(PageBand.value) == bindparam("value")).limit(CROWD + 1)
)


def _candidates(session: Session, look: _Look, bands: _Bands) -> list[int]:
    """The letters whose pages share most bands with the pages of this one."""
    pages: Counter[int] = Counter()
    connection = session.connection()
    for page in look.faces:
        for value in bands[page]:
            sharing = connection.execute(_SHARING, {"value": value}).scalars().all()
            if len(sharing) <= CROWD:
                pages.update(sharing)
    letters: Counter[int] = Counter()
    for part in batches(pages):
        for letter, page in session.execute(_letters_with(part)):
            letters[letter] += pages[page]
    del letters[look.id]
    return [letter for letter, _ in letters.most_common(MOST)]


def _letters_with(page_ids: Sequence[int]) -> Select[int | None, int | None]:
    """Which letters have these pages, with the page."""
    return (
        select(col(StoredLetter.id), col(StoredPage.id))
        .join(StoredPage, _OF_LETTER)
        .where(col(StoredPage.id).in_(page_ids))
        .order_by(col(StoredLetter.id))
    )


def _contradict(one: _Look, other: _Look) -> bool:
    """Whether their names say that they are two letters, made of the same model.

    A pen's number or day may be misread in one of two scans, so both have to differ; in one file,
    where letters to several bodies often lie together, one is enough.
    """
    if one.name is None or other.name is None:
        return False
    pairs = ((one.name.slip_key, other.name.slip_key), (one.name.date, other.name.date))
    differ = [None not in pair and pair[0] != pair[1] for pair in pairs]
    is_one_file = one.original_sha256 == other.original_sha256
    return any(differ) if is_one_file else all(differ)


def _same_identity(session: Session, look: _Look) -> Iterator[tuple[ResemblanceKind, int, float]]:
    """Letters of other files that are the same document, or are named the same."""
    if look.name is None:
        return
    for condition, score in _named_alike(look.name):
        query = (
            select(col(StoredLetter.id))
            .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
            .where(condition, col(StoredLetter.original_sha256) != look.original_sha256)
            .order_by(col(StoredLetter.id))
        )
        for other in session.scalars(query):
            yield ResemblanceKind.SAME_IDENTITY, other or 0, score


def _named_alike(name: _Name) -> Iterator[tuple[ColumnElement[bool], float]]:
    if name.document_id is not None:
        yield col(Reference.document_id) == name.document_id, 1.0
    if None not in (name.number_key, name.date, name.issuer):
        alike = and_(
            col(Reference.slip_key) == name.slip_key,  # the index is on it
            col(Reference.date) == name.date,
            col(Reference.number_key) == name.number_key,
            col(Reference.issuer) == name.issuer,
        )
        yield alike, KEPT_APART
