"""A difficult crop read in several ways."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import PageTimeout
from models.layout import Box, Line, Region, Word
from pipeline.ocr.many_views import combined, merit, readings, same_place
from tests.ocr.fake_engines import Always, Late, Saying, found, gibberish, soon

CROP = np.full((300, 600), 255, np.uint8)


def _line(text: str, confidence: float = 0.9, y: float = 0.8, x: float = 0.6) -> Line:
    words = tuple(
        Word(word, Box(x + 0.05 * i, y, x + 0.04 + 0.05 * i, y + 0.02), confidence)
        for i, word in enumerate(text.split())
    )
    return Line(words, Region.FOOT_RIGHT)


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_every_way_reads_the_crop_at_its_own_size() -> None:
    engine = Saying()
    assert list(readings(CROP, engine, 200, soon())) == [[]] * len(engine.asked)
    assert len({(crop.shape, layout) for crop, layout, _ in engine.asked}) == len(engine.asked) >= 2
    assert all(crop.shape[0] * 200 == 300 * dpi for crop, _, dpi in engine.asked)


def test_words_of_every_way_are_in_the_crops_own_pixels() -> None:
    engine = Saying()
    list(readings(CROP, engine, 200, soon()))
    scales = [crop.shape[1] / 600 for crop, _, _ in engine.asked]
    told = Saying([[found("Trần", x=round(200 * s), y=round(100 * s))] for s in scales])
    for lines in readings(CROP, told, 200, soon()):
        assert lines[0][0].box[:2] == (200, 100)


def test_a_crop_with_a_black_seal_is_also_read_without_it() -> None:
    plain, sealed = Saying(), Saying()
    list(readings(CROP, plain, 200, soon()))
    crop = CROP.copy()
    crop[60:66, 20:500] = crop[60:260, 20:26] = crop[254:260, 20:500] = 0
    list(readings(crop, sealed, 200, soon()))
    assert len(sealed.asked) == 2 * len(plain.asked)
    assert min(int(seen.min()) for seen, _, _ in sealed.asked[len(plain.asked) :]) > 200


def test_a_timeout_in_one_way_ends_the_page() -> None:
    with pytest.raises(PageTimeout):
        list(readings(CROP, Late(), 200, soon()))


def test_the_surest_reading_of_a_place_wins_and_keeps_the_others() -> None:
    lines = combined(
        [[_line("Trân Vần Nam", 0.5)], [_line("Trần Văn Nam", 0.93)], [_line("Tran V4n", 0.4)]]
    )
    assert _texts(lines) == ["Trần Văn Nam"]
    assert {item.text for item in lines[0].rereadings} == {"Trân Vần Nam", "Tran V4n"}


def test_the_winner_is_not_among_its_own_alternatives() -> None:
    lines = combined([[_line("Trần Văn Nam")], [_line("Trần Văn Nam", 0.8)]])
    assert lines[0].rereadings == ()


def test_lines_of_different_places_stay_apart_top_to_bottom() -> None:
    name, title = _line("Lê Thị Hoa", y=0.9), _line("GIÁM ĐỐC", y=0.8)
    assert _texts(combined([[name, title], [title]])) == ["GIÁM ĐỐC", "Lê Thị Hoa"]


def test_a_line_that_only_another_way_has_seen_must_be_good() -> None:
    good, bad = _line("Phó Giám đốc", 0.95, 0.85), _line("ƒŸ |", 0.3, 0.9)
    assert _texts(combined([[_line("GIÁM ĐỐC")], [good, bad]])) == ["GIÁM ĐỐC", "Phó Giám đốc"]


def test_gibberish_of_other_ways_adds_no_line() -> None:
    seen = [Line(tuple(Word(w.text, Box(0, 0.5, 1, 0.6), 0.2) for w in line))
            for line in gibberish().lines]  # fmt: skip
    assert _texts(combined([[_line("GIÁM ĐỐC")], seen[:1]])) == ["GIÁM ĐỐC"]


def test_no_way_at_all_gives_no_line() -> None:
    assert combined([]) == []
    assert combined([[], []]) == []


def test_a_well_spelled_reading_is_worth_more_than_a_sure_one() -> None:
    assert merit(_line("Nguyễn Văn Hải", 0.8)) > merit(_line("Nguyen Vxn Hjai", 0.9))
    assert merit(_line("Nguyễn Văn Hải")) > merit(_line("Hải"))
    assert merit(_line("|", 0.1)) < 0.2


def test_lines_share_a_place_only_where_they_cover_each_other() -> None:
    line = _line("GIÁM ĐỐC")
    assert same_place(line, _line("GIAM DOC", y=0.805))
    assert not same_place(line, _line("GIÁM ĐỐC", y=0.83))
    assert not same_place(line, _line("GIÁM ĐỐC", x=0.1))
    assert not same_place(line, Line((Word("GIÁM"),)))


def test_the_same_answer_to_every_way_is_one_line() -> None:
    ways = [
        [Line(tuple(Word(w.text, Box(*(s / 600 for s in w.box)), 0.9) for w in words))
         for words in way]
        for way in readings(CROP, Always([found("PHÓ CHỦ TỊCH")]), 200, soon())
    ]  # fmt: skip
    scaled = {line.box for way in ways for line in way}
    assert len(scaled) > 1
    assert len(ways) >= 2
    assert _texts(combined(ways[:2])) == ["PHÓ CHỦ TỊCH"]
