"""What only the size of letters tells: small or capital, and numerals of upright strokes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from pipeline.ocr.letter_sizes import settled
from pipeline.ocr.pixels import Image
from pipeline.ocr.row_ink import PartBox
from pipeline.ocr.text_rows import Row, find_rows
from tests.ocr.drawn_pages import write

DPI = 200
# White wider than this parts words in this print, in pixels.
SPACE = 6


def _row(text: str, size: int) -> tuple[Row, Image]:
    page = write(np.full((140, 1500, 3), 255, np.uint8), 40, 40, text, size=size)[..., 0].copy()
    (row,) = find_rows(page, DPI)[0]
    return row, page


def _words(row: Row) -> Iterator[list[PartBox]]:
    """The row's ink, word by word."""
    held: list[PartBox] = []
    for box in row.boxes:
        if held and box[0] - max(other[2] for other in held) > SPACE:
            yield held
            held = []
        held.append(box)
    yield held


def _settled(printed: str, read: str, size: int = 38) -> str:
    """What becomes of ``read`` where ``printed`` is on the paper."""
    row, page = _row(printed, size)
    ink = list(_words(row))
    assert len(ink) == len(printed.split()), "the print fell apart otherwise than its words"
    pairs = enumerate(zip(read.split(), ink, strict=True))
    return " ".join(
        settled(text, parts, row, page, is_first=place == 0) for place, (text, parts) in pairs
    )


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("III. TỔ CHỨC THỰC HIỆN", "HI. TỔ CHỨC THỰC HIỆN"),
        ("III. Tổ chức thực hiện", "IH. Tổ chức thực hiện"),
        ("II. MỤC ĐÍCH", "H. MỤC ĐÍCH"),
        ("II. Mục đích, yêu cầu", "Il, Mục đích, yêu cầu"),
        ("I. MỤC ĐÍCH", "l. MỤC ĐÍCH"),
    ],
)
@pytest.mark.parametrize("size", [34, 42])
def test_upright_strokes_of_a_roman_numeral_are_counted(printed: str, read: str, size: int) -> None:
    assert _settled(printed, read, size) == printed


@pytest.mark.parametrize("name", ["H.", "L.", "N.", "M.", "T.", "1.", "11.", "V.", "IV."])
def test_letters_and_numbers_that_are_no_strokes_are_left_as_read(name: str) -> None:
    text = f"{name} Hà Nội, đề nghị"
    assert _settled(text, text) == text


def test_strokes_without_a_full_stop_are_no_numeral() -> None:
    assert _settled("quý III năm nay", "quý HI năm nay") == "quý HI năm nay"


@pytest.mark.parametrize("word", ["Sau", "Công", "Xây", "Với", "Các", "Sở", "Của"])
def test_a_first_letter_is_as_large_as_its_ink(word: str) -> None:
    large, small = f"{word} đó Bộ Tài", f"{word.lower()} đó Bộ Tài"
    assert _settled(large, small) == large
    assert _settled(small, large) == small
    assert _settled(large, large) == large
    assert _settled(small, small) == small


def test_a_first_letter_behind_a_bracket_or_quote_is_settled_too() -> None:
    for before in "(“":
        large, small = f"{before}Công văn Bộ Tài chính", f"{before}công văn Bộ Tài chính"
        assert _settled(large, small) == large
        assert _settled(small, large) == small


def test_a_letter_within_a_row_is_made_smaller_only() -> None:
    large, small = "Bộ Công an tỉnh Bắc Kạn", "Bộ công an tỉnh Bắc Kạn"
    assert _settled(large, small) == small
    assert _settled(small, large) == small


@pytest.mark.parametrize("read", ["Báo", "báo", "Hội", "hội", "Đề", "ấn"])
def test_letters_that_shape_tells_apart_stay_as_read(read: str) -> None:
    assert _settled("Báo cáo Hội", f"{read} cáo Hội") == f"{read} cáo Hội"


def test_a_word_in_capitals_keeps_its_own() -> None:
    assert _settled("SỞ Y TẾ", "SỞ Y TẾ") == "SỞ Y TẾ"
    assert _settled("sở tại Hà", "SỞ tại Hà") == "SỞ tại Hà"


def test_for_report_is_abbreviated_with_a_small_letter() -> None:
    assert _settled("Bộ Y tế (b/c);", "Bộ Y tế (b/C);") == "Bộ Y tế (b/c);"
    assert _settled("Bộ Y tế (b/c);", "Bộ Y tế (b/€);") == "Bộ Y tế (b/c);"


def test_a_word_without_ink_stays_as_read() -> None:
    row, page = _row("Sau đó Bộ Tài", 38)
    assert settled("sau", [], row, page) == "sau"
    assert settled("HI.", [], row, page) == "HI."


@pytest.mark.parametrize("text", ["-", "…", "15", "“", ".", ""])
def test_what_has_no_letters_stays_as_read(text: str) -> None:
    row, page = _row("- Sở Tài chính", 38)
    assert settled(text, row.boxes[:1], row, page) == text
