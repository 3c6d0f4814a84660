"""Handwritten digits out of a network's scores."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pytest

from pipeline.ocr.digits import beliefs, views, vote
from pipeline.ocr.line_readers import LineScores
from tests.ocr.test_line_readers import scores

PLAIN = ["", *"0123456789", "/"]
PRINT = [*PLAIN, "A", "O", "l", "M", "S", ".", " "]


def _best(found: dict[str, float]) -> str:
    return max(found, key=lambda text: found[text])


def test_a_number_seen_clearly_is_believed() -> None:
    found = beliefs(scores("2_0_0_6", PLAIN, 0.99), whole=True)
    assert _best(found) == "2006"
    assert found["2006"] > 0.85


def test_beliefs_are_a_probability() -> None:
    found = beliefs(scores("1_4_1", PLAIN, 0.6), whole=True)
    assert 0.9 < sum(found.values()) <= 1 + 1e-6
    assert min(found.values()) >= 0


def test_two_ones_need_white_between_them() -> None:
    assert _best(beliefs(scores("1_1", PLAIN), whole=True)) == "11"
    assert _best(beliefs(scores("111", PLAIN), whole=True)) == "1"


def _by_hand(table: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> dict[str, float]:
    """All alignments summed up one by one, as CTC is defined."""
    total: dict[str, float] = defaultdict(float)
    for path in itertools.product(range(len(PLAIN)), repeat=len(table)):
        probability = float(np.prod([table[step, index] for step, index in enumerate(path)]))
        total["".join(PLAIN[index] for index, _ in itertools.groupby(path))] += probability
    return total


def test_a_string_has_the_probability_of_all_its_alignments() -> None:
    table = np.zeros((4, len(PLAIN)), np.float32)
    table[:, [0, 2, 5]] = [[0.2, 0.5, 0.3], [0.5, 0.2, 0.3], [0.3, 0.3, 0.4], [0.6, 0.3, 0.1]]
    found, wanted = beliefs(LineScores(table, PLAIN), whole=True), _by_hand(table)
    for text in sorted(wanted, key=lambda text: -wanted[text])[:5]:
        assert found[text] == pytest.approx(wanted[text], rel=0.05)
    assert _best(found) == _best(wanted)


def test_the_slash_behind_a_number_ends_it() -> None:
    found = beliefs(scores("3_1_7_/_9", PLAIN, 0.99), whole=False)
    assert _best(found) == "317"


def test_a_slash_before_the_slash_is_a_one() -> None:
    assert _best(beliefs(scores("/_7", PLAIN, 0.99), whole=True)) == "17"


@pytest.mark.parametrize(("path", "digits"), [("2_O_6", "206"), ("l_7", "17"), ("3_._4", "34")])
def test_letters_that_look_like_digits_are_digits(path: str, digits: str) -> None:
    assert _best(beliefs(scores(path, PRINT, 0.95), whole=True)) == digits


def test_what_may_be_one_or_four_keeps_both() -> None:
    found = beliefs(scores("A", PRINT, 0.95), whole=True)
    assert found["1"] > found["4"] > 0.2


def test_a_letter_like_no_digit_is_no_digit() -> None:
    found = beliefs(scores("M", PRINT, 0.95), whole=True)
    assert max(found.get(digit, 0.0) for digit in "0123456789") < 0.2


def test_an_empty_cell_says_nothing() -> None:
    assert _best(beliefs(scores("____", PLAIN), whole=True)) == ""
    assert beliefs(scores("", PLAIN), whole=True) == {"": 1.0}


def test_a_vote_is_the_mean_of_the_views_best_first() -> None:
    found = vote([{"17": 0.6, "11": 0.4}, {"17": 0.2, "11": 0.8}])
    assert list(found) == ["11", "17"]
    assert found["11"] == pytest.approx(0.6)


def test_a_view_that_reads_nothing_makes_the_vote_less_sure() -> None:
    assert vote([{"5": 1.0}, {"": 1.0}]) == {"5": 0.5}
    assert vote([]) == {}


@pytest.mark.parametrize("shape", [(60, 200, 3), (60, 200), (4, 9, 3)])
def test_every_view_is_an_image_of_the_cell(shape: tuple[int, ...]) -> None:
    cell = np.full(shape, 250, np.uint8)
    cell[1:3, 2:5] = 10
    seen = list(views(cell))
    assert np.array_equal(seen[0], cell)
    assert len(seen) >= 5
    for view in seen:
        assert view.dtype == np.uint8
        assert view.ndim == cell.ndim
        assert view.size > 0
