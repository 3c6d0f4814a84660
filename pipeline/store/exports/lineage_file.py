"""A lineage as a file, in any of the formats."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO, Final, Literal

from models.errors import QueryInvalid
from pipeline.store.exports.dot_program import svg_of
from pipeline.store.exports.lineage_dot import dot_of
from pipeline.store.exports.lineage_graph import graph_of, write_graphml, write_json
from pipeline.store.lineage import Lineage

LineageForm = Literal["graphml", "svg", "dot", "json"]
MOST_DRAWN: Final = 500
"""Links of a picture at most: ``dot`` needs a minute for some thousands."""


def write_lineage(found: Lineage, form: LineageForm, out: BinaryIO) -> None:
    """Write it. Raises :class:`ProgramMissing` where ``dot`` is not installed."""
    graph = graph_of(found)
    match form:
        case "graphml":
            write_graphml(graph, out)
        case "json":
            write_json(graph, out)
        case "dot":
            out.write(dot_of(graph).source.encode())
        case "svg":
            out.write(svg_of(dot_of(graph)))


def lineage_file(found: Lineage, form: LineageForm) -> bytes:
    """The file's content, for somebody who waits for it.

    Raises :class:`ProgramMissing`, and :class:`QueryInvalid` for a picture of too many links.
    """
    if form == "svg" and len(found.links) > MOST_DRAWN:
        raise QueryInvalid(f"SVG: {len(found.links)} > {MOST_DRAWN}")
    out = BytesIO()
    write_lineage(found, form, out)
    return out.getvalue()
