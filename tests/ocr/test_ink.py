"""Coloured ink apart from black print."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.ocr.ink import coloured_gray, find_stamps, split_ink
from pipeline.ocr.pixels import Image, as_image
from tests.ocr.drawn_pages import (
    RED,
    empty_page,
    gray_letter,
    letter,
    real_page,
    seal,
    signature,
    write,
)


def _jpeg(page: Image) -> Image:
    """The page as a scanner stores it: JPEG with half the colour resolution."""
    bgr = cv2.cvtColor(page, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 75])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return as_image(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB))


def _dark(gray: Image) -> Image:
    return (gray < 128).astype(np.uint8)


def test_a_seal_disappears_and_the_name_under_it_stays() -> None:
    plain = letter(20)
    ink = split_ink(_jpeg(seal(plain, 900, 900)))
    wanted, found = _dark(as_image(cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY))), _dark(ink.text_gray)
    inside = np.s_[755:1045, 755:1045]
    both = int((wanted[inside] & found[inside]).sum())
    assert both > 0.9 * wanted[inside].sum()
    assert found[inside].sum() < 1.12 * wanted[inside].sum()


def test_black_print_keeps_its_weight_on_a_colour_scan() -> None:
    plain = _jpeg(letter(20))
    before = _dark(as_image(cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY)))
    after = _dark(split_ink(seal(plain, 1300, 2100)).text_gray)[:1700]
    assert after.sum() > 0.99 * before[:1700].sum()


def test_a_blue_signature_is_taken_off_the_text() -> None:
    page = signature(empty_page(), 900, 1500)
    ink = split_ink(page)
    assert _dark(ink.text_gray).sum() < 0.03 * (ink.blue_mask > 0).sum()


def test_a_number_in_blue_pen_stays_in_the_text() -> None:
    page = write(letter(10), 300, 1500, "2006", (30, 40, 160), 46)
    ink = split_ink(page)
    assert _dark(ink.text_gray)[1500:1560].sum() > 0.8 * (ink.blue_mask[1500:1560] > 0).sum() > 0


def test_a_gray_page_has_no_coloured_ink() -> None:
    gray = gray_letter(5)
    ink = split_ink(as_image(cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB)))
    assert not ink.has_colour
    assert np.array_equal(ink.text_gray, gray)
    assert split_ink(gray).text_gray is gray


def test_yellowed_paper_is_no_ink() -> None:
    yellowed = (letter(10).astype(np.float32) * (1.0, 0.95, 0.76)).astype(np.uint8)
    ink = split_ink(yellowed)
    assert not ink.has_colour
    assert find_stamps(ink) == []


def test_seal_frame_and_signature_are_found_each_with_its_colour() -> None:
    page = signature(seal(letter(15), 1000, 1700), 1200, 2150)
    cv2.rectangle(page, (200, 1500), (520, 1590), RED, 6)
    page = write(page, 240, 1515, "HỎA TỐC", RED, 52)
    stamps = find_stamps(split_ink(page))
    assert [stamp.colour for stamp in stamps].count("red") == 2
    assert [stamp.colour for stamp in stamps].count("blue") == 1
    largest = stamps[0].box
    assert abs(largest.center_x - 1000 / page.shape[1]) < 0.01
    assert abs(largest.center_y - 1700 / page.shape[0]) < 0.01


def test_a_name_stamped_in_red_can_be_read_by_itself() -> None:
    page = write(letter(6), 700, 290, "Trần Văn Mẫu", (200, 30, 40), 60)
    ink = split_ink(page)
    alone = coloured_gray(page, ink.red_mask)
    red = write(empty_page(), 700, 290, "Trần Văn Mẫu", (0, 0, 0), 60)[..., 0]
    covered = _dark(alone) & (red < 128)
    assert covered.sum() > 0.75 * (red < 128).sum()
    assert _dark(alone)[:, :690].sum() == 0


def test_coloured_gray_without_colour_is_white() -> None:
    gray = gray_letter(3)
    assert (coloured_gray(gray, np.zeros_like(gray)) == 255).all()


def test_real_seals_are_found_once_a_page(shared: Path) -> None:
    for name in ("moet_08", "qn_16"):
        page = real_page(shared, f"scans/{name}.pdf", 1 if name == "moet_08" else 3)
        red = [stamp for stamp in find_stamps(split_ink(page)) if stamp.colour == "red"]
        assert len(red) == 1
        assert 0.1 < red[0].box.width < 0.25
