"""Dates on the date line and in sentences, clean and as recognisers leave them."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Đồng Hới, ngày 05 tháng 02 năm 2024", dt.date(2024, 2, 5)),
        ("ngày 17/5/2016", dt.date(2016, 5, 17)),
        ("02-6-2022", dt.date(2022, 6, 2)),
        ("02.06.2022 10:11:12 +07:00", dt.date(2022, 6, 2)),
        ("ngày21 tháng11năm 2016", dt.date(2016, 11, 21)),
        ("ngày 9 tháng 10nǎm 2017", dt.date(2017, 10, 9)),
        ("ngay 01 thang 02 nam 2018", dt.date(2018, 2, 1)),
        ("NGÀY 05 THÁNG 3 NĂM 2020", dt.date(2020, 3, 5)),
        ("ngày 20 tháng 10 năm 201 7", dt.date(2017, 10, 20)),
        ("ngày 20 tháng 6, năm 2019", dt.date(2019, 6, 20)),
        ("ngày **09** tháng **4** năm **2021**", dt.date(2021, 4, 9)),
    ],
)
def test_a_printed_date_is_read(text: str, date: dt.date) -> None:
    match = parse_date(text)
    assert match is not None
    assert match.date == date


@pytest.mark.parametrize(
    ("text", "flag", "known"),
    [
        ("ngày      tháng 10 năm 2017", "no_day", (None, 10, 2017)),
        ("ngày #& tháng 7 năm 2020", "no_day", (None, 7, 2020)),
        ("ngày … tháng … năm 2019", "no_month", (None, None, 2019)),
        ("ngày 12 tháng 5 năm", "no_year", (12, 5, None)),
        ("ngày 31 tháng 02 năm 2018", "impossible_date", (31, 2, 2018)),
        ("21/0/1973", "impossible_date", (21, 0, 1973)),
    ],
)
def test_a_date_that_cannot_be_told_has_no_value_but_keeps_its_parts(
    text: str, flag: str, known: tuple[int | None, int | None, int | None]
) -> None:
    match = parse_date(text)
    assert match is not None
    assert match.date is None
    assert flag in match.flags
    assert (match.day, match.month, match.year) == known


def test_letters_read_for_digits_are_flagged() -> None:
    match = parse_date("ngày O5 tháng l0 năm 20l8")
    assert match is not None
    assert (match.date, match.flags) == (dt.date(2018, 10, 5), ("repaired_digits",))


def test_a_two_digit_year_needs_the_word_day() -> None:
    [match] = find_dates("ngày 17/5/16")
    assert (match.date, match.flags) == (dt.date(2016, 5, 17), ("short_year",))
    assert find_dates("17/5/16") == []


def test_the_cells_are_where_they_stand_even_when_blank() -> None:
    text = "Huế, ngày   tháng 4 năm 2021"
    match = parse_date(text)
    assert match is not None
    assert text[slice(*match.month_span)] == "4"
    assert text[slice(*match.year_span)] == "2021"
    assert text[match.start : match.day_span[0]].startswith("ngày")


def test_several_dates_come_in_order() -> None:
    text = "từ ngày 01/01/2018 đến ngày 31 tháng 12 năm 2018"
    assert [match.date for match in find_dates(text)] == [
        dt.date(2018, 1, 1),
        dt.date(2018, 12, 31),
    ]


@pytest.mark.parametrize(
    "text",
    ["30/2020/NĐ-CP", "1.2.3", "8 tháng 3", "24/7", "ngày tháng năm sinh", "mục 1.10.2017.5"],
)
def test_numbers_and_sections_are_no_dates(text: str) -> None:
    assert parse_date(text) is None
