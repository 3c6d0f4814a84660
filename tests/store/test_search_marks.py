"""Marks stand at the letters that were printed."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.store.search_marks import Finder
from pipeline.store.search_query import parse
from pipeline.store.search_snippet import WIDTH, Snippet, snippet


def found(query: str, text: str, *, exact: bool | None = None) -> list[str]:
    """What is marked in the text, of exact marks only or of others only if asked."""
    return [
        text[mark.start : mark.end]
        for marks in Finder(parse(query)).marks(text)
        for mark in marks
        if exact is None or mark.exact is exact
    ]


def shown(query: str, text: str) -> Snippet:
    return snippet(1, text, Finder(parse(query)).marks(text))


def marked(of: Snippet) -> list[str]:
    return [of.text[start:end] for start, end in of.marks]


def test_a_word_without_marks_finds_every_spelling() -> None:
    text = "Thông tư, THÔNG TỰ; thong tu. thongtu, thông"
    assert found('"thong tu"', text) == ["Thông tư", "THÔNG TỰ", "thong tu"]


def test_only_the_typed_marks_are_exact() -> None:
    text = "bán bàn BẢN ban"
    assert found("bản", text, exact=True) == ["BẢN"]
    assert found("bản", text, exact=False) == ["bán", "bàn", "ban"]


def test_both_tone_places_are_exact() -> None:
    assert found("hoà", "hòa HOÀ hóa", exact=True) == ["hòa", "HOÀ"]


def test_decomposed_letters_are_marked_whole() -> None:
    text = unicodedata.normalize("NFD", "một tỉnh khác")
    assert found("tỉnh", text, exact=True) == [unicodedata.normalize("NFD", "tỉnh")]
    assert found("tin", text) == []


def test_a_word_inside_another_is_not_marked() -> None:
    assert found("an", "ban an toàn, ăn, lan") == ["an", "ăn"]


@pytest.mark.parametrize("typed", ["1716CVTU", "1716-CV/TU", "01716-cv/tu"])
def test_a_number_is_marked_in_whatever_way_it_is_printed(typed: str) -> None:
    text = "Số: 1716 - CV/TU; 01716-CV/TU; 1716CVTU; 11716-CV/TU; 1716-CV/TUX"
    assert found(typed, text, exact=True) == ["1716 - CV/TU", "01716-CV/TU", "1716CVTU"]


def test_a_phrase_goes_over_line_ends() -> None:
    assert found('"báo cáo"', "phải báo\n cáo ngay") == ["báo\n cáo"]


def test_neighbours_of_a_query_are_counted() -> None:
    finder = Finder(parse("thông tư mới"))
    assert finder.neighbours("thông tư, thông báo mới, tư mới; thông tư") == 3


def test_a_snippet_shows_the_words_where_most_of_them_stand() -> None:
    text = "lúa " * 100 + "ngô và lúa cùng khoai\n" + "ngô " * 100
    of = shown("lúa ngô khoai", text)
    assert {"lúa", "ngô", "khoai"} <= set(marked(of))
    assert of.text.startswith("…")
    assert of.text.endswith("…")
    assert "\n" not in of.text
    assert len(of.text) <= WIDTH + 2


def test_a_short_text_is_shown_whole() -> None:
    assert shown("hai", "một hai ba") == Snippet(1, "một hai ba", ((4, 7),))


def test_marks_that_overlap_are_one() -> None:
    assert marked(shown('"a b" "b c"', "x a b c y")) == ["a b c"]
