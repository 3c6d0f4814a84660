"""When do two names mean the same body, or two phrases the same thing?

Text may differ from the print by a slip of the recogniser, a name by "các", by an abbreviation
and by the place that everybody knows ("Hội Chữ thập đỏ tỉnh" is that of Quảng Ninh).
"""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel, Levenshtein

from pipeline.evaluate import compare
from pipeline.extract.casing import expand_abbreviations
from pipeline.extract.casing_lexicon import longest_phrase

SIMILAR = 0.9
_SAME_WORD = 0.5
_PLACE_WORDS = 4
_EDGE = re.compile(r"^[\s\-–—+*•·.,;:]+|[\s\-–—.,;:]+$")
_MANY = re.compile(r"^các\s+", re.IGNORECASE)
_COMMITTEE = "ủy"
_WORD = re.compile("%|(?:[^\\W_]|[\u0300-\u036f])+")  # a tone mark put last may stand alone


def body_key(name: str) -> str:
    """``name`` as it is compared: without bullet, final mark and "các", written out."""
    bare = _MANY.sub("", _EDGE.sub("", name))
    return compare.key(expand_abbreviations(bare))


def body_likeness(gold: str, got: str) -> float:
    """0 for two bodies; for one body 1, or less the more its two names differ."""
    one, other = body_key(gold), body_key(got)
    if one == other:
        return 1.0
    likeness = Indel.normalized_similarity(one, other)
    if likeness >= SIMILAR and _same_words(one, other):
        return likeness
    shorter, longer = sorted((_written(gold), _written(got)), key=len)
    return SIMILAR / 2 if _adds_place(shorter, longer) else 0.0


def same_body(gold: str | None, got: str | None) -> bool:
    """True when both name the same body, or neither names any."""
    return body_likeness(gold, got) > 0 if gold and got else not gold and not got


def same_phrase(gold: str | None, got: str | None) -> bool:
    """True when the words of the one stand whole in the other, or nearly; or there is neither."""
    if not gold or not got:
        return not gold and not got
    one, other = compare.key(gold), compare.key(got)
    near = Indel.normalized_similarity(one, other) >= SIMILAR and _same_words(one, other)
    return near or contains(one, other) or contains(other, one)


def contains(whole: str, part: str) -> bool:
    """True when the words of ``part`` stand in ``whole`` one after another."""
    return f" {_words(part)} " in f" {_words(whole)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text))


def _same_words(one: str, other: str) -> bool:
    """Slips change letters; another numeral or another word in its place is another name."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    words, others = one.split(), other.split()
    return len(words) != len(others) or all(
        Levenshtein.normalized_similarity(a, b) >= _SAME_WORD
        for a, b in zip(words, others, strict=True)
    )


def _written(name: str) -> list[str]:
    return expand_abbreviations(_MANY.sub("", _EDGE.sub("", name))).split()


def _adds_place(name: list[str], longer: list[str]) -> bool:
    """True when ``longer`` is ``name`` with its level, its place or both behind it."""
    if not name or len(name) >= len(longer):
        return False
    if compare.key(" ".join(name)) != compare.key(" ".join(longer[: len(name)])):
        return False
    rest = longer[len(name) :]
    level = longest_phrase(rest, 0)
    if level and level.is_level:
        return _is_place(rest[len(level.words) :])
    return _is_province(rest) or (_ends_with_level(name) and _is_place(rest))


def _is_place(words: list[str]) -> bool:
    """Whether the words may be a proper name; none at all may be left out."""
    return len(words) <= _PLACE_WORDS and all(word[0].isupper() for word in words)


def _is_province(words: list[str]) -> bool:
    phrase = longest_phrase(words, 0)
    return bool(phrase and phrase.is_place and len(phrase.words) == len(words))


def _ends_with_level(name: list[str]) -> bool:
    """Whether the last words are a level or a committee of one (tỉnh, thành phố, Tỉnh ủy)."""
    if compare.same_text(name[-1], _COMMITTEE):
        return True
    last = [(count, longest_phrase(name[-count:], 0)) for count in (1, 2) if count <= len(name)]
    return any(found and found.is_level and len(found.words) == count for count, found in last)
