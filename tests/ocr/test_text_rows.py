"""Rows of text in a crop."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr.pixels import Image, as_image
from pipeline.ocr.text_rows import Row, cut_out, find_rows
from tests.ocr.drawn_pages import WIDTH, font
from tests.ocr.drawn_rows import (
    DPI,
    HEIGHT,
    TOP,
    cut_rows,
    own_their_ink,
    print_line,
    print_lines,
    same_ink,
    together,
)
from tests.ocr.printed_pages import pen_line
from tests.ocr.words_of_letters import SENTENCES


def _rows(page: Image, dpi: int = DPI) -> list[Row]:
    return find_rows(page, dpi)[0]


@pytest.mark.parametrize("pitch", [48, 54, 64])
def test_every_line_is_a_row_with_its_own_ink(pitch: int) -> None:
    assert own_their_ink(print_lines(*SENTENCES, pitch=pitch))


def test_rows_come_top_to_bottom_and_their_ink_left_to_right() -> None:
    rows = _rows(together(*print_lines(*SENTENCES, pitch=60)))
    tops = [row.box[1] for row in rows]
    assert tops == sorted(tops)
    assert len(rows) == 4
    for row in rows:
        left = [box[0] for box in row.boxes]
        assert left == sorted(left)
        assert len(row.boxes) == len(row.parts)
        assert row.box[0] == left[0]
        assert row.box[2] == max(box[2] for box in row.boxes)


@pytest.mark.parametrize("size", [30, 38, 60])
def test_a_row_knows_its_baseline_and_how_high_capitals_are(size: int) -> None:
    (row,) = _rows(print_line(SENTENCES[0], size=size))
    _, top, _, base = font(size).getbbox("H", anchor="la")
    assert row.baseline == pytest.approx(TOP + base, abs=2)
    assert row.capital == pytest.approx(base - top, rel=0.12)


def test_a_row_without_capitals_takes_their_height_from_the_rest() -> None:
    low, *others = _rows(together(*print_lines("sau:", *SENTENCES, pitch=64)))
    assert low.capital == pytest.approx(np.median([row.capital for row in others]), rel=0.1)


def test_a_rule_below_a_line_is_no_text() -> None:
    line = print_line("SỞ NÔNG NGHIỆP")
    ruled = line.copy()
    cv2.line(ruled, (140, TOP + 52), (300, TOP + 52), 0, 2)
    (cut,) = cut_rows(ruled)
    assert same_ink(cut, line)


def test_rules_alone_are_no_rows() -> None:
    page = np.full((200, 900), 255, np.uint8)
    for y in (60, 68, 140):
        cv2.line(page, (100, y), (800, y), 0, 2)
    assert _rows(page) == []


def test_an_underline_that_runs_through_descenders_leaves_the_letters() -> None:
    """Only of the letters' feet, where the rule was, a little is lost."""
    line = print_line("Độc lập - Tự do - Hạnh phúc, gồm quý")
    ruled = line.copy()
    cv2.line(ruled, (60, TOP + 42), (660, TOP + 42), 0, 2)
    (cut,) = cut_rows(ruled)
    above = slice(0, TOP + 36)
    kept = (cut[above] < 100).sum() / (line[above] < 100).sum()
    assert kept > 0.97
    assert (cut[TOP + 42] < 100).sum() < 60


def test_a_stroke_from_one_line_into_the_next_makes_them_no_single_row() -> None:
    page = together(*print_lines(*SENTENCES[:2], pitch=56))
    cv2.line(page, (606, TOP + 12), (600, TOP + 85), 0, 3)
    assert len(_rows(page)) == 2


@pytest.mark.parametrize("seed", range(4))
def test_a_number_written_by_pen_taller_than_print_stays_in_the_row(seed: int) -> None:
    page = pen_line("Số:", "2174", "/SYT-NVY", seed).min(axis=2)
    (row,), (cut,) = _rows(page), cut_rows(page)
    high = slice(row.box[1], row.box[3])
    assert same_ink(cut[high], page[high])
    assert (cut < 100).sum() > 0.85 * (page < 100).sum()


def test_pen_strokes_do_not_change_how_high_print_is_taken_to_be() -> None:
    (row,) = _rows(pen_line("Số:", "2174", "/SYT-NVY", 1).min(axis=2))
    _, top, _, base = font().getbbox("H", anchor="la")
    assert row.capital == pytest.approx(base - top, rel=0.25)


@pytest.mark.parametrize("degrees", [-0.5, -0.3, 0.3, 0.5])
def test_lines_that_rise_or_fall_slowly_stay_rows(degrees: float) -> None:
    lines = print_lines(SENTENCES[0], SENTENCES[1], pitch=56)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, 90), degrees, 1)
    turned = [
        as_image(cv2.warpAffine(line, turn, (WIDTH, HEIGHT), borderValue=255)) for line in lines
    ]
    assert own_their_ink(turned)


def test_scattered_pieces_are_rows_of_their_own_where_that_is_asked() -> None:
    pieces = [print_line("CÔNG VĂN ĐẾN"), print_line("Ngày 15", x=800)]
    page = together(*pieces)
    assert len(cut_rows(page)) == 1
    found = cut_rows(page, scattered=True)
    assert len(found) == 2
    assert all(any(same_ink(cut, piece) for cut in found) for piece in pieces)


def test_words_at_their_usual_distance_are_never_parted() -> None:
    (row,) = find_rows(print_line(SENTENCES[0]), DPI, scattered=True)[0]
    assert row.box[2] - row.box[0] > 1000


@pytest.mark.parametrize("level", [255, 200, 0])
@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (200, 400)])
def test_an_even_crop_has_no_rows(level: int, shape: tuple[int, int]) -> None:
    assert _rows(np.full(shape, level, np.uint8)) == []


def test_rows_at_the_edge_of_a_crop_stay_within_it() -> None:
    page = together(*print_lines(SENTENCES[0], SENTENCES[1], pitch=64))
    rows, columns = np.nonzero(page < 100)
    tight = page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    found, ink = find_rows(tight, DPI)
    assert len(found) == 2
    for row in found:
        x0, y0, x1, y1 = row.box
        assert 0 <= x0 < x1 <= tight.shape[1]
        assert 0 <= y0 < y1 <= tight.shape[0]
        assert cut_out(tight, row, ink, 0).shape == (y1 - y0, x1 - x0)


def test_white_around_a_row_ends_where_the_crop_does() -> None:
    page = print_line(SENTENCES[3])
    (row,), ink = find_rows(page, DPI)
    x0, y0, x1, y1 = row.box
    assert cut_out(page, row, ink, 5).shape == (y1 - y0 + 10, x1 - x0 + 10)
    assert cut_out(page, row, ink, 2000).shape == page.shape


@pytest.mark.parametrize("dpi", [150, 300])
def test_rows_are_found_at_any_resolution(dpi: int) -> None:
    page = together(*print_lines(*SENTENCES, pitch=56))
    scale = dpi / DPI
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = as_image(cv2.resize(page, None, fx=scale, fy=scale, interpolation=way))
    assert len(_rows(scaled, dpi)) == len(SENTENCES)


def test_the_crop_itself_is_not_painted_over() -> None:
    page = together(*print_lines(*SENTENCES, pitch=50))
    before = page.copy()
    cut_rows(page)
    np.testing.assert_array_equal(page, before)


def test_a_heading_larger_than_its_text_is_a_row_of_its_own() -> None:
    heading = print_line("BÁO CÁO", y=20, x=500, size=60)
    assert own_their_ink([heading, *print_lines("", *SENTENCES[:3], pitch=64)[1:]])
