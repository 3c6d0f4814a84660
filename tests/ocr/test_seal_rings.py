"""The rings of a black seal, taken off a signature block."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.layout import Box
from pipeline.ocr.pixels import Image, as_image
from pipeline.ocr.seal_rings import without_rings
from tests.ocr.drawn_pages import BLACK, empty_page, write

DPI = 200
MIDDLE, RADIUS = (300, 230), 140


def _block(*, seal: bool, radius: int = RADIUS) -> Image:
    """A signature block, gray: a title, a name, and perhaps a seal with two rings over them."""
    page = empty_page()[:480, :900]
    page = write(page, 330, 20, "GIÁM ĐỐC SỞ")
    page = write(page, 250, 340, "Nguyễn Văn Thắng")
    gray = as_image(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    if seal:
        cv2.circle(gray, MIDDLE, radius, (BLACK[0],), 6)
        cv2.circle(gray, MIDDLE, round(radius * 0.62), (BLACK[0],), 3)
    return gray


def _ink(gray: Image) -> int:
    return int((gray < 128).sum())


def _ring_ink(gray: Image) -> int:
    """Ink on the outer ring, away from the text."""
    mask = np.zeros_like(gray)
    cv2.ellipse(mask, MIDDLE, (RADIUS, RADIUS), 0, 120, 240, (255,), 10)
    return int(((gray < 128) & (mask > 0)).sum())


def test_the_rings_go_and_the_letters_stay() -> None:
    bare, sealed = _block(seal=False), _block(seal=True)
    cleaned = without_rings(sealed, DPI)
    assert cleaned is not None
    assert _ring_ink(cleaned.crop) < 0.1 * _ring_ink(sealed)
    letters = bare < 128
    assert (cleaned.crop < 128)[letters].mean() > 0.85
    assert _ink(cleaned.crop) < 1.15 * _ink(bare)


def test_a_seal_whose_left_half_lies_outside_the_part_is_found_too() -> None:
    sealed = as_image(_block(seal=True)[:, 270:])
    cleaned = without_rings(sealed, DPI)
    assert cleaned is not None
    assert _ink(cleaned.crop) < 0.75 * _ink(sealed)


@pytest.mark.parametrize("radius", [60, 300])
def test_circles_that_are_no_seals_stay(radius: int) -> None:
    assert without_rings(_block(seal=True, radius=radius), DPI) is None


def test_print_without_a_seal_is_left_alone() -> None:
    assert without_rings(_block(seal=False), DPI) is None


def test_a_crop_smaller_than_a_seal_is_left_alone() -> None:
    assert without_rings(_block(seal=False)[:60, :80], DPI) is None


def test_what_is_written_in_the_seal_is_told_from_what_it_lies_on() -> None:
    found = without_rings(_block(seal=True), DPI)
    assert found is not None
    whole = Box(0.0, 0.0, 1.0, 1.0)
    height, width = 480, 900
    office = Box(260 / width, 210 / height, 340 / width, 245 / height)
    name = Box(250 / width, 340 / height, 560 / width, 380 / height)
    assert found.is_in_seal(office, whole)
    assert not found.is_in_seal(name, whole)
