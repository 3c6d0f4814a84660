"""Pages stood up before they are read."""

from __future__ import annotations

import numpy as np
import pytest

from letterpress.ageing import PRESETS, age
from models.errors import PageTimeout
from pipeline.ocr.engines import FoundLine, Gray, Layout
from pipeline.ocr.page_source import PageImage
from pipeline.ocr.pixels import Image
from pipeline.ocr.posture import Upright, stand_up
from pipeline.ocr.skew import deskew
from pipeline.ocr.upright import turn
from tests.ocr.drawn_pages import empty_page, letter, write
from tests.ocr.fake_engines import Broken, Late, Saying, found, gibberish, soon


def _stood(page: Image, dpi: float = 200.0) -> Upright:
    """Stood up by an engine that may not be asked: the shapes of the letters must do."""
    return stand_up(PageImage(page, dpi), Broken(), soon())


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_letter_on_any_side_is_stood_up_without_reading(degrees: int) -> None:
    page = letter()
    found = _stood(turn(page, -degrees))
    assert found.rotation == degrees
    assert found.skew == 0.0
    assert np.array_equal(found.pixels, page)


@pytest.mark.parametrize("lean", [-2.5, 1.2])
def test_a_leaning_letter_is_straightened_and_says_by_how_much(lean: float) -> None:
    found = _stood(deskew(letter(), -lean))
    assert found.skew == pytest.approx(lean, abs=0.15)
    assert found.pixels.shape == letter().shape


def test_a_sideways_page_that_leans_is_turned_and_then_straightened() -> None:
    found = _stood(turn(deskew(letter(), -1.5), -90))
    assert found.rotation == 90
    assert found.skew == pytest.approx(1.5, abs=0.15)


def test_a_photo_loses_its_table_and_gets_the_resolution_of_a4() -> None:
    photo = age(letter(), PRESETS["phone"], 3)
    found = _stood(photo, 72.0)
    assert 150 < found.dpi < 260
    assert found.pixels.shape[0] < photo.shape[0]
    border = np.concatenate([found.pixels[5:40].ravel(), found.pixels[-40:-5].ravel()])
    assert np.median(border) > 200


def test_a_straight_page_is_not_touched() -> None:
    page = letter()
    assert np.shares_memory(_stood(page).pixels, page)


class _ReadsUpright:
    """Reads Vietnamese where the strip's left half has ink, nonsense where it has none."""

    name = "reads upright"
    finds_every_row = False

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        left = crop[:, : crop.shape[1] // 2]
        return [found("Lưu: Văn thư") if left.min() < 128 else found("xjk qwz", 0.3)]


def _scrap(degrees: int) -> Image:
    """Letters without marks: their shapes hardly say which way is up."""
    return turn(write(empty_page(), 170, 1100, "o x o x o x o x o"), degrees)


def test_where_shapes_are_in_doubt_the_way_that_reads_is_up() -> None:
    for degrees in (0, 180):
        found = stand_up(PageImage(_scrap(degrees), 200), _ReadsUpright(), soon())
        left, right = np.array_split(found.pixels, 2, axis=1)
        assert left.min() < 128 <= right.min()


def test_a_page_that_no_way_can_be_read_stays_as_it_lies() -> None:
    for engine in (Saying(), gibberish()):
        assert stand_up(PageImage(empty_page(), 200), engine, soon()).rotation == 0


def test_an_empty_page_lies_right() -> None:
    found = stand_up(PageImage(empty_page(), 200), Saying(), soon())
    assert (found.rotation, found.skew) == (0, 0.0)


def test_time_that_runs_out_while_deciding_is_a_timeout() -> None:
    with pytest.raises(PageTimeout):
        stand_up(PageImage(_scrap(0), 200), Late(), soon())
