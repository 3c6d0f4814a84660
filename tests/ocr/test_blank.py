"""Blank pages, whatever the scanner added."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.ocr.blank import is_blank
from pipeline.ocr.ink import split_ink
from pipeline.ocr.pixels import Image, parts_of, small_ink
from tests.ocr.drawn_pages import empty_page, gray_letter, real_page, seal, signature, write


def _paper() -> Image:
    generator = np.random.default_rng(11)
    return np.clip(generator.normal(246, 3, (2339, 1654)), 0, 255).astype(np.uint8)


def _blank(gray: Image) -> bool:
    return is_blank(gray, parts_of(small_ink(gray)))


def test_bare_paper_is_blank() -> None:
    assert _blank(_paper())


def test_specks_holes_and_a_black_edge_leave_a_page_blank() -> None:
    page = _paper()
    generator = np.random.default_rng(2)
    for y, x in generator.integers(60, 1600, (250, 2)):
        page[y : y + 3, x : x + 3] = 0
    cv2.circle(page, (90, 1100), 25, (0,), -1)
    page[:, -40:] = 0
    assert _blank(page)


def test_a_red_seal_that_shines_through_leaves_a_page_blank() -> None:
    page = seal(empty_page(), 700, 1800, (230, 120, 130))
    assert _blank(split_ink(page).text_gray)


def test_one_short_line_is_not_blank() -> None:
    page = write(empty_page(), 300, 300, "Lưu: VT, KHTC (03 bản)")
    assert not _blank(page[..., 0])


def test_a_lone_page_number_is_blank() -> None:
    assert _blank(write(empty_page(), 810, 120, "2")[..., 0])


def test_a_signature_alone_is_not_blank() -> None:
    assert not _blank(signature(empty_page(), 800, 1200, (10, 10, 10))[..., 0])


def test_a_full_page_is_not_blank() -> None:
    assert not _blank(gray_letter())


def test_real_reverse_sides_with_a_seals_ghost_are_blank(shared: Path) -> None:
    for name in ("qn_12", "qn_14", "qn_06"):
        assert _blank(split_ink(real_page(shared, f"scans/{name}.pdf", 2)).text_gray)


def test_real_pages_of_a_few_lines_are_not_blank(shared: Path) -> None:
    for name in ("kgu_05", "kgu_17", "kgu_30"):
        assert not _blank(split_ink(real_page(shared, f"scans/{name}.pdf", 2)).text_gray)
