"""How well letters answer a query: counted in their stored words, the same for every database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from pipeline.store.search_marks import Count, Finder, Mark
from pipeline.store.search_match import TIERS, Tier
from pipeline.store.search_snippet import Snippet, snippet

# BM25's constants as Robertson and Zaragoza (2009) recommend them: how soon a word that is said
# again adds nothing, and how much a long text is held against it.
_SATURATION, _LENGTH = 1.2, 0.75
_HEADER_WEIGHT = 3
"""A word of the header counts as often as so many on a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says: its header, one field a line, and its pages by number."""

    letter_id: int
    day: dt.date
    header: str
    pages: Mapping[int, str]

    @property
    def newest_first(self) -> tuple[int, int]:
        """Sorts letters by their day, and those of one day by when they came in."""
        return -self.day.toordinal(), -self.letter_id

    @property
    def length(self) -> int:
        """Characters."""
        return len(self.header) + sum(map(len, self.pages.values()))


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter that answers the query: ``tier`` is a place in ``TIERS``."""

    words: Words
    tier: int
    score: float

    @property
    def exact(self) -> bool:
        """Whether every term stands there with its own marks."""
        return TIERS[self.tier].exact


@dataclass(frozen=True, slots=True)
class Places:
    """Where the terms stand: the pages that have one, and words to show.

    ``best_page`` is the page with the most terms, then the most places, then the first; ``None``
    where they stand in the header only, from which the snippet is then.
    """

    pages: tuple[int, ...]
    best_page: int | None
    snippet: Snippet


def ranked(finder: Finder, letters: Sequence[Words]) -> list[Answer]:
    """The letters that answer the query, the best first.

    Exact words before folded ones, the header before pages, then BM25 without the rarity of words
    (every letter has them all) and with neighbours as a term of their own, then the day.
    """
    mean = max(1.0, fmean(letter.length for letter in letters)) if letters else 1.0
    answers = [answer for letter in letters if (answer := _answer(finder, letter, mean))]
    return sorted(
        answers, key=lambda answer: (answer.tier, -answer.score, answer.words.newest_first)
    )


def _answer(finder: Finder, letter: Words, mean: float) -> Answer | None:
    """``None`` for a letter that has a phrase's pairs but not the phrase."""
    header = finder.counts(letter.header)
    everywhere = _sum([header, *(finder.counts(text) for text in letter.pages.values())])
    for term, count in zip(finder.terms, everywhere, strict=True):
        if len(term.words) > 2 and not count.all:
            return None
    fitting = (place for place, tier in enumerate(TIERS) if _fits(tier, header, everywhere))
    tier = next(fitting, len(TIERS) - 1)
    weighed = _sum([everywhere, *[header] * _HEADER_WEIGHT])
    counts = [count.exact if TIERS[tier].exact else count.all for count in weighed]
    if len(counts) > 1:
        counts.append(sum(map(finder.neighbours, (letter.header, *letter.pages.values()))))
    return Answer(letter, tier, _score(counts, letter.length / mean))


def _sum(counts: Sequence[Sequence[Count]]) -> list[Count]:
    """For each term the sum over several texts."""
    return [
        Count(sum(count.all for count in each), sum(count.exact for count in each))
        for each in zip(*counts, strict=True)
    ]


def _fits(tier: Tier, header: Sequence[Count], everywhere: Sequence[Count]) -> bool:
    counts = header if tier.in_header else everywhere
    return all(count.exact if tier.exact else count.all for count in counts)


def _score(counts: Sequence[int], relative_length: float) -> float:
    """The mean of BM25's term weights, 0…2.2."""
    patience = _SATURATION * (1 - _LENGTH + _LENGTH * relative_length)
    return fmean(count * (_SATURATION + 1) / (count + patience) for count in counts)


def places(finder: Finder, answer: Answer) -> Places:
    """Where the terms stand in a letter; only those with their own marks, if all have them."""
    texts = answer.words.pages.items()
    marks = {page: _shown(finder.marks(text), answer) for page, text in texts}
    pages = {page: found for page, found in marks.items() if any(found)}
    best = max(pages, key=lambda page: (*_coverage(pages[page]), -page), default=None)
    if best is None:
        header = answer.words.header
        return Places((), None, snippet(None, header, _shown(finder.marks(header), answer)))
    return Places(tuple(pages), best, snippet(best, answer.words.pages[best], pages[best]))


def _shown(marks: list[list[Mark]], answer: Answer) -> list[list[Mark]]:
    if not answer.exact:
        return marks
    return [[mark for mark in each if mark.exact] for each in marks]


def _coverage(marks: Sequence[Sequence[Mark]]) -> tuple[int, int]:
    return sum(map(bool, marks)), sum(map(len, marks))
