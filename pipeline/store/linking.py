"""Letters enter the graph and leave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, or_, select, update
from sqlmodel import Session, col

from models.register import Claim, Document, Reference, ReferenceKind, StoredLetter
from pipeline.link.letter_names import LetterNames
from pipeline.store.claims import add_edges, remove_edges
from pipeline.store.naming_rows import batches, ids_of
from pipeline.store.relinking import relink


def link_letters(
    session: Session, letters: Sequence[StoredLetter], names: Sequence[LetterNames]
) -> None:
    """Put letters of one file into the graph; whoever cited them before is led to them."""
    namings = {each.own for each in names}
    statements = [stated for each in names for stated in each.statements]
    namings |= {naming for each in statements for naming in (each.source, each.target)}
    rows, new = ids_of(session, namings)
    for letter, each in zip(letters, names, strict=True):
        own = update(Reference).where(col(Reference.id) == rows[each.own])
        session.execute(own.values(letter_id=letter.id))
        _count(session, {rows[stated.target] for stated in each.statements}, 1)
    relink(session, new)
    documents = _documents_of(session, rows.values())
    for letter, each in zip(letters, names, strict=True):
        add_edges(session, letter, each.statements, rows, documents)


def _documents_of(session: Session, rows: Collection[int]) -> dict[int, int]:
    """The document of each of these references."""
    found: dict[int, int] = {}
    for part in batches(rows):
        query = select(col(Reference.id), col(Reference.document_id))
        for row, document in session.execute(query.where(col(Reference.id).in_(part))):
            found[row or 0] = document or 0
    return found


def unlink_letters(session: Session, letter_ids: Sequence[int]) -> None:
    """Take letters out of the graph; what only they named goes with them."""
    touched: set[int] = set()
    for part in batches(letter_ids):
        for sources, targets in remove_edges(session, part):
            touched |= {*sources, *targets}
            _count(session, targets, -1)
        own = select(col(Reference.id)).where(col(Reference.letter_id).in_(part))
        touched |= {number or 0 for (number,) in session.execute(own)}
        session.execute(
            update(Reference).where(col(Reference.letter_id).in_(part)).values(letter_id=None)
        )
    _forget(session, touched)


def _count(session: Session, targets: set[int], step: int) -> None:
    """One letter more, or less, names these references."""
    for part in batches(targets):
        where = col(Reference.id).in_(part)
        session.execute(
            update(Reference).where(where).values(mentions=col(Reference.mentions) + step)
        )
        cited = select(col(Reference.document_id), func.count()).where(where)
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for document, number in session.execute(cited.group_by(col(Reference.document_id))):
            if document is not None:
                alike[number].append(document)
        for number, documents in alike.items():  # nearly all: 1
            change = col(Document.cited_by) + step * number
            session.execute(
                update(Document).where(col(Document.id).in_(documents)).values(cited_by=change)
            )


def _forget(session: Session, touched: set[int]) -> None:
    """Drop the references that nothing names any more, and put right what they were part of."""
    unused: set[int] = set()
    for part in batches(touched):
        ends = (col(Claim.source_id), col(Claim.target_id))
        named = exists().where(or_(*(end == col(Reference.id) for end in ends)))
        query = select(col(Reference.id)).where(col(Reference.id).in_(part), ~named)
        gone = query.where(
            or_(
                col(Reference.kind) == ReferenceKind.CITED.value, col(Reference.letter_id).is_(None)
            )
        )
        unused |= {number or 0 for (number,) in session.execute(gone)}
    relink(session, sorted(touched), gone=unused)
