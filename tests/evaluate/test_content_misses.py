"""What is missing, extra or different is told."""

from __future__ import annotations

from pipeline.evaluate import Verdict, judge_content
from tests.evaluate.made_up import gold, reading, task
from tests.evaluate.test_content import DATED, DECISION


def test_every_miss_says_what_differs() -> None:
    wanted = {"citations": [DECISION, DECISION | {"number": "9/A-B"}]}
    got = {"citations": [DECISION | {"date": None}, DECISION | {"number": "8/A-B"}]}
    [letter] = judge_content(gold(wanted), reading(got))
    assert [(miss.what, miss.verdict) for miss in letter.misses] == [
        ("citation", Verdict.WRONG),
        ("citation", Verdict.MISSING),
        ("citation", Verdict.EXTRA),
    ]
    [difference] = letter.misses[0].differences
    assert (difference.part, str(difference.gold), difference.got) == ("date", "2023-04-03", None)


def test_a_task_found_with_other_bodies_and_deadline_is_a_miss_that_names_them() -> None:
    wanted = {"tasks": [task(lead=["Sở Y tế"], deadline=DATED)]}
    [letter] = judge_content(gold(wanted), reading({"tasks": [task()]}))
    assert [x.part for x in letter.misses[0].differences] == [
        "lead",
        "deadline.kind",
        "deadline.end",
    ]
