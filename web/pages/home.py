"""Where people begin: what there is, and what waits for them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pipeline.access.rights import Right
from pipeline.store.ledger import counted
from pipeline.store.lineage import hubs
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import counts
from web.rendering import page
from web.security.asking import Asked, needs

router = APIRouter(include_in_schema=False)
Reader = Annotated[Asked, Depends(needs(Right.READ))]
_FEW = 8


@router.get("/")
def home(asked: Reader) -> Response:
    """The start page, by what the viewer may do."""
    with asked.reading() as session:
        return page(
            asked.request,
            "home.html",
            viewer=asked.viewer,
            count=counted(session),
            newest=search(session, None, SearchFilter(), limit=_FEW),
            tasks=counts(session, TaskFilter(today=dt.date.today())),
            hubs=hubs(session, _FEW),
        )
