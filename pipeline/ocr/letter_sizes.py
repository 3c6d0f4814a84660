"""Settles by size what the shape of letters leaves open.

A line reader sees each line at one height and cannot tell "c" from "C"; and upright strokes side
by side are II, H or 11 to it. The ink of the row tells: capitals are taller than small letters,
and strokes can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image
from pipeline.ocr.row_ink import PartBox
from pipeline.ocr.text_rows import Row

# Letters whose capital has the same shape.
ALIKE = frozenset("cosvxz")
# Shares of a capital's height that a small letter does not reach, and a capital does.
SMALL, TALL, TALLEST = 0.78, 0.9, 1.15
# V and X are wider than high.
WIDEST = 1.2
# Ink lower than this is a mark or a stop.
LETTER = 0.45
# What upright strokes are read as, with the full stop that ends a numeral.
_UPRIGHT = re.compile(r"^[IHLTNMl1|]{1,5}[.,]?$")
# "để báo cáo" as văn thư abbreviates it.
_REPORT = re.compile(r"(?<=\bb/)[C€©]")
_FIRST_LETTER = re.compile(r"^\W*(?:\w/)?([^\W\d_])")
# A column of ink this high is part of a stroke; a stroke is at most this wide.
STROKE_HIGH, STROKE_WIDE = 0.75, 0.45
INK = 150
# Serifs of a stroke differ by less than this share of its height.
LOPSIDED = 0.14


def settled(
    text: str, parts: Sequence[PartBox], row: Row, gray: Image, *, is_first: bool = False
) -> str:
    """A word with its first letter and Roman numerals as large as their ink.

    ``parts`` are the boxes of the word's ink, from left to right, in the pixels of ``gray``. Only
    the row's first word is made larger: within a row letters that touch look as tall.
    """
    if not parts:
        return text
    sized = _numeral(text, parts, row, gray) or _cased(text, parts, row, is_first)
    return _REPORT.sub("c", sized)


def _numeral(text: str, parts: Sequence[PartBox], row: Row, gray: Image) -> str | None:
    """ "III." where the ink is nothing but upright strokes and a full stop."""
    stop = parts[-1]
    ends_in_stop = len(parts) > 1 and stop[3] - stop[1] < LETTER * row.capital
    if not _UPRIGHT.match(text) or not ends_in_stop or text.strip(".,").isdigit():
        return None
    left, right = parts[0][0], stop[0]
    top, base = round(row.baseline - row.capital), round(row.baseline)
    ink = gray[max(0, top) : base, left:right] < INK
    if not ink.size:
        return None
    high = ink.sum(axis=0) >= STROKE_HIGH * row.capital
    edges = np.flatnonzero(np.diff(np.concatenate([[0], high, [0]])))
    starts, ends = edges[::2].tolist(), edges[1::2].tolist()
    widest = max((end - start for start, end in zip(starts, ends, strict=True)), default=0)
    if not 1 <= len(starts) <= 3 or widest > STROKE_WIDE * row.capital:
        return None
    if _has_bar(ink, starts, ends) or (len(starts) == 1 and _is_lopsided(ink, starts[0], ends[0])):
        return None
    return "I" * len(starts) + "."


def _has_bar(ink: npt.NDArray[np.bool_], starts: list[int], ends: list[int]) -> bool:
    """Whether half way up there is ink beside the strokes: H, N, L, T or 1 are no numerals."""
    middle = ink[round(0.35 * len(ink)) : round(0.65 * len(ink))]
    beside = np.ones(ink.shape[1], np.bool_)
    for start, end in zip(starts, ends, strict=True):
        beside[max(0, start - 2) : end + 2] = False
    return bool(middle[:, beside].any())


def _is_lopsided(ink: npt.NDArray[np.bool_], start: int, end: int) -> bool:
    """Whether more ink stands on one side of the stroke: L or 1, where I has even serifs."""
    columns = np.flatnonzero(ink.any(axis=0))
    before, behind = start - int(columns[0]), int(columns[-1]) + 1 - end
    head, foot = (int(half.any(axis=0).sum()) for half in np.array_split(ink, 2))
    return max(abs(before - behind), abs(head - foot)) > LOPSIDED * len(ink)


def _cased(text: str, parts: Sequence[PartBox], row: Row, is_first: bool) -> str:
    """The first letter small or capital by its height, where shape does not tell.

    A word that goes on in capitals keeps its own, and so does a row without both sizes in it.
    """
    found = _FIRST_LETTER.match(text)
    if found is None or found.group(1).lower() not in ALIKE:
        return text
    place = found.start(1)
    if text[place + 1 : place + 2].isupper() or row.small > SMALL * row.capital:
        return text
    ahead = sum(c.isalnum() or c in "/(" for c in text[:place])
    tall = [box for box in parts if box[3] - box[1] > LETTER * row.capital]
    if ahead >= len(tall):
        return text
    box = tall[ahead]
    rise = (row.baseline - box[1]) / row.capital
    letter = found.group(1)
    if rise <= SMALL:
        letter = letter.lower()
    elif is_first and TALL <= rise <= TALLEST and box[2] - box[0] <= WIDEST * row.capital:
        letter = letter.upper()
    return text[:place] + letter + text[place + 1 :]
