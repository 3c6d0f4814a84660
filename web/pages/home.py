"""Where people begin: what there is, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.ledger import Count, counted
from pipeline.store.lineage import Hub, hubs
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter
from pipeline.track.standing import Counts
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import counts
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
_FEW = 8


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted over the whole register."""

    files: Count
    tasks: Counts
    hubs: tuple[Hub, ...]


@router.get("/")
def home(asked: Reader) -> Response:
    """The start page, by what the viewer may do."""
    key = ("home", asked.viewer.clearance)
    counted = asked.place.memory.recall(key, lambda: _counts(asked))
    with asked.reading() as session:
        newest = search(session, None, SearchFilter(), limit=_FEW)
    return page(asked.request, "home.html", viewer=asked.viewer, counted=counted, newest=newest)


def _counts(asked: Asked) -> _Counts:
    with asked.reading() as session:
        return _Counts(
            files=counted(session),
            tasks=counts(session, TaskFilter(today=day_in_vietnam())),
            hubs=tuple(hubs(session, _FEW)),
        )
