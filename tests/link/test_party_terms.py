"""The numbers of Party documents begin anew with each term of a committee."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.link.party_terms import provincial_term, term_named, term_on


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (dt.date(1986, 12, 18), None),
        (dt.date(1986, 12, 19), 6),
        (dt.date(2004, 5, 5), 9),
        (dt.date(2016, 1, 28), 11),
        (dt.date(2016, 1, 29), 12),
        (dt.date(2026, 2, 1), 14),
    ],
)
def test_a_term_begins_the_day_after_a_congress_closes(day: dt.date, term: int | None) -> None:
    assert term_on(day) == term


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Ban Bí thư khóa X", 10),
        ("Bộ Chính trị khoá XII", 12),
        ("Ban Chấp hành Trung ương Đảng (khóa VIII)", 8),
        ("Nghị quyết Trung ương 7 khóa IX", 9),
        ("Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI", 11),
        ("khóa 12", 12),
        ("KHÓA XIII", 13),
        ("Quốc hội khóa XIV", None),
        ("HĐND tỉnh khóa XI", None),
        ("Tỉnh ủy khóa X", None),
        ("Trung ương Đoàn khóa XI", None),
        ("Ban Bí thư khóa XXX", None),
        ("Ban Bí thư", None),
    ],
)
def test_words_name_a_term_of_the_central_committee(words: str, term: int | None) -> None:
    assert term_named(words) == term


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (dt.date(2005, 12, 31), None),
        (dt.date(2008, 1, 1), "2006-2010"),
        (dt.date(2015, 7, 31), "2011-2015"),
        (dt.date(2015, 10, 5), None),
        (dt.date(2016, 3, 1), "2016-2020"),
        (dt.date(2020, 12, 1), "2021-2025"),
        (dt.date(2025, 7, 2), None),
        (dt.date(2026, 1, 5), "2026-2030"),
    ],
)
def test_a_provincial_term_is_told_only_where_it_is_sure(day: dt.date, term: str | None) -> None:
    assert provincial_term(day) == term
