"""Doubtful words read again by another network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from models.layout import Box, Word
from pipeline.ocr.line_readers import Image, LineReader, LineScores
from pipeline.ocr.second_look import is_doubtful, look_again, pieces

CROP = np.full((32, 400), 255, np.uint8)
SURE, UNSURE = 0.96, 0.6


@dataclass
class _Reader(LineReader):
    """Sees ``text`` in every crop, each letter ``sure``."""

    text: str
    sure: float = 0.95

    def read(self, crop: Image) -> LineScores:
        alphabet = ["", *sorted(set(self.text))]
        table = np.full((2 * len(self.text), len(alphabet)), 0.0, np.float32)
        for index, letter in enumerate(self.text):
            table[2 * index, alphabet.index(letter)] = self.sure
            table[2 * index + 1, 0] = 1.0
        return LineScores(table, alphabet)


def _words(text: str, confidence: float = UNSURE) -> tuple[Word, ...]:
    return tuple(
        Word(word, Box(0.1 * i, 0.1, 0.1 * i + 0.08, 0.12), confidence)
        for i, word in enumerate(text.split())
    )


def _looked(text: str, other: str, confidence: float = UNSURE, sure: float = 0.95) -> str:
    words = look_again(_words(text, confidence), CROP, _Reader(other, sure))
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("text", ["bào", "12/QĐ-TTg", "BYT", "ngày", "2021", "TTg"])
def test_sure_and_well_spelled_words_are_left_alone(text: str) -> None:
    assert not is_doubtful(Word(text, confidence=SURE))


@pytest.mark.parametrize("text", ["UBND", "HĐND", "12/QĐ-UBND"])
def test_the_commonest_abbreviations_are_no_misspellings(text: str) -> None:
    assert not is_doubtful(Word(text, confidence=SURE))


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("bàoo", SURE), ("tồ", 0.4), ("chưc", SURE), ("THUYÊT", SURE), ("TẼT", SURE), ("BÁNK", SURE)],
)
def test_misspelled_and_unsure_words_are_doubtful(text: str, confidence: float) -> None:
    assert is_doubtful(Word(text, confidence=confidence))


def test_a_dash_is_never_doubtful() -> None:
    assert not is_doubtful(Word("-", confidence=0.1))


def test_a_line_is_cut_into_pieces_without_losing_a_word() -> None:
    words = tuple(
        Word(f"báo{'x' if i in (3, 9, 10) else ''}", Box(i / 20, 0.1, i / 20 + 0.04, 0.11), SURE)
        for i in range(16)
    )
    cut = pieces(words, 1.4142)
    assert [word for _, piece in cut for word in piece] == list(words)
    again = [word for wanted, piece in cut if wanted for word in piece]
    assert words[3] in again
    assert words[4] in again
    assert words[6] not in again


def test_no_piece_is_wider_than_the_network_can_see() -> None:
    words = tuple(Word("xyzw", Box(i / 60, 0.1, i / 60 + 0.015, 0.108), 0.3) for i in range(2, 58))
    cut = pieces(words, 1.4142)
    assert len(cut) > 1
    for _, piece in cut:
        first, last = piece[0].box, piece[-1].box
        assert first is not None
        assert last is not None
        assert last.x1 - first.x0 < 20 * first.height * 1.4142


def test_an_empty_line_has_no_pieces() -> None:
    assert pieces((), 1.4142) == []


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("tồ chưc cuộc họp", "tổ chức cuộc họp", "tổ chức cuộc họp"),
        ("được tổ chức", "đươc tổ chưc", "được tổ chức"),
        ("Sờ Y tê", "Sở Y tế", "Sở Y tế"),
        ("Uỷban nhân dân", "Uỷ ban nhân dân", "Uỷ ban nhân dân"),
        ("hội nghi", "hội nghị", "hội nghị"),
        ("HỘI NGHỊ", "hội nghị", "HỘI NGHỊ"),
    ],
)
def test_the_better_spelled_reading_is_kept(first: str, second: str, kept: str) -> None:
    assert _looked(first, second) == kept


def test_a_network_that_sees_nothing_changes_nothing() -> None:
    words = _words("tồ chưc", 0.3)
    assert look_again(words, CROP, _Reader("")) == words
    assert look_again(words, CROP, _Reader("   ")) == words


@pytest.mark.parametrize("other", ["###", "xq zzt kkp", "báx cxo", "jjjjjjjjjjjjjjjj"])
def test_gibberish_never_replaces_vietnamese(other: str) -> None:
    assert _looked("báo cáo kết quả", other, SURE) == "báo cáo kết quả"


def test_words_stay_where_they_stood() -> None:
    words = _words("tồ chưc cuộc họp")
    again = look_again(words, CROP, _Reader("tổ chức cuộc họp"))
    assert [word.box for word in again] == [word.box for word in words]


def test_two_readings_that_agree_are_as_sure_as_the_surer() -> None:
    (word,) = look_again(_words("quả", 0.6), CROP, _Reader("quả", 0.9))
    assert word.confidence == pytest.approx(0.9)


def test_a_sure_word_is_not_changed_for_one_spelled_as_well() -> None:
    assert _looked("bán hàng", "bàn hàng", 0.97, 0.99) == "bán hàng"


def test_a_doubtful_speck_that_the_network_does_not_see_goes() -> None:
    assert _looked("báo cáo ï", "báo cáo", 0.3) == "báo cáo"
    assert _looked("báo cáo rồi", "báo cáo", 0.7) == "báo cáo rồi"


def test_confidence_stays_between_nothing_and_certainty() -> None:
    for other in ("tổ chức", "tổ", "tổ chức cuộc họp lớn", "x"):
        for word in look_again(_words("tồ chưc", 0.5), CROP, _Reader(other, 1.0)):
            assert 0 <= word.confidence <= 1
