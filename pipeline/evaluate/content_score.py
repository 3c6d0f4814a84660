"""The content of all letters counted: totals with their 95 % interval, and each letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.reading import Reading
from pipeline.evaluate.content import ContentMiss, LetterContent, judge_content
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.intervals import bootstrap_f1, wilson
from pipeline.evaluate.tally import FOUND, SCORES, Tally


@dataclass(frozen=True, slots=True)
class ContentScore:
    """One score over ``letters`` letters.

    ``interval`` is Wilson's for a share; for F1 it is drawn over letters, ``None`` for fewer
    than two.
    """

    name: str
    letters: int
    tally: Tally
    interval: tuple[float, float] | None

    @property
    def is_list(self) -> bool:
        """True for precision, recall and F1, false for a share."""
        return self.name in FOUND

    @property
    def figure(self) -> float | None:
        """F1 or the share."""
        return self.tally.figure(self.name)


@dataclass(frozen=True, slots=True)
class ContentEvaluation:
    """How good the content is: every score that something was counted for, and the letters."""

    scores: tuple[ContentScore, ...]
    letters: tuple[LetterContent, ...]

    def score(self, name: str) -> ContentScore | None:
        """The score ``name``; ``None`` when nothing was counted for it."""
        return next((score for score in self.scores if score.name == name), None)

    @property
    def misses(self) -> tuple[ContentMiss, ...]:
        """Every miss, letter by letter."""
        return tuple(miss for letter in self.letters for miss in letter.misses)


def evaluate_content(
    pairs: Iterable[tuple[Gold, Reading | None]],
) -> ContentEvaluation | None:
    """Judge the content of every reading by its gold; ``None`` when no gold speaks of content."""
    letters = [letter for gold, reading in pairs for letter in judge_content(gold, reading)]
    return ContentEvaluation(tuple(_scores(letters)), tuple(letters)) if letters else None


def _scores(letters: Sequence[LetterContent]) -> Iterator[ContentScore]:
    for name in SCORES:
        own = [letter.tallies[name] for letter in letters if name in letter.tallies]
        if own:
            total = sum(own, Tally())
            yield ContentScore(name, len(own), total, _interval(name, own, total))


def _interval(name: str, tallies: Sequence[Tally], total: Tally) -> tuple[float, float] | None:
    if name in FOUND:
        return bootstrap_f1([(each.gold, each.got, each.hits) for each in tallies])
    return wilson(total.hits, total.gold)


def content_json(evaluation: ContentEvaluation) -> dict[str, Any]:
    """The ``content`` of an evaluation's JSON: ``totals``, ``per_letter`` and ``misses``."""
    return {
        "totals": [
            {"score": score.name, "letters": score.letters, "interval": score.interval}
            | _figures(score.name, score.tally)
            for score in evaluation.scores
        ],
        "per_letter": [
            {
                "file": letter.file,
                "letter": letter.letter,
                "scores": {
                    name: _figures(name, letter.tallies[name])
                    for name in SCORES
                    if name in letter.tallies
                },
            }
            for letter in evaluation.letters
        ],
        "misses": [asdict(miss) for miss in evaluation.misses],
    }


def _figures(name: str, tally: Tally) -> dict[str, Any]:
    if name not in FOUND:
        counts = {"n": tally.gold, "right": tally.hits, "share": tally.recall}
        return counts | ({"got": tally.got} if name == "targets_on_empty" else {})
    return asdict(tally) | {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }
