"""Lines that were cut along where two parts of a page meet."""

from __future__ import annotations

from models.layout import Box, Line, Region, Word
from pipeline.ocr.cut_lines import without_rests


def _line(text: str, box: Box, confidence: float) -> Line:
    return Line((Word(text, box, confidence),), Region.BODY)


WHOLE = _line("Về việc thành lập Đoàn kiểm tra", Box(0.2, 0.2, 0.8, 0.216), 0.96)


def test_the_upper_half_of_a_line_that_another_part_has_whole_is_left_out() -> None:
    rest = _line("S An", Box(0.7, 0.2, 0.76, 0.206), 0.54)
    assert without_rests([[rest], [WHOLE]]) == [WHOLE]


def test_a_line_that_only_touches_another_stays() -> None:
    below = _line("trong các cơ sở", Box(0.3, 0.212, 0.7, 0.228), 0.9)
    assert without_rests([[WHOLE], [below]]) == [WHOLE, below]


def test_lines_of_one_part_are_never_each_others_rests() -> None:
    stamp = _line("ĐẾN", Box(0.3, 0.2, 0.4, 0.214), 0.6)
    assert without_rests([[WHOLE, stamp]]) == [WHOLE, stamp]


def test_the_whole_line_stays_even_where_a_piece_of_it_was_read_more_surely() -> None:
    surer = _line("Về việc thành lập Đoàn", Box(0.2, 0.2, 0.7, 0.216), 0.97)
    assert without_rests([[WHOLE], [surer]]) == [WHOLE, surer]
