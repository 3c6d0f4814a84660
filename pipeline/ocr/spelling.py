"""Whether a word that was read can be right: Vietnamese syllables, abbreviations, numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipeline import vocabulary
from pipeline.ocr.syllables import TONES, is_syllable

# So few capitals are an abbreviation, whatever they spell; more than LONGEST never are (văn thư
# abbreviates a name to the first letters of its words: SLĐTBXH).
SHORT = 3
LONGEST = 7

_LETTERS = re.compile(r"[^\W\d_]+")


def is_misspelled(text: str) -> bool:
    """Whether a word of letters is no Vietnamese syllable; abbreviations, numbers and syllables
    of other languages in the names of provinces (Kạn, Lắk) pass."""
    runs = _LETTERS.findall(text)
    return any(not _is_right(run) for run in runs if len(run) > 1 and not _abbreviation(run))


def _is_right(run: str) -> bool:
    return is_syllable(run) or unicodedata.normalize("NFC", run).lower() in _place_syllables()


@cache
def _place_syllables() -> frozenset[str]:
    names = (
        name for province in vocabulary.provinces() for name in (province.name, *province.seats)
    )
    return frozenset(run.lower() for name in names for run in _LETTERS.findall(name))


def _abbreviation(run: str) -> bool:
    """TTg, BYT, UBND, LĐTBXH; but no word in capitals that has a tone mark, or has lost it."""
    if not run.isupper():
        return sum(c.isupper() for c in run) > 1
    letters = unicodedata.normalize("NFD", run)
    if len(run) > LONGEST or any(tone in letters for tone in TONES):
        return False
    return len(run) <= SHORT or not _has_lost_its_tone(run)


def _has_lost_its_tone(run: str) -> bool:
    """THUYÊT, which would be a syllable with a tone mark on one of its vowels."""
    places = range(1, len(run) + 1)
    return any(is_syllable(run[:i] + tone + run[i:]) for i in places for tone in TONES)
