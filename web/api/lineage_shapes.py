"""Lineages, ways, hubs and provinces as the API tells them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.reading import Relation
from pipeline.store.lineage import Lineage, Node, Side
from pipeline.store.mentions import Mention
from pipeline.store.steps import Link
from pipeline.track.by_province import ProvinceShare
from pipeline.track.standing import Counts
from web.api.shapes import Shape


class NodeOut(Shape):
    """A document of a lineage; `place`: the province of its issuer where the name does not say it.

    `depth` counts the steps from the first one: below 0 up to what it rests on, above 0 down to
    what came of it.
    """

    key: str
    number: str | None
    type_code: str | None
    date: dt.date | None
    issuer: str | None
    place: str | None
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
    """What came of a directive in one province; none: from central or unknown bodies.

    `heir`: the province that has taken this one over.
    """

    province: str | None
    heir: str | None
    documents: int
    present: int
    unresolved: int
    tasks: CountsOut


class SpreadOut(Shape):
    """By province, most documents first; `silent` are the provinces without any."""

    shares: list[ShareOut]
    silent: list[str]


def lineage_out(found: Lineage) -> LineageOut:
    """A lineage for programs: documents are known by their addresses."""
    younger = set(found.time_travel)
    links = dict.fromkeys([*found.links, *found.time_travel])
    return LineageOut(
        start=found.nodes[found.start].key,
        direction=found.direction,
        nodes=[node_out(each) for each in found.nodes.values()],
        links=[link_out(each, found.nodes, each in younger) for each in links],
        cycles=[[found.nodes[each].key for each in group] for group in found.cycles],
        is_cut=found.is_cut,
    )


def node_out(node: Node) -> NodeOut:
    """A document for programs."""
    values: dict[str, Any] = {name: getattr(node, name) for name in NodeOut.model_fields}
    return NodeOut(**values | {"flags": list(node.flags)})


def link_out(link: Link, nodes: dict[int, Node], time_travel: bool) -> LinkOut:
    """A link for programs."""
    values: dict[str, Any] = link._asdict()
    ends = {"source": nodes[link.source].key, "target": nodes[link.target].key}
    return LinkOut(**values | ends, time_travel=time_travel)


def counts_out(counts: Counts) -> CountsOut:
    """Counts for programs."""
    return CountsOut(**{name: getattr(counts, name) for name in CountsOut.model_fields})


def mention_out(mention: Mention) -> MentionOut:
    """The words behind a link for programs."""
    names = ("letter", "citation", "file", "date", "text", "relation", "direct")
    values: dict[str, Any] = {name: getattr(mention, name) for name in names}
    pages = sorted({each.page for each in mention.evidence})
    return MentionOut(**values, copy_number=mention.copy, pages=pages)


def share_out(share: ProvinceShare) -> ShareOut:
    """A province for programs."""
    return ShareOut(
        province=share.province,
        heir=share.heir,
        documents=share.documents,
        present=share.present,
        unresolved=share.unresolved,
        tasks=counts_out(share.tasks),
    )
