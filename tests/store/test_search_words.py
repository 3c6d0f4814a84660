"""Words and numbers as the search knows them."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.store.search_words import Word, number_words, typed_number_words, words_of


def test_a_word_is_known_with_its_marks_and_without() -> None:
    assert words_of("Đường, THÔNG TƯ!") == [
        Word("đường", "duong"),
        Word("thông", "thong"),
        Word("tư", "tu"),
    ]


@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("ủy", "uỷ")])
def test_old_and_new_tone_places_are_one_word(old: str, new: str) -> None:
    assert words_of(old) == words_of(new) == words_of(unicodedata.normalize("NFD", new.upper()))


def test_i_and_y_stay_apart() -> None:
    assert words_of("kĩ") != words_of("kỹ")


def test_look_alikes_of_d_are_folded_as_d() -> None:
    assert [word.folded for word in words_of("QĐ QÐ QƉ")] == ["qd", "qd", "qd"]


@pytest.mark.parametrize(
    "printed", ["Số: 1716-CV/TU", "theo số 1716 - CV/TU ngày", "1716-CV/TU", "(1716CVTU)"]
)
def test_a_number_in_running_text_is_one_word_without_punctuation(printed: str) -> None:
    assert "1716cvtu" in number_words(printed)


def test_a_leading_zero_of_a_number_does_not_count() -> None:
    assert number_words("số 05-KH/TU") == number_words("số 5-KH/TU")


def test_a_number_of_the_centre_is_found_as_printed_and_as_prescribed() -> None:
    assert {"43cttu", "43cttw"} <= number_words("Chỉ thị số 43-CT/TƯ")


@pytest.mark.parametrize(
    "typed", ["1716-CV/TU", "1716cvtu", "1716-cv/tu", "1716/CV-TU", "1716–CV/TU", "01716CVTU"]
)
def test_a_typed_number_is_the_same_in_every_spelling(typed: str) -> None:
    assert "1716cvtu" in typed_number_words(typed)


@pytest.mark.parametrize("typed", ["15/3/2024", "2024", "CV/TU", "2,5km", "thông", "", "/-"])
def test_dates_quantities_and_words_are_no_numbers(typed: str) -> None:
    assert typed_number_words(typed) == set()
