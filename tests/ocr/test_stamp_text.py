"""Words of framed stamps do not belong to the text that they are pressed across."""

from __future__ import annotations

import cv2

from models.layout import Box, Line, Region, Stamp, Word
from pipeline.ocr.pixels import Image, Parts, as_image, dark_parts
from pipeline.ocr.stamp_text import read_framed, without_stamped
from tests.ocr.drawn_pages import empty_page, write
from tests.ocr.fake_engines import Always, found, soon

STAMP = Stamp(Box(0.05, 0.2, 0.25, 0.3), "black", "ĐẾN", 0.9)


def _line(region: Region, *words: tuple[str, float]) -> Line:
    """Words, each with its left edge, on a line that runs through the stamp."""
    boxes = ((text, Box(x, 0.25, x + 0.06, 0.26)) for text, x in words)
    return Line(tuple(Word(text, box, 0.9) for text, box in boxes), region)


def test_words_inside_the_frame_leave_the_line_they_were_read_into() -> None:
    line = _line(Region.BODY, ("Ngày:", 0.1), ("Thực", 0.3), ("hiện", 0.4))
    assert [kept.text for kept in without_stamped([line], [STAMP])] == ["Thực hiện"]


def test_a_line_that_is_all_stamp_is_left_out() -> None:
    assert without_stamped([_line(Region.HEAD_LEFT, ("Chuyển:", 0.1))], [STAMP]) == []


def test_a_table_and_the_letters_own_number_stay() -> None:
    number = _line(Region.HEAD_LEFT, ("Số:", 0.08), ("12/SYT-NVY", 0.14))
    row = _line(Region.TABLE, ("1", 0.1), ("Họp", 0.15))
    assert without_stamped([number, row], [STAMP]) == [number, row]


def test_without_stamps_nothing_changes() -> None:
    line = _line(Region.BODY, ("Ngày:", 0.1))
    assert without_stamped([line], []) == [line]


def _framed(*, round_: bool) -> tuple[Image, Parts]:
    """A gray page with words in a frame, or in a seal's ring, in its upper part."""
    page = write(empty_page(), 180, 560, "SỞ Y TẾ ĐẾN")
    gray = as_image(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    if round_:
        cv2.circle(gray, (290, 582), 140, (0,), 4)
    else:
        cv2.rectangle(gray, (150, 520), (440, 650), (0,), 4)
    return gray, dark_parts(gray)


def test_only_a_frame_with_four_sides_is_a_box_that_words_can_be_taken_out_of() -> None:
    engine = Always([found("SỞ Y TẾ ĐẾN")])
    for round_ in (False, True):
        stamps, boxed = read_framed(*_framed(round_=round_), engine, 200, soon())
        assert [stamp.text for stamp in stamps] == ["SỞ Y TẾ ĐẾN"]
        assert boxed == ([] if round_ else stamps)
