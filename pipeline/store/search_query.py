"""What somebody asks for: words, phrases, numbers, exclusions, and filters on what letters are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import QueryInvalid
from pipeline.store.search_words import Word, typed_number_words, words_of

MOST_WORDS = 64
"""Words of one query; a whole paragraph is no question."""

_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<chunk>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side, or a số hiệu: one of ``numbers``, or else the words."""

    words: tuple[Word, ...]
    numbers: tuple[str, ...] = ()

    @property
    def exact(self) -> str:
        """The exact words, parted by spaces."""
        return " ".join(word.exact for word in self.words)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Letters that have all ``terms`` and none of ``excluded``."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """What the letters must be; ``None`` and empty ask for nothing.

    ``issuers``: any of them, each the key of a body, its kind (the key's part before the slash),
    or words of its name. ``date_from`` and ``date_to`` are the first and the last day; letters
    without a date are then left out. ``relation``: letters that cite something in this way.
    ``task_state``: letters with an occurrence of a task in this state
    (:class:`models.register.OccurrenceState`).
    """

    issuers: tuple[str, ...] = ()
    type_code: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    relation: str | None = None
    task_state: str | None = None

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise QueryInvalid(f"{self.date_from} > {self.date_to}")
        for issuer in self.issuers:
            if not words_of(issuer):
                raise QueryInvalid(issuer)


def parse(words: str) -> SearchQuery:
    """The query that was typed: words, ``"phrases"``, ``-not``, numbers in any spelling.

    A word with punctuation in it is a phrase of its parts. Raises :class:`QueryInvalid` when
    nothing is left to look for, or it is too much.
    """
    wanted: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    for match in _PART.finditer(words.translate(_QUOTES)):
        for term in _terms(match):
            (excluded if match["minus"] else wanted)[term] = None
    if not wanted:
        raise QueryInvalid(words)
    if sum(len(term.words) for term in (*wanted, *excluded)) > MOST_WORDS:
        raise QueryInvalid(f"> {MOST_WORDS} từ · words")
    return SearchQuery(tuple(wanted), tuple(excluded))


def _terms(match: re.Match[str]) -> Iterator[Term]:
    """At most one term; a part without letters and digits is none."""
    text: str = match["phrase"] if match["chunk"] is None else match["chunk"]
    words = tuple(words_of(text))
    if words:
        numbers = sorted(typed_number_words(text)) if match["chunk"] else []
        yield Term(words, tuple(numbers))
