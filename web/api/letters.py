"""Letters and documents for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Depends, Query

from models.reading import Letter
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.citation_links import LinkStatus
from pipeline.store.search import search
from pipeline.store.search_filters import search_filter
from pipeline.store.search_query import parse
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.document_view import ShownDocument, ShownLetter, document_view
from web.listed import levels_of_listed
from web.security.asking import Asked, needs
from web.typed import row_number

router = api_router("letters")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Text = Annotated[str, Query(max_length=500)]


class Hit(Shape):
    """A letter that was found; `document_key` is the address of its document.

    `place`: the province of its issuer where the name does not say it.
    """

    letter_id: int
    document_key: str | None
    number: str | None
    date: dt.date | None
    type_code: str | None
    issuer: str | None
    place: str | None
    subject: str | None
    score: float
    exact: bool
    pages: list[int]


class CitationTarget(Shape):
    """Where a citation leads."""

    citation: int
    status: LinkStatus
    key: str
    candidates: list[str]


class LetterOut(Shape):
    """One letter of a document, in the contract of readings, with people's corrections."""

    file: str
    sha256: str
    position: int
    first_page: int
    last_page: int
    received_on: dt.date
    letter: Letter
    citations: list[CitationTarget]


class DocumentOut(Shape):
    """A document; without letters it is only cited so far."""

    key: str
    number: str | None
    date: dt.date | None
    type_code: str | None
    issuer: str | None
    subject: str | None
    state: str
    flags: list[str]
    cited_by: int
    secrecy: int
    letters: list[LetterOut]
    candidates: list[str]


@router.get("/letters")
def find_letters(
    asked: Reader,
    q: Text = "",
    issuer: Text = "",
    type: Text = "",
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    relation: Text = "",
    task_state: Text = "",
    limit: Limit = 20,
    after: Cursor = None,
) -> Items[Hit]:
    """Search: words, “phrases”, -exclusions, numbers; without words the newest letters."""
    filter = search_filter(
        issuers=[issuer] if issuer.strip() else [],
        type_code=type,
        date_from=date_from,
        date_to=date_to,
        relation=relation,
        task_state=task_state,
    )
    start = row_number(after) or 0
    query = parse(q) if q.strip() else None
    with asked.reading() as session:
        found = search(session, query, filter, limit=limit, offset=start)
        levels = levels_of_listed(session, found.hits)
    asked.note_readings(levels)
    hits = [Hit.model_validate(each) for each in found.hits]
    return Items(items=hits, next=str(start + limit) if found.more else None)


@router.get("/documents/{key:path}")
def get_document(asked: Reader, key: str) -> DocumentOut:
    """One document by its address, or by a number that no other has."""
    with asked.reading() as session:
        shown = document_view(session, key, today=day_in_vietnam())
    asked.note_reading(shown.key, shown.level)
    return _document(shown)


def _document(shown: ShownDocument) -> DocumentOut:
    node = shown.about.node
    about: dict[str, Any] = {
        name: getattr(node, name)
        for name in ("key", "number", "date", "type_code", "issuer", "subject", "state")
    }
    return DocumentOut(
        **about,
        flags=list(node.flags),
        cited_by=shown.about.cited_by,
        secrecy=shown.level,
        letters=[_letter(each) for each in shown.letters],
        candidates=[each.key for each in shown.about.candidates],
    )


def _letter(shown: ShownLetter) -> LetterOut:
    seen = shown.seen
    return LetterOut(
        file=seen.file,
        sha256=seen.sha256,
        position=seen.position,
        first_page=seen.pages[0],
        last_page=seen.pages[1],
        received_on=seen.received_on,
        letter=seen.letter,
        citations=[
            CitationTarget(
                citation=index, status=link.status, key=link.key, candidates=list(link.candidates)
            )
            for index, link in sorted(shown.links.items())
        ],
    )
