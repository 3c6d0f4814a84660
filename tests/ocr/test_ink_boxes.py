"""The boxes of letters, without specks, seals and rules."""

from __future__ import annotations

import cv2
import numpy as np

from models.layout import Box, union
from pipeline.ocr.ink_boxes import letter_boxes
from pipeline.ocr.pixels import Image, as_image, dark_parts
from tests.ocr.drawn_pages import empty_page, gray_letter, letter, seal, write


def _boxes(page: Image, dpi: float) -> list[Box]:
    return letter_boxes(dark_parts(page), dpi)


def test_the_letters_of_a_line_stand_where_they_were_written() -> None:
    page = write(empty_page(), 300, 400, "Kính gửi: Các sở, ban, ngành")[..., 0]
    boxes = _boxes(page, 200)
    around = union(boxes)
    assert len(boxes) >= 15
    assert around is not None
    assert abs(around.x0 * page.shape[1] - 300) < 8
    assert 400 < around.y0 * page.shape[0] < around.y1 * page.shape[0] < 450


def test_an_empty_page_has_no_letters() -> None:
    page = empty_page()[..., 0]
    assert _boxes(page, 200) == []


def test_specks_rules_and_seals_are_no_letters() -> None:
    page = empty_page()[..., 0].copy()
    cv2.circle(page, (800, 1500), 145, (20,), 9)
    page[300:302, 200:1400] = 0
    page[200:1900, 1500:1504] = 0
    for y, x in np.random.default_rng(3).integers(100, 1500, (80, 2)):
        page[y : y + 2, x : x + 2] = 0
    assert _boxes(page, 200) == []


def test_another_resolution_finds_the_same_letters() -> None:
    page = gray_letter(12)
    fine = as_image(cv2.resize(page, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC))
    assert abs(len(_boxes(fine, 300)) / len(_boxes(page, 200)) - 1) < 0.1


def test_a_black_seal_hides_no_letters_but_those_it_touches() -> None:
    def away(boxes: list[Box]) -> int:
        return sum(abs(box.center_y * 2339 - 900) > 200 for box in boxes)

    plain = away(_boxes(letter(20)[..., 0], 200))
    sealed = away(_boxes(seal(letter(20), 900, 900, (20, 20, 20))[..., 0], 200))
    assert plain > 300
    assert abs(sealed - plain) < 0.02 * plain
