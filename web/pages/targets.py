"""Targets, and how far they are reached."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Depends, Query
from fastapi.responses import Response

from models.errors import DocumentAmbiguous, QueryError
from pipeline.access.rights import Right
from pipeline.store.task_filters import TARGET_KINDS, target_filter
from pipeline.track.paging import target_page
from web.failures import said_of, status_of
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Text = Annotated[str, Query(max_length=500)]
Recorded = Literal["", "with", "without"]
RECORDED: dict[Recorded, bool | None] = {"": None, "with": True, "without": False}
ALL = "all"
PAGE_SIZE = 50


@router.get("/targets")
def target_list(
    asked: Reader,
    kind: Text = "target",
    under: Text = "",
    progress: Recorded = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Targets with their last progress, those that came first first."""
    status, refused, found = HTTPStatus.OK, None, None
    wanted_kind = "" if kind == ALL else kind
    try:
        with asked.reading() as session:
            wanted = target_filter(
                session, kind=wanted_kind, under=under, with_progress=RECORDED[progress]
            )
            found = target_page(session, wanted, after, PAGE_SIZE)
    except QueryError as error:
        status, refused = status_of(error), error
    rows, following = found or ([], None)
    return page(
        asked.request,
        "targets.html",
        viewer=asked.viewer,
        status=status,
        rows=rows,
        next=following,
        kind=kind,
        kinds=(*TARGET_KINDS, ALL),
        under=under,
        progress=progress,
        refused=said_of(asked.request, refused),
        keys=refused.documents if isinstance(refused, DocumentAmbiguous) else (),
    )
