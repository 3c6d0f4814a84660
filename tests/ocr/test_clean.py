"""Edges, light, contrast, dust and ghosts."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.clean import clean, even_light, remove_edges, stretch
from pipeline.ocr.dust import despeckle
from pipeline.ocr.pixels import Image, as_image
from tests.ocr.drawn_pages import empty_page, font, gray_letter, write


def _bitonal(gray: Image) -> Image:
    return np.where(gray < 128, 0, 255).astype(np.uint8)


def _speckled(page: Image, count: int, side: int = 3) -> tuple[Image, npt.NDArray[np.bool_]]:
    """``page`` with black specks, and where they are."""
    generator = np.random.default_rng(7)
    specks = np.zeros(page.shape, np.bool_)
    for _ in range(count):
        y, x = (int(generator.integers(40, side_ - 40)) for side_ in page.shape)
        specks[y : y + side, x : x + side] = True
    result = page.copy()
    result[specks] = 0
    return result, specks


def test_specks_go_and_no_mark_of_a_letter_goes() -> None:
    page = _bitonal(gray_letter())
    dirty, specks = _speckled(page, 400)
    cleaned = despeckle(dirty)
    assert (cleaned[page == 0] == 0).all()
    blank_part = np.s_[2100:, :]
    assert specks[blank_part].any()
    assert (cleaned[blank_part] == 255).all()


def test_every_vietnamese_mark_and_dot_stays() -> None:
    font()
    text = "ạ ặ ậ ẹ ệ ị ọ ộ ợ ụ ự ỵ ỉ ĩ í ì Ỏ Ễ Ị Ặ i. j: ; , … Điều 1. a) - 2"
    page = _bitonal(write(empty_page(), 150, 400, text, size=34)[..., 0])
    page = page[:, :1653]  # an odd width too
    assert np.array_equal(despeckle(page), page)


def test_a_clean_page_comes_back_untouched() -> None:
    page = gray_letter()
    assert remove_edges(page) is page
    assert even_light(page) is page
    assert stretch(page) is page
    assert np.array_equal(clean(page), page)


def test_fragments_of_the_reverse_side_go_and_print_stays() -> None:
    page = _bitonal(gray_letter(14))
    generator = np.random.default_rng(3)
    ghost = np.flipud(_bitonal(gray_letter(14)))
    thin = cv2.erode(255 - ghost, np.ones((2, 2), np.uint8)) > 0
    blocks = (generator.random((585, 414)) < 0.3).repeat(4, 0).repeat(4, 1)[:2339, :1654]
    ghost_ink = thin & blocks
    ghost_ink[:1250] = False
    both = page.copy()
    both[ghost_ink] = 0
    cleaned = despeckle(both)
    assert (cleaned[page == 0] == 0).all()
    assert (cleaned[ghost_ink] == 0).sum() < 0.1 * ghost_ink.sum()


def test_black_scanner_edges_become_paper() -> None:
    page = gray_letter()
    page[:, :30] = 0
    cv2.fillConvexPoly(page, np.array([[0, 1500], [70, 2338], [0, 2338]], np.int32), (10,))
    cleaned = remove_edges(page)
    assert cleaned[:, :28].min() > 200
    assert cleaned[2200:, :50].min() > 200
    assert np.array_equal(cleaned[:, 160:], page[:, 160:])


def test_punched_holes_go_and_bold_letters_stay() -> None:
    page = gray_letter()
    for y in (850, 1480):
        cv2.circle(page, (95, y), 24, (0,), -1)
    cleaned = remove_edges(page)
    assert cleaned[:, :130].min() > 200
    assert np.array_equal(cleaned[:, 160:], page[:, 160:])


def test_a_shadow_is_divided_out() -> None:
    page = gray_letter().astype(np.float32)
    fall = np.linspace(1.0, 0.45, page.shape[1], dtype=np.float32)
    shaded = as_image((page * fall).astype(np.uint8))
    evened = even_light(shaded)
    paper = evened[gray_letter() == 255]
    assert np.percentile(paper, 2) > 225
    ink = evened[gray_letter() < 40]
    assert np.percentile(ink, 95) < 110


def test_faint_print_becomes_black_and_a_gray_ghost_white() -> None:
    page = (150 + gray_letter().astype(np.int32) * 80 // 255).astype(np.uint8)
    page[2200:2220, 300:900] = 215
    stretched = stretch(page)
    assert stretched[gray_letter() < 20].max() < 100
    assert stretched[2205:2215, 310:890].min() > 245
