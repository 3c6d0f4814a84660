"""Gold and readings of one letter, written in the test; gold goes through a real gold file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.reading import Letter, Reading, Source
from pipeline.evaluate import Gold, Tally, judge_content, load_content, load_gold


def citation(text: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"text": text, **parts}


def task(text: str = "xây dựng kế hoạch phòng cháy rừng.", **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"text": text, **parts}


def target(text: str, value: float, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"text": text, "value": value, **parts}


def gold(*letters: Mapping[str, Any], partial: bool = False) -> Gold:
    """Gold of ``thu.pdf``; letters without ``pages`` stand on page 1, 2 …."""
    paged = [{"pages": [number], **letter} for number, letter in enumerate(letters, 1)]
    return Gold(
        Path("thu.gold.json"),
        "thu.pdf",
        tuple(Letter(pages=letter["pages"]) for letter in paged),
        {},
        partial,
        tuple(load_content(letter) for letter in paged),
    )


def gold_file(folder: Path, **letter: Any) -> Gold:  # noqa: ANN401
    """Gold of one letter, loaded from a file."""
    content = {"source": {"name": "thu.pdf"}, "letters": [{"pages": [1], **letter}]}
    (folder / "thu.gold.json").write_text(json.dumps(content))
    return load_gold(folder)[0]


def reading(*letters: Mapping[str, Any]) -> Reading:
    """What was read of ``thu.pdf``, letter by letter on page 1, 2 …."""
    return Reading(
        source=Source(name="thu.pdf", sha256="", page_count=len(letters)),
        letters=[
            Letter.model_validate({"pages": [number], **letter})
            for number, letter in enumerate(letters, 1)
        ],
    )


def tallies(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Tally]:
    """The tallies of one letter."""
    [letter] = judge_content(gold(wanted), reading(got))
    return letter.tallies


def of(wanted: Mapping[str, Any], got: Mapping[str, Any], name: str) -> tuple[int, int, int]:
    """Gold, got and hits of one score of one letter; all 0 when it is not judged."""
    tally = tallies(wanted, got).get(name, Tally())
    return (tally.gold, tally.got, tally.hits)
