"""The graph without row numbers: two registers with the same letters have the same one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import Claim, Document, Edge, Reference, StoredLetter


@dataclass(frozen=True, slots=True)
class CanonicalGraph:
    """Documents as (address, state, flags, cited by), their letters, and edges between addresses.

    A letter is (address, file, position), an edge (citing, cited, relation, direct, file,
    position, citation).
    """

    documents: frozenset[tuple[object, ...]]
    letters: frozenset[tuple[object, ...]]
    edges: frozenset[tuple[object, ...]]


def canonical_graph(session: Session) -> CanonicalGraph:
    """The whole graph of the register."""
    documents = select(
        col(Document.key),
        col(Document.state),
        col(Document.flags),
        col(Document.number),
        col(Document.date),
        col(Document.issuer),
        col(Document.subject),
        col(Document.cited_by),
    )
    letters = (
        select(col(Document.key), col(StoredLetter.original_sha256), col(StoredLetter.position))
        .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
        .join(Document, col(Reference.document_id) == col(Document.id))
    )
    citing, cited = aliased(Document), aliased(Document)
    edges = (
        select(
            col(citing.key),
            col(cited.key),
            col(Claim.relation),
            col(Claim.direct),
            col(StoredLetter.original_sha256),
            col(StoredLetter.position),
            col(Edge.citation),
        )
        .join(Claim, col(Edge.claim_id) == col(Claim.id))
        .join(citing, col(Claim.source_document_id) == col(citing.id))
        .join(cited, col(Claim.target_document_id) == col(cited.id))
        .join(StoredLetter, col(Edge.letter_id) == col(StoredLetter.id))
    )
    return CanonicalGraph(
        frozenset(tuple(row) for row in session.execute(documents)),
        frozenset(tuple(row) for row in session.execute(letters)),
        frozenset(tuple(row) for row in session.execute(edges)),
    )
