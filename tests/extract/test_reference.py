"""Số and date of a letter: printed or written by pen, weighed against other witnesses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from models.layout import Rereading
from pipeline.extract.reference import (
    DateFound,
    NumberFound,
    Witness,
    find_date,
    find_number,
    witnesses_in,
)
from pipeline.extract.rows import Row
from tests.extract.typed_letters import rows_in


def number_on(line: str, *cells: tuple[str, float], cited: str = "") -> NumberFound | None:
    """The number on ``line`` whose cell was read as ``cells``, beside the text ``cited``."""
    [row] = rows_in(line)
    readings = tuple(Rereading("number", text, sure, "digits") for text, sure in cells)
    row = Row(row.page, replace(row.line, rereadings=readings), row.start)
    return find_number([row], witnesses_in(rows_in(cited)) if cited else [])


def date_on(line: str, signed: str | None = None, **cells: tuple[str, float]) -> DateFound | None:
    """The date on ``line`` with cells re-read, beside a digital signature of day ``signed``."""
    [row] = rows_in(line)
    readings = tuple(
        Rereading(cell, text, sure, "digits")  # type: ignore[arg-type]
        for cell, (text, sure) in cells.items()
    )
    row = Row(row.page, replace(row.line, rereadings=readings), row.start)
    return find_date([row], dt.date.fromisoformat(signed) if signed else None, [])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 418/UBND-GT", "418/UBND-GT"),
        ("Số 305-CV/TU", "305-CV/TU"),
        ("Số: 77 /BXD - QLN", "77/BXD-QLN"),
        ("Số: 05/2021/QĐ-UBND", "05/2021/QĐ-UBND"),
        ("Số: **418**/UBND-GT", "418/UBND-GT"),
        ("Số: 1207/QÐ-UBND", "1207/QĐ-UBND"),
        ("Số: 12a/BC-SYT", "12a/BC-SYT"),
        ("Số:09/SYT-NVY", "09/SYT-NVY"),
        ("88-CV/HU", "88-CV/HU"),
        ("Số 24 -KL/BCĐ", "24-KL/BCĐ"),
    ],
)
def test_a_printed_number_is_read_and_normalised(line: str, number: str) -> None:
    found = number_on(line)
    assert found is not None
    assert found.value == number
    assert found.confidence > 0.8
    assert found.doubts == ()


@pytest.mark.parametrize(
    "line", ["Số:        /QĐ-UBND", "Số ......-CV/TU", "Số:", "V/v số 12/KH-UBND", "Số lượng: 12"]
)
def test_a_number_that_is_not_there_is_not_made_up(line: str) -> None:
    assert number_on(line) is None


def test_a_number_written_by_pen_is_taken_from_its_cell() -> None:
    found = number_on("Số: á6Y /UBND-GT", ("364", 0.95))
    assert found is not None
    assert found.value == "364/UBND-GT"


def test_a_pen_number_that_nobody_can_read_is_not_guessed() -> None:
    assert number_on("Số: ~ /UBND-GT", ("7", 0.05), ("1", 0.04)) is None


def test_a_doubtful_pen_number_says_so() -> None:
    found = number_on("Số: ~ /UBND-GT", ("364", 0.4), ("369", 0.35))
    assert found is not None
    assert "doubtful_number" in found.doubts
    assert found.confidence < 0.5


def test_a_letter_that_cites_the_number_settles_a_doubt() -> None:
    cited = "Thực hiện Công văn số 369/UBND-GT ngày 02/6/2021 của Ủy ban nhân dân tỉnh"
    found = number_on("Số: ~ /UBND-GT", ("364", 0.45), ("369", 0.4), cited=cited)
    assert found is not None
    assert found.value == "369/UBND-GT"


def test_a_letter_that_cites_another_office_settles_nothing() -> None:
    cited = "Thực hiện Công văn số 369/BXD-QLN ngày 02/6/2021 của Bộ Xây dựng"
    found = number_on("Số: ~ /UBND-GT", ("364", 0.6), ("369", 0.3), cited=cited)
    assert found is not None
    assert found.value == "364/UBND-GT"


def test_witnesses_carry_the_date_that_stands_beside_them() -> None:
    text = "Công văn số 88-CV/TU ngày 02/6/2021 của Tỉnh ủy và Kế hoạch 7/KH-UBND"
    assert witnesses_in(rows_in(text))[0] == Witness("88", "-CV/TU", dt.date(2021, 6, 2))


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("Hà Nam, ngày 05 tháng 5 năm 2019", "2019-05-05", "Hà Nam"),
        ("Bắc Kạn, ngày 9 tháng 01 năm 2023", "2023-01-09", "Bắc Kạn"),
        ("TP. Hồ Chí Minh, ngày 31 tháng 12 năm 2020", "2020-12-31", "TP. Hồ Chí Minh"),
        ("Bà Rịa - Vũng Tàu, ngày 1 tháng 10 năm 2018", "2018-10-01", "Bà Rịa - Vũng Tàu"),
        ("Buôn Ma Thuột,ngày21 tháng11năm 2016", "2016-11-21", "Buôn Ma Thuột"),
        ("Lai Châu, ngày 29 tháng 02 năm 2020", "2020-02-29", "Lai Châu"),
    ],
)
def test_place_and_date_share_a_line(line: str, date: str, place: str) -> None:
    found = date_on(line)
    assert found is not None
    assert (found.value, found.place) == (dt.date.fromisoformat(date), place)
    assert found.doubts == ()


@pytest.mark.parametrize("day", ["31 tháng 02", "30 tháng 02", "31 tháng 4", "29 tháng 02"])
def test_a_day_that_does_not_exist_has_no_value_and_a_doubt(day: str) -> None:
    found = date_on(f"Hà Nam, ngày {day} năm 2021")
    assert found is not None
    assert found.value is None
    assert found.place == "Hà Nam"
    assert found.doubts == ("impossible_date",)


def test_a_day_left_blank_has_no_value() -> None:
    found = date_on("Nam Định, ngày      tháng 7 năm 2021")
    assert found is not None
    assert (found.value, found.place, found.doubts) == (None, "Nam Định", ("missing_date",))


def test_a_day_written_by_pen_is_taken_from_its_cell() -> None:
    found = date_on("Nam Định, ngày Á tháng 7 năm 2021", day=("12", 0.95))
    assert found is not None
    assert found.value == dt.date(2021, 7, 12)


def test_the_day_of_signing_confirms_the_day_but_does_not_replace_a_clear_one() -> None:
    line = "Nam Định, ngày Á tháng 7 năm 2021"
    alone = date_on(line, day=("12", 0.6))
    confirmed = date_on(line, "2021-07-12", day=("12", 0.6))
    other = date_on(line, "2021-07-14", day=("12", 0.95))
    assert alone is not None
    assert confirmed is not None
    assert other is not None
    assert confirmed.confidence > alone.confidence
    assert other.value == dt.date(2021, 7, 12)
