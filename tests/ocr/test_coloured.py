"""What coloured ink says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from letterpress.ink import framed, turned
from models.errors import PageTimeout
from pipeline.ocr.coloured import read_stamps
from pipeline.ocr.engines import Engine, open_engine
from pipeline.ocr.ink import split_ink
from pipeline.ocr.pixels import Image
from pipeline.ocr.syllables import fold
from tests.ocr.drawn_pages import (
    BLUE,
    HEIGHT,
    RED,
    WIDTH,
    empty_page,
    letter,
    seal,
    signature,
    write,
)
from tests.ocr.fake_engines import Always, Late, Saying, found, gibberish, soon


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine()


def _stamped(page: Image, mark: Image, x: int, y: int) -> Image:
    result = page.copy()
    part = result[y : y + mark.shape[0], x : x + mark.shape[1]]
    share = mark[..., 3:] / 255
    part[:] = (part * (1 - share) + mark[..., :3] * share).astype(np.uint8)
    return result


def _said(words: str, angle: float, engine: Engine) -> set[str]:
    """What a stamp at the head of a page says, as text of the stamp or as a line, unmarked."""
    page = _stamped(letter(12, top=700), turned(framed(words, 255, 1), angle), 150, 320)
    stamps, lines = read_stamps(page, split_ink(page), engine, 200, soon())
    texts = [stamp.text for stamp in stamps] + [line.text for line in lines]
    return {_letters(text) for text in texts if text}


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())


@pytest.mark.parametrize("words", ["Hỏa tốc", "Khẩn", "Thượng khẩn", "Mật"])
def test_a_level_mark_of_urgency_or_secrecy_is_read(engine: Engine, words: str) -> None:
    assert _said(words, 0, engine) == {_letters(words)}


@pytest.mark.parametrize("words", ["Khẩn", "Mật", "Hỏa tốc"])
def test_a_mark_pressed_at_an_angle_is_read(engine: Engine, words: str) -> None:
    assert _said(words, 12, engine) == {_letters(words)}


def test_a_leaning_mark_is_turned_before_a_part_of_it_is_believed(engine: Engine) -> None:
    assert _said("Thượng khẩn", 12, engine) == {"thuongkhan"}


def test_a_mark_at_the_head_of_the_page_is_a_stamp_and_no_name(engine: Engine) -> None:
    page = _stamped(letter(12, top=700), framed("Hỏa tốc", 255, 1), 150, 320)
    stamps, lines = read_stamps(page, split_ink(page), engine, 200, soon())
    assert [stamp.text for stamp in stamps] == ["HỎA TỐC"]
    assert lines == []


def test_a_name_in_red_rubber_becomes_a_line_where_it_stands(engine: Engine) -> None:
    page = write(letter(12), 1000, 1900, "Nguyễn Thị Hồng Gấm", RED, 44)
    _, lines = read_stamps(page, split_ink(page), engine, 200, soon())
    assert [line.text for line in lines] == ["Nguyễn Thị Hồng Gấm"]
    box = lines[0].box
    assert box is not None
    assert abs(box.x0 * WIDTH - 1000) < 12
    assert 1900 < box.y0 * HEIGHT < box.y1 * HEIGHT < 1960


def test_a_round_seal_says_no_line(engine: Engine) -> None:
    page = seal(letter(12), 1000, 1800)
    stamps, lines = read_stamps(page, split_ink(page), engine, 200, soon())
    assert [stamp.colour for stamp in stamps] == ["red"]
    assert lines == []


def test_blue_pens_are_not_read_as_text() -> None:
    page = signature(letter(12), 900, 1800, BLUE)
    watching = Saying([[found("Nguyễn Văn Nam")]])
    stamps, lines = read_stamps(page, split_ink(page), watching, 200, soon())
    assert [stamp.colour for stamp in stamps] == ["blue"]
    assert (watching.asked, lines) == ([], [])


def test_a_page_without_colour_has_no_stamps() -> None:
    page = letter(12)
    assert read_stamps(page, split_ink(page), gibberish(), 200, soon()) == ([], [])


def test_gibberish_in_red_is_no_line_and_the_stamp_stays() -> None:
    page = seal(letter(12), 1000, 1800)
    stamps, lines = read_stamps(page, split_ink(page), gibberish(), 200, soon())
    assert len(stamps) == 1
    assert lines == []


def test_a_badly_spelled_name_in_red_is_not_believed() -> None:
    page = write(letter(12), 1000, 1900, "Nguyễn Thị Hồng Gấm", RED, 44)
    for text, sure in (("Nguyxn Thj Hồng", 0.95), ("Nguyễn Thị Hồng Gấm", 0.3), ("Gấm", 0.95)):
        _, lines = read_stamps(page, split_ink(page), Always([found(text, sure)]), 200, soon())
        assert lines == []


def _framed_in_red(count: int) -> Image:
    page = empty_page()
    for row in range(count):
        cv2.rectangle(page, (300, 150 + 170 * row), (700, 240 + 170 * row), RED, 8)
    return page


def test_a_page_scribbled_over_in_red_is_not_read_stroke_by_stroke() -> None:
    asked = []
    for count in (1, 12):
        watching, page = Saying(), _framed_in_red(count)
        stamps, _ = read_stamps(page, split_ink(page), watching, 200, soon())
        assert len(stamps) == count
        asked.append(len(watching.asked))
    assert 0 < asked[1] <= 6 * asked[0]


def test_the_time_of_a_page_is_kept_here_too() -> None:
    page = seal(letter(12), 1000, 1800)
    with pytest.raises(PageTimeout):
        read_stamps(page, split_ink(page), Late(), 200, soon())
