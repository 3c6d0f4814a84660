"""Where the citations of a letter lead: to a document that is here, to several, or to none yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import Claim, Document, DocumentState, Edge
from pipeline.store.naming_rows import batches

MOST_CANDIDATES = 5


class LinkStatus(StrEnum):
    """How sure it is where a citation leads."""

    RESOLVED = "resolved"  # văn bản có trong sổ
    CANDIDATES = "candidates"  # có văn bản cùng số, chưa chắc là một
    NOT_HERE = "not_here"  # chưa có trong sổ


@dataclass(frozen=True, slots=True)
class CitationLink:
    """The document that a citation means; ``candidates`` are addresses of others of its number."""

    status: LinkStatus
    key: str
    candidates: tuple[str, ...] = ()


def citation_links(
    session: Session, letter_ids: Collection[int]
) -> dict[tuple[int, int], CitationLink]:
    """By letter and index of the citation; what leads nowhere (no number, no name) is not there."""
    query = (
        select(col(Edge.letter_id), col(Edge.citation), Document)
        .join(Claim, col(Claim.id) == col(Edge.claim_id))
        .join(Document, col(Document.id) == col(Claim.target_document_id))
        .where(col(Edge.letter_id).in_(letter_ids), col(Edge.citation).is_not(None))
    )
    rows = session.execute(query).all()
    links = links_to(session, [document for _, _, document in rows])
    return {(letter, citation or 0): links[document.id or 0] for letter, citation, document in rows}


def links_to(session: Session, documents: Collection[Document]) -> dict[int, CitationLink]:
    """Links that lead to these documents, by their ids."""
    away = {each.slip_key for each in documents if _is_away(each) and each.slip_key}
    others = present_of_numbers(session, away)
    return {each.id or 0: _link(each, others.get(each.slip_key or "", ())) for each in documents}


def _is_away(document: Document) -> bool:
    return document.state != DocumentState.PRESENT


def _link(document: Document, others: Collection[str]) -> CitationLink:
    if not _is_away(document):
        return CitationLink(LinkStatus.RESOLVED, document.key)
    found = tuple(key for key in others if key != document.key)[:MOST_CANDIDATES]
    status = LinkStatus.CANDIDATES if found else LinkStatus.NOT_HERE
    return CitationLink(status, document.key, found)


def present_of_numbers(session: Session, slips: Collection[str]) -> dict[str, list[str]]:
    """The addresses of documents that are here, by their number with slips folded."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = select(col(Document.slip_key), col(Document.key)).order_by(col(Document.key))
    for part in batches(sorted(slips)):
        here = query.where(
            col(Document.slip_key).in_(part),
            col(Document.state) == DocumentState.PRESENT.value,
        )
        for slip, key in session.execute(here):
            found[slip or ""].append(key)
    return dict(found)
