"""The two small networks, and what follows from a network's scores."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from pipeline.ocr.line_readers import (
    LineReader,
    LineScores,
    digit_reader,
    vietnamese_reader,
)
from pipeline.ocr.pixels import Image
from tests.ocr.drawn_pages import write

LETTERS = ["", "s", "ố", "1"]


def scores(path: str, alphabet: list[str] = LETTERS, sure: float = 0.9) -> LineScores:
    """A network that sees ``path``, one sign a step; ``_`` is the blank."""
    rest = (1 - sure) / (len(alphabet) - 1)
    table = np.full((len(path), len(alphabet)), rest, np.float32)
    for step, sign in enumerate(path):
        table[step, 0 if sign == "_" else alphabet.index(sign)] = sure
    return LineScores(table, alphabet)


@pytest.mark.parametrize(
    ("path", "text"),
    [("ss_ốố_1", "số1"), ("1_1", "11"), ("11", "1"), ("___", ""), ("", ""), ("_1__1_1_", "111")],
)
def test_repeats_are_one_letter_unless_a_blank_parts_them(path: str, text: str) -> None:
    assert scores(path).text() == text


def test_letters_know_where_they_stand() -> None:
    first, second = scores("_s______1_").glyphs()
    assert (first.text, second.text) == ("s", "1")
    assert first.position == pytest.approx(0.15)
    assert second.position == pytest.approx(0.85)


def test_a_line_is_as_sure_as_its_letters() -> None:
    assert scores("s_1", sure=0.7).confidence() == pytest.approx(0.7)
    assert scores("___").confidence() == 0.0


def test_a_stretch_of_a_line_holds_only_its_own_letters() -> None:
    line = scores("s_ố_1_1_")
    assert line.between(0.5, 1.0).text() == "11"
    assert line.between(-0.2, 0.25).text() == "s"
    assert line.between(0.6, 0.4).text() == ""


def _line(text: str) -> Image:
    page = np.full((64, 1200, 3), 255, np.uint8)
    page = write(page, 20, 8, text)
    end = int(np.flatnonzero((page.min(axis=2) < 128).any(axis=0))[-1])
    return page[:, : end + 20]


@pytest.fixture(scope="module")
def digits() -> LineReader:
    return digit_reader() or pytest.skip("rapidocr is not installed")


@pytest.fixture(scope="module")
def vietnamese() -> LineReader:
    return vietnamese_reader() or pytest.skip("asterocr is not installed")


@pytest.mark.parametrize("text", ["2006", "317", "10452", "12/10/2017"])
def test_printed_digits_are_read(digits: LineReader, text: str) -> None:
    assert digits.read(_line(text)).text() == text


def test_vietnamese_is_read_with_all_its_marks(vietnamese: LineReader) -> None:
    text = "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh"
    assert vietnamese.read(_line(text)).text() == text


def test_gray_and_colour_read_the_same(vietnamese: LineReader) -> None:
    crop = _line("Đề nghị các đơn vị báo cáo")
    assert vietnamese.read(crop[..., 0]).text() == vietnamese.read(crop).text()


def test_scores_are_probabilities(digits: LineReader, vietnamese: LineReader) -> None:
    for reader in (digits, vietnamese):
        table = reader.read(_line("Số 12")).probabilities
        assert table.min() >= 0
        assert table.sum(axis=1) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (200, 3), (40, 6000)])
def test_a_crop_of_any_shape_is_read_without_a_fall(
    digits: LineReader, vietnamese: LineReader, shape: tuple[int, int]
) -> None:
    white = np.full(shape, 255, np.uint8)
    for reader in (digits, vietnamese):
        assert 0 <= reader.read(white).confidence() <= 1


def test_without_the_wheels_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert digit_reader.__wrapped__() is None
    assert vietnamese_reader.__wrapped__() is None
