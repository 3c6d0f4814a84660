"""Measures how often fields of a raw confidence are right, and writes data/calibration.toml.

`python -m benchmarks.calibrate GOLD_DIR… [--write]`. Give development scans only: never the
held-back half. Prints the table before and after; without `--write` nothing is changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from models.errors import CongvanError
from pipeline.evaluate import find_input, judge, load_gold
from pipeline.evaluate.judge import CALIBRATED, Verdict
from pipeline.extract import calibration
from pipeline.read import read_files

TARGET = Path(__file__).parents[1] / "data" / "calibration.toml"
EDGES = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.975, 1.0001)
# The identity counts as this many observations in each bin, so that few cases do not rule.
PRIOR = 4.0

Case = tuple[str, float, bool]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    calibration.calibrated = lambda letter: letter
    cases = [case for folder in chosen.gold for case in raw_cases(folder)]
    curves = {group: curve(cases, group) for group in ("pen", "print")}
    for group, (scores, shares) in curves.items():
        print(group, *(f"{a:.2f}→{b:.2f}" for a, b in zip(scores, shares, strict=True)))
    if chosen.write:
        TARGET.write_text(_toml(curves, len(cases)), encoding="utf-8")


def raw_cases(folder: Path) -> Iterable[Case]:
    """(group, raw confidence, right?) of every judged field in a gold folder."""
    golds = load_gold(folder)
    paths = [find_input(gold, folder) for gold in golds]
    for gold, (_, reading) in zip(golds, read_files(paths), strict=True):
        if isinstance(reading, CongvanError):
            continue
        for verdict in judge(gold, reading):
            if verdict.field in CALIBRATED and verdict.confidence is not None:
                right = verdict.verdict is Verdict.RIGHT
                yield calibration.group_of(verdict.field), verdict.confidence, right


def curve(cases: Sequence[Case], group: str) -> tuple[list[float], list[float]]:
    """A rising curve through the bins' means, pulled towards the identity where cases are few."""
    own = [(score, right) for name, score, right in cases if name == group]
    scores, shares = [0.0], [0.0]
    for low, high in pairwise(EDGES):
        held = [(score, right) for score, right in own if low <= score < high]
        if held:
            mean = sum(score for score, _ in held) / len(held)
            right = sum(right for _, right in held)
            scores.append(round(mean, 3))
            shares.append((right + PRIOR * mean) / (len(held) + PRIOR))
    rising = np.maximum.accumulate(shares)
    return [*scores, 1.0], [*(round(float(x), 3) for x in rising), round(float(rising[-1]), 3)]


def _toml(curves: dict[str, tuple[list[float], list[float]]], cases: int) -> str:
    lines = [
        f"# Measured by python -m benchmarks.calibrate on {cases} fields of development scans."
    ]
    for group, (scores, shares) in curves.items():
        lines += [f"[{group}]", f"scores = {scores}", f"shares = {shares}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
