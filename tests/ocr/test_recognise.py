"""Parts of a page read into lines with boxes."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import PageTimeout
from models.layout import Box, Line, Region, Word
from pipeline.ocr.engines import Layout
from pipeline.ocr.pixels import Image
from pipeline.ocr.recognise import read_cell, read_part, with_gaps
from pipeline.ocr.regions import Part
from pipeline.ocr.sheet import Sheet
from tests.ocr.drawn_pages import HEIGHT, WIDTH, empty_page, write
from tests.ocr.fake_engines import Always, Broken, Late, Saying, found, gibberish, soon

BODY = Part(Region.BODY, Box(0.1, 0.2, 0.9, 0.5))
X, Y = int(0.1 * WIDTH), int(0.2 * HEIGHT)


def _sheet(page: Image | None = None) -> Sheet:
    rgb = empty_page() if page is None else page
    return Sheet(np.ascontiguousarray(rgb[..., 0]), rgb, 200)


def _texts(part: Part, *lines: str, confidence: float = 0.95) -> list[str]:
    told = Saying([[found(text, confidence, y=60 * i) for i, text in enumerate(lines)]])
    return [line.text for line in read_part(_sheet(), part, told, soon())]


def test_a_crop_is_the_part_of_the_page_it_names() -> None:
    page = empty_page()
    page[200:220, 300:340] = (200, 0, 0)
    box = Box(300 / WIDTH, 200 / HEIGHT, 340 / WIDTH, 220 / HEIGHT)
    sheet = Sheet(page[..., 1].copy(), page, 200)
    assert sheet.crop(box).shape == (20, 40)
    assert sheet.crop(box).max() == 0
    assert (sheet.crop(box, inked=True) == (200, 0, 0)).all()
    assert sheet.aspect == pytest.approx(1.414, abs=0.001)


def test_the_smallest_box_still_has_a_pixel() -> None:
    assert _sheet().crop(Box(0.5, 0.5, 0.5, 0.5)).size == 1


def test_boxes_of_words_are_fractions_of_the_page_and_not_of_the_part() -> None:
    told = Always([found("báo cáo", x=40, y=70)])
    (line,) = read_part(_sheet(), BODY, told, soon())
    box = line.words[0].box
    assert box is not None
    assert box.x0 * WIDTH == pytest.approx(X + 40)
    assert box.y0 * HEIGHT == pytest.approx(Y + 70)
    assert box.y1 * HEIGHT == pytest.approx(Y + 100)
    assert line.region is Region.BODY


def test_running_text_is_read_once_as_a_column() -> None:
    engine = Saying()
    read_part(_sheet(), BODY, engine, soon())
    assert [layout for _, layout, _ in engine.asked] == [Layout.COLUMN]


def test_specks_at_the_ends_of_a_line_are_dropped() -> None:
    told = Saying([[found("| _", 0.3) + found("báo cáo", 0.95, x=80) + found("~ |", 0.3, x=300)]])
    (line,) = read_part(_sheet(), BODY, told, soon())
    assert line.text == "báo cáo"


@pytest.mark.parametrize("text", ["- Như trên;", "kết quả thực hiện./.", "* * * báo cáo"])
def test_dashes_and_stops_that_belong_to_a_line_stay(text: str) -> None:
    assert _texts(BODY, text) == [text]


def test_a_dash_before_an_item_stays_even_when_unsure() -> None:
    told = Saying([[found("-", 0.35) + found("Như trên;", 0.95, x=40)]])
    (line,) = read_part(_sheet(), BODY, told, soon())
    assert line.text == "- Như trên;"


@pytest.mark.parametrize("region", [Region.BODY, Region.FOOT_RIGHT, Region.HEAD_LEFT])
def test_gibberish_is_no_line(region: Region) -> None:
    assert read_part(_sheet(), Part(region, BODY.box), gibberish(), soon()) == []


def test_an_engine_that_sees_nothing_gives_no_lines() -> None:
    for region in Region:
        assert read_part(_sheet(), Part(region, BODY.box), Saying(), soon()) == []


def test_a_timeout_and_a_crash_go_up_to_the_page() -> None:
    with pytest.raises(PageTimeout):
        read_part(_sheet(), BODY, Late(), soon())
    with pytest.raises(MemoryError):
        read_part(_sheet(), BODY, Broken(), soon())


def test_a_badly_read_number_line_is_kept_for_its_pen_cell() -> None:
    head = Part(Region.HEAD_LEFT, BODY.box)
    assert _texts(head, "§ố: ƒ /SQT", confidence=0.2) == ["§ố: ƒ /SQT"]
    assert _texts(BODY, "§ố: ƒ /SQT", confidence=0.2) == []


def _lines_at(*tops: float) -> list[Line]:
    return [Line((Word("báo", Box(0.1, top, 0.2, top + 0.01)),)) for top in tops]


def test_a_gap_stands_where_a_line_of_white_would_fit() -> None:
    lines = with_gaps(_lines_at(0.1, 0.115, 0.13, 0.16, 0.175))
    assert [line.gap for line in lines] == [True, False, False, True, False]
    assert with_gaps([]) == []


def test_a_page_without_boxes_has_no_gaps_to_measure() -> None:
    (line,) = with_gaps([Line((Word("báo"),))])
    assert line.gap


def test_an_empty_cell_is_not_read_at_all() -> None:
    engine = Saying([[found("bóng ma")]])
    assert read_cell(_sheet(), BODY.box, engine, soon()) == ""
    assert engine.asked == []


def test_a_cell_of_two_lines_is_one_text() -> None:
    page = write(empty_page(), 400, 700, "x")
    engine = Saying([[found("Sở Nông nghiệp"), found("và Môi trường", y=60)]])
    assert read_cell(_sheet(page), BODY.box, engine, soon()) == "Sở Nông nghiệp và Môi trường"


def test_a_single_digit_in_a_cell_is_kept() -> None:
    page = write(empty_page(), 400, 700, "7")
    assert read_cell(_sheet(page), BODY.box, Always([found("7")]), soon()) == "7"


@pytest.mark.parametrize("number", ["1", "7", "12"])
def test_a_lone_number_that_the_engine_overlooks_is_read_again(number: str) -> None:
    page = write(empty_page(), 400, 700, number)
    assert read_cell(_sheet(page), BODY.box, Saying(), soon()) == number


def test_what_the_engine_overlooks_is_no_number_if_it_is_long() -> None:
    page = write(empty_page(), 400, 700, "Sở Y tế")
    assert read_cell(_sheet(page), BODY.box, Saying(), soon()) == ""


def test_letters_that_touch_their_cells_border_get_white_around_them() -> None:
    page = empty_page()
    page[Y : Y + 40, X : X + 30] = 0
    engine = Saying()
    read_cell(_sheet(page), BODY.box, engine, soon())
    ((crop, _, _),) = engine.asked
    assert min(crop[0].min(), crop[-1].min(), crop[:, 0].min(), crop[:, -1].min()) == 255
