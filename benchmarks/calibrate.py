"""Measures how often what has a raw confidence is right, and writes data/calibration.toml.

`python -m benchmarks.calibrate GOLD_DIR… [--write]`. Give development letters only: never the
held-back half. Prints the table before and after; without `--write` nothing is changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from models.errors import CongvanError
from models.reading import Reading, Target
from pipeline.evaluate import Gold, find_input, judge, load_gold
from pipeline.evaluate.attributes import (
    Check,
    citation_checks,
    same_citation,
    same_target,
    target_checks,
    task_checks,
)
from pipeline.evaluate.judge import CALIBRATED, Verdict
from pipeline.evaluate.match import match
from pipeline.evaluate.pairing import pair_citations, pair_targets, pair_tasks
from pipeline.extract import calibration
from pipeline.read import read_files

TARGET = Path(__file__).parents[1] / "data" / "calibration.toml"
EDGES = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.975, 1.0001)
# The identity counts as this many observations in each bin, so that few cases do not rule.
PRIOR = 4.0
# Rules are made on the development letters: that a finding is right there says less, so the raw
# score, which comes from how sure a form is, weighs more.
FINDINGS_PRIOR = 120.0

Case = tuple[str, float, bool]
GROUPS = ("pen", "print", "citation", "task", "target")
# What makes a finding right, besides that gold has it: what a reader would act on.
JUDGED = frozenset(
    ("citation.relation", "citation.direct", "task.lead", "task.deadline.kind", "target.kind")
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--groups", nargs="+", choices=GROUPS, default=GROUPS)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    calibration.calibrated = lambda letter: letter
    cases = [case for folder in chosen.gold for case in raw_cases(folder)]
    measured = {group: curve(cases, group) for group in chosen.groups}
    curves = {**calibration.curves(), **measured}
    for group, (scores, shares) in measured.items():
        print(group, *(f"{a:.2f}→{b:.2f}" for a, b in zip(scores, shares, strict=True)))
    if chosen.write:
        TARGET.write_text(_toml(curves), encoding="utf-8")


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
        yield from content_cases(gold, reading)


def content_cases(gold: Gold, reading: Reading) -> Iterator[Case]:
    """(group, raw confidence, right?) of every citation, task and target of a file."""
    found = match(gold.letters, reading.letters)
    for content, at in zip(gold.contents, found, strict=False):
        if at is None or content.citations is None or content.tasks is None:
            continue
        letter, cited = reading.letters[at], content.citations
        pairs = pair_citations(cited, letter.citations, same_citation)
        hits = [
            (i, j)
            for i, j in pairs
            if same_citation(cited[i], letter.citations[j])
            and _agree(citation_checks(cited[i], letter.citations[j]))
        ]
        yield from _cases("citation", [x.confidence for x in letter.citations], hits)
        pairs = pair_tasks([each.task for each in content.tasks], letter.tasks)
        hits = [(i, j) for i, j in pairs if _agree(task_checks(content.tasks[i], letter.tasks[j]))]
        yield from _cases("task", [x.confidence for x in letter.tasks], hits)
        wanted: Sequence[Target] = content.targets or []
        hits = [
            (i, j)
            for i, j in pair_targets(wanted, letter.targets)
            if same_target(wanted[i], letter.targets[j])
            and _agree(target_checks(wanted[i], letter.targets[j]))
        ]
        yield from _cases("target", [x.confidence for x in letter.targets], hits)


def _agree(checks: Iterable[Check]) -> bool:
    return all(check.right for check in checks if check.name in JUDGED)


def _cases(group: str, scores: Sequence[float], hits: Sequence[tuple[int, int]]) -> Iterator[Case]:
    right = {j for _, j in hits}
    return ((group, score, index in right) for index, score in enumerate(scores))


def curve(cases: Sequence[Case], group: str) -> tuple[list[float], list[float]]:
    """A rising curve through the bins' means, pulled towards the identity where cases are few."""
    own = [(score, right) for name, score, right in cases if name == group]
    prior = PRIOR if group in {"pen", "print"} else FINDINGS_PRIOR
    scores, shares = [0.0], [0.0]
    for low, high in pairwise(EDGES):
        held = [(score, right) for score, right in own if low <= score < high]
        if held:
            mean = sum(score for score, _ in held) / len(held)
            right = sum(right for _, right in held)
            scores.append(round(mean, 3))
            shares.append((right + prior * mean) / (len(held) + prior))
    rising = np.maximum.accumulate(shares)
    return [*scores, 1.0], [*(round(float(x), 3) for x in rising), round(float(rising[-1]), 3)]


def _toml(curves: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> str:
    lines = ["# Measured by python -m benchmarks.calibrate on development letters (README)."]
    for group, (scores, shares) in curves.items():
        lines += [f"[{group}]", f"scores = {list(scores)}", f"shares = {list(shares)}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
