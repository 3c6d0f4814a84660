"""The lineage explorer: where to begin, the graph around a document, ways, provinces."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from fastapi.responses import RedirectResponse, Response

from models.reading import Relation
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.exploring import Arrangement, Exploration
from pipeline.store.exports.lineage_file import MOST_DRAWN
from pipeline.store.finding import find_document
from pipeline.store.lineage import Side, hubs
from pipeline.track.by_province import by_province
from web.lineage_view import lineage_view, way_view
from web.listed import highest_level
from web.rendering import lineage_address, page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import day_or_none

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Text = Annotated[str, Query(max_length=500)]
Steps = Annotated[int, Query(ge=1, le=50)]
MOST_HUBS = 20
MOST_LINKS = 6
"""Citations of a document that a row of the list shows, as in ``lineage_list.ts``."""
DEPTH = 6


@router.get("/lineage")
def begin(
    asked: Reader, number: Text = "", direction: Side = "both", depth: Steps = DEPTH
) -> Response:
    """Where to begin; with a number on to the graph around that document."""
    with asked.reading() as session:
        if number.strip():
            key = find_document(session, number).key
            query = urlencode({"direction": direction, "depth": depth})
            return RedirectResponse(f"{lineage_address(key)}?{query}", 303)
        found = hubs(session, MOST_HUBS)
        level = highest_level(asked, session, [each.node.id for each in found])
    asked.note_reading("hubs", level)
    return page(asked.request, "lineage_begin.html", viewer=asked.viewer, hubs=found, depth=DEPTH)


@router.get("/lineage-way")
def way(
    asked: Reader, first: Annotated[str, Query(alias="from", max_length=500)], to: Text
) -> Response:
    """The way of citations between two documents, with the words of each step."""
    shown = way_view(asked, first, to)
    return page(asked.request, "lineage_way.html", viewer=asked.viewer, shown=shown)


@router.get("/lineage-by-province/{key:path}")
def provinces(asked: Reader, key: str, as_of: Text = "") -> Response:
    """What came of a document, province by province."""
    day = day_or_none(as_of)
    with asked.reading() as session:
        document = find_document(session, key)
        spread = by_province(session, document.key, today=day_in_vietnam(), as_of=day)
        about = {"key": document.key, "number": document.number, "subject": document.subject}
        level = highest_level(asked, session, [document.id or 0])
    asked.note_reading(document.key, level)
    return page(
        asked.request,
        "lineage_provinces.html",
        viewer=asked.viewer,
        about=about,
        spread=spread,
        most=max((each.documents for each in spread.shares), default=1),
        as_of=day,
    )


@router.get("/lineage/{key:path}")
def explorer(
    asked: Reader,
    key: str,
    direction: Side = "both",
    depth: Steps = DEPTH,
    relations: Annotated[list[Relation], Query()] = [],  # noqa: B006 - FastAPI copies it
    date_from: Text = "",
    date_to: Text = "",
    as_of: Text = "",
    by: Arrangement = "depth",
    whole: bool = False,
) -> Response:
    """The graph around a document, and the same as a list, of all documents or the first."""
    wanted = Exploration(
        direction=direction,
        depth=depth,
        relations=frozenset(relations),
        date_from=day_or_none(date_from),
        date_to=day_or_none(date_to),
        as_of=day_or_none(as_of),
    )
    with asked.reading() as session:
        shown = lineage_view(session, key, wanted, by, is_whole=whole)
        level = highest_level(asked, session, shown.found.nodes)
    asked.note_reading(shown.start.key, level)
    return page(
        asked.request,
        "lineage.html",
        viewer=asked.viewer,
        shown=shown,
        wanted=wanted,
        by=by,
        most_drawn=MOST_DRAWN,
        most_links=MOST_LINKS,
    )
