"""Pages with text of their own: words put in lines and columns."""

from __future__ import annotations

import re

import pytest

from letterpress.corpus import Wish, make_letter
from letterpress.press import printed
from models.layout import Box, Region
from pipeline.ocr.layer_page import layout_of_layer, lines_of
from pipeline.ocr.page_source import LayerWord, TextLayer
from tests.ocr.printed_pages import layer_of


def _words(text: str) -> str:
    """Without the space that stands between a written number and its printed symbol."""
    return re.sub(r"(?<=\d) (?=[/-])", "", " ".join(text.split()))


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_a_born_digital_letter_is_read_word_for_word_in_reading_order(seed: int) -> None:
    for page in printed(make_letter(seed, Wish(typed=True, tabled=False))):
        layout = layout_of_layer(layer_of(page.proof), page.number)
        wanted = [_words(line.text) for line in page.proof.lines]
        found = [_words(line.text) for line in layout.lines]
        assert sorted(" ".join(found).split()) == sorted(" ".join(wanted).split())
        assert found == wanted


def test_the_letterheads_columns_do_not_mix() -> None:
    letter = make_letter(4, Wish(typed=True, system="state"))
    layout = layout_of_layer(layer_of(printed(letter)[0].proof), 1)
    right = [line.text for line in layout.lines if line.region is Region.HEAD_RIGHT]
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_a_ruled_table_is_rows_of_cells() -> None:
    letter = make_letter(8, Wish(typed=True, tabled=True))
    pages = printed(letter)
    rows = [line.text for page in pages for line in page.proof.lines if "\t" in line.text]
    layouts = [layout_of_layer(layer_of(page.proof), page.number) for page in pages]
    lines = [line for layout in layouts for line in layout.lines if line.region is Region.TABLE]
    assert rows
    assert [line.text for line in lines] == rows
    (table,) = [table for layout in layouts for table in layout.tables]
    assert max(cell.row for cell in table.cells) + 1 == len(rows)
    assert max(cell.column for cell in table.cells) == rows[0].count("\t")


def test_no_word_of_a_table_is_read_twice() -> None:
    letter = make_letter(8, Wish(typed=True, tabled=True))
    for page in printed(letter):
        layer = layer_of(page.proof)
        text = layout_of_layer(layer, page.number).text
        assert sorted(text.split()) == sorted(word.text for word in layer.words)


def _word(text: str, x: float, y: float, height: float = 0.012, bold: bool = False) -> LayerWord:
    return LayerWord(text, Box(x, y, x + 0.05, y + height), bold=bold)


def test_words_come_left_to_right_whatever_their_order_in_the_file() -> None:
    words = [_word("nhân", 0.4, 0.1), _word("Ủy", 0.2, 0.1), _word("dân", 0.5, 0.1)]
    (line,) = lines_of([*words, _word("ban", 0.3, 0.101)], Region.BODY)
    assert line.text == "Ủy ban nhân dân"


def test_a_small_word_on_the_same_line_is_no_line_of_its_own() -> None:
    words = [_word("Ghi", 0.2, 0.1, 0.014), _word("chú", 0.3, 0.102, 0.006)]
    assert [line.text for line in lines_of(words, Region.BODY)] == ["Ghi chú"]
    below = [_word("Ghi", 0.2, 0.1), _word("chú", 0.2, 0.115)]
    assert [line.text for line in lines_of(below, Region.BODY)] == ["Ghi", "chú"]


def test_a_line_is_bold_when_most_of_its_letters_are() -> None:
    one, other = _word("QUYẾT", 0.2, 0.1, bold=True), _word("a", 0.3, 0.1)
    assert [line.bold for line in lines_of([one, other], Region.BODY)] == [True]
    assert [line.bold for line in lines_of([other], Region.BODY)] == [False]


def test_a_page_without_words_has_no_lines() -> None:
    layout = layout_of_layer(TextLayer(()), 3)
    assert (layout.number, layout.lines, layout.text) == (3, (), "")


def test_a_few_rules_under_headings_are_no_table() -> None:
    rules = tuple(Box(0.3, y, 0.5, y) for y in (0.1, 0.2))
    layout = layout_of_layer(TextLayer((_word("Ủy", 0.2, 0.3),), rules=rules), 1)
    assert layout.tables == ()


def test_an_underline_just_above_a_rule_joins_no_cells() -> None:
    down = [Box(x, 0.1, x, 0.25) for x in (0.1, 0.2, 0.9)]
    across = [Box(0.1, y, 0.9, y) for y in (0.1, 0.15, 0.2, 0.25)]
    underline = Box(0.22, 0.1975, 0.6, 0.1975)
    words = (_word("1", 0.12, 0.17), _word("Trang", 0.3, 0.18), _word("Chi", 0.3, 0.22))
    layout = layout_of_layer(TextLayer(words, rules=(*down, *across, underline)), 1)
    (table,) = layout.tables
    assert [(c.row, c.column, c.row_span, c.text) for c in table.cells if c.text] == [
        (1, 0, 1, "1"),
        (1, 1, 1, "Trang"),
        (2, 1, 1, "Chi"),
    ]
