"""Which thing of a reading is meant by which thing of the gold? Always one to one.

Citations are known by their number, targets by their value, tasks by their words. A pair is the
index in gold and the index in what was got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isclose
from typing import Any, TypeVar

from rapidfuzz.distance import Indel, LCSseq

from models.reading import Anomaly, Citation, Target, Task
from pipeline.evaluate import compare
from pipeline.evaluate.bodies import body_likeness
from pipeline.extract.number import parse_number
from pipeline.extract.number_text import clean, squeeze

ALIKE = 0.6
_SHORTEST = 0.5
_ANY_WORDS = 1e-9
_LENGTH_WEIGHT = 1e-3

Pairs = list[tuple[int, int]]
Thing = TypeVar("Thing")
Worded = TypeVar("Worded", Citation, Task)


def number_key(number: str) -> str:
    """A số hiệu as it is compared: look-alikes, spaces, dashes and leading zeros do not count."""
    parsed = parse_number(number)
    if parsed:
        return parsed.canonical
    bare = compare.key(squeeze(clean(number)[0])[0])
    return bare.lstrip("0") or bare


def text_likeness(one: str, other: str) -> float:
    """How alike two sentences are, 0…1; one that is half of the other or more is all alike."""
    first, second = compare.key(one), compare.key(other)
    return max(Indel.normalized_similarity(first, second), _contained(first, second))


def _contained(one: str, other: str) -> float:
    words, others = one.split(), other.split()
    shorter, longer = sorted((len(words), len(others)))
    if not shorter or shorter / longer < _SHORTEST:
        return 0.0
    return LCSseq.similarity(words, others) / shorter


def _rank(one: str, other: str) -> float:
    """``text_likeness``, a little more where the two are also of one length."""
    whole = Indel.normalized_similarity(compare.key(one), compare.key(other))
    return text_likeness(one, other) + whole * _LENGTH_WEIGHT


def pair_tasks(gold: Sequence[Task], got: Sequence[Task]) -> Pairs:
    """Tasks whose words are alike, the most alike first."""
    return _by_words(gold, got)


def pair_targets(gold: Sequence[Target], got: Sequence[Target]) -> Pairs:
    """Targets of the same value; among equal values the words decide."""

    def likeness(one: Target, other: Target) -> float:
        same = _same_value(one.value, other.value) and _same_value(one.value_max, other.value_max)
        return _ANY_WORDS + _rank(one.text, other.text) if same else 0.0

    return _greedy(gold, got, likeness)


def pair_anomalies(gold: Sequence[Anomaly], got: Sequence[Anomaly]) -> Pairs:
    """Doubts of the same code."""
    return _greedy(gold, got, lambda one, other: float(one.code == other.code))


def pair_bodies(gold: Sequence[str], got: Sequence[str]) -> Pairs:
    """Names that mean the same body."""
    return _greedy(gold, got, body_likeness)


def pair_citations(
    gold: Sequence[Citation], got: Sequence[Citation], same: Callable[[Citation, Citation], bool]
) -> Pairs:
    """Mentions of the same number; documents without a number by their words.

    Several mentions of one number keep the order of the text: as many pairs as possible, of
    those the ones where ``same`` holds most often, then those whose words are most alike.
    """
    pairs: Pairs = []
    for number in dict.fromkeys(_number(citation) for citation in gold):
        own = [at for at, citation in enumerate(gold) if _number(citation) == number]
        others = [at for at, citation in enumerate(got) if _number(citation) == number]
        mentions, found = [gold[at] for at in own], [got[at] for at in others]
        inner = _in_order(mentions, found, same) if number else _by_words(mentions, found)
        pairs += [(own[one], others[other]) for one, other in inner]
    return sorted(pairs)


def _number(citation: Citation) -> str | None:
    return number_key(citation.number) if citation.number else None


def _by_words(gold: Sequence[Worded], got: Sequence[Worded]) -> Pairs:
    def likeness(one: Worded, other: Worded) -> float:
        return _rank(one.text, other.text) if text_likeness(one.text, other.text) >= ALIKE else 0.0

    return _greedy(gold, got, likeness)


def _in_order(
    gold: Sequence[Citation], got: Sequence[Citation], same: Callable[[Citation, Citation], bool]
) -> Pairs:
    """The best pairs that do not cross: ``best[i][j]`` is over the first i and j."""
    nothing: tuple[int, int, float, Pairs] = (0, 0, 0.0, [])
    best = [[nothing] * (len(got) + 1) for _ in range(len(gold) + 1)]
    for i, one in enumerate(gold):
        for j, other in enumerate(got):
            count, right, likeness, pairs = best[i][j]
            paired = (
                count + 1,
                right + same(one, other),
                likeness + text_likeness(one.text, other.text),
                [*pairs, (i, j)],
            )
            best[i + 1][j + 1] = max(
                paired, best[i][j + 1], best[i + 1][j], key=lambda found: found[:3]
            )
    return best[-1][-1][3]


def _greedy(
    gold: Sequence[Thing], got: Sequence[Thing], likeness: Callable[[Thing, Thing], float]
) -> Pairs:
    """The pair that is most alike first, among equals the first in the text; 0 is no pair."""
    pairs: Pairs = []
    for one, other in _most_alike(gold, got, likeness):
        if all(one != i and other != j for i, j in pairs):
            pairs.append((one, other))
    return sorted(pairs)


def _most_alike(
    gold: Sequence[Any], got: Sequence[Any], likeness: Callable[[Any, Any], float]
) -> Iterable[tuple[int, int]]:
    rated = [
        (-likeness(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(got)
    ]
    return [(i, j) for rate, i, j in sorted(rated) if rate < 0]


def _same_value(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
