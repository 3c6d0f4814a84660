"""Makes confidences probabilities: a field at 0.9 is right nine times in ten.

The raw scores of recognition and rules are mapped by a rising line through the points of
``data/calibration.toml``, which ``python -m benchmarks.calibrate`` measures on development scans.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

import numpy as np

from models.reading import Citation, Letter, Target, Task

Finding = TypeVar("Finding", Citation, Task, Target)
Curve = tuple[tuple[float, ...], tuple[float, ...]]
# Fields read from pen cells have a curve of their own; all others share one.
PEN_FIELDS = frozenset({"number", "date"})


def calibrated(letter: Letter) -> Letter:
    """The letter with calibrated confidences, four decimals."""
    mapped = {name: probability(name, score) for name, score in letter.confidence.items()}
    found = {
        "citations": [_mapped(item, "citation") for item in letter.citations],
        "tasks": [_mapped(item, "task") for item in letter.tasks],
        "targets": [_mapped(item, "target") for item in letter.targets],
    }
    return letter.model_copy(update={"confidence": mapped, **found})


def _mapped(item: Finding, group: str) -> Finding:
    return item.model_copy(update={"confidence": _probability(group, item.confidence)})


def probability(field: str, score: float) -> float:
    """How often a field with this raw score is right, 0…1."""
    return _probability(group_of(field), score)


def _probability(group: str, score: float) -> float:
    scores, shares = curves()[group]
    return round(float(np.interp(score, scores, shares)), 4)


def group_of(field: str) -> str:
    """Which curve a header field follows: ``pen`` or ``print``."""
    return "pen" if field in PEN_FIELDS else "print"


@cache
def curves() -> dict[str, Curve]:
    """The curves in use: raw scores and shares of right ones, by group."""
    text = (files("data") / "calibration.toml").read_text(encoding="utf-8")
    return {
        name: (tuple(curve["scores"]), tuple(curve["shares"]))
        for name, curve in tomllib.loads(text).items()
    }
