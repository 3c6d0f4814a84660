"""Which documents of the register the citations in a text mean; nothing is written.

A text is linked as a letter with these words would be: its namings are grouped with all those of
the register that can influence them, and each means the document that its group goes on as.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import QueryInvalid
from models.reading import Citation, Letter
from models.register import Document
from pipeline.extract.typed_text import TypedCitation, citations_in
from pipeline.link.grouping import group
from pipeline.link.letter_names import cited_of
from pipeline.link.names import Naming
from pipeline.link.surroundings import surroundings_of
from pipeline.store.citation_links import (
    MOST_CANDIDATES,
    CitationLink,
    LinkStatus,
    links_to,
    present_of_numbers,
)
from pipeline.store.naming_rows import batches
from pipeline.store.relatives import relatives_of

MOST_CHARACTERS = 200_000
"""A text is no longer: as much as a letter of a hundred pages."""
_OWNER = "?"  # no letter of the register has this name


class LookupStatus(StrEnum):
    """How sure it is which document a citation means."""

    RESOLVED = LinkStatus.RESOLVED
    CANDIDATES = LinkStatus.CANDIDATES
    NOT_HERE = LinkStatus.NOT_HERE
    NO_DOCUMENT = "no_document"  # lời văn không chỉ một văn bản nào


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One citation, its span in the text, and the document that it means.

    ``match`` is an address; ``None`` where the register does not know the document at all.
    """

    citation: Citation
    start: int
    end: int
    status: LookupStatus
    match: str | None = None
    candidates: tuple[str, ...] = ()


def look_up(
    session: Session,
    text: str,
    *,
    date: dt.date | None = None,
    issuer: str | None = None,
    province: str | None = None,
) -> list[Found]:
    """The citations in ``text`` with the documents that they mean, in order.

    ``date``, ``issuer`` and ``province`` are those of the letter that the text is from, as far as
    known: "UBND tỉnh" is that of the province, and a number without date one of these years.
    Raises :class:`QueryInvalid` where the text is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryInvalid(f"{len(text)} > {MOST_CHARACTERS}")
    found = citations_in(text)
    letter = Letter(
        pages=[1],
        date=date,
        issuer=issuer,
        place=province,
        citations=[each.citation for each in found],
    )
    namings = cited_of(letter, _OWNER, surroundings_of(letter))
    links = _links(session, [each for each in namings if each])
    return [
        _found(each, links[naming] if naming else None)
        for each, naming in zip(found, namings, strict=True)
    ]


def _found(each: TypedCitation, link: CitationLink | None) -> Found:
    if link is None:
        status = LookupStatus.NO_DOCUMENT
        return Found(citation=each.citation, start=each.start, end=each.end, status=status)
    return Found(
        citation=each.citation,
        start=each.start,
        end=each.end,
        status=LookupStatus(link.status),
        match=link.key or None,
        candidates=link.candidates,
    )


def _links(session: Session, namings: Sequence[Naming]) -> dict[Naming, CitationLink]:
    """Where each naming leads; with an empty address where the register has no document for it."""
    meant = _meant(session, namings)
    query = select(Document)
    documents: list[Document] = []
    for part in batches(sorted(set(meant.values()))):
        documents += session.scalars(query.where(col(Document.id).in_(part)))
    links = links_to(session, documents)
    slips = {each.slip_key for each in namings if each not in meant and each.slip_key}
    others = present_of_numbers(session, slips)
    return {each: _link(each, meant, links, others) for each in namings}


def _link(
    naming: Naming,
    meant: Mapping[Naming, int],
    links: Mapping[int, CitationLink],
    others: Mapping[str, Sequence[str]],
) -> CitationLink:
    if known := links.get(meant.get(naming, 0)):
        return known
    found = tuple(others.get(naming.slip_key or "", ()))[:MOST_CANDIDATES]
    return CitationLink(LinkStatus.CANDIDATES if found else LinkStatus.NOT_HERE, "", found)


def _meant(session: Session, namings: Sequence[Naming]) -> dict[Naming, int]:
    """The documents that the namings join, as linking would let them; new ones have none."""
    table = relatives_of(session, list(dict.fromkeys(namings)))
    known = {each.fingerprint for each in table.ids}
    fresh = [each for each in dict.fromkeys(namings) if each.fingerprint not in known]
    homes: dict[str, int] = {}
    for cluster in group([*table.ids, *fresh], list(table.rulings.values())):
        number = table.document_of(cluster)
        if number is not None:
            homes |= dict.fromkeys((each.fingerprint for each in cluster.members), number)
    return {each: homes[each.fingerprint] for each in namings if each.fingerprint in homes}
