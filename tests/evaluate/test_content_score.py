"""Tallies of all letters added up, with their intervals."""

from __future__ import annotations

import json

import pytest

from pipeline.evaluate import SCORES, Tally, evaluate, evaluate_content
from pipeline.evaluate.intervals import bootstrap_f1, wilson
from pipeline.evaluate.report import to_json
from pipeline.evaluate.tally import FOUND
from tests.evaluate.made_up import gold, reading, target, task

ONE = task(lead=["Sở Y tế"], trackable=True)
OTHER = task("Báo cáo kết quả về Sở Tài chính.", trackable=True)


def test_precision_recall_and_f1() -> None:
    tally = Tally(gold=4, got=2, hits=1)
    assert (tally.precision, tally.recall) == (0.5, 0.25)
    assert tally.f1 == pytest.approx(1 / 3)


def test_of_nothing_there_is_no_share() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert (Tally(gold=2).precision, Tally(gold=2).f1) == (None, 0.0)


def test_the_interval_of_f1_is_drawn_over_letters_always_the_same() -> None:
    letters = [(10, 10, 10)] * 5 + [(10, 10, 0)] * 5
    low, high = bootstrap_f1(letters) or (1.0, 0.0)
    assert 0.1 <= low < 0.35 < 0.65 < high <= 0.9
    assert bootstrap_f1(letters) == (low, high)


def test_one_letter_gives_no_interval_and_empty_letters_are_none() -> None:
    assert bootstrap_f1([(10, 10, 5)]) is None
    assert bootstrap_f1([(10, 10, 5), (0, 0, 0)]) is None
    assert bootstrap_f1([(10, 10, 10), (3, 3, 3)]) == (1.0, 1.0)


def test_totals_add_up_letters_and_leave_out_what_nobody_asked() -> None:
    pairs = [
        (gold({"tasks": [ONE], "targets": []}), reading({"tasks": [ONE]})),
        (gold({"tasks": [ONE, OTHER]}), reading({"tasks": [ONE | {"trackable": False}]})),
    ]
    result = evaluate_content(pairs)
    assert result is not None
    assert [score.name for score in result.scores] == [
        "tasks",
        "task.lead",
        "task.trackable",
        "targets",
        "targets_on_empty",
    ]
    tasks, trackable = result.score("tasks"), result.score("task.trackable")
    assert tasks is not None
    assert trackable is not None
    assert (tasks.letters, tasks.tally) == (2, Tally(3, 2, 2))
    assert (trackable.figure, trackable.interval) == (0.5, wilson(1, 2))
    assert [(miss.what, miss.verdict) for miss in result.misses] == [
        ("task", "wrong"),
        ("task", "missing"),
    ]


def test_gold_without_content_gives_none_and_the_header_stays_as_it_is() -> None:
    pairs = [(gold({}), reading({}))]
    assert evaluate_content(pairs) is None
    assert [score.field for score in evaluate(pairs).fields] == ["splitting"]
    assert json.loads(to_json(evaluate(pairs)))["content"] is None


def test_all_of_it_is_there_as_json() -> None:
    got = reading({"tasks": [ONE | {"lead": []}], "targets": [target("75%", 75)]})
    content = json.loads(to_json(evaluate([(gold({"tasks": [ONE], "targets": []}), got)])))
    totals = {score["score"]: score for score in content["content"]["totals"]}
    assert (totals["tasks"]["f1"], totals["tasks"]["interval"]) == (1.0, None)
    assert (totals["task.trackable"]["n"], totals["task.trackable"]["share"]) == (1, 1.0)
    assert totals["targets_on_empty"]["got"] == 1
    [letter] = content["content"]["per_letter"]
    assert (letter["file"], letter["letter"]) == ("thu.pdf", 0)
    assert letter["scores"]["task.lead"]["recall"] == 0
    [wrong, extra] = content["content"]["misses"]
    assert wrong["differences"] == [{"part": "lead", "gold": ["Sở Y tế"], "got": []}]
    assert (extra["verdict"], extra["got"]["value"]) == ("extra", 75)


def test_every_list_is_among_the_scores() -> None:
    assert set(SCORES) >= FOUND
