"""The graph for programs: lineages, the way between two documents, hubs, what provinces did."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import Response

from models.reading import Relation
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.exploring import Exploration, explore
from pipeline.store.exports.lineage_file import LineageForm, lineage_file
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage, Side, hubs, nodes_of, path_between
from pipeline.track.by_province import by_province
from web.api.lineage_shapes import (
    HubOut,
    LineageOut,
    MentionOut,
    SpreadOut,
    WayOut,
    lineage_out,
    link_out,
    mention_out,
    node_out,
    share_out,
)
from web.api.shapes import Items, Limit, api_router, binary
from web.lineage_view import words_between
from web.listed import highest_level
from web.security.asking import Asked, needs

router = api_router("lineage")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Key = Annotated[str, Query(max_length=500, description="The address of a document, or a number.")]
MOST_DEPTH = 50
MEDIA = {
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
    "dot": "text/vnd.graphviz",
    "json": "application/json",
}


def asked_exploration(
    direction: Side = "both",
    depth: Annotated[int, Query(ge=1, le=MOST_DEPTH, description="Steps.")] = 6,
    relations: Annotated[
        list[Relation],
        Query(description="Only links of these, and what they connect; none: all."),
    ] = [],  # noqa: B006 - FastAPI copies it
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    as_of: Annotated[dt.date | None, Query(description="As known on that day.")] = None,
) -> Exploration:
    """What is asked for, from the query."""
    return Exploration(
        direction=direction,
        depth=depth,
        relations=frozenset(relations),
        date_from=date_from,
        date_to=date_to,
        as_of=as_of,
    )


Explored = Annotated[Exploration, Depends(asked_exploration)]


@router.get("/lineage/{key:path}/by-province")
def get_by_province(asked: Reader, key: str, as_of: dt.date | None = None) -> SpreadOut:
    """What came of a document, province by province."""
    with asked.reading() as session:
        spread = by_province(session, key, today=day_in_vietnam(), as_of=as_of)
    shares = [share_out(each) for each in spread.shares]
    return SpreadOut(shares=shares, silent=list(spread.silent))


@router.get("/lineage/{key:path}")
def get_lineage(asked: Reader, key: str, wanted: Explored) -> LineageOut:
    """What a document rests on, and what came of it."""
    return lineage_out(_explored(asked, key, wanted))


@router.get("/exports/lineage/{key:path}", **binary(*MEDIA.values()))
def export_lineage(
    asked: Reader, key: str, wanted: Explored, format: LineageForm = "graphml"
) -> Response:
    """The same as a file: GraphML, SVG, DOT or node-link JSON."""
    content = lineage_file(_explored(asked, key, wanted), format)
    headers = {"content-disposition": f'attachment; filename="lineage.{format}"'}
    return Response(content, headers=headers, media_type=MEDIA[format])


@router.get("/paths")
def get_path(
    asked: Reader,
    from_: Annotated[str, Query(alias="from", max_length=500)],
    to: Key,
    as_of: dt.date | None = None,
) -> WayOut:
    """The shortest way of citations between two documents, whichever cites which."""
    with asked.reading() as session:
        ends = [find_document(session, each).id or 0 for each in (from_, to)]
        links = path_between(session, *ends, as_of=as_of)
        met = {end for link in links for end in (link.source, link.target)}
        nodes = nodes_of(session, dict.fromkeys([*ends, *met], 0))
        level = highest_level(asked, session, nodes)
    asked.note_reading(nodes[ends[0]].key, level)
    return WayOut(
        nodes=[node_out(each) for each in nodes.values()],
        links=[link_out(each, nodes, False) for each in links],
    )


@router.get("/mentions")
def get_mentions(asked: Reader, source: Key, target: Key, limit: Limit = 20) -> Items[MentionOut]:
    """The words by which one document cites another, in the letters that say so."""
    found = words_between(asked, source, target, limit)
    return Items(items=[mention_out(each) for each in found], next=None)


@router.get("/hubs")
def get_hubs(asked: Reader, limit: Limit = 20) -> Items[HubOut]:
    """The documents that most letters cite."""
    with asked.reading() as session:
        found = hubs(session, limit)
        level = highest_level(asked, session, [each.node.id for each in found])
    asked.note_reading("hubs", level)
    items = [HubOut(document=node_out(each.node), cited_by=each.cited_by) for each in found]
    return Items(items=items, next=None)


def _explored(asked: Asked, key: str, wanted: Exploration) -> Lineage:
    with asked.reading() as session:
        found = explore(session, find_document(session, key).id or 0, wanted)
        level = highest_level(asked, session, found.nodes)
    asked.note_reading(found.nodes[found.start].key, level)
    return found
