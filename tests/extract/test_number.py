"""Số hiệu: what is one, what it says, and where it stands in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.number import (
    Style,
    find_numbers,
    find_symbol,
    parse_number,
    read_number,
    repair_ordinal,
    repair_symbol,
)

CASES = Path(__file__).parents[2] / ".." / "shared" / "numbers.json"


def shared_cases(part: str) -> list[Any]:
    return list(json.loads(CASES.read_text("utf-8"))[part]) if CASES.exists() else []


@pytest.mark.skipif(not CASES.exists(), reason="../shared is absent")
@pytest.mark.parametrize("case", shared_cases("positive"), ids=lambda case: case["raw"])
def test_collected_numbers_parse_as_expected(case: dict[str, Any]) -> None:
    number = parse_number(case["raw"])
    assert number is not None
    assert {
        "style": str(number.style),
        "so": number.ordinal,
        "suffix": number.suffix,
        "year": number.year,
        "type": number.type,
        "organ": number.organ,
        "unit": number.unit,
        "flags": sorted(number.flags),
    } == {
        key: sorted(value) if key == "flags" else value
        for key, value in case.items()
        if key not in ("raw", "provenance")
    }


@pytest.mark.skipif(not CASES.exists(), reason="../shared is absent")
@pytest.mark.parametrize("case", shared_cases("positive"), ids=lambda case: case["raw"])
def test_collected_numbers_are_found_in_a_sentence(case: dict[str, Any]) -> None:
    whole = parse_number(case["raw"])
    [found] = find_numbers(f"Căn cứ văn bản số {case['raw']} ngày 01/02/2019 của cấp trên")
    assert whole is not None
    assert found.number.canonical == whole.canonical


@pytest.mark.skipif(not CASES.exists(), reason="../shared is absent")
@pytest.mark.parametrize("text", shared_cases("negative"))
def test_what_was_collected_as_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
    assert find_numbers(f"xem {text} kèm theo") == []


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("Số: 01/ĐL-BTC", "01/ĐL-BTC"),
        ("Số:  57 / QÐ - UBND", "57/QĐ-UBND"),
        ("Số **88** -KL/ĐU", "88-KL/ĐU"),
        ("Luật số: 12/2031/QH17", "12/2031/QH17"),
        ("07–NQ/TƯ", "07-NQ/TƯ"),
        ("Số: 20 41/SYT\u00a0-NVY", "2041/SYT-NVY"),
        ("301\u200b/BC-SNV", "301/BC-SNV"),
    ],
)
def test_the_number_is_normalised_but_keeps_what_was_printed(printed: str, normalised: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert number.normalised == normalised
    assert number.raw == printed


@pytest.mark.parametrize(
    ("text", "style", "kind", "organ", "unit", "flags"),
    [
        ("15-NQ/ĐU", Style.PARTY, "NQ", "ĐU", None, ()),
        ("15-CV/TWĐTN-VP", Style.PARTY, "CV", "TWĐTN", "VP", ()),
        ("15/UBND-TH-NC", Style.STATE_LETTER, None, "UBND", "TH-NC", ()),
        ("15/KH-SYT-CĐN", Style.STATE_TYPED, "KH", "SYT", "CĐN", ()),
        ("15/BC-ĐU", Style.STATE_TYPED, "BC", "ĐU", None, ("party_number_state_style",)),
        ("15-QĐ/UBND", Style.PARTY, "QĐ", "UBND", None, ("state_number_party_style",)),
        ("15-QĐ-QHK5", Style.STATE_TYPED, "QĐ", "QHK5", None, ("dash_for_slash",)),
        ("15/UBND", Style.STATE_LETTER, None, "UBND", None, ("missing_unit",)),
        ("15/TTHĐND", Style.STATE_LETTER, None, "TTHĐND", None, ("missing_unit",)),
        ("15/2016/NQHĐND", Style.NORMATIVE, "NQ", "HĐND", None, ("missing_dash",)),
        ("15UBND-VX", Style.STATE_LETTER, None, "UBND", "VX", ("missing_slash",)),
    ],
)
def test_the_form_tells_the_system(
    text: str, style: Style, kind: str | None, organ: str, unit: str | None, flags: tuple[str, ...]
) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.style, number.type, number.organ, number.unit) == (style, kind, organ, unit)
    assert number.flags == flags


@pytest.mark.parametrize(
    "text", ["", "Số:", "20/10/2017", "2 - 3/4", "24/24", "12/1899/NĐ-CP", "15/abc", "HIV/AIDS"]
)
def test_dates_fractions_and_blanks_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_are_found_where_they_stand() -> None:
    text = "Thực hiện Chỉ thị 77-CT/TW và Kế hoạch số 31 /KH-UBND của UBND tỉnh, ngày 02/3/2022"
    assert [text[m.start : m.end] for m in find_numbers(text)] == ["77-CT/TW", "31 /KH-UBND"]


def test_spans_count_in_the_text_as_given_although_marks_vanish() -> None:
    text = "Số: **4410**/UBND-KT, xem"
    [match] = find_numbers(text)
    assert text[match.start : match.end] == "4410**/UBND-KT"
    assert match.number.normalised == "4410/UBND-KT"


def test_a_dash_after_the_number_does_not_swallow_the_next_name() -> None:
    [match] = find_numbers("Công văn 15/UBND-VX - UBND tỉnh")
    assert match.number.normalised == "15/UBND-VX"


@pytest.mark.parametrize(
    "text",
    [
        "đạt 5/10 xã, 24/24 giờ, 3/2 - TP.HCM",
        "phòng 5/A-B",
        "từ 10/UBND cấp xã",
        "QCVN 08:2023/BTNMT",
        "từ 2016-2020/HĐND",
    ],
)
def test_running_text_without_numbers_has_none(text: str) -> None:
    assert find_numbers(text) == []


def test_an_organ_alone_is_a_number_only_after_so() -> None:
    [match] = find_numbers("văn bản số 25/UBND ngày")
    assert match.number.flags == ("missing_unit",)


@pytest.mark.parametrize(
    ("line", "symbol", "style"),
    [
        ("Số:        /SYT-NVY", "SYT-NVY", Style.STATE_LETTER),
        ("Số: ÿuÌ -CV/TU", "CV/TU", Style.PARTY),
        ("Số:     /QĐ-UBND", "QĐ-UBND", Style.STATE_TYPED),
    ],
)
def test_the_symbol_is_read_where_the_ordinal_is_pen(line: str, symbol: str, style: Style) -> None:
    match = find_symbol(line)
    assert match is not None
    assert (match.number.symbol, match.number.style) == (symbol, style)
    assert line[match.start : match.end].lstrip("-/ ") == symbol


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("OĐ-UBND", "QĐ-UBND"),
        ("TB-UBNÐ", "TB-UBND"),
        ("ND-CP", "NĐ-CP"),
        ("CT-TTG", "CT-TTg"),
        ("BC-BGDDT", "BC-BGDĐT"),
    ],
)
def test_a_misread_code_becomes_the_only_code_that_looks_like_it(
    printed: str, repaired: str
) -> None:
    assert repair_symbol(printed) == (repaired, True)


@pytest.mark.parametrize("symbol", ["HD-BYT", "HĐ-SYT", "SYT-NVD", "UBND-VXO", "CV/TU"])
def test_codes_that_are_known_and_units_are_left_alone(symbol: str) -> None:
    assert repair_symbol(symbol) == (symbol, False)


def test_letters_become_digits_only_beside_digits() -> None:
    assert repair_ordinal("2O5l") == ("2051", True)
    assert repair_ordinal("2051") == ("2051", False)
    assert repair_ordinal("OO") == (None, False)
    assert repair_ordinal("19A5") == (None, False)


def test_a_repaired_number_says_so() -> None:
    number = read_number("Số: 2O51/UBNĐ-VX")
    assert number is not None
    assert number.normalised == "2051/UBND-VX"
    assert "repaired" in number.flags
    assert read_number("2051/UBND-VX") == parse_number("2051/UBND-VX")


def test_the_canonical_number_is_as_it_should_have_been_printed() -> None:
    canonical = {text: parse_number(text) for text in ("7/QĐUBND", "18-NQ/TƯ", "03 CV/HU")}
    assert {t: n.canonical for t, n in canonical.items() if n} == {
        "7/QĐUBND": "07/QĐ-UBND",
        "18-NQ/TƯ": "18-NQ/TW",
        "03 CV/HU": "03-CV/HU",
    }
