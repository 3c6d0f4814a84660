"""Letters that look like one: a second copy, the same pages scanned again.

They are written down and shown; whether they are one is for a person to say. What is compared
with what is told by an index (``page_band``), so that a letter costs the same in a large register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, or_, select
from sqlmodel import Session, col

from models.errors import DecisionRefused
from models.register import Resemblance, ResemblanceKind, StoredLetter, Verdict
from pipeline.link.page_hash import bands_of, share_on_same_pages
from pipeline.store.looks import (
    Bands,
    Look,
    candidates,
    enter,
    looks_of,
    same_document,
    same_name,
)
from pipeline.store.naming_rows import batches

SAME_LETTER = 0.5
"""Share of what is on the pages of both letters that has to be on the same pages."""

KEPT_APART = 0.5
"""Score of the same number, date and issuer where the graph keeps the documents apart."""


def find_resemblances(session: Session, letters: Sequence[StoredLetter]) -> list[Resemblance]:
    """Write down what the letters of one file, just registered, look like; the new rows.

    A pair of letters is written once, as ``same_pages`` where both kinds hold; its score is the
    share of their words that stand on the same pages. ``same_identity`` scores 1 for the same
    document, :data:`KEPT_APART` otherwise. A pair that a person refused stays refused.
    """
    session.flush()
    seen = looks_of(session, [letter.id or 0 for letter in letters])
    bands = {key: bands_of(face) for look in seen for key, face in look.faces.items()}
    enter(session, bands)
    known = _known_pairs(session, [look.id for look in seen])
    found = []
    for look in seen:
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


def _with_one_of(letter_ids: Sequence[int] | BindParameter[int]) -> ColumnElement[bool]:
    return or_(
        col(Resemblance.first_id).in_(letter_ids), col(Resemblance.second_id).in_(letter_ids)
    )


# Made once: making it takes longer than the answer.
_THESE: BindParameter[int] = bindparam("letters", expanding=True)
_PAIRS = select(col(Resemblance.first_id), col(Resemblance.second_id)).where(_with_one_of(_THESE))


def _known_pairs(session: Session, letter_ids: Collection[int]) -> set[tuple[int, int]]:
    return {
        (first, second)
        for part in batches(letter_ids)
        for first, second in session.connection().execute(_PAIRS, {"letters": part})
    }


def _same_pages(
    session: Session, look: Look, bands: Bands
) -> Iterator[tuple[ResemblanceKind, int, float]]:
    for other in looks_of(session, candidates(session, look, bands)):
        score = share_on_same_pages([*look.faces.values()], [*other.faces.values()])
        if score > SAME_LETTER and not _contradict(look, other):
            yield ResemblanceKind.SAME_PAGES, other.id, round(score, 4)


def _contradict(one: Look, other: Look) -> bool:
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


def _same_identity(session: Session, look: Look) -> Iterator[tuple[ResemblanceKind, int, float]]:
    """Letters of other files that are the same document, or are named the same."""
    for other in same_document(session, look):
        yield ResemblanceKind.SAME_IDENTITY, other, 1.0
    for other in same_name(session, look):
        yield ResemblanceKind.SAME_IDENTITY, other, KEPT_APART
