"""Tone marks that a recogniser lost or changed in names of bodies and places, put back.

Capitals with marks are where recognisers err most (ỦY BAN NHẦN DÂN, TÍNH LẠNG SON). A name is
repaired only where its letters without marks are those of exactly one name of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import vocabulary
from pipeline.extract.casing_lexicon import key, words_of
from pipeline.ocr.syllables import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 12  # words; the longest name of the vocabulary is shorter


def restore_marks(text: str) -> tuple[str, bool]:
    """``text`` with the marks of known names put back, and whether any was missing or wrong.

    Case, spaces and tone placement of what was right stay as printed.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    right = _restored(words)
    pieces: list[str] = []
    done = 0
    for (start, end), word in zip(spans, right, strict=True):
        pieces += (text[done:start], word)
        done = end
    restored = "".join(pieces) + text[done:]
    return restored, restored != text


def _restored(words: list[str]) -> list[str]:
    out: list[str] = []
    in_name = True  # the beginning, or right behind a name
    while len(out) < len(words):
        at = len(out)
        name = _name_at(words, at)
        # Two syllables of a place may as well be of a person (Lê Quang Nam).
        in_name = name is not None and (in_name or name not in _bare_places())
        if name and in_name:
            out += (_as_printed(words[at + offset], word) for offset, word in enumerate(name))
        else:
            out.append(words[at])
    return out


@cache
def _bare_places() -> frozenset[tuple[str, ...]]:
    named = (name for province in vocabulary.provinces() for name in _names_of(province))
    return frozenset(tuple(words_of(name)) for name in named)


def _names_of(province: vocabulary.Province) -> list[str]:
    return [name for name in (province.name, *province.seats) if " " in name]


def _name_at(words: list[str], at: int) -> tuple[str, ...] | None:
    folded = tuple(fold(word) for word in words[at : at + _LONGEST])
    for length in range(len(folded), 1, -1):
        names = _names().get(folded[:length], ())
        if len(names) == 1:
            return names[0]
    return None


def _as_printed(printed: str, right: str) -> str:
    if key(printed) == key(right):
        return printed
    if printed.isupper():
        return right.upper()
    return right.capitalize() if printed[:1].isupper() else right.lower()


@cache
def _names() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Names by their letters without marks; several where marks make the difference."""
    table: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, ...]]] = {}
    for name in _known_names():
        words = tuple(words_of(name))
        same = table.setdefault(tuple(fold(word) for word in words), {})
        same.setdefault(tuple(key(word) for word in words), words)
    return {folded: tuple(names.values()) for folded, names in table.items()}


def _known_names() -> Iterator[str]:
    yield from (body.name for body in vocabulary.bodies() if " " in body.name)
    for province in vocabulary.provinces():
        yield from _names_of(province)
        yield f"{province.kind} {province.name}"
    yield from (name for name in vocabulary.casing().phrases if name.count(" ") > 1)
    for title in vocabulary.titles():
        yield from (name for name in (title.title, *title.deputies) if name.count(" ") > 1)
