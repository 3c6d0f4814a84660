"""Whether a word that was read can be right."""

from __future__ import annotations

import pytest

from pipeline.ocr.spelling import is_misspelled


@pytest.mark.parametrize("text", ["báo", "Nghiệp", "NGUYỄN", "hoà", "hòa", "thuế.", "(kèm", "xã,"])
def test_syllables_are_well_spelled_in_any_case_and_between_any_marks(text: str) -> None:
    assert not is_misspelled(text)


@pytest.mark.parametrize("text", ["chưc", "bàoo", "nghiêp", "TẼT", "ngaỳ", "đươc", "Uỷban", "hịên"])
def test_letters_that_no_syllable_has_are_misspelled(text: str) -> None:
    assert is_misspelled(text)


@pytest.mark.parametrize("text", ["UBND", "HĐND", "BYT", "TTg", "SLĐTBXH", "QĐ-TTg", "GDĐT"])
def test_abbreviations_pass(text: str) -> None:
    assert not is_misspelled(text)


@pytest.mark.parametrize("text", ["12/QĐ-UBND", "2006/SYT-NVY", "15/2020/NĐ-CP", "/SYT-NVY"])
def test_numbers_with_their_symbols_pass(text: str) -> None:
    assert not is_misspelled(text)


@pytest.mark.parametrize("text", ["", "2021", "30/4", "1.500.000", "-", "…", "a)", "b.", "§"])
def test_what_has_no_word_in_it_passes(text: str) -> None:
    assert not is_misspelled(text)


@pytest.mark.parametrize("text", ["THUYÊT", "CHƯC", "BÁNK", "TỔCHỨC"])
def test_capitals_with_a_tone_mark_astray_are_misspelled(text: str) -> None:
    assert is_misspelled(text)


def test_more_capitals_than_any_abbreviation_has_are_misspelled() -> None:
    assert not is_misspelled("BCHQSPK")
    assert is_misspelled("BCHQSPKTNV")


def test_one_bad_part_spoils_a_linked_word() -> None:
    assert not is_misspelled("xã/phường")
    assert is_misspelled("xã/phưòng")
