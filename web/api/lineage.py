"""The graph for programs: lineages, the way between two documents, hubs, what provinces did."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Depends, Query
from fastapi.responses import Response

from models.reading import Relation
from pipeline.access.rights import Right
from pipeline.store.exploring import Exploration, explore
from pipeline.store.exports.lineage_file import LineageForm, lineage_file
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage, Node, Side, hubs, nodes_of, path_between
from pipeline.store.mentions import Mention
from pipeline.store.steps import Link
from pipeline.track.by_province import by_province
from pipeline.track.standing import Counts
from web.api.shapes import Items, Limit, Shape, api_router
from web.lineage_view import words_between
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


class NodeOut(Shape):
    """A document of a lineage.

    `depth` counts the steps from the first one: below 0 up to what it rests on, above 0 down to
    what came of it.
    """

    key: str
    number: str | None
    type_code: str | None
    date: dt.date | None
    issuer: str | None
    subject: str | None
    state: str
    flags: list[str]
    depth: int


class LinkOut(Shape):
    """All that letters say of one document citing another with one relation.

    `direct`: the citing document says so itself. `time_travel`: the cited one is younger.
    """

    source: str
    target: str
    relation: Relation
    direct: bool
    since: dt.date | None
    mentions: int
    time_travel: bool = False


class LineageOut(Shape):
    """A part of the graph around `start`. `cycles` are groups that rest on one another.

    `is_cut`: there is more.
    """

    start: str
    direction: Side
    nodes: list[NodeOut]
    links: list[LinkOut]
    cycles: list[list[str]]
    is_cut: bool


class WayOut(Shape):
    """The shortest way of citations between two documents; without links there is none."""

    nodes: list[NodeOut]
    links: list[LinkOut]


class HubOut(Shape):
    """A much cited document."""

    document: NodeOut
    cited_by: int


class MentionOut(Shape):
    """The words behind a link: the letter of `letter` that was number `copy` to come.

    `citation` is the index among its citations.
    """

    letter: str
    copy_number: int
    citation: int | None
    file: str
    date: dt.date | None
    text: str | None
    relation: Relation
    direct: bool
    pages: list[int]


class CountsOut(Shape):
    """Tasks, done and open, in time and late."""

    done_in_time: int
    done_late: int
    open_in_time: int
    open_late: int
    without_deadline: int
    paused: int
    withdrawn: int


class ShareOut(Shape):
    """What came of a directive in one province; none: from central or unknown bodies."""

    province: str | None
    documents: int
    present: int
    unresolved: int
    tasks: CountsOut


class SpreadOut(Shape):
    """By province, most documents first; `silent` are the provinces without any."""

    shares: list[ShareOut]
    silent: list[str]


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
        spread = by_province(session, key, today=dt.date.today(), as_of=as_of)
    return SpreadOut(
        shares=[
            ShareOut(
                province=each.province,
                documents=each.documents,
                present=each.present,
                unresolved=each.unresolved,
                tasks=_counts(each.tasks),
            )
            for each in spread.shares
        ],
        silent=list(spread.silent),
    )


@router.get("/lineage/{key:path}")
def get_lineage(asked: Reader, key: str, wanted: Explored) -> LineageOut:
    """What a document rests on, and what came of it."""
    return lineage_out(_explored(asked, key, wanted))


@router.get("/exports/lineage/{key:path}", response_class=Response)
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
    return WayOut(
        nodes=[_node(each) for each in nodes.values()],
        links=[_link(each, nodes, False) for each in links],
    )


@router.get("/mentions")
def get_mentions(asked: Reader, source: Key, target: Key, limit: Limit = 20) -> Items[MentionOut]:
    """The words by which one document cites another, in the letters that say so."""
    found = words_between(asked, source, target, limit)
    return Items(items=[_mention(each) for each in found], next=None)


@router.get("/hubs")
def get_hubs(asked: Reader, limit: Limit = 20) -> Items[HubOut]:
    """The documents that most letters cite."""
    with asked.reading() as session:
        found = hubs(session, limit)
    items = [HubOut(document=_node(each.node), cited_by=each.cited_by) for each in found]
    return Items(items=items, next=None)


def _explored(asked: Asked, key: str, wanted: Exploration) -> Lineage:
    with asked.reading() as session:
        return explore(session, find_document(session, key).id or 0, wanted)


def lineage_out(found: Lineage) -> LineageOut:
    """A lineage for programs: documents are known by their addresses."""
    younger = set(found.time_travel)
    links = dict.fromkeys([*found.links, *found.time_travel])
    return LineageOut(
        start=found.nodes[found.start].key,
        direction=found.direction,
        nodes=[_node(each) for each in found.nodes.values()],
        links=[_link(each, found.nodes, each in younger) for each in links],
        cycles=[[found.nodes[each].key for each in group] for group in found.cycles],
        is_cut=found.is_cut,
    )


def _node(node: Node) -> NodeOut:
    values: dict[str, Any] = {name: getattr(node, name) for name in NodeOut.model_fields}
    return NodeOut(**values | {"flags": list(node.flags)})


def _link(link: Link, nodes: dict[int, Node], time_travel: bool) -> LinkOut:
    values: dict[str, Any] = link._asdict()
    ends = {"source": nodes[link.source].key, "target": nodes[link.target].key}
    return LinkOut(**values | ends, time_travel=time_travel)


def _counts(counts: Counts) -> CountsOut:
    return CountsOut(**{name: getattr(counts, name) for name in CountsOut.model_fields})


def _mention(mention: Mention) -> MentionOut:
    names = ("letter", "citation", "file", "date", "text", "relation", "direct")
    values: dict[str, Any] = {name: getattr(mention, name) for name in names}
    pages = sorted({each.page for each in mention.evidence})
    return MentionOut(**values, copy_number=mention.copy, pages=pages)
