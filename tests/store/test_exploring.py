"""A lineage as one explores it: both ways, some relations, some years, layer by layer."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from pipeline.store.exploring import Exploration, explore, layers
from pipeline.store.exports.lineage_graph import graph_of
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage
from pipeline.store.store import Store
from tests.store.registers import a_citation, a_letter, put
from tests.store.test_lineage import SECTOR, STATE, a_chain

PLAN = "77/KH-UBND"


def explored(session: Session, number: str, asked: Exploration) -> Lineage:
    return explore(session, find_document(session, number).id or 0, asked)


def depths(found: Lineage) -> dict[str | None, int]:
    return {each.number: each.depth for each in found.nodes.values()}


def test_both_ways_what_it_rests_on_is_above_and_what_came_of_it_below(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        found = explored(session, PLAN, Exploration())
        assert depths(found) == {PLAN: 0, "214-CV/TU": -1, "31-CT/TW": -2, "9/SYT-NVY": 1}
        assert len(found.links) == 3
        assert graph_of(found).graph["direction"] == "both"


def test_one_way_is_the_lineage(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        down = explored(session, PLAN, Exploration(direction="down"))
        assert depths(down) == {PLAN: 0, "9/SYT-NVY": 1}
        up = explored(session, PLAN, Exploration(direction="up", depth=1))
        assert depths(up) == {PLAN: 0, "214-CV/TU": -1}


def test_only_the_links_of_some_relations_and_what_they_connect(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        asked = Exploration(direction="down", relations=["implements"])
        found = explored(session, "31-CT/TW", asked)
        assert {link.relation for link in found.links} == {"implements"}
        assert set(depths(found)) == {"31-CT/TW", "214-CV/TU", PLAN, "9/SYT-NVY"}
        nothing = explored(session, "31-CT/TW", Exploration(direction="down", relations=["amends"]))
        assert set(depths(nothing)) == {"31-CT/TW"}


def test_a_relation_that_is_asked_for_is_followed(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        asked = Exploration(direction="up", relations=["mentions", "implements"])
        assert depths(explored(session, "9/SYT-NVY", asked))["1/2019/NĐ-CP"] == -2


def test_documents_of_other_years_are_left_out_and_those_of_unknown_days_are_not(
    store: Store,
) -> None:
    with store.writing() as session:
        a_chain(session)
        undated = a_citation("8/QĐ-UBND", None, None)
        put(session, "x", a_letter("10/SYT-NVY", "2023-06-07", SECTOR, undated))
        again = a_citation("9/SYT-NVY", "2022-06-07", SECTOR)
        put(session, "y", a_letter("11/SYT-NVY", "2023-06-08", SECTOR, again))
        asked = Exploration(date_from=dt.date(2022, 6, 1), date_to=dt.date(2022, 12, 31))
        assert set(depths(explored(session, PLAN, asked))) == {PLAN, "9/SYT-NVY"}
        found = explored(session, "10/SYT-NVY", asked)
        assert set(depths(found)) == {"10/SYT-NVY", "8/QĐ-UBND"}
        assert len(found.links) == 1


def test_links_have_both_their_ends(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        asked = Exploration(date_from=dt.date(2022, 5, 1))
        found = explored(session, PLAN, asked)
        ends = {end for link in found.links for end in (link.source, link.target)}
        assert ends <= found.nodes.keys()
        assert "214-CV/TU" not in depths(found)


def test_a_cycle_is_told_once_and_a_document_has_one_place(store: Store) -> None:
    with store.writing() as session:
        first = a_citation("2/UBND-TH", "2022-05-06", STATE)
        second = a_citation("1/UBND-TH", "2022-05-06", STATE)
        put(session, "a", a_letter("1/UBND-TH", "2022-05-06", STATE, first))
        put(session, "b", a_letter("2/UBND-TH", "2022-05-06", STATE, second))
        found = explored(session, "1/UBND-TH", Exploration())
        assert depths(found) == {"1/UBND-TH": 0, "2/UBND-TH": -1}
        assert len(found.cycles) == 1
        assert len(found.links) == 2


def test_no_more_than_is_asked_for_and_it_is_said(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        found = explored(session, PLAN, Exploration(most=2))
        assert len(found.nodes) == 2
        assert found.is_cut


def test_layers_by_steps_and_by_year_have_the_newest_last(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        found = explored(session, PLAN, Exploration())
        by_depth = [
            (each.at, [node.number for node in each.nodes])
            for each in layers(found.nodes.values(), "depth")
        ]
        assert by_depth == [
            (-2, ["31-CT/TW"]),
            (-1, ["214-CV/TU"]),
            (0, [PLAN]),
            (1, ["9/SYT-NVY"]),
        ]
        by_year = [
            (each.at, [node.number for node in each.nodes])
            for each in layers(found.nodes.values(), "year")
        ]
        assert by_year == [(2021, ["31-CT/TW"]), (2022, ["214-CV/TU", PLAN, "9/SYT-NVY"])]
