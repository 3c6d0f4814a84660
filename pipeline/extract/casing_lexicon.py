"""Known phrases for ``casing``: bodies, fields, places, titles and levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import vocabulary
from pipeline.ocr.syllables import canonical_tone, fold, is_syllable

_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[IVX]+")
_AMBIGUOUS_ROMAN = frozenset({"VI", "XI", "I", "V", "X"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A known phrase in proper case.

    ``opens``: the word after it begins with a capital (Sở …, Trường …). ``is_level``: tỉnh,
    huyện …. ``is_special``: a capital in spite of being a level. ``is_small``: never begins with
    a capital (và, của).
    """

    words: tuple[str, ...]
    opens: bool = False
    is_level: bool = False
    is_place: bool = False
    is_special: bool = False
    is_small: bool = False


def words_of(text: str) -> list[str]:
    """The words of ``text``, punctuation dropped."""
    return _WORD.findall(text)


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """``word`` for comparison: lower case, tone on its canonical place."""
    return canonical_tone(word.lower())


Lexicon = dict[str, list[tuple[tuple[str, ...], Phrase]]]


def longest_phrase(words: Sequence[str], at: int) -> Phrase | None:
    """The longest known phrase that begins at ``words[at]``, whatever the case of the words."""
    for keys, phrase in _lexicon().get(key(words[at]), ()):
        if len(keys) <= len(words) - at and all(
            key(words[at + offset]) == keys[offset] for offset in range(1, len(keys))
        ):
            return phrase
    return None


@cache
def _lexicon() -> Lexicon:
    """Phrases by their first word, longest first; of equal ones the more specific."""
    table: dict[tuple[str, ...], Phrase] = {}
    for phrase in _phrases():
        table[tuple(key(word) for word in phrase.words)] = phrase
    by_first: Lexicon = {}
    for keys, phrase in sorted(table.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(keys[0], []).append((keys, phrase))
    return by_first


def _phrases() -> list[Phrase]:
    """General ones first: a later phrase of the same words replaces an earlier one."""
    casing = vocabulary.casing()
    found = [_phrase(text, is_small=True) for text in casing.conjunctions]
    found += [_phrase(text) for text in casing.phrases]
    found += [_phrase(body.name) for body in vocabulary.bodies() if len(body.name.split()) > 1]
    found += [_phrase(text, opens=True) for title in vocabulary.titles() for text in _both(title)]
    found += [_phrase(text, opens=True) for text in casing.type_words]
    found += [_phrase(text, is_place=True) for text in _places()]
    found += [_phrase(text, is_level=True) for text in casing.levels]
    found += [_phrase(text, is_place=True, is_special=True) for text in casing.special]
    return found


def _phrase(
    text: str,
    *,
    opens: bool = False,
    is_level: bool = False,
    is_place: bool = False,
    is_special: bool = False,
    is_small: bool = False,
) -> Phrase:
    words = tuple(words_of(text))
    return Phrase(words, opens, is_level, is_place, is_special, is_small)


def _both(title: vocabulary.Title) -> tuple[str, ...]:
    return (title.title, *title.deputies)


def _places() -> list[str]:
    found: list[str] = []
    for province in vocabulary.provinces():
        found += (province.name, *province.seats, *province.also)
    return [name for name in dict.fromkeys(found) if len(name.split()) > 1]


@lru_cache(maxsize=4096)
def is_acronym(word: str, before: str = "") -> bool:
    """Whether capitals are this word's own: THPT, HIV, a Roman number (khóa XII)."""
    casing = vocabulary.casing()
    if word.isdigit() or word in casing.kept:
        return True
    if _ROMAN.fullmatch(word):
        return word not in _AMBIGUOUS_ROMAN or key(before) in casing.roman_after
    return 1 < len(word) <= 6 and not is_syllable(word) and not re.search("[aeiouy]", fold(word))
