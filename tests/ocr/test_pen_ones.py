"""Ones told from fours by their strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from letterpress.pen import SHAPES, write_digits
from pipeline.ocr.pen_ones import PenDigit, corrected, strokes_in
from pipeline.ocr.pixels import Image

Points = tuple[tuple[float, float], ...]
LONG_ONE: Points = ((0.0, 0.62), (0.42, 0.0), (0.42, 1.0))
STEM: Points = ((0.3, 0.0), (0.3, 1.0))
OPEN_FOUR = (((0.2, 0.0), (0.05, 0.6), (0.75, 0.6)), ((0.52, 0.3), (0.5, 1.0)))
CLOSED_FOUR = (((0.5, 0.0), (0.0, 0.65), (0.75, 0.65)), ((0.5, 0.0), (0.5, 1.0)))
SEVEN = (((0.0, 0.03), (0.6, 0.0), (0.25, 1.0)),)
TWO = (((0.05, 0.2), (0.3, 0.0), (0.55, 0.2), (0.05, 1.0), (0.65, 1.0)),)


def _ones(cell: Image) -> list[bool]:
    """For each stroke, left to right, whether it is a 1."""
    return [stroke.is_one for stroke in strokes_in(cell)]


def _strokes(ones: list[bool]) -> list[PenDigit]:
    """Strokes side by side across a cell."""
    width = 1 / max(1, len(ones))
    return [PenDigit(i * width, (i + 1) * width, one) for i, one in enumerate(ones)]


def _cell(*digits: tuple[Points, ...], slant: float = 0.15, height: int = 60) -> Image:
    """The digits side by side, written on white 80 pixels high."""
    cell = np.full((80, 30 + 70 * max(1, len(digits)), 3), 255, np.uint8)
    for index, strokes in enumerate(digits):
        for stroke in strokes:
            path = [
                (20 + 70 * index + height * (x * 0.8 + slant * (1 - y)), 10 + height * y)
                for x, y in stroke
            ]
            points = np.array(path).round().astype(np.int32)
            cv2.polylines(cell, [points], False, (150, 60, 40), 4, cv2.LINE_AA)
    return cell


@pytest.mark.parametrize("slant", [-0.05, 0.0, 0.15, 0.35])
def test_a_one_with_a_long_upstroke_is_a_one(slant: float) -> None:
    assert _ones(_cell((LONG_ONE,), slant=slant)) == [True]


@pytest.mark.parametrize("slant", [0.0, 0.3])
def test_a_bare_stem_is_a_one(slant: float) -> None:
    assert _ones(_cell((STEM,), slant=slant)) == [True]


@pytest.mark.parametrize("slant", [0.0, 0.15, 0.3])
@pytest.mark.parametrize("digit", [OPEN_FOUR, CLOSED_FOUR, SEVEN])
def test_open_and_closed_fours_and_sevens_are_no_ones(
    digit: tuple[Points, ...], slant: float
) -> None:
    assert _ones(_cell(digit, slant=slant)) == [False]


def test_an_upright_two_is_no_one() -> None:
    assert _ones(_cell((TWO[0],), slant=0.0)) == [False]


@pytest.mark.parametrize("slant", [0.15, 0.3, 0.35])
def test_a_two_like_a_z_that_leans_is_no_one(slant: float) -> None:
    assert _ones(_cell((TWO[0],), slant=slant)) == [False]


def test_digits_are_judged_from_left_to_right() -> None:
    cell = _cell((LONG_ONE,), OPEN_FOUR, (LONG_ONE,), SEVEN)
    assert _ones(cell) == [True, False, True, False]


def test_a_gray_crop_says_the_same() -> None:
    cell = _cell((LONG_ONE,), CLOSED_FOUR)
    assert _ones(cell[..., 1]) == _ones(cell) == [True, False]


def test_a_number_cell_without_ink_has_no_ones() -> None:
    assert _ones(_cell()) == []


def test_dots_and_dashes_are_no_digits() -> None:
    cell = _cell((STEM,))
    cv2.circle(cell, (70, 68), 3, (0, 0, 0), -1)
    cv2.line(cell, (60, 40), (80, 40), (0, 0, 0), 3)
    assert _ones(cell) == [True]


def test_what_is_cut_by_the_border_is_print_beside_the_cell() -> None:
    cell = _cell((LONG_ONE,))
    cell[10:70, :4] = 0
    cell[10:70, -4:] = 0
    assert _ones(cell) == [True]


@pytest.mark.parametrize("digit", "0235678")
def test_digits_of_many_hands_are_seldom_taken_for_ones(digit: str) -> None:
    assert SHAPES[digit]
    taken = sum(_ones(_on_paper(digit, seed)) == [True] for seed in range(20))
    assert taken <= 3


def test_ones_of_many_hands_are_mostly_seen() -> None:
    seen = sum(_ones(_on_paper("1", seed)) == [True] for seed in range(20))
    assert seen >= 12


def test_fours_of_many_hands_stay_fours() -> None:
    assert sum(_ones(_on_paper("4", seed)) == [True] for seed in range(20)) <= 2


def _on_paper(digits: str, seed: int) -> Image:
    mark = write_digits(digits, 70, seed)
    share = mark[..., 3:] / 255
    inked = (255 * (1 - share) + mark[..., :3] * share).astype(np.uint8)
    return np.pad(inked, ((0, 0), (6, 6), (0, 0)), constant_values=255)


@pytest.mark.parametrize(
    ("text", "ones", "result"),
    [
        ("44", [True, False], "14"),
        ("407", [True, False, False], "107"),
        ("17", [True, True], "17"),
        ("4", [], "4"),
        ("44", [True], "44"),
        ("", [], ""),
    ],
)
def test_only_a_four_whose_strokes_are_a_ones_is_corrected(
    text: str, ones: list[bool], result: str
) -> None:
    assert corrected(text, _strokes(ones), []) == result


def test_places_tell_which_stroke_a_digit_is_where_strokes_touch() -> None:
    # "2046" with 2 and 0 in one stroke: three strokes for four digits.
    strokes = [PenDigit(0.0, 0.5, False), PenDigit(0.5, 0.7, True), PenDigit(0.7, 1.0, False)]
    assert corrected("2046", strokes, [0.1, 0.35, 0.6, 0.85]) == "2016"
    assert corrected("2046", strokes, []) == "2046"
