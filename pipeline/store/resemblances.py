"""Letters that look like one: a second copy, the same pages scanned again.

They are written down and shown; whether they are one is for a person to say. What is compared
with what is told by an index (``page_band``), so that a letter costs the same in a large register.
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
    ColumnElement,
    CompoundSelect,
    Executable,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, SQLModel, col

from models.errors import DecisionRefused
from models.register import (
    Reference,
    Resemblance,
    ResemblanceKind,
    StoredLetter,
    StoredPage,
    Verdict,
)
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
    if found:
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
    return {
        (first, second)
        for part in batches(letter_ids)
        for first, second in session.connection().execute(_PAIRS, {"letters": part})
    }


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

_BANDS = SQLModel.metadata.tables["page_band"]

# Made once: making them takes longer than the answer.
_THESE: BindParameter[int] = bindparam("letters", expanding=True)
_PAIRS = select(col(Resemblance.first_id), col(Resemblance.second_id)).where(
    or_(col(Resemblance.first_id).in_(_THESE), col(Resemblance.second_id).in_(_THESE))
)
_FORGET = delete(_BANDS).where(_BANDS.c.page_id.in_(bindparam("pages", expanding=True)))
_WITH = (
    select(col(StoredLetter.id), col(StoredPage.id))
    .join(StoredPage, _OF_LETTER)
    .where(col(StoredPage.id).in_(bindparam("pages", expanding=True)))
    .order_by(col(StoredLetter.id))
)
_NAMED = select(
    col(Reference.letter_id), *(col(getattr(Reference, name)) for name in _Name._fields)
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
    connection = session.connection()
    for part in batches(bands):
        connection.execute(_FORGET, {"pages": part})
        rows = [{"value": value, "page_id": page} for page in part for value in set(bands[page])]
        connection.execute(insert(_BANDS), rows)


def _same_pages(
    session: Session, look: _Look, bands: _Bands
) -> Iterator[tuple[ResemblanceKind, int, float]]:
    for other in _looks(session, _candidates(session, look, bands)):
        score = share_on_same_pages([*look.faces.values()], [*other.faces.values()])
        if score > SAME_LETTER and not _contradict(look, other):
            yield ResemblanceKind.SAME_PAGES, other.id, round(score, 4)


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


def _candidates(session: Session, look: _Look, bands: _Bands) -> list[int]:
    """The letters whose pages share most bands with the pages of this one."""
    connection = session.connection()
    pages: Counter[int] = Counter()
    for page in look.faces:
        sharing: defaultdict[int, list[int]] = defaultdict(list)
        asked = {f"value_{index}": value for index, value in enumerate(sorted(set(bands[page])))}
        if not asked:
            continue
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
    asked = {**look.name._asdict(), "file": look.original_sha256}
    for query, score in _named_alike(look.name):
        for other in session.connection().execute(query, asked).scalars():
            yield ResemblanceKind.SAME_IDENTITY, other or 0, score


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
        for name in _Name._fields
        if name != "document_id"
    )
)
"""With the number as it is folded, too, for the index is on it."""


def _named_alike(name: _Name) -> Iterator[tuple[Executable, float]]:
    if name.document_id is not None:
        yield _SAME_DOCUMENT, 1.0
    if None not in (name.number_key, name.date, name.issuer):
        yield _SAME_NAME, KEPT_APART
