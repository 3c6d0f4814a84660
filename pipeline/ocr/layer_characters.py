"""Characters of a PDF page become words: duplicates out, blanks judged, runs joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Character = dict[str, Any]

_SAME_PLACE = 0.12  # of the type size: fake bold prints a letter again at this distance
_WORD_GAP = 0.2  # of the type size, where no blank character stands between
_LINE_BAND = 4.0  # points; characters are sought in bands of this height


def sole_characters(characters: Iterable[Character]) -> list[Character]:
    """``characters`` without those printed twice in one place (fake bold, shadows)."""
    kept: list[Character] = []
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for character in characters:
        x, y, reach = character["x0"], character["top"], _SAME_PLACE * character["size"]
        places = seen[character["text"]]
        if not character["text"].isspace():
            if any(abs(x - px) < reach and abs(y - py) < reach for px, py in places):
                continue
            places.append((x, y))
        kept.append(character)
    return kept


def joined_words(characters: Sequence[Character]) -> list[Character]:
    """Words as pdfplumber makes them, with ``fontname`` and ``size`` of their first letter.

    Blanks that lie under other letters are left out first: an empty paragraph's blank often
    stands in the middle of a word of the neighbouring table cell (observed), and would cut it.
    """
    from pdfplumber.utils.text import extract_words

    words: list[Character] = extract_words(
        _without_covered_blanks(characters),
        x_tolerance_ratio=_WORD_GAP,
        y_tolerance=2,
        extra_attrs=["fontname", "size"],
        return_chars=False,
    )
    return words


def _without_covered_blanks(characters: Sequence[Character]) -> list[Character]:
    inked: dict[int, list[Character]] = defaultdict(list)
    for character in characters:
        if not character["text"].isspace():
            inked[_band(character)].append(character)
    return [c for c in characters if not c["text"].isspace() or not _is_covered(c, inked)]


def _band(character: Character) -> int:
    return int((character["top"] + character["bottom"]) / 2 / _LINE_BAND)


def _is_covered(blank: Character, inked: dict[int, list[Character]]) -> bool:
    center = (blank["x0"] + blank["x1"]) / 2
    band = _band(blank)
    near = (c for side in (band - 1, band, band + 1) for c in inked.get(side, ()))
    return any(c["x0"] + 0.5 < center < c["x1"] - 0.5 for c in near)
