"""The number cell and the date cell, filled in by pen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.layout import Box, Line, Region, Rereading, Word, union
from pipeline.ocr import cells
from pipeline.ocr.cells import (
    best,
    crop_box,
    dated_part,
    is_date_line,
    is_number_line,
    reread_date,
    reread_number,
    rereader_for,
    with_digits,
    with_joined_number,
)
from pipeline.ocr.line_readers import digit_reader
from tests.ocr.printed_pages import pen_line

needs_digit_reader = pytest.mark.skipif(digit_reader() is None, reason="rapidocr is not installed")


@pytest.mark.parametrize(
    "text",
    [
        "Số: 2006/SYT-NVY",
        "Số: /SYT-NVY",
        "Số 12-CV/TU",
        "Số: 1ƒ6/QĐ-UBND",
        "SỐ: 15/UBND",
        "§ố: 31/BC-SNV",
        "5ố: 31/BC-SNV",
        "Sô: „49/SGDĐT-VP",
    ],
)
def test_a_line_with_a_number_and_a_symbol_is_the_numbers(text: str) -> None:
    assert is_number_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "V/v báo cáo kết quả công tác",
        "V/v triển khai Quyết định số 12/QĐ-UBND",
        "ỦY BAN NHÂN DÂN TỈNH",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ Y TẾ",
        "",
    ],
)
def test_other_lines_of_a_letterhead_are_not_the_numbers(text: str) -> None:
    assert not is_number_line(text)


@pytest.mark.parametrize("text", ["Số: ƒđổ | ĐHLN-CTSV", "Số: 215 l ATTP-PCTTr"])
def test_a_slash_read_as_a_stroke_leaves_it_the_numbers_line(text: str) -> None:
    assert is_number_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội, ngày 20 tháng 10 năm 2017",
        "Hà Nội, ngày tháng năm 2021",
        "Quảng Ninh, ngây 4 thang 3 nam 2020",
        "ngày Ä% tháng",
    ],
)
def test_a_date_line_is_known_by_two_of_its_words(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize("text", ["Độc lập - Tự do - Hạnh phúc", "Kính gửi: Sở Y tế", "năm 2021"])
def test_one_word_of_a_date_makes_no_date_line(text: str) -> None:
    assert not is_date_line(text)


def test_each_line_of_the_letterhead_gets_the_rereading_it_needs() -> None:
    assert rereader_for("Số: 12/SYT-NVY", in_left=True) is reread_number
    assert rereader_for("Số: 12/SYT-NVY", in_left=False) is None
    assert rereader_for("Hà Nội, ngày 2 tháng 3 năm 2020", in_left=False) is reread_date
    assert rereader_for("SỞ Y TẾ", in_left=True) is None


def _number_of(digits: str, after: str, seed: int) -> list[str]:
    return [r.text for r in best(reread_number(pen_line("Số:", digits, after, seed)), "number")]


@needs_digit_reader
def test_most_numbers_written_by_pen_are_read() -> None:
    wanted = ["2006", "317", "58", "1081", "935", "260", "8", "3720"]
    found = [_number_of(digits, "/SYT-NVY", seed) for seed, digits in enumerate(wanted)]
    first = sum(texts[:1] == [digits] for digits, texts in zip(wanted, found, strict=True))
    known = sum(digits in texts for digits, texts in zip(wanted, found, strict=True))
    assert first >= 5
    assert known >= 6


@needs_digit_reader
def test_a_party_number_ends_at_its_dash() -> None:
    texts = [_number_of(digits, "-CV/TU", seed)[:1] for seed, digits in enumerate(("258", "96"))]
    assert texts == [["258"], ["96"]]


@needs_digit_reader
def test_the_day_written_by_pen_is_read_with_printed_month_and_year() -> None:
    crop = pen_line("Hà Nội, ngày", "26", "tháng 3 năm 2021", 3)
    found = reread_date(crop)
    first = {cell: next(best(found, cell)).text for cell in ("day", "month", "year")}
    assert first == {"day": "26", "month": "3", "year": "2021"}


@needs_digit_reader
@pytest.mark.parametrize("seed", range(2))
def test_no_calendar_has_the_days_and_months_that_are_left_out(seed: int) -> None:
    found = reread_date(pen_line("Hà Nội, ngày", "48", "tháng 3 năm 2021", seed))
    assert all(1 <= int(item.text) <= 31 for item in best(found, "day"))
    assert all(1 <= int(item.text) <= 12 for item in best(found, "month"))
    assert all(0 <= item.confidence <= 1 for item in found)


@needs_digit_reader
def test_alternatives_of_a_cell_come_best_first_and_differ() -> None:
    found = list(best(reread_number(pen_line("Số:", "1471", "/UBND-NN", 5)), "number"))
    assert [r.confidence for r in found] == sorted((r.confidence for r in found), reverse=True)
    assert len({r.text for r in found}) == len(found)


@needs_digit_reader
def test_a_line_without_a_number_has_none() -> None:
    found = reread_number(pen_line("Kính gửi: Sở Y tế", "", "", 0))
    assert [item.cell for item in found] == ["line"]


def test_without_the_digit_network_nothing_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "digit_reader", lambda: None)
    crop = pen_line("Số:", "12", "/SYT", 0)
    assert reread_number(crop) == reread_date(crop) == []


def test_a_cells_crop_has_room_for_tall_strokes_but_stays_in_its_column() -> None:
    line, column = Box(0.11, 0.1, 0.4, 0.115), Box(0.1, 0.05, 0.42, 0.2)
    crop = crop_box(line, 1.4142, column)
    assert crop.y0 < line.y0 < line.y1 < crop.y1
    assert column.x0 <= crop.x0 < line.x0 < line.x1 < crop.x1 <= column.x1
    assert crop_box(Box(0.0, 0.0, 1.0, 1.0), 1.4142, Box(0.0, 0.0, 1.0, 1.0)) == Box(0, 0, 1, 1)


def _read(text: str, *rereadings: Rereading) -> Line:
    words = tuple(
        Word(word, Box(0.1 + 0.05 * i, 0.1, 0.14 + 0.05 * i, 0.12), 0.5)
        for i, word in enumerate(text.split())
    )
    return Line(words, Region.HEAD_LEFT, rereadings)


def _number(text: str, confidence: float = 0.95) -> Rereading:
    return Rereading("number", text, confidence, "ppocr")


def _day(text: str, confidence: float = 0.95) -> Rereading:
    return Rereading("day", text, confidence, "ppocr")


@pytest.mark.parametrize(
    ("text", "reread", "written"),
    [
        ("Số: ƒ006/SYT-NVY", _number("2006"), "Số: 2006/SYT-NVY"),
        ("Số: ƒ0 06 /SYT-NVY", _number("2006"), "Số: 2006 /SYT-NVY"),
        ("Số:ƒ06/SYT-NVY", _number("206"), "Số:206/SYT-NVY"),
        ("Số ÄA -CV/TU", _number("41"), "Số 41 -CV/TU"),
        ("Hà Nội, ngày Ä% tháng 3 năm 2021", _day("28"), "Hà Nội, ngày 28 tháng 3 năm 2021"),
        ("Hà Nội, ngày ƒ tháng 3 năm 2021", _day("4"), "Hà Nội, ngày 04 tháng 3 năm 2021"),
        ("Hà Nội, ngày.¿ tháng 3 năm 2021", _day("15"), "Hà Nội, ngày15 tháng 3 năm 2021"),
    ],
)
def test_sure_digits_are_written_into_the_line(text: str, reread: Rereading, written: str) -> None:
    line = with_digits(_read(text, reread))
    assert line.text == written
    assert text in [item.text for item in line.rereadings]


@pytest.mark.parametrize(
    ("text", "reread"),
    [
        ("Số: ƒ006/SYT-NVY", _number("2006", 0.2)),
        ("Số: 2006/SYT-NVY", _number("2006")),
        ("Số: 07/SYT-NVY", _number("7")),
        ("Hà Nội, ngày 04 tháng 3 năm 2021", _day("4")),
        ("SỞ Y TẾ", _number("2006")),
        ("Hà Nội, tháng 3 năm 2021", _day("4")),
    ],
)
def test_doubtful_or_known_digits_change_nothing(text: str, reread: Rereading) -> None:
    line = _read(text, reread)
    assert with_digits(line) == line


def test_a_number_that_fell_apart_becomes_one_word_over_its_pieces() -> None:
    line = with_digits(_read("Số: ƒ0 06 /SYT-NVY", _number("2006")))
    (word,) = [word for word in line.words if word.text == "2006"]
    assert word.box == Box(0.15000000000000002, 0.1, 0.24000000000000002, 0.12)
    assert word.confidence == 0.95


def test_a_gap_that_was_not_seen_at_all_leaves_the_line_whole() -> None:
    text = "Hà Nội, ngày tháng 3 năm 2021"
    assert with_digits(_read(text, _day("28"))).text in {text, text.replace("ngày", "ngày 28")}


@pytest.mark.parametrize(
    ("read", "joined"),
    [
        ("Số: 2006 /SYT-NVY", "Số: 2006/SYT-NVY"),
        ("Số 41 -CV/TU", "Số 41-CV/TU"),
        ("Số:2006 /QĐ-UBND", "Số:2006/QĐ-UBND"),
        ("Số: 12 /ĐHLN-CTSV", "Số: 12/ĐHLN-CTSV"),
        ("Số 12 /SYT-NVY", "Số 12/SYT-NVY"),
    ],
)
def test_the_gap_that_the_pen_left_before_the_slash_is_closed(read: str, joined: str) -> None:
    assert with_joined_number(_read(read)).text == joined


@pytest.mark.parametrize(
    "text",
    [
        "Số: 2006/SYT-NVY",
        "Số: /SYT-NVY",
        "Số: 15 / 20",
        "Số: 15 /2021",
        "Số: 15 - kế hoạch",
        "Công văn số: 15/SYT",
        "",
    ],
)
def test_a_number_line_without_that_gap_stays_as_it_is(text: str) -> None:
    line = _read(text)
    assert with_joined_number(line) == line


def test_a_joined_number_lies_over_both_and_is_as_sure_as_the_less_sure() -> None:
    line = _read("Số: 2006 /SYT-NVY", _number("2006"))
    number, symbol = replace(line.words[1], confidence=0.9), line.words[2]
    line = replace(line, words=(line.words[0], number, symbol))
    joined = with_joined_number(line)
    assert joined.words[0] == line.words[0]
    assert joined.words[1].box == union((number.box, symbol.box))
    assert joined.words[1].confidence == 0.5
    assert joined.rereadings == line.rereadings


def test_digits_written_by_pen_are_joined_after_they_were_written_in() -> None:
    line = with_digits(_read("Số: ƒ0 06 /SYT-NVY", _number("2006")))
    assert with_joined_number(line).text == "Số: 2006/SYT-NVY"


def _date_line(*texts: str) -> Line:
    boxes = (Box(0.5 + i * 0.05, 0.1, 0.54 + i * 0.05, 0.115) for i in range(len(texts)))
    words = tuple(Word(text, box, 0.9) for text, box in zip(texts, boxes, strict=True))
    return Line(words, Region.HEAD_RIGHT)


def test_of_a_date_line_only_what_follows_the_place_is_read_again() -> None:
    line = _date_line("Hà", "Giang,", "ngày", "05", "tháng", "3", "năm", "2019")
    found = dated_part(line)
    assert found is not None
    assert (found.x0, found.x1) == pytest.approx((0.6, 0.89))
    assert dated_part(_date_line("Số:", "12/SYT")) is None
    assert dated_part(_date_line("Hà", "Giang,", "ny", "05", "tháng", "3", "năm", "2019")) is None
