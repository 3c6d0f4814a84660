"""Letters become documents in a graph, in whatever order they arrive."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session, col

from models.reading import Letter
from models.register import Document, Reference, StoredLetter
from pipeline.store.canonical import CanonicalGraph, canonical_graph
from pipeline.store.database import open_engine, write_session
from pipeline.store.linking import unlink_letters
from pipeline.store.migrate import migrate
from pipeline.store.store import Store
from tests.store.registers import a_citation, a_letter, put

PARTY = "Tỉnh ủy Sơn La"
STATE = "Ủy ban nhân dân tỉnh Sơn La"


def documents(session: Session) -> dict[str, str]:
    """Address → state."""
    return {each.key: each.state for each in session.scalars(select(Document))}


def edges(session: Session) -> set[tuple[object, ...]]:
    """(citing, cited, relation, direct)."""
    return {edge[:4] for edge in canonical_graph(session).edges}


def test_a_cited_letter_that_has_not_arrived_is_a_document_of_its_own(store: Store) -> None:
    with store.writing() as session:
        cited = a_citation("214-CV/TU", "2023-04-05", "Ban Thường vụ Tỉnh ủy")
        put(session, "a", a_letter("88/UBND-TH", "2023-05-02", STATE, cited))
        assert documents(session) == {
            "88/UBND-TH@uy-ban-nhan-dan-tinh-son-la/2023-05-02": "present",
            "214-CV/TU@tinh-uy-son-la/2023-04-05": "unresolved",
        }


@pytest.mark.parametrize("first", ["citing", "cited"])
def test_who_cited_a_letter_is_led_to_it_when_it_arrives(store: Store, first: str) -> None:
    cited = a_letter("214-CV/TU", "2023-04-05", PARTY)
    citing = a_letter(
        "88/UBND-TH", "2023-05-02", STATE, a_citation("214-CV/TU", "2023-04-05", "Tỉnh ủy")
    )
    with store.writing() as session:
        for name in sorted(("citing", "cited"), key=lambda each: each != first):
            put(session, name, citing if name == "citing" else cited)
        assert set(documents(session).values()) == {"present"}
        assert edges(session) == {
            (
                "88/UBND-TH@uy-ban-nhan-dan-tinh-son-la/2023-05-02",
                "214-CV/TU@tinh-uy-son-la/2023-04-05",
                "implements",
                True,
            )
        }


def test_one_number_of_two_provinces_is_two_documents(store: Store) -> None:
    with store.writing() as session:
        for province in ("Sơn La", "Hòa Bình"):
            cited = a_citation("214-CV/TU", "2023-04-05", "Tỉnh ủy")
            issuer = f"Ủy ban nhân dân tỉnh {province}"
            put(session, province, a_letter("88/UBND-TH", "2023-05-02", issuer, cited))
        unresolved = [key for key, state in documents(session).items() if state == "unresolved"]
        assert sorted(unresolved) == [
            "214-CV/TU@tinh-uy-hoa-binh/2023-04-05",
            "214-CV/TU@tinh-uy-son-la/2023-04-05",
        ]


def test_a_central_directive_is_one_document_however_provinces_write_it(store: Store) -> None:
    ways = (
        a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị"),
        a_citation("31-CT/TW", None, "Bộ Chính trị khóa XIII"),
        a_citation("31-CT/TW", "2021-03-19", "Trung ương"),
        a_citation("31-CT/TW", "2021-03-19", None),
        a_citation("31", None, "Bộ Chính trị", type="Chỉ thị"),
    )
    with store.writing() as session:
        for number, (way, name) in enumerate(
            zip(ways, ("Sơn La", "Bến Tre", "Nam Định", "Hà Nội", "Cà Mau"), strict=True)
        ):
            issuer = (
                f"Ủy ban nhân dân tỉnh {name}"
                if name != "Hà Nội"
                else "Ủy ban nhân dân thành phố Hà Nội"
            )
            put(session, name, a_letter(f"{number + 5}/UBND-TH", "2023-05-02", issuer, way))
        hub = session.scalars(select(Document).where(col(Document.state) == "unresolved")).one()
        assert (hub.key, hub.cited_by) == ("31-CT/TW@trung-uong-dang/2021-03-19", 5)


def test_party_numbers_begin_again_with_every_term(store: Store) -> None:
    with store.writing() as session:
        old = a_citation("05-CT/TW", "2016-05-15", "Bộ Chính trị")
        new = a_citation("05-CT/TW", "2021-05-17", "Bộ Chính trị")
        put(session, "a", a_letter("9/UBND-TH", "2022-01-05", STATE, old, new))
        named = a_citation("05-CT/TW", None, "Bộ Chính trị khóa XII")
        put(session, "b", a_letter("10/UBND-TH", "2022-02-05", STATE, named))
        vague = a_citation("05-CT/TW", None, "Bộ Chính trị")
        put(session, "c", a_letter("11/UBND-TH", "2022-03-05", STATE, vague))
        early = a_citation("05-CT/TW", None, "Bộ Chính trị")
        put(session, "d", a_letter("12/UBND-TH", "2018-03-05", STATE, early))
        cited = {edge[4]: edge[1] for edge in canonical_graph(session).edges}
        keys = {each: key for key, each in _files(session).items()}
        assert cited[keys["10/UBND-TH"]] == "05-CT/TW@trung-uong-dang/2016-05-15"
        assert cited[keys["12/UBND-TH"]] == "05-CT/TW@trung-uong-dang/2016-05-15"
        assert str(cited[keys["11/UBND-TH"]]).startswith("05-CT/TW@trung-uong-dang/?~")


def _files(session: Session) -> dict[str, str]:
    return {
        each.original_sha256: each.number or "" for each in session.scalars(select(StoredLetter))
    }


def test_a_date_that_differs_within_the_year_is_a_doubt_and_no_second_document(
    store: Store,
) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/KH-UBND", "2023-04-05", STATE))
        cited = a_citation("77/KH-UBND", "2023-05-04", "Ủy ban nhân dân tỉnh")
        put(session, "b", a_letter("9/SNV-TH", "2023-06-05", "Sở Nội vụ", cited, place="Sơn La"))
        found = session.scalars(select(Document).where(col(Document.number) == "77/KH-UBND")).one()
        assert (str(found.date), found.flags) == ("2023-04-05", "date_conflict")


def test_a_state_number_of_another_year_is_another_document(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/KH-UBND", "2022-04-05", STATE))
        cited = a_citation("77/KH-UBND", "2023-04-05", "Ủy ban nhân dân tỉnh")
        put(session, "b", a_letter("9/SNV-TH", "2023-06-05", "Sở Nội vụ", cited, place="Sơn La"))
        numbers = [each.number for each in session.scalars(select(Document))]
        assert sorted(str(number) for number in numbers) == ["77/KH-UBND", "77/KH-UBND", "9/SNV-TH"]


def test_a_misread_number_is_bridged_only_by_the_same_date(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/QĐ-UBND", "2023-04-05", STATE))
        same = a_citation("77/QD-UBND", "2023-04-05", "UBND tỉnh")
        put(session, "b", a_letter("9/SNV-TH", "2023-06-05", "Sở Nội vụ", same, place="Sơn La"))
        other = a_citation("77/QD-UBND", None, "UBND tỉnh")
        put(session, "c", a_letter("10/SNV-TH", "2023-06-06", "Sở Nội vụ", other, place="Sơn La"))
        graph = canonical_graph(session)
        files = _files(session)
        cited = {files[str(edge[4])]: str(edge[1]) for edge in graph.edges}
        assert cited["9/SNV-TH"] == "77/QĐ-UBND@uy-ban-nhan-dan-tinh-son-la/2023-04-05"
        assert cited["10/SNV-TH"] != cited["9/SNV-TH"]


def test_two_scans_of_one_letter_are_one_document_with_two_letters(store: Store) -> None:
    with store.writing() as session:
        letter = a_letter("77/QĐ-UBND", "2023-04-05", STATE, subject="Giao chỉ tiêu trồng rừng")
        put(session, "a", letter)
        put(session, "b", letter.model_copy(update={"subject": "Giao chỉ tiêu trông rừng"}))
        assert len(documents(session)) == 1
        assert len(canonical_graph(session).letters) == 2


def test_letters_that_share_a_number_but_not_a_subject_are_never_merged(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/QĐ-UBND", "2023-04-05", STATE, subject="Giao rừng"))
        put(session, "b", a_letter("77/QĐ-UBND", "2023-04-05", STATE, subject="Bổ nhiệm cán bộ"))
        cited = a_citation("77/QĐ-UBND", "2023-04-05", "UBND tỉnh")
        put(session, "c", a_letter("9/SNV-TH", "2023-06-05", "Sở Nội vụ", cited, place="Sơn La"))
        found = session.scalars(select(Document).where(col(Document.slip_key) == "77QDUBND")).all()
        assert sorted(each.flags for each in found) == ["ambiguous", "same_number", "same_number"]


def test_a_mention_above_lends_its_date_to_one_below(store: Store) -> None:
    with store.writing() as session:
        first = a_citation("214-CV/TU", "2023-04-05", "Tỉnh ủy")
        again = a_citation("214-CV/TU", relation="per")
        put(session, "a", a_letter("9/UBND-TH", "2023-06-05", STATE, first, again))
        assert {edge[1] for edge in edges(session)} == {"214-CV/TU@tinh-uy-son-la/2023-04-05"}


def test_what_stands_in_the_title_of_a_cited_plan_is_the_plans_own_citation(store: Store) -> None:
    plan = a_citation("16-KH/TU", "2012-02-20", "Tỉnh ủy")
    nested = a_citation(
        "31-CT/TW", "2011-10-08", "Ban Bí thư", within="16-KH/TU", asserts="continues"
    )
    with store.writing() as session:
        put(session, "a", a_letter("9/UBND-TH", "2023-06-05", STATE, plan, nested))
        assert (
            "16-KH/TU@tinh-uy-son-la/2012-02-20",
            "31-CT/TW@trung-uong-dang/2011-10-08",
            "continues",
            False,
        ) in edges(session)


def test_a_number_without_place_and_date_is_never_the_same_as_another(store: Store) -> None:
    with store.writing() as session:
        for name in ("a", "b"):
            put(session, name, a_letter(None, None, None, a_citation("12/CTr-PH"), subject=name))
        cited = [each for each in documents(session) if each.startswith("12/CTr-PH")]
        assert len(cited) == 2


def test_a_letter_of_an_unknown_body_is_found_by_number_and_day(store: Store) -> None:
    cited = a_citation("214-CV/TU", "2023-04-05", "Ban Thường vụ Thành ủy")
    with store.writing() as session:
        put(session, "a", a_letter(None, None, None, cited, subject="x"))
        put(session, "b", a_letter("214-CV/TU", "2023-04-05", "Thành ủy Đà Nẵng"))
        assert documents(session)["214-CV/TU@tinh-uy-da-nang/2023-04-05"] == "present"
        assert len(documents(session)) == 2
        put(session, "c", a_letter("214-CV/TU", "2023-04-05", "Thành ủy Cần Thơ"))
        flags = {each.key: each.flags for each in session.scalars(select(Document))}
        assert "ambiguous" in flags.values()
        assert len(flags) == 4


def test_a_law_is_known_by_its_name(store: Store) -> None:
    with store.writing() as session:
        for name, text in (("a", "Luật Lâm nghiệp năm 2017"), ("b", "Luật Lâm nghiệp")):
            law = a_citation(None, type="Luật", text=text)
            put(session, name, a_letter("9/UBND-TH", "2023-06-05", STATE, law, subject=name))
        assert sum(key.startswith("Luật Lâm nghiệp") for key in documents(session)) == 1


def test_what_leaves_takes_with_it_what_only_it_named(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/KH-UBND", "2023-04-05", STATE))
        before = canonical_graph(session)
        cited = a_citation("77/KH-UBND", "2023-04-05", "UBND tỉnh")
        other = a_citation("214-CV/TU", "2023-04-05", "Tỉnh ủy")
        rows = put(session, "b", a_letter("9/UBND-TH", "2023-06-05", STATE, cited, other))
        assert canonical_graph(session) != before
        unlink_letters(session, [row.id or 0 for row in rows])
        assert canonical_graph(session) == before
        assert (
            session.scalars(select(Reference).where(col(Reference.letter_id).is_(None))).all() == []
        )


NUMBERS = ("14-CT/TU", "14/CT-TU", "14-KH/TU", "31-CT/TW", "77/KH-UBND", "77/KHUBND")
DATES = (None, "2019-03-04", "2019-04-03", "2022-03-04")
ISSUERS = (None, "Tỉnh ủy", "Tỉnh ủy Bến Tre", "UBND tỉnh", "Bộ Chính trị khóa XII")
OWN_ISSUERS = (None, "Tỉnh ủy Bến Tre", "Ủy ban nhân dân tỉnh Bến Tre", "Tỉnh ủy Sơn La")
cited_letters = st.builds(
    a_citation, st.sampled_from(NUMBERS), st.sampled_from(DATES), st.sampled_from(ISSUERS)
)
some_letters = st.builds(
    lambda number, date, issuer, cited, subject: a_letter(
        number, date, issuer, *cited, subject=subject
    ),
    st.sampled_from((None, *NUMBERS)),
    st.sampled_from(DATES),
    st.sampled_from(OWN_ISSUERS),
    st.lists(cited_letters, max_size=3),
    st.sampled_from(("Trồng rừng", "Bổ nhiệm")),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "register.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(some_letters, min_size=2, max_size=3))
def test_the_order_of_arrival_never_changes_the_graph(
    template: Path, letters: list[Letter]
) -> None:
    engine = open_engine(f"sqlite:///{template}")
    named = [(str(index), letter) for index, letter in enumerate(letters)]
    graphs = {_arrived(engine, order) for order in permutations(named)}
    engine.dispose()
    assert len(graphs) == 1


class _Undo(Exception):
    """Takes a transaction back."""


def _arrived(engine: object, order: tuple[tuple[str, Letter], ...]) -> CanonicalGraph:
    graph: list[CanonicalGraph] = []
    try:
        with write_session(engine) as session:  # type: ignore[arg-type]
            for name, letter in order:
                put(session, name, letter)
            graph.append(canonical_graph(session))
            raise _Undo
    except _Undo:
        return graph[0]
