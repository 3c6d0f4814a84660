"""What a document rests on, what came of it, and the way between two."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DocumentAmbiguous, DocumentUnknown
from models.reading import Reading
from models.register import Document
from pipeline.read import read_files
from pipeline.settings import Settings
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage, documents_under, hubs, lineage, path_between
from pipeline.store.receiving import Receipt
from pipeline.store.steps import Direction
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter, put
from tests.store.taken_in import add_reading

STATE = "Ủy ban nhân dân tỉnh Sơn La"
SECTOR = "Sở Y tế tỉnh Sơn La"


def a_chain(session: Session) -> None:
    """Sở Y tế carries out a plan, which carries out a Party letter, which continues a directive."""
    directive = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị", relation="continues")
    put(session, "tu", a_letter("214-CV/TU", "2022-04-05", "Tỉnh ủy Sơn La", directive))
    party = a_citation("214-CV/TU", "2022-04-05", "Tỉnh ủy")
    put(session, "kh", a_letter("77/KH-UBND", "2022-05-06", STATE, party))
    plan = a_citation("77/KH-UBND", "2022-05-06", "UBND tỉnh")
    law = a_citation("15/2020/NĐ-CP", "2020-02-03", "Chính phủ", relation="mentions")
    put(session, "syt", a_letter("9/SYT-NVY", "2022-06-07", SECTOR, plan, law))
    put(
        session,
        "cp",
        a_letter("15/2020/NĐ-CP", "2020-02-03", "Chính phủ", a_citation("1/2019/NĐ-CP")),
    )


def found(
    session: Session, number: str, direction: Direction, depth: int = 6, **options: object
) -> Lineage:
    start = find_document(session, number).id or 0
    return lineage(session, start, direction, depth=depth, **options)  # type: ignore[arg-type]


def numbers(lineage: Lineage) -> dict[str | None, int]:
    return {node.number: node.depth for node in lineage.nodes.values()}


def test_up_leads_to_what_a_letter_rests_on(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        up = found(session, "9/SYT-NVY", "up")
        assert numbers(up) == {
            "9/SYT-NVY": 0,
            "77/KH-UBND": 1,
            "15/2020/NĐ-CP": 1,
            "214-CV/TU": 2,
            "31-CT/TW": 3,
        }


def test_down_leads_to_what_came_of_a_directive(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        down = found(session, "31-CT/TW", "down")
        assert numbers(down) == {"31-CT/TW": 0, "214-CV/TU": 1, "77/KH-UBND": 2, "9/SYT-NVY": 3}
        assert numbers(found(session, "31-CT/TW", "down", depth=1)) == {
            "31-CT/TW": 0,
            "214-CV/TU": 1,
        }


def test_what_is_only_mentioned_is_shown_and_leads_no_further(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        assert "1/2019/NĐ-CP" not in numbers(found(session, "9/SYT-NVY", "up"))
        assert numbers(found(session, "15/2020/NĐ-CP", "up")) == {
            "15/2020/NĐ-CP": 0,
            "1/2019/NĐ-CP": 1,
        }


def test_what_replaces_an_amendment_is_linked_to_it_where_both_are_shown(store: Store) -> None:
    with store.writing() as session:
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        put(session, "plan", a_letter("77/KH-UBND", "2022-05-06", STATE, said))
        plan = a_citation("77/KH-UBND", "2022-05-06", STATE, relation="amends")
        put(session, "amendment", a_letter("90/KH-UBND", "2022-08-01", STATE, plan))
        amendment = a_citation("90/KH-UBND", "2022-08-01", STATE, relation="replaces")
        put(session, "new", a_letter("12/KH-UBND", "2023-01-09", STATE, said, amendment))
        other = a_letter("13/KH-UBND", "2023-01-10", STATE, amendment)
        put(session, "other", other)
        down = found(session, "31-CT/TW", "down")
        ends = {
            (down.nodes[each.source].number, each.relation, down.nodes[each.target].number)
            for each in down.links
        }
        assert ("12/KH-UBND", "replaces", "90/KH-UBND") in ends
        assert "13/KH-UBND" not in numbers(down)


def test_a_lineage_of_a_day_knows_only_what_letters_said_by_then(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        then = found(session, "31-CT/TW", "down", as_of=dt.date(2022, 5, 6))
        assert list(numbers(then)) == ["31-CT/TW", "214-CV/TU", "77/KH-UBND"]


def test_the_way_between_two_documents_runs_either_way(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        first = find_document(session, "9/SYT-NVY").id or 0
        last = find_document(session, "31-CT/TW").id or 0
        way = path_between(session, first, last)
        assert [link.relation for link in way] == ["implements", "implements", "continues"]
        assert path_between(session, last, first) == way
        other = find_document(session, "1/2019/NĐ-CP").id or 0
        assert path_between(session, last, other) == []


def test_all_that_rests_on_a_directive_is_under_it(store: Store) -> None:
    with store.writing() as session:
        a_chain(session)
        under = documents_under(session, "214-CV/TU")
        rows = session.scalars(select(Document).where(col(Document.id).in_(under)))
        assert {each.number for each in rows} == {"214-CV/TU", "77/KH-UBND", "9/SYT-NVY"}


def test_letters_that_cite_each_other_are_reported_as_a_cycle(store: Store) -> None:
    with store.writing() as session:
        first = a_citation("2/UBND-TH", "2022-05-06", STATE)
        second = a_citation("1/UBND-TH", "2022-05-06", STATE)
        put(session, "a", a_letter("1/UBND-TH", "2022-05-06", STATE, first))
        put(session, "b", a_letter("2/UBND-TH", "2022-05-06", STATE, second))
        up = found(session, "1/UBND-TH", "up")
        assert [{up.nodes[each].number for each in group} for group in up.cycles] == [
            {"1/UBND-TH", "2/UBND-TH"}
        ]


def test_a_letter_in_hand_that_cites_a_younger_one_is_followed_and_reported(store: Store) -> None:
    with store.writing() as session:
        older = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        put(session, "a", a_letter("214-CV/TU", "2023-04-05", "Tỉnh ủy Sơn La", older))
        younger = a_citation("214-CV/TU", "2023-04-05", "Tỉnh ủy")
        put(session, "b", a_letter("7/UBND-TH", "2022-05-06", STATE, younger))
        up = found(session, "7/UBND-TH", "up")
        assert set(numbers(up)) == {"7/UBND-TH", "214-CV/TU", "31-CT/TW"}
        assert [up.nodes[link.target].number for link in up.time_travel] == ["214-CV/TU"]


def test_hearsay_about_a_younger_document_is_reported_and_not_followed(store: Store) -> None:
    with store.writing() as session:
        plan = a_citation("16-KH/TU", "2011-02-20", "Tỉnh ủy")
        nested = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị", within="16-KH/TU")
        put(session, "a", a_letter("7/UBND-TH", "2022-05-06", STATE, plan, nested))
        up = found(session, "16-KH/TU", "up")
        assert [link.direct for link in up.time_travel] == [False]
        assert up.links == []


def test_a_lineage_that_is_too_large_says_so(store: Store) -> None:
    with store.writing() as session:
        for number in range(1, 9):
            hub = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
            put(session, str(number), a_letter(f"{number}/UBND-TH", "2022-05-06", STATE, hub))
        down = found(session, "31-CT/TW", "down", most=5)
        assert (len(down.nodes), down.is_cut) == (5, True)
        assert [hub.cited_by for hub in hubs(session, 3)] == [8]


def test_a_number_that_fits_several_documents_lists_them(store: Store) -> None:
    with store.writing() as session:
        for name in ("Sơn La", "Bến Tre"):
            put(session, name, a_letter("9/TB-UBND", "2022-05-06", f"Ủy ban nhân dân tỉnh {name}"))
        with pytest.raises(DocumentAmbiguous) as error:
            find_document(session, "9/TB-UBND")
        assert error.value.documents == (
            "9/TB-UBND@uy-ban-nhan-dan-tinh-ben-tre/2022-05-06",
            "9/TB-UBND@uy-ban-nhan-dan-tinh-son-la/2022-05-06",
        )
        for typed in ("9/TB-UBND@uy-ban-nhan-dan-tinh-son-la", error.value.documents[1]):
            assert find_document(session, typed).key == error.value.documents[1]


def test_a_number_is_found_however_it_is_typed(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("1716-CV/TU", "2022-05-06", "Tỉnh ủy Sơn La"))
        for typed in ("1716-CV/TU", "1716 - CV / TU", "1716CVTU", "Số 1716-CV/TU"):
            assert find_document(session, typed).number == "1716-CV/TU"
        with pytest.raises(DocumentUnknown, match="1717-CV/TU"):
            find_document(session, "1717-CV/TU")


def test_the_real_letters_lead_up_to_the_directive_they_carry_out(
    store: Store, shared: Path
) -> None:
    paths = sorted((shared / "seeds").glob("*.txt"))
    for path, outcome in read_files(paths, settings=Settings(jobs=1)):
        assert isinstance(outcome, Reading)
        add_reading(store, path, outcome, Receipt(received_on=NOW.date(), now=NOW))
    with store.reading() as session:
        up = found(session, "1533/UBND-VX3", "up")
        way = path_between(
            session,
            find_document(session, "1533/UBND-VX3").id or 0,
            find_document(session, "43-CT/TW").id or 0,
        )
        stops = [up.nodes[link.target].number for link in way]
        assert stops == ["1716-CV/TU", "05-KH/TU", "43-CT/TW"]
        counted = {hub.node.number: hub.cited_by for hub in hubs(session, 10)}
        assert (counted["18/CT-TTg"], counted["43-CT/TW"]) == (3, 2)
