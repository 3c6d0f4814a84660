"""A lineage as a graph and as a picture."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from xml.etree import ElementTree

import networkx
import pytest

from models.errors import ProgramMissing
from pipeline.store.exports.dot_program import svg_of
from pipeline.store.exports.lineage_dot import dot_of
from pipeline.store.exports.lineage_graph import graph_of, write_graphml, write_json
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage, Node, lineage
from pipeline.store.steps import Link
from pipeline.store.store import Store
from tests.store.exported import a_register

LETTER, ORDER, PLAN = (
    "9/UBND-TH@uy-ban-x/2026-03-02",
    "43-CT/TW@ban-bi-thu/2010-06-08",
    "5-KH/TU@?/?",
)


def a_node(number: int, key: str, subject: str | None = None, **more: object) -> Node:
    printed, _, rest = key.partition("@")
    day = rest.rpartition("/")[2]
    return Node(
        id=number,
        key=key,
        number=printed,
        type_code=None,
        date=None if day == "?" else dt.date.fromisoformat(day),
        issuer=None,
        place=None,
        subject=subject,
        state=str(more.get("state", "present")),
        flags=(),
        depth=number - 1,
    )


def a_lineage(subject: str = "mùa mưa") -> Lineage:
    """A letter, the directive that it carries out, and a plan between that nobody has."""
    found = Lineage(1, "up")
    nodes = (
        a_node(1, LETTER, subject),
        a_node(2, ORDER),
        a_node(3, PLAN, state="unresolved"),
    )
    found.nodes = {node.id: node for node in nodes}
    found.links = [
        Link(1, 2, "implements", True, dt.date(2026, 3, 2), 3),
        Link(3, 2, "guides", False, None, 1),
    ]
    found.time_travel = [Link(2, 1, "mentions", True, None, 1)]
    return found


def test_graphml_is_read_back_with_documents_and_links() -> None:
    out = io.BytesIO()
    write_graphml(graph_of(a_lineage()), out)
    graph = networkx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)
    assert set(graph.nodes) == {LETTER, ORDER, PLAN}
    assert graph.nodes[LETTER] == {
        "key": LETTER,
        "number": "9/UBND-TH",
        "date": "2026-03-02",
        "subject": "mùa mưa",
        "state": "present",
        "depth": 0,
    }
    assert "date" not in graph.nodes[PLAN]
    (link,) = graph.get_edge_data(LETTER, ORDER).values()
    assert {name: link[name] for name in ("relation", "direct", "since", "count")} == {
        "relation": "implements",
        "direct": True,
        "since": "2026-03-02",
        "count": 3,
    }
    (younger,) = graph.get_edge_data(ORDER, LETTER).values()
    assert younger["time_travel"] is True


def test_every_link_of_graphml_has_an_id_of_its_own() -> None:
    out = io.BytesIO()
    write_graphml(graph_of(a_lineage()), out)
    root = ElementTree.fromstring(out.getvalue())
    ids = [each.get("id") for each in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(ids) == len(set(ids)) == 3


def test_json_is_read_back_as_the_same_graph() -> None:
    out = io.BytesIO()
    graph = graph_of(a_lineage())
    write_json(graph, out)
    again = networkx.node_link_graph(json.loads(out.getvalue()), edges="links")
    assert networkx.utils.graphs_equal(again, graph)
    assert again.graph == {"start": LETTER, "direction": "up", "is_cut": False}


def test_controls_of_a_damaged_text_layer_leave_the_graph_readable() -> None:
    out = io.BytesIO()
    write_graphml(graph_of(a_lineage("mùa\x0b mưa\x00")), out)
    assert networkx.read_graphml(io.BytesIO(out.getvalue())).nodes[LETTER]["subject"] == "mùa mưa"


def test_the_picture_names_relations_in_vietnamese_and_dashes_what_is_not_here() -> None:
    lines = dot_of(graph_of(a_lineage())).source.splitlines()
    letter, order, plan = (line for line in lines if "tooltip" in line)
    assert "9/UBND-TH (02/03/2026)" in letter
    assert "penwidth=2" in letter
    assert "dashed" not in order
    assert "dashed" in plan
    arrows = [line.strip() for line in lines if "->" in line]
    assert arrows == [
        'd0 -> d1 [label="thực hiện ×3"]',
        'd1 -> d0 [label="nhắc đến" color=red constraint=false]',
        'd2 -> d1 [label="hướng dẫn" style=dashed]',
    ]


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
@pytest.mark.parametrize("words", ['"a" \\N \\', "<b>đậm</b>", "<>", "đường C:\\new {|}"])
def test_svg_shows_what_is_printed_whatever_it_is(words: str) -> None:
    root = ElementTree.fromstring(svg_of(dot_of(graph_of(a_lineage(words)))))
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words in texts
    assert "9/UBND-TH (02/03/2026)" in texts


def test_without_dot_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramMissing) as caught:
        svg_of(dot_of(graph_of(a_lineage())))
    assert "graphviz" in caught.value.message_en
    assert caught.value.exit_code == 31


def test_a_lineage_of_the_register_becomes_a_graph(store: Store) -> None:
    a_register(store)
    with store.reading() as session:
        start = find_document(session, "9/UBND-TH").id or 0
        graph = graph_of(lineage(session, start, "up", depth=3))
    (link,) = graph.edges(data=True)
    assert link[2] == {
        "relation": "implements",
        "direct": True,
        "since": "2026-03-02",
        "count": 2,
        "time_travel": False,
    }
