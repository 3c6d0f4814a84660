"""Where the words of a query stand in a text as it is printed, whatever its spelling.

Everything counts in the text that was stored: no form of it is made for the search, so a mark in a
snippet is at the letters that the page has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.ocr.syllables import LOWER_LETTERS, fold
from pipeline.store.search_query import SearchQuery, Term
from pipeline.store.search_words import words_of

_COMBINING = "[\u0300-\u036f]"
_BETWEEN = r"[\W_]+"
_IN_NUMBER = r"[\W_]{0,3}"
# After the first letter, not before it: a pattern that begins with letters is found much faster.
_BEGINS = rf"(?<!(?:[^\W_]|{_COMBINING}).)"
_ENDS = rf"(?![^\W_]|{_COMBINING})"


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` is what the term asks for, in the exact words or only folded."""

    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How often a term stands in a text, and how often of these in the exact words."""

    all: int
    exact: int


class Finder:
    """Finds the terms of one query, and words that follow each other in it."""

    def __init__(self, query: SearchQuery) -> None:
        self.terms = query.terms
        self._sought = [_Sought(term) for term in query.terms]
        singles = [term for term in query.terms if len(term.words) == 1]
        pairs = (Term((*first.words, *second.words)) for first, second in pairwise(singles))
        self._pairs = [_Sought(pair) for pair in pairs]

    def counts(self, text: str) -> list[Count]:
        """For each term how often it stands in ``text``."""
        return [sought.count(text) for sought in self._sought]

    def neighbours(self, text: str) -> int:
        """How often two words that follow each other in the query do so in ``text``."""
        return sum(pair.count(text).all for pair in self._pairs)

    def marks(self, text: str) -> list[list[Mark]]:
        """For each term its places in ``text``, in order."""
        return [sought.marks(text) for sought in self._sought]


class _Sought:
    """One term as a pattern: its words, or one of the numbers that it may be (always exact)."""

    def __init__(self, term: Term) -> None:
        self._exact = term.exact
        words = _BETWEEN.join(_word(word.folded) for word in term.words)
        self._words = None if term.numbers else re.compile(words)
        numbers = "|".join(map(_number, term.numbers))
        self._pattern = self._words or re.compile(f"(?P<number>{numbers})|{words}")

    def count(self, text: str) -> Count:
        if self._words is None:
            marks = self.marks(text)
            return Count(len(marks), sum(mark.exact for mark in marks))
        found = self._words.findall(text)
        return Count(len(found), sum(_exact(words) == self._exact for words in found))

    def marks(self, text: str) -> list[Mark]:
        return [self._mark(match) for match in self._pattern.finditer(text)]

    def _mark(self, match: re.Match[str]) -> Mark:
        exact = match.lastgroup == "number" or _exact(match.group()) == self._exact
        return Mark(match.start(), match.end(), exact)


@lru_cache(maxsize=65536)
def _exact(text: str) -> str:
    return " ".join(word.exact for word in words_of(text))


def _word(folded: str) -> str:
    first, *rest = map(_letter, folded)
    return f"{_COMBINING}*".join([first + _BEGINS, *rest, _ENDS])


def _number(bare: str) -> str:
    return r"(?<![^\W_])0*" + _IN_NUMBER.join(map(_letter, bare)) + f"{_COMBINING}*{_ENDS}"


@cache
def _variants() -> dict[str, str]:
    """Each letter without marks and all letters that fold to it, small and capital."""
    variants: defaultdict[str, str] = defaultdict(str)
    for letter in sorted(LOWER_LETTERS | {"ð", "ɖ"}):
        variants[fold(letter)] += letter + letter.upper()
    return dict(variants)


def _letter(folded: str) -> str:
    return f"[{_variants().get(folded) or re.escape(folded + folded.upper())}]"
