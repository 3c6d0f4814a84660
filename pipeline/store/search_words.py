"""The words of a text as the search knows them: exact, and folded to letters without marks.

Exact is NFC, lower case, tone marks of oa, oe, uy in one place (``hoà`` is ``hòa``), i and y apart
(handbook, section 5, Unicode). Folded has no marks at all and d for đ and its look-alikes.
A số hiệu is one word more: ``05-KH/TU`` is ``5khtu``, whatever stands between its parts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.number import DocumentNumber, find_numbers, parse_number
from pipeline.extract.number_text import clean
from pipeline.ocr.syllables import canonical_tone, fold

LONGEST = 64
"""Letters of a word that count; the longest Vietnamese syllable has seven."""

_RUN = re.compile(r"[^\W_]+")
_BARE = re.compile(r"\d+[a-z][a-z0-9]*")
_TYPED_NUMBER = re.compile(r"[^\W_]+(?:[-/&]+[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits in its two forms."""

    exact: str
    folded: str


def words_of(text: str) -> list[Word]:
    """The words of ``text`` in order; whatever is no letter and no digit parts them."""
    return [_word(run) for run in _RUN.findall(unicodedata.normalize("NFC", text).lower())]


@lru_cache(maxsize=65536)
def _word(run: str) -> Word:
    exact = canonical_tone(run)[:LONGEST]
    return Word(exact, fold(exact))


def number_words(text: str) -> set[str]:
    """The số hiệu in running text, and whatever else is digits closed up with letters."""
    found = {bare for match in find_numbers(text) for bare in _spellings(match.number)}
    closed = {word.folded for word in words_of(text) if _BARE.fullmatch(word.folded)}
    return found | {_bare(word) for word in closed}


def typed_number_words(text: str) -> set[str]:
    """The number words that ``text`` may stand for where somebody types it; else none.

    With or without punctuation, in any case: ``1716cvtu``, ``1716-cv/tu``. A date, a quantity and
    a number without its symbol are none.
    """
    cleaned, _ = clean(unicodedata.normalize("NFC", text))
    if not _TYPED_NUMBER.fullmatch(cleaned) or not _BARE.fullmatch(_bare(cleaned)):
        return set()
    number = parse_number(cleaned) or parse_number(cleaned.upper())
    return {_bare(cleaned)} | (_spellings(number) if number else set())


def _spellings(number: DocumentNumber) -> set[str]:
    """As printed and as it should have been printed, which differ in TƯ and TW."""
    return {_bare(number.normalised), _bare(number.canonical)}


def _bare(text: str) -> str:
    return "".join(_RUN.findall(fold(unicodedata.normalize("NFC", text)))).lstrip("0")[:LONGEST]
