"""Second copies and letters that look alike: found, compared side by side, decided upon."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from models.register import Verdict
from pipeline.access.rights import Right
from pipeline.store.comparing import compared
from pipeline.store.duplicates import pairs
from web.api.duplicates import Number, decided_pair
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Reviewer = Annotated[Asked, Depends(needs(Right.REVIEW))]
PAGE_SIZE = 20
MOST_PAGES = 500


@router.get("/duplicates")
def duplicates(
    asked: Reader,
    decided: bool = False,
    number: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """Pairs that look alike, the surest first."""
    start = (number - 1) * PAGE_SIZE
    with asked.reading() as session:
        found = pairs(session, decided=decided, limit=PAGE_SIZE + 1, offset=start)
    return page(
        asked.request,
        "duplicates.html",
        viewer=asked.viewer,
        pairs=found[:PAGE_SIZE],
        more=len(found) > PAGE_SIZE,
        decided=decided,
        page_number=number,
    )


@router.get("/duplicates/{number}")
def duplicate(asked: Reader, number: Number) -> Response:
    """Two letters side by side."""
    with asked.reading() as session:
        found = compared(session, number)
    asked.note_reading(f"{found.pair.first.document} = {found.pair.second.document}", found.level)
    return page(asked.request, "duplicate.html", viewer=asked.viewer, found=found)


@router.post("/duplicates/{number}")
def decide(asked: Reviewer, number: Number, verdict: Annotated[Verdict, Form()]) -> Response:
    """Say whether they are one, or take back what was said."""
    decided_pair(asked, number, verdict)
    return RedirectResponse(f"/duplicates/{number}", HTTPStatus.SEE_OTHER)
