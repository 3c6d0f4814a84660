"""A lineage as a picture in the DOT language: younger documents below what they rest on.

A document that is only cited has a dashed frame, the one that was asked for a thick one; a link
that another letter asserts is dashed, one to a younger document red.
"""

from __future__ import annotations

import datetime as dt
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any, Final

from pipeline.link.relations import RELATION_NAMES

if TYPE_CHECKING:
    from graphviz import Digraph
    from networkx import MultiDiGraph

_LINE: Final = 34
"""Characters of a line in a box."""

_SUBJECT: Final = 100
"""Characters of a subject that are shown."""


def dot_of(graph: MultiDiGraph) -> Digraph:
    """The picture of a graph that :mod:`pipeline.store.exports.lineage_graph` made."""
    from graphviz import Digraph

    picture = Digraph(
        graph_attr={"rankdir": "BT", "fontname": "Arial"},
        node_attr={"shape": "box", "fontname": "Arial", "fontsize": "11"},
        edge_attr={"fontname": "Arial", "fontsize": "9"},
    )
    # Addresses may hold what DOT reads as a port; the order of the documents never changes.
    names = {key: f"d{index}" for index, key in enumerate(graph.nodes)}
    for key, values in graph.nodes(data=True):
        picture.node(names[key], **_box(key, values, key == graph.graph["start"]))
    for source, target, values in graph.edges(data=True):
        picture.edge(names[source], names[target], **_arrow(values))
    return picture


def _box(key: str, values: dict[str, Any], is_start: bool) -> dict[str, str]:
    from graphviz import escape

    style = {} if values["state"] == "present" else {"style": "dashed"}
    width = {"penwidth": "2"} if is_start else {}
    return {"label": _lines(values), "tooltip": escape(key), **style, **width}


def _lines(values: dict[str, Any]) -> str:
    """Number and day, issuer, subject: each in lines of its own."""
    day = f" ({dt.date.fromisoformat(values['date']):%d/%m/%Y})" if "date" in values else ""
    parts = [
        f"{values.get('number', 'không số')}{day}",
        values.get("issuer", ""),
        shorten(values.get("subject", ""), _SUBJECT, placeholder="…"),
    ]
    return _label([line for part in parts for line in wrap(part, _LINE)])


def _arrow(values: dict[str, Any]) -> dict[str, str]:
    words = RELATION_NAMES[values["relation"]][0]
    times = f" ×{values['count']}" if values["count"] > 1 else ""
    style = {} if values["direct"] else {"style": "dashed"}
    # It runs against time, and must not turn the picture upside down.
    colour = {"color": "red", "constraint": "false"} if values["time_travel"] else {}
    return {"label": _label([words + times]), **style, **colour}


def _label(lines: list[str]) -> str:
    r"""Lines with nothing in them that DOT would read as its own, ended by its ``\n``."""
    from graphviz import escape, nohtml

    label: str = nohtml("\\n".join(escape(line) for line in lines))
    return label
