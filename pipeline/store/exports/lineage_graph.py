"""A lineage as a graph of networkx: what GraphML, DOT, SVG and JSON are written from.

Documents are known by their addresses. Attributes of documents: key, number, type, date, issuer,
subject, state, flags, depth; of links: relation, direct, since, count, time_travel. What is not
known has no attribute; days are ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.store.exports.printable import printable
from pipeline.store.lineage import Lineage, Node
from pipeline.store.steps import Link

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def graph_of(found: Lineage) -> MultiDiGraph:
    """The lineage; links run from the citing to the cited document."""
    import networkx

    start = found.nodes[found.start].key
    graph = networkx.MultiDiGraph(start=start, direction=found.direction, is_cut=found.is_cut)
    for node in sorted(found.nodes.values(), key=lambda each: (each.depth, each.key)):
        graph.add_node(node.key, **_of_node(node))
    for index, (link, travels) in enumerate(_links(found), 1):
        source, target = found.nodes[link.source].key, found.nodes[link.target].key
        # GraphML wants another id for every link.
        graph.add_edge(source, target, f"e{index}", **_of_link(link), time_travel=travels)
    return graph


def _links(found: Lineage) -> Iterator[tuple[Link, bool]]:
    """All links, each once, those to a younger document marked."""
    younger = set(found.time_travel)
    for link in dict.fromkeys([*found.links, *found.time_travel]):
        yield link, link in younger


def _of_node(node: Node) -> dict[str, Any]:
    values = {
        "key": node.key,
        "number": node.number,
        "type": node.type_code,
        "date": node.date and node.date.isoformat(),
        "issuer": node.issuer,
        "place": node.place,
        "subject": node.subject,
        "state": node.state,
        "flags": " ".join(node.flags),
        "depth": node.depth,
    }
    return {
        name: printable(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value not in (None, "")
    }


def _of_link(link: Link) -> dict[str, Any]:
    since = {"since": link.since.isoformat()} if link.since else {}
    return {"relation": link.relation, "direct": link.direct, **since, "count": link.mentions}


def write_graphml(graph: MultiDiGraph, out: BinaryIO) -> None:
    """GraphML, with the attributes' names as keys."""
    import networkx

    networkx.write_graphml(graph, out, named_key_ids=True)


def write_json(graph: MultiDiGraph, out: BinaryIO) -> None:
    """Node-link JSON, as networkx and D3 read it: ``nodes`` with ``id``, ``links``."""
    import networkx

    data = networkx.node_link_data(graph, edges="links")
    out.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")
