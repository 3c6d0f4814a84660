"""The three letters given as text: how many of their header fields agree with gold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.evaluate import Judgement, Verdict, load_gold
from pipeline.evaluate.judge import FIELDS, judge
from pipeline.ocr.load import text_pages
from pipeline.read import Inspected, assemble

# Measured: 52 of 68. Gold adds to some names what the letter does not print; those never agree.
FLOOR = 0.75
HEADER = frozenset(field.name for field in FIELDS)


@pytest.fixture
def verdicts(shared: Path) -> list[Judgement]:
    """Every verdict on a header field of the seeds."""

    def judged() -> Iterator[Judgement]:
        for gold in load_gold(shared / "gold"):
            path = shared / "seeds" / Path(gold.name).name
            pages = text_pages(path)
            yield from judge(gold, assemble(path, Inspected(1, "0" * 64, pages), pages))

    return [verdict for verdict in judged() if verdict.field in HEADER]


def test_header_fields_of_the_seeds_agree_with_gold(verdicts: list[Judgement]) -> None:
    right = [verdict for verdict in verdicts if verdict.verdict is Verdict.RIGHT]
    assert len(verdicts) >= 50
    misses = [(v.file, v.letter, v.field) for v in verdicts if v.verdict is not Verdict.RIGHT]
    assert len(right) / len(verdicts) >= FLOOR, misses


def test_nothing_is_found_where_gold_says_there_is_nothing(verdicts: list[Judgement]) -> None:
    made_up = [
        (verdict.file, verdict.letter, verdict.field)
        for verdict in verdicts
        if verdict.verdict is Verdict.EXTRA
    ]
    assert made_up == []
