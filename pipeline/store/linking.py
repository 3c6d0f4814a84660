"""Letters enter the graph and leave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlmodel import Session, col

from models.register import Claim, Reference, ReferenceKind, StoredLetter
from pipeline.link.letter_names import LetterNames
from pipeline.store.claims import add_edges, remove_edges
from pipeline.store.naming_rows import REFERENCES, batches, ids_of
from pipeline.store.relinking import DOCUMENTS, relink

# Made once: making them takes longer than the answer.
_THESE = REFERENCES.c.id.in_(bindparam("rows", expanding=True))
_OWN = (
    update(REFERENCES)
    .where(REFERENCES.c.id == bindparam("row"))
    .values(letter_id=bindparam("letter"))
)
_NAMED = update(REFERENCES).where(_THESE).values(mentions=REFERENCES.c.mentions + bindparam("step"))
_SHARED = (
    select(REFERENCES.c.document_id, func.count())
    .where(_THESE, REFERENCES.c.document_id.is_not(None))
    .group_by(REFERENCES.c.document_id)
)
_CITED = (
    update(DOCUMENTS)
    .where(DOCUMENTS.c.id.in_(bindparam("documents", expanding=True)))
    .values(cited_by=DOCUMENTS.c.cited_by + bindparam("step"))
)
_DOCUMENT_OF = select(REFERENCES.c.id, REFERENCES.c.document_id).where(_THESE)


def link_letters(
    session: Session, letters: Sequence[StoredLetter], names: Sequence[LetterNames]
) -> None:
    """Put letters of one file into the graph; whoever cited them before is led to them."""
    namings = {each.own for each in names}
    statements = [stated for each in names for stated in each.statements]
    namings |= {naming for each in statements for naming in (each.source, each.target)}
    rows, new = ids_of(session, namings)
    for letter, each in zip(letters, names, strict=True):
        session.connection().execute(_OWN, {"row": rows[each.own], "letter": letter.id})
        _count(session, {rows[stated.target] for stated in each.statements}, 1)
    relink(session, new)
    documents = _documents_of(session, rows.values())
    for letter, each in zip(letters, names, strict=True):
        add_edges(session, letter, each.statements, rows, documents)


def _documents_of(session: Session, rows: Collection[int]) -> dict[int, int]:
    """The document of each of these references."""
    found: dict[int, int] = {}
    for part in batches(rows):
        found |= dict(session.connection().execute(_DOCUMENT_OF, {"rows": part}).all())
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
    connection = session.connection()
    for part in batches(targets):
        connection.execute(_NAMED, {"rows": part, "step": step})
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for document, number in connection.execute(_SHARED, {"rows": part}):
            alike[number].append(document)
        for number, documents in alike.items():  # nearly all: 1
            connection.execute(_CITED, {"documents": documents, "step": step * number})


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
