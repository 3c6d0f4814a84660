"""Counting verdicts: shares, intervals, character errors and calibration."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.reading import Letter, Page, Reading, Source
from pipeline.evaluate import Gold, Judgement, Verdict, evaluate
from pipeline.evaluate.intervals import wilson
from pipeline.evaluate.score import calibration, expected_calibration_error, text_score


def verdict(confidence: float, right: bool, field: str = "number") -> Judgement:
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    return Judgement("thu.pdf", 0, field, verdict, "a", "b", confidence)


def test_the_interval_is_wilsons() -> None:
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(35, 35)[1] == pytest.approx(1.0)


def test_white_space_is_no_character_error() -> None:
    assert text_score("Kính gửi:\n\nSở Y tế", "Kính  gửi: Sở Y tế").cer == 0


def test_character_and_word_errors_are_counted() -> None:
    score = text_score("Kính gửi Sở", "Kinh gửi")
    assert (score.character_edits, score.characters) == (4, 11)
    assert (score.word_edits, score.words) == (2, 3)


def test_a_confidence_of_nine_tenths_should_be_right_nine_times_in_ten() -> None:
    verdicts = [verdict(0.9, right=index < 9) for index in range(10)]
    [each] = calibration(verdicts)
    assert (each.low, each.n, each.share) == (0.9, 10, 0.9)
    assert expected_calibration_error([each]) == pytest.approx(0)


def test_full_confidence_falls_into_the_last_bin_and_being_wrong_costs() -> None:
    bins = calibration([verdict(1.0, right=False), verdict(0.2, right=False)])
    assert [each.low for each in bins] == [0.0, 0.97]
    assert expected_calibration_error(bins) == pytest.approx(0.6)


def test_the_running_number_is_not_counted_twice() -> None:
    assert calibration([verdict(0.9, right=True, field="number_digits")]) == ()


def test_an_evaluation_counts_files_letters_fields_and_text() -> None:
    gold = Gold(
        Path("thu.gold.json"),
        "thu.pdf",
        (Letter(pages=[1], number="1/A-B", place="Hà Nội"),),
        {1: "Kính gửi"},
    )
    reading = Reading(
        source=Source(name="thu.pdf", sha256="", page_count=1),
        pages=[Page(number=1, origin="ocr", text="Kinh gửi")],
        letters=[Letter(pages=[1], number="1/A-B", place="Hà nội.")],
    )
    result = evaluate([(gold, reading)])
    assert (result.files, result.letters, result.text.character_edits) == (1, 1, 1)
    shares = {score.field: (score.right, score.n) for score in result.fields}
    assert shares == {
        "splitting": (1, 1),
        "number": (1, 1),
        "number_digits": (1, 1),
        "place": (0, 1),
    }
    assert [(miss.field, miss.got) for miss in result.misses] == [("place", "Hà nội.")]
