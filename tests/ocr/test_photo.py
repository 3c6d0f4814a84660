"""A phone photograph becomes a flat sheet; a scan is left alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.ocr.photo import find_sheet, flatten_photo
from pipeline.ocr.pixels import Image, as_image
from tests.ocr.drawn_pages import HEIGHT, WIDTH, letter, real_page

CORNERS = np.array([[190, 260], [1620, 180], [1690, 2320], [130, 2250]], np.float32)


def _photographed(page: Image, table: tuple[int, int, int]) -> Image:
    generator = np.random.default_rng(5)
    grain = generator.normal(0, 6, (2500, 1800, 3)) + np.array(table)
    picture = np.clip(grain, 0, 255).astype(np.uint8)
    sheet = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    lens = cv2.getPerspectiveTransform(sheet, CORNERS)
    seen = cv2.warpPerspective(page, lens, (1800, 2500))
    there = cv2.warpPerspective(np.full((HEIGHT, WIDTH), 255, np.uint8), lens, (1800, 2500))
    picture[np.asarray(there) > 127] = np.asarray(seen)[np.asarray(there) > 127]
    return as_image(picture)


@pytest.mark.parametrize("table", [(50, 45, 40), (120, 85, 50), (165, 165, 165)])
def test_the_sheet_is_found_on_dark_wood_and_gray_tables(table: tuple[int, int, int]) -> None:
    corners = find_sheet(_photographed(letter(), table))
    assert corners is not None
    assert np.abs(corners - CORNERS).max() < 25


def test_the_sheet_is_found_in_a_shadow() -> None:
    picture = _photographed(letter(), (90, 80, 70)).astype(np.float32)
    shade = cv2.GaussianBlur(
        np.where(np.arange(1800)[None, :] > 1000, 0.55, 1.0).repeat(2500, 0), (0, 0), 30
    )
    corners = find_sheet(as_image((picture * np.asarray(shade)[..., None]).astype(np.uint8)))
    assert corners is not None
    assert np.abs(corners - CORNERS).max() < 25


def test_the_flat_sheet_has_the_shape_of_a4_and_its_print_in_place() -> None:
    flat, found = flatten_photo(_photographed(letter(), (60, 50, 45)))
    assert found
    assert flat.shape[0] / flat.shape[1] == pytest.approx(297 / 210, abs=0.01)
    size = (WIDTH // 16, HEIGHT // 16)
    seen = np.asarray(cv2.resize(flat, size, interpolation=cv2.INTER_AREA)).astype(np.float64)
    true = np.asarray(cv2.resize(letter(), size, interpolation=cv2.INTER_AREA)).astype(np.float64)
    assert np.corrcoef(seen.ravel(), true.ravel())[0, 1] > 0.8


def test_a_scan_is_no_photograph() -> None:
    page = letter()
    flat, found = flatten_photo(page)
    assert not found
    assert flat is page


def test_a_scan_with_a_black_edge_is_no_photograph() -> None:
    page = letter()
    page[:, :60] = 0
    page[-50:] = 0
    assert find_sheet(page) is None


def test_real_scans_are_no_photographs(shared: Path) -> None:
    for name, number in (("kgu_20", 1), ("kgu_00", 1), ("qn_10", 1), ("moet_00", 1)):
        assert find_sheet(real_page(shared, f"scans/{name}.pdf", number)) is None
