"""The figures of linking are those of letters whose truth is known."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest

from benchmarks.linking import NOISY, PRINTED, READ, main, measure
from benchmarks.linking_noise import noisy
from benchmarks.linking_register import Naming
from benchmarks.linking_score import Outcome, Score, judged
from benchmarks.linking_words import citation_of
from benchmarks.linking_worlds import load
from models.reading import Letter

WORLD = """
[[world]]
trap = "một số, hai Tỉnh ủy"
[[world.letter]]
id = "a"
number = "12-CV/TU"
date = 2023-04-05
issuer = "Tỉnh ủy Lai Châu"
place = "Lai Châu"
subject = "về trồng chè"
body = ["Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy lãnh đạo việc trồng chè."]
[[world.letter]]
id = "b"
number = "88/UBND-NN"
date = 2023-05-02
issuer = "Ủy ban nhân dân tỉnh Lai Châu"
place = "Lai Châu"
subject = "trồng chè"
body = ["Thực hiện {a: Công văn số 12-CV/TU ngày 05/4/2023 của Tỉnh ủy}, UBND tỉnh yêu cầu."]
"""


@pytest.fixture
def worlds_file(tmp_path: Path) -> Path:
    path = tmp_path / "worlds.toml"
    path.write_text(WORLD, encoding="utf-8")
    return path


def _outcomes(*namings: Naming) -> list[Outcome]:
    return [outcome for outcome, _ in judged(namings)]


def test_a_citation_led_to_its_letter_is_right(worlds_file: Path) -> None:
    scores, faults = measure(load(worlds_file), noise=0.2)
    assert not faults
    assert all(scores[name].outcomes[Outcome.RIGHT] == 1 for name in (READ, PRINTED))
    assert (scores[READ].both, scores[READ].one, scores[NOISY].citations) == (1, 1, 5)


def test_a_citation_is_wrong_missed_or_apart_by_what_it_was_put_with() -> None:
    letter = Naming(0, None, "a", 1)
    assert _outcomes(letter, Naming(1, 0, "b", 1, "x")) == [Outcome.WRONG]
    assert _outcomes(letter, Naming(1, 0, None, 1, "x")) == [Outcome.WRONG]
    assert _outcomes(letter, Naming(1, 0, "a", 2, "x")) == [Outcome.MISSED]
    assert _outcomes(letter, Naming(1, 0, "a", None)) == [Outcome.MISSED]
    assert _outcomes(letter, Naming(1, 0, None, 2, "x")) == [Outcome.RIGHT]
    pair = (Naming(1, 0, "b", 2, "x"), Naming(2, 0, "b", 3, "x"))
    assert _outcomes(letter, *pair) == [Outcome.APART, Outcome.APART]


def test_pairs_that_are_one_document_and_pairs_put_together_are_counted_apart() -> None:
    score = Score()
    score.add([Naming(0, None, "a", 1), Naming(1, 0, "a", 2, "x"), Naming(2, 0, "b", 1, "x")])
    assert (score.together, score.one, score.both) == (1, 1, 0)


@pytest.mark.parametrize(
    ("words", "number", "day", "issuer"),
    [
        ("Kế hoạch 118/KH-UBND, ngày 12-5-2023 của UBND tỉnh", "118/KH-UBND", 12, "UBND tỉnh"),
        ("Kết luận 61 của Ban Bí thư", "61", None, "Ban Bí thư"),
        ("văn bản số 338 - CV/TU ngày 02 tháng 9 năm 2021", "338-CV/TU", 2, None),
        ("Ngày 12/5/2023, UBND tỉnh ban hành Kế hoạch số 5/KH-UBND", "5/KH-UBND", 12, None),
        ("Luật Đất đai năm 2013", None, None, None),
    ],
)
def test_the_words_of_a_citation_tell_number_day_and_issuer(
    words: str, number: str | None, day: int | None, issuer: str | None
) -> None:
    found = citation_of(words)
    assert (found.number, found.date and found.date.day) == (number, day)
    assert issuer is None or found.issuer == issuer


def test_noise_takes_parts_away_and_never_adds_any() -> None:
    letter = Letter(pages=[1], number="31-CT/TW", date=dt.date(2021, 3, 19), issuer="Tỉnh ủy")
    assert noisy(letter, 0.0, random.Random(1)) == letter
    spoilt = noisy(letter, 1.0, random.Random(1))
    assert (spoilt.date, spoilt.issuer) == (None, None)
    assert spoilt.number not in (None, letter.number)


def test_a_brace_that_marks_nothing_is_refused(worlds_file: Path) -> None:
    worlds_file.write_text(WORLD.replace("{a: ", "{"), encoding="utf-8")
    with pytest.raises(ValueError, match="a brace that marks nothing"):
        load(worlds_file)


def test_the_figures_can_be_had_as_json(
    worlds_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(worlds_file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[READ]["right"] == 1


@pytest.mark.parametrize("name", ["dev", "held"])
def test_the_written_worlds_hold_together(name: str) -> None:
    worlds = load(Path("data/linking") / f"{name}.toml")
    assert len({world.trap for world in worlds}) == len(worlds) > 50
