"""Makes confidences probabilities: a field at 0.9 is right nine times in ten.

The raw scores of recognition and rules are mapped by a rising line through the points of
``data/calibration.toml``, which ``python -m benchmarks.calibrate`` measures on development scans.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np

from models.reading import Letter

Curve = tuple[tuple[float, ...], tuple[float, ...]]
# Fields read from pen cells have a curve of their own; all others share one.
PEN_FIELDS = frozenset({"number", "date"})


def calibrated(letter: Letter) -> Letter:
    """The letter with calibrated confidences, four decimals."""
    mapped = {name: probability(name, score) for name, score in letter.confidence.items()}
    return letter.model_copy(update={"confidence": mapped})


def probability(field: str, score: float) -> float:
    """How often a field with this raw score is right, 0…1."""
    scores, shares = _curves()[group_of(field)]
    return round(float(np.interp(score, scores, shares)), 4)


def group_of(field: str) -> str:
    """Which curve a field follows: ``pen`` or ``print``."""
    return "pen" if field in PEN_FIELDS else "print"


@cache
def _curves() -> dict[str, Curve]:
    text = (files("data") / "calibration.toml").read_text(encoding="utf-8")
    return {
        name: (tuple(curve["scores"]), tuple(curve["shares"]))
        for name, curve in tomllib.loads(text).items()
    }
