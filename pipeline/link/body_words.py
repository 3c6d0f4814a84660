"""Names of bodies as words: one spelling of each letter, no bullets, notes or terms of office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.extract.casing import is_capitals, proper_case
from pipeline.ocr.syllables import canonical_tone, fold, is_syllable

_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u00a0": " "})
_DASHES = re.compile(r"[–—‐‑−\u00ad]")
_EDGES = re.compile(r"^[\s\-+*•·.,;:]+|[\s\-.,;:*/]+$")
_NOTE = re.compile(r"\([^()]*\)?")
_TERM = re.compile(
    r"[\s,]*\b(?:khóa|nhiệm\s+kỳ|lần\s+thứ|kỳ\s+họp\s+thứ)\s+(?:thứ\s+)?"
    r"(?:[ivxlc]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s+\w+)?)\b(?:\s*-\s*\d{4})?",
    re.IGNORECASE,
)
_COMRADE = re.compile(r"^(?:các\s+)?(?:đồng\s+chí|đ/c|ông|bà)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, as compared, and the punctuation that stands before it."""

    text: str
    key: str
    gap: str = ""


def words_of(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order."""
    found, end = [], 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()].strip()
        found.append(Word(match.group(), canonical_tone(match.group().lower()), gap))
        end = match.end()
    return tuple(found)


def spelled(words: Iterable[Word]) -> str:
    """The words as text again, with their punctuation."""
    text = ""
    for word in words:
        text += _separator(word.gap) + word.text if text else word.text
    return text


def _separator(gap: str) -> str:
    if not gap:
        return " "
    return f" {gap} " if gap in {"-", "&"} else f"{gap} "


def slug(text: str) -> str:
    """ "Ủy ban nhân dân tỉnh" → "uy-ban-nhan-dan-tinh"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text).replace("'", "").replace("’", "")))


def keys_of(text: str) -> tuple[str, ...]:
    """The words of ``text`` as they are compared."""
    return tuple(word.key for word in words_of(text))


def written_out(name: str) -> str:
    """``name`` in mixed case without abbreviations, notes, bullets and terms of office.

    Tone marks on their canonical vowel, Ð as Đ, every dash a hyphen.
    """
    text = _DASHES.sub("-", canonical_tone(name).translate(_LOOK_ALIKES))
    text = _COMRADE.sub("", _EDGES.sub("", _NOTE.sub(" ", text)))
    text = " ".join(_TERM.sub("", text).split())
    cased = proper_case(text) if is_capitals(text) and " " in text else text
    expanded = _abbreviation().sub(_expanded, canonical_tone(cased))
    return " ".join(expanded.replace("&", " và ").split())


@cache
def _short_forms() -> dict[str, str]:
    own: dict[str, str] = vocabulary.read_table("body_names")["abbreviations"]
    cities = {
        short: f"thành phố {place.name}"
        for place in vocabulary.provinces()
        for short in place.short
        if place.kind == "thành phố" and short.startswith("TP")
    }
    return {
        short.lower(): words for short, words in (cities | vocabulary.abbreviations() | own).items()
    }


@cache
def _abbreviation() -> re.Pattern[str]:
    either = "|".join(re.escape(short) for short in sorted(_short_forms(), key=len, reverse=True))
    return re.compile(rf"(?<![\w.&-])(?:{either})(?:(?<=\.)|(?![\w&]))", re.IGNORECASE)


def _expanded(match: re.Match[str]) -> str:
    short = match.group()
    if is_syllable(short.lower()) and not (short.isupper() and _stands_out(match)):
        return short
    return f"{_short_forms()[short.lower()]} "


def _stands_out(match: re.Match[str]) -> bool:
    """Whether capitals mark an abbreviation ("Hội TƯ") and not a line of them ("SỞ TƯ PHÁP")."""
    before, after = match.string[: match.start()].split(), match.string[match.end() :].split()
    beside = [*before[-1:], *after[:1]]
    return not any(word.isupper() and is_syllable(word.lower()) for word in beside)
