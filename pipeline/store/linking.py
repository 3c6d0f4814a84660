"""Letters enter the graph and leave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlmodel import Session, col

from models.register import Document, Edge, Reference, ReferenceKind, StoredLetter
from pipeline.link.letter_names import LetterNames
from pipeline.link.names import Naming
from pipeline.store.naming_rows import batches, ids_of
from pipeline.store.relinking import relink


def link_letters(
    session: Session, letters: Sequence[StoredLetter], names: Sequence[LetterNames]
) -> None:
    """Put letters of one file into the graph; whoever cited them before is led to them."""
    namings = {each.own for each in names}
    claims = [claim for each in names for claim in each.claims]
    namings |= {naming for claim in claims for naming in (claim.source, claim.target)}
    rows, new = ids_of(session, namings)
    for letter, each in zip(letters, names, strict=True):
        own = update(Reference).where(col(Reference.id) == rows[each.own])
        session.execute(own.values(letter_id=letter.id))
        _add_edges(session, letter, each, rows)
        _count(session, {rows[claim.target] for claim in each.claims}, 1)
    relink(session, new)


def unlink_letters(session: Session, letter_ids: Sequence[int]) -> None:
    """Take letters out of the graph; what only they named goes with them."""
    touched: set[int] = set()
    for part in batches(letter_ids):
        ends = select(col(Edge.letter_id), col(Edge.source_id), col(Edge.target_id))
        cited: defaultdict[int, set[int]] = defaultdict(set)
        for letter, source, target in session.execute(ends.where(col(Edge.letter_id).in_(part))):
            touched |= {source, target}
            cited[letter].add(target)
        for targets in cited.values():
            _count(session, targets, -1)
        session.execute(delete(Edge).where(col(Edge.letter_id).in_(part)))
        own = select(col(Reference.id)).where(col(Reference.letter_id).in_(part))
        touched |= {number or 0 for (number,) in session.execute(own)}
        session.execute(
            update(Reference).where(col(Reference.letter_id).in_(part)).values(letter_id=None)
        )
    _forget(session, touched)


def _add_edges(
    session: Session, letter: StoredLetter, names: LetterNames, rows: Mapping[Naming, int]
) -> None:
    edges = [
        {
            "source_id": rows[claim.source],
            "target_id": rows[claim.target],
            "letter_id": letter.id,
            "citation": claim.citation,
            "relation": claim.relation,
            "direct": claim.direct,
            "date": letter.date,
        }
        for claim in names.claims
    ]
    if edges:
        session.execute(insert(Edge), edges)


def _count(session: Session, targets: set[int], step: int) -> None:
    """One letter more, or less, names these references."""
    for part in batches(targets):
        where = col(Reference.id).in_(part)
        session.execute(
            update(Reference).where(where).values(mentions=col(Reference.mentions) + step)
        )
        cited = select(col(Reference.document_id), func.count()).where(where)
        for document, number in session.execute(cited.group_by(col(Reference.document_id))):
            change = col(Document.cited_by) + step * number
            session.execute(
                update(Document).where(col(Document.id) == document).values(cited_by=change)
            )


def _forget(session: Session, touched: set[int]) -> None:
    """Drop the references that nothing names any more, and put right what they were part of."""
    unused: set[int] = set()
    for part in batches(touched):
        named = exists().where(
            or_(col(Edge.source_id) == col(Reference.id), col(Edge.target_id) == col(Reference.id))
        )
        query = select(col(Reference.id)).where(col(Reference.id).in_(part), ~named)
        gone = query.where(
            or_(
                col(Reference.kind) == ReferenceKind.CITED.value, col(Reference.letter_id).is_(None)
            )
        )
        unused |= {number or 0 for (number,) in session.execute(gone)}
    relink(session, sorted(touched), gone=unused)
