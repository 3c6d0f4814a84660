"""The vocabulary is complete, dated, sourced, and cheap to load."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from importlib.resources import files
from itertools import chain
from typing import Any

import pytest

from pipeline import vocabulary

BEFORE_2025 = dt.date(2024, 6, 1)
AFTER_2025 = dt.date(2025, 7, 1)
TABLES = ["document_types", "provinces", "bodies", "titles", "authorities", "marks", "parents"]


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("data") / "vocabulary" / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_names_a_source_of_its_file(name: str) -> None:
    content = table(name)
    rows = [row for part in content["data"].values() if isinstance(part, list) for row in part]
    entries = [row for row in rows if isinstance(row, dict)]
    assert entries
    assert {row["source"] for row in entries} <= set(content["sources"])


def test_there_were_63_provinces_and_are_34() -> None:
    before = [p for p in vocabulary.provinces() if p.valid_on(BEFORE_2025)]
    after = [p for p in vocabulary.provinces() if p.valid_on(AFTER_2025)]
    assert (len(before), len(after)) == (63, 34)
    assert Counter(p.kind for p in after) == {"tỉnh": 28, "thành phố": 6}
    assert len({p.name for p in before}) == 63


def test_every_province_that_ended_has_a_successor_that_lives() -> None:
    living = {p.name for p in vocabulary.provinces() if p.valid_to is None}
    ended = [p for p in vocabulary.provinces() if p.valid_to is not None]
    assert ended
    assert all(p.successor in living for p in ended)


def test_each_province_of_1_july_2025_knows_what_it_was_made_of() -> None:
    parts = {
        p.name: p.predecessors
        for p in vocabulary.provinces()
        if p.valid_from == vocabulary.REORGANISED
    }
    assert parts["An Giang"] == ("An Giang", "Kiên Giang")
    assert set(parts["Hồ Chí Minh"]) == {"Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"}
    assert set(parts["Đắk Lắk"]) == {"Đắk Lắk", "Phú Yên"}
    assert len(list(chain.from_iterable(parts.values()))) == 52  # 63 less the 11 left alone


def test_khanh_hoa_before_and_after_are_two_provinces() -> None:
    assert [p.valid_on(AFTER_2025) for p in vocabulary.provinces() if p.name == "Khánh Hòa"] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("code", "system", "day", "names"),
    [
        ("QĐ", "state", None, ["Quyết định"]),
        ("QĐ", "party", None, ["Quyết định", "Quy định"]),
        ("TT", "state", None, ["Thông tư"]),
        ("TT", "party", None, ["Thông tri"]),
        ("GN", "state", dt.date(2019, 1, 1), ["Bản ghi nhớ"]),
        ("GN", "state", dt.date(2021, 1, 1), []),
        ("TTr", "state", None, ["Tờ trình"]),
    ],
)
def test_a_code_means_what_its_system_and_time_say(
    code: str, system: vocabulary.BodySystem, day: dt.date | None, names: list[str]
) -> None:
    assert [kind.name for kind in vocabulary.kinds_of_code(code, system, day)] == names


def test_all_abbreviations_of_decree_30_are_there() -> None:
    decree = "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC"
    assert set(f"{decree} PB SY TrS SL".split()) <= vocabulary.type_codes()


def test_ministries_merged_in_2025_end_and_their_successors_begin() -> None:
    by_name = {body.name: body for body in vocabulary.bodies()}
    old = by_name["Bộ Tài nguyên và Môi trường"]
    new = by_name[old.successor or ""]
    assert old.valid_to is not None
    assert new.valid_from == old.valid_to + dt.timedelta(days=1)
    assert new.name == "Bộ Nông nghiệp và Môi trường"


def test_every_successor_of_a_body_is_a_body() -> None:
    names = {body.name for body in vocabulary.bodies()}
    assert {b.successor for b in vocabulary.bodies() if b.successor} <= names


def test_an_unknown_day_rules_nothing_out() -> None:
    assert all(province.valid_on(None) for province in vocabulary.provinces())


def test_deputies_belong_to_a_head() -> None:
    heads = {deputy: title.title for title in vocabulary.titles() for deputy in title.deputies}
    assert heads["Thứ trưởng"] == "Bộ trưởng"
    assert heads["Phó Chánh Văn phòng"] == "Chánh Văn phòng"
    assert heads["Phó Hiệu trưởng"] == "Hiệu trưởng"


def test_marks_are_those_of_the_reading() -> None:
    marks = vocabulary.marks()
    assert [mark.value for mark in marks.urgency] == ["Hỏa tốc", "Thượng khẩn", "Khẩn"]
    assert {mark.value for mark in marks.purposes} == {"report", "execute", "coordinate", ""}
    assert {a.code for a in vocabulary.authorities()} == {"TM", "KT", "TL", "TUQ", "Q"}
