"""Spelling tells Vietnamese from misreadings."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.ocr.syllables import (
    canonical_tone,
    fold,
    foreign_share,
    is_syllable,
    valid_share,
)
from tests.ocr.words_of_letters import GIBBERISH, SENTENCES

RIMES_AND_ONSETS = """
a ô ở ý yếu yên uống ưu ỷ nghiêng khuỷu khuya ngoằn ngoèo xoong thuở quốc quý quyết quỳnh
gì gìn giết giếng giữ già giường giuộc ghế nghỉ kỷ kỹ kẻ cách quạnh huỳnh tuýp tuếch
boong nhuần khoét loắt choắt rượu hươu hiểu yểng duệ huơ lính nguyễn trướng đường
"""


@pytest.mark.parametrize("word", RIMES_AND_ONSETS.split())
def test_every_kind_of_rime_and_onset_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(("new", "old"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("uỷ", "ủy")])
def test_both_ways_to_place_the_tone_are_right(new: str, old: str) -> None:
    assert is_syllable(new)
    assert is_syllable(old)
    assert canonical_tone(new) == old


@pytest.mark.parametrize("word", ["kĩ", "kỹ", "lí", "lý", "quí", "quý"])
def test_i_and_y_are_both_right(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ỦY", "Uỷ", "ĐƯỜNG", unicodedata.normalize("NFD", "Đường")])
def test_case_and_decomposed_marks_do_not_matter(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tăc", "nước", "học", "tập", "thích"])
def test_a_syllable_that_ends_in_a_stop_needs_sac_or_nang(word: str) -> None:
    assert is_syllable(word) == (word != "tăc")
    assert not is_syllable(fold(word)) or fold(word) in {"thich"}


@pytest.mark.parametrize(
    "word", ["ngê", "ghà", "cê", "kàn", "qan", "hiên̉n", "ciia", "duóng", "tồchức", "v", "ưo"]
)
def test_misread_words_are_none(word: str) -> None:
    assert not is_syllable(word)


def test_a_letter_is_nearly_all_syllables_and_gibberish_is_not() -> None:
    assert valid_share(" ".join(SENTENCES)) == 1.0
    assert valid_share(" ".join(GIBBERISH)) < 0.8


def test_numbers_abbreviations_and_addresses_speak_neither_for_nor_against() -> None:
    assert valid_share("Số: 12/UBND-KTTH, QĐ-TTg; vanthu@tinh.gov.vn, TX, đ/c") == 1.0
    assert valid_share("") == 1.0
    assert valid_share("thjrc 2024 UBND") == 0.0


def test_words_joined_by_a_slash_are_still_judged() -> None:
    assert valid_share("xã/phường/thị") == 1.0
    assert valid_share("xjã/phưòng") == 0.0


def test_letters_of_other_alphabets_are_foreign() -> None:
    assert foreign_share("Ủy ban nhân dân") == 0.0
    assert foreign_share("µ¸ÿ") > 0.9
    assert foreign_share("2024 - 15%") == 0.0


def test_only_open_oa_oe_uy_move_their_tone() -> None:
    assert canonical_tone("Uỷ ban HOÀ BÌNH, hoàn toàn khoẻ, quý, thuỷ") == (
        "Ủy ban HÒA BÌNH, hoàn toàn khỏe, quý, thủy"
    )


def test_folding_takes_all_marks_and_the_look_alikes_of_d() -> None:
    assert fold("Độc lập Ðảng Ɖoàn") == "doc lap dang doan"
