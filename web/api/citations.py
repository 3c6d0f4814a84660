"""Citations in a text that somebody writes: which documents of the register they mean."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends
from pydantic import Field

from models.reading import Relation
from pipeline.access.rights import Right
from pipeline.store.citation_lookup import MOST_CHARACTERS, Found, LookupStatus, look_up
from web.api.shapes import Items, Shape, api_router
from web.security.asking import Asked, needs

router = api_router("citations")
Reader = Annotated[Asked, Depends(needs(Right.READ))]


class TextIn(Shape):
    """A text; date, issuer and province of the letter that it is from, as far as known."""

    text: str = Field(max_length=MOST_CHARACTERS)
    date: dt.date | None = Field(None, description="Numbers without date are of these years.")
    issuer: str | None = Field(None, max_length=300, description="Who wrote it, as printed.")
    province: str | None = Field(
        None, max_length=100, description="Whose bodies `UBND tỉnh` and the like are."
    )


class CitationFound(Shape):
    """A citation. `start` and `end` count the characters (code points) of the text as sent.

    `match` is the address of the document that it means; none where the register has not met it.
    """

    start: int
    end: int
    text: str
    number: str | None
    date: dt.date | None
    issuer: str | None
    type: str | None
    relation: Relation
    confidence: float
    match: str | None
    status: LookupStatus
    candidates: list[str]


@router.post("/citations:lookup")
def look_up_citations(asked: Reader, sent: TextIn) -> Items[CitationFound]:
    """Every citation in a text, with what it means."""
    with asked.reading() as session:
        found = look_up(
            session, sent.text, date=sent.date, issuer=sent.issuer, province=sent.province
        )
    return Items(items=[_out(each, sent.text) for each in found], next=None)


def _out(found: Found, text: str) -> CitationFound:
    citation = found.citation
    return CitationFound(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        number=citation.number,
        date=citation.date,
        issuer=citation.issuer,
        type=citation.type,
        relation=citation.relation,
        confidence=citation.confidence,
        match=found.match,
        status=found.status,
        candidates=list(found.candidates),
    )
