"""Recognises the fixed phrases of a letter in spite of recognition errors."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz

from pipeline import vocabulary
from pipeline.ocr.syllables import fold

Motto = Literal["state", "state_motto", "party", "youth"]

# Similarity (0…100) of folded texts at which a line is taken for the phrase.
ALIKE = 82
_PLAIN = re.compile(r"[^a-z0-9/ ]+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Folded text without punctuation, words separated by single spaces."""
    return " ".join(_PLAIN.sub(" ", fold(text)).split())


@cache
def _mottos() -> tuple[tuple[str, Motto], ...]:
    known: dict[str, Motto] = {
        "state": "state",
        "state_motto": "state_motto",
        "party": "party",
        "youth": "youth",
    }
    return tuple(
        (plain(form), known[mark.value])
        for mark in vocabulary.marks().mottos
        for form in mark.forms
    )


@lru_cache(maxsize=8192)
def motto_of(text: str) -> Motto | None:
    """Which title of the right column the line is: quốc hiệu, tiêu ngữ, Đảng, Đoàn."""
    key = plain(text)
    if not 8 <= len(key) <= 60:
        return None
    scored = [(fuzz.ratio(key, form), motto) for form, motto in _mottos()]
    best, motto = max(scored)
    return motto if best >= ALIKE else None


@cache
def _starts(group: str) -> tuple[str, ...]:
    forms: tuple[str, ...] = getattr(vocabulary.marks(), group)
    return tuple(sorted({plain(form) for form in forms}, key=len, reverse=True))


@lru_cache(maxsize=8192)
def starts_with_cue(text: str, group: str, alike: int = 88) -> bool:
    """Whether the line begins with a cue of ``group`` (a field of ``vocabulary.Marks``)."""
    key = plain(text)
    return any(
        len(cue) >= 3 and fuzz.ratio(key[: len(cue)], cue) >= alike for cue in _starts(group)
    )


def is_addressee_cue(text: str) -> bool:
    """Whether the line begins with "Kính gửi" or one of its kin."""
    key = plain(text)
    return key.startswith(("kinh gui", "kinh trinh", "dong kinh gui", "kinh moi")) or (
        fuzz.ratio(key[:8], "kinh gui") >= 85
    )


def is_recipients_cue(text: str) -> bool:
    """Whether the line begins with "Nơi nhận"."""
    key = plain(text)
    return fuzz.ratio(key[:8], "noi nhan") >= 80 or fuzz.ratio(key[:7], "noi gui") >= 92


def is_legal_basis(text: str) -> bool:
    """Whether the line opens a legal basis ("Căn cứ …;")."""
    return starts_with_cue(text, "legal_basis_cues")
