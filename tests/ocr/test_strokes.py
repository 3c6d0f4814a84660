"""Black seals and signatures taken off a crop."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ocr.pixels import Image
from pipeline.ocr.strokes import without_strokes
from tests.ocr.drawn_pages import write


def _name(text: str = "Nguyễn Thị Hồng Gấm", size: int = 40) -> Image:
    return write(np.full((420, 700, 3), 255, np.uint8), 120, 300, text, size=size)[..., 0].copy()


def _dark(gray: Image) -> int:
    return int((gray < 128).sum())


def test_print_alone_has_no_strokes() -> None:
    assert without_strokes(_name(), 200) is None


def test_white_paper_has_no_strokes() -> None:
    assert without_strokes(np.full((200, 300), 255, np.uint8), 200) is None


def test_capitals_of_a_title_are_no_strokes() -> None:
    assert without_strokes(_name("PHÓ CHỦ TỊCH ỦY BAN", 42), 200) is None


def test_a_signature_above_the_name_goes_and_the_name_stays() -> None:
    page, name = _name(), _dark(_name())
    along = np.linspace(0, 420, 90)
    points = np.stack([130 + along, 150 + 70 * np.sin(along / 25)], axis=1).astype(np.int32)
    cv2.polylines(page, [points], False, (0,), 4)
    bare = without_strokes(page, 200)
    assert bare is not None
    assert _dark(bare) == name
    assert np.array_equal(bare[290:], page[290:])


def test_the_ring_of_a_seal_beside_the_name_goes() -> None:
    page, name = _name(), _dark(_name())
    cv2.circle(page, (350, 140), 130, (0,), 6)
    bare = without_strokes(page, 200)
    assert bare is not None
    assert _dark(bare) == name


def test_strokes_leave_no_gray_edge_behind() -> None:
    page = np.full((420, 700), 255, np.uint8)
    cv2.circle(page, (350, 200), 130, (0,), 6, cv2.LINE_AA)
    bare = without_strokes(page, 200)
    assert bare is not None
    assert bare.min() > 200


def test_the_page_itself_is_not_changed() -> None:
    page = _name()
    cv2.circle(page, (350, 140), 130, (0,), 6)
    before = page.copy()
    without_strokes(page, 200)
    assert np.array_equal(page, before)


def test_a_finer_scan_is_judged_by_inches_and_not_by_pixels() -> None:
    fine = cv2.resize(_name(), None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    assert without_strokes(fine.astype(np.uint8), 300) is None
