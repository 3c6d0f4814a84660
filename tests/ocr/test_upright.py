"""Which way up a page lies, and how far it leans."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.ocr.pixels import Image, small_ink
from pipeline.ocr.skew import deskew, skew
from pipeline.ocr.upright import QuarterTurn, page_angle, turn
from tests.ocr.drawn_pages import gray_letter, real_page


def _ways(gray: Image) -> tuple[QuarterTurn, ...]:
    return page_angle(small_ink(gray))


def _skew(gray: Image) -> float:
    return skew(small_ink(gray))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_letter_is_stood_up_from_every_side(degrees: int) -> None:
    lying = turn(gray_letter(), -degrees)
    found = _ways(lying)
    assert found[0].degrees == degrees
    assert found[0].probability > 0.85
    assert sum(way.probability for way in found) == pytest.approx(1.0)
    assert np.array_equal(turn(lying, found[0].degrees), gray_letter())


def test_six_lines_on_their_head_are_enough() -> None:
    page = gray_letter(6)
    assert _ways(page)[0].degrees == 0
    assert _ways(page)[0].probability > 0.85
    assert _ways(turn(page, 180))[0].degrees == 180


def test_an_empty_page_is_no_evidence() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    assert _ways(page)[0].degrees == 0
    assert _ways(page)[0].probability < 0.85
    assert _skew(page) == 0.0


@pytest.mark.parametrize("lean", [-7.4, -1.3, 0.25, 4.0])
def test_the_lean_of_a_page_is_measured_to_a_tenth_of_a_degree(lean: float) -> None:
    leaning = deskew(gray_letter(), -lean)
    assert _skew(leaning) == pytest.approx(lean, abs=0.1)
    assert _skew(deskew(leaning, _skew(leaning))) == pytest.approx(0.0, abs=0.1)


def test_a_straight_page_is_not_resampled() -> None:
    page = gray_letter(4)
    assert deskew(page, 0.02) is page


def test_a_real_table_lying_on_its_side_is_stood_up(shared: Path) -> None:
    page = real_page(shared, "scans/kgu_40.pdf", 4).max(axis=2)
    assert _ways(page)[0].degrees == 90


def test_real_pages_are_told_from_their_own_upside_down(shared: Path) -> None:
    for name in ("kgu_35", "moet_08", "qn_18"):
        page = real_page(shared, f"scans/{name}.pdf", 1).max(axis=2)
        assert _ways(page)[0].degrees == 0
        assert _ways(turn(page, 180))[0].degrees == 180
