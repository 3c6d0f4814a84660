"""Letters: found, and shown with their scans."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import Response

from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.search import search
from pipeline.store.search_filters import search_filter
from pipeline.store.search_query import parse
from web.document_view import document_view
from web.listed import levels_of_listed
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import day_or_none

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Text = Annotated[str, Query(max_length=500)]
PAGE_SIZE = 20
MOST_PAGES = 400


@router.get("/letters")
def letters(
    asked: Reader,
    q: Text = "",
    issuer: Text = "",
    type: Text = "",
    date_from: Text = "",
    date_to: Text = "",
    relation: Text = "",
    task_state: Text = "",
    number: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """Search, with filters; without words the newest letters."""
    filter = search_filter(
        issuers=[issuer] if issuer.strip() else [],
        type_code=type,
        date_from=day_or_none(date_from),
        date_to=day_or_none(date_to),
        relation=relation,
        task_state=task_state,
    )
    query = parse(q) if q.strip() else None
    start = (number - 1) * PAGE_SIZE
    with asked.reading() as session:
        found = search(session, query, filter, limit=PAGE_SIZE, offset=start)
        levels = levels_of_listed(session, found.hits)
    asked.note_readings(levels)
    return page(
        asked.request, "letters.html", viewer=asked.viewer, found=found, q=q, page_number=number
    )


@router.get("/d/{key:path}")
def document(asked: Reader, key: str) -> Response:
    """Everything about one document; a number that is no identity lists what it may mean."""
    with asked.reading() as session:
        shown = document_view(session, key, today=day_in_vietnam())
    asked.note_reading(shown.key, shown.level)
    return page(asked.request, "document.html", viewer=asked.viewer, shown=shown)
