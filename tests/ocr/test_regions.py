"""The parts of a page in reading order."""

from __future__ import annotations

import pytest

from letterpress.corpus import Wish, make_letter
from letterpress.press import printed
from models.layout import Box, Region
from pipeline.ocr.regions import Part, cut
from tests.ocr.printed_pages import ASPECT, layer_of
from tests.ocr.test_columns import BODY, FOOT, HEAD


def _regions(parts: list[Part]) -> list[Region]:
    return [part.region for part in parts]


def _holds(part: Part, box: Box) -> bool:
    across = part.box.x0 <= box.center_x <= part.box.x1
    return across and part.box.y0 <= box.center_y <= part.box.y1


def test_a_letter_is_read_left_before_right_and_top_to_bottom() -> None:
    assert _regions(cut(HEAD + BODY + FOOT, [], ASPECT)) == [
        Region.HEAD_LEFT,
        Region.HEAD_RIGHT,
        Region.BODY,
        Region.FOOT_LEFT,
        Region.FOOT_RIGHT,
    ]


def test_a_page_without_ink_has_no_parts() -> None:
    assert cut([], [], ASPECT) == []


def test_a_page_of_text_alone_is_one_part_around_its_ink() -> None:
    (part,) = cut(BODY, [], ASPECT)
    assert part.region is Region.BODY
    assert part.box.x0 < 0.14 < 0.92 < part.box.x1
    assert part.box.y0 < 0.25
    assert part.box.y1 > max(box.y1 for box in BODY)


def test_a_table_stands_in_its_place_and_its_words_are_in_no_other_part() -> None:
    table = Box(0.13, 0.349, 0.93, 0.47)
    parts = cut(BODY, [table], ASPECT)
    assert _regions(parts) == [Region.BODY, Region.TABLE, Region.BODY]
    assert (parts[1].box, parts[1].table) == (table, 0)
    inside = [box for box in BODY if table.y0 <= box.center_y <= table.y1]
    assert inside
    assert not any(_holds(part, box) for part in (parts[0], parts[2]) for box in inside)


def test_tables_keep_their_own_numbers_whatever_the_order() -> None:
    lower, upper = Box(0.1, 0.6, 0.9, 0.7), Box(0.1, 0.2, 0.9, 0.3)
    assert [part.table for part in cut([], [lower, upper], ASPECT)] == [1, 0]


def test_the_columns_of_a_table_are_no_letterhead() -> None:
    parts = cut(HEAD + BODY, [Box(0.1, 0.05, 0.95, 0.16)], ASPECT)
    assert _regions(parts) == [Region.TABLE, Region.BODY]


def test_a_part_reaches_into_no_line_of_another() -> None:
    ink = HEAD + BODY + FOOT
    for part in cut(ink, [], ASPECT):
        for box in ink:
            if not _holds(part, box):
                across = min(part.box.x1, box.x1) - max(part.box.x0, box.x0)
                down = min(part.box.y1, box.y1) - max(part.box.y0, box.y0)
                assert min(across, down) <= 1e-9


def test_parts_stay_on_the_page() -> None:
    ink = [Box(0.0, 0.0, 1.0, 0.02), *BODY, Box(0.0, 0.98, 1.0, 1.0)]
    for part in cut(ink, [], ASPECT):
        assert 0 <= part.box.x0 < part.box.x1 <= 1
        assert 0 <= part.box.y0 < part.box.y1 <= 1


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_every_word_of_a_letter_is_in_exactly_one_part(seed: int) -> None:
    for page in printed(make_letter(seed, Wish(tabled=False, tasks=seed // 2 + 1))):
        ink = [word.box for word in layer_of(page.proof).words]
        parts = cut(ink, [], ASPECT)
        assert [sum(_holds(part, box) for part in parts) for box in ink] == [1] * len(ink)


@pytest.mark.parametrize("seed", range(1, 40, 4))
def test_number_and_date_stand_in_the_letterheads_own_columns(seed: int) -> None:
    letter = make_letter(seed, Wish(typed=True))
    layer = layer_of(printed(letter)[0].proof)
    parts = cut([word.box for word in layer.words], [], ASPECT)
    serial = next(word for word in layer.words if word.text == letter.number.serial)
    year = next(word for word in layer.words if word.text == str(letter.date.year))
    assert [part.region for part in parts if _holds(part, serial.box)] == [Region.HEAD_LEFT]
    assert [part.region for part in parts if _holds(part, year.box)] == [Region.HEAD_RIGHT]


@pytest.mark.parametrize("seed", [0, 4, 8, 12, 16, 24, 28])
def test_recipients_stand_left_and_the_signer_right(seed: int) -> None:
    assert _places_of_label_and_name(seed) == [Region.FOOT_LEFT, Region.FOOT_RIGHT]


def test_recipients_stand_left_although_the_authority_line_is_long() -> None:
    assert _places_of_label_and_name(20) == [Region.FOOT_LEFT, Region.FOOT_RIGHT]


def _places_of_label_and_name(seed: int) -> list[Region]:
    """Where "Nơi nhận:" and the signer's name are read."""
    letter = make_letter(seed, Wish(typed=True, tasks=3, tabled=False))
    layer = layer_of(printed(letter)[-1].proof)
    parts = cut([word.box for word in layer.words], [], ASPECT)
    label = next(i for i, word in enumerate(layer.words) if word.text == "Nơi")
    return [
        next(part.region for part in parts if _holds(part, layer.words[index].box))
        for index in (label, -1)
    ]


def test_a_short_last_line_of_the_text_is_no_recipient() -> None:
    letter = make_letter(6, Wish(typed=True, tasks=3, tabled=False))
    layer = layer_of(printed(letter)[0].proof)
    parts = cut([word.box for word in layer.words], [], ASPECT)
    last = max(i for i, word in enumerate(layer.words) if word.text.endswith("./."))
    where = [part.region for part in parts if _holds(part, layer.words[last].box)]
    assert where == [Region.BODY]
