"""What came of a directive, province by province."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from models.reading import Letter
from pipeline.store.store import Store
from pipeline.track.by_province import ProvinceShare, by_province
from pipeline.track.tasks_of_letter import store_tasks
from tests.store.registers import a_citation, a_letter
from tests.store.registers import put as put_linked
from tests.track.made_up import due, task

TODAY = dt.date(2026, 4, 1)
DIRECTIVE = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
PROVINCES = ("Sơn La", "Lai Châu")


def take_in(session: Session, province: str | None, letter: Letter) -> None:
    """A letter with its province, as the register writes it down, and its tasks."""
    (row,) = put_linked(session, f"{letter.number} {province}", letter)
    row.province = province
    store_tasks(session, row, letter)


def a_directive(session: Session) -> None:
    """Two provinces carry it out, one of them also by a department; a ministry does, too."""
    for province in PROVINCES:
        name = f"Ủy ban nhân dân tỉnh {province}"
        letter = a_letter("5/KH-UBND", "2022-05-06", name, DIRECTIVE)
        late = task(**due(dt.date(2026, 3, 1)), lead="Sở Y tế")
        in_time = task("báo cáo", **due(dt.date(2026, 5, 1)), lead="Sở Y tế")
        take_in(session, province, letter.model_copy(update={"tasks": [late, in_time]}))
    plan = a_citation("5/KH-UBND", "2022-05-06", "Ủy ban nhân dân tỉnh Sơn La")
    named = a_citation("8/QĐ-SYT", "2022-05-09", "Sở Y tế tỉnh Sơn La", relation="mentions")
    asked = a_citation("8/QĐ-SYT", "2022-05-09", "Sở Y tế tỉnh Sơn La", within=None, relation="per")
    take_in(
        session, "Sơn La", a_letter("9/SYT-NVY", "2022-06-07", "Sở Y tế tỉnh Sơn La", plan, named)
    )
    take_in(session, None, a_letter("77/BYT-KCB", "2022-06-08", "Bộ Y tế", DIRECTIVE, asked))


def shares(session: Session, as_of: dt.date | None = None) -> dict[str | None, ProvinceShare]:
    spread = by_province(session, "31-CT/TW", today=TODAY, as_of=as_of)
    return {each.province: each for each in spread.shares}


def test_documents_and_tasks_are_counted_for_each_province(store: Store) -> None:
    with store.writing() as session:
        a_directive(session)
        found = shares(session)
        assert list(found) == ["Sơn La", "Lai Châu", None]
        assert [each.documents for each in found.values()] == [2, 1, 1]
        assert found["Sơn La"].present == 2
        tasks = found["Lai Châu"].tasks
        assert (tasks.open_late, tasks.open_in_time) == (1, 1)


def test_a_document_that_is_only_cited_is_of_the_province_of_its_body(store: Store) -> None:
    with store.writing() as session:
        outer = a_citation("6/KH-SYT", "2022-05-09", "Sở Y tế tỉnh Sơn La")
        inner = a_citation(
            "31-CT/TW", "2021-03-19", "Bộ Chính trị", within="6/KH-SYT", asserts="implements"
        )
        take_in(session, "Lai Châu", a_letter("1/UBND-TH", "2022-06-07", None, outer, inner))
        found = shares(session)
        assert (found["Sơn La"].unresolved, found["Sơn La"].present) == (1, 0)
        assert found["Lai Châu"].present == 1


def test_provinces_without_a_document_are_named(store: Store) -> None:
    with store.writing() as session:
        a_directive(session)
        now = by_province(session, "31-CT/TW", today=TODAY)
        assert "Lai Châu" not in now.silent
        assert "Quảng Ninh" in now.silent
        assert "Bắc Kạn" not in now.silent  # part of Thái Nguyên since 2025-07-01
        before = by_province(session, "31-CT/TW", today=TODAY, as_of=dt.date(2023, 1, 1))
        assert "Bắc Kạn" in before.silent


def test_a_province_answers_by_documents_of_those_that_it_took_over(store: Store) -> None:
    with store.writing() as session:
        for province in ("Bắc Kạn", "Hà Nam"):
            letter = a_letter("5/KH-UBND", "2022-05-06", f"UBND tỉnh {province}", DIRECTIVE)
            take_in(session, province, letter)
        now = by_province(session, "31-CT/TW", today=TODAY)
        assert {"Thái Nguyên", "Ninh Bình"}.isdisjoint(now.silent)
        found = [(each.province, each.heir) for each in now.shares]
        assert found == [("Bắc Kạn", "Thái Nguyên"), ("Hà Nam", "Ninh Bình")]
        before = by_province(session, "31-CT/TW", today=TODAY, as_of=dt.date(2023, 1, 1))
        assert {"Thái Nguyên", "Ninh Bình"} <= {*before.silent}
        assert [each.heir for each in before.shares] == [None, None]


def test_as_known_on_a_day(store: Store) -> None:
    with store.writing() as session:
        a_directive(session)
        found = shares(session, as_of=dt.date(2022, 5, 6))
        assert {name: each.documents for name, each in found.items()} == {
            "Sơn La": 1,
            "Lai Châu": 1,
        }
