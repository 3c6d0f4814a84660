"""Numbers and days that a clerk wrote by pen into a page whose print is known already.

A letter may be made on a computer and numbered by hand: its text layer says "Số: /SYT-NVY" and
"ngày tháng 9", and the pen strokes are a picture. Only those gaps are read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from models.layout import Box, Line, PageLayout, Region, Word
from pipeline.ocr.cells import WRITTEN, best
from pipeline.ocr.page_source import PageImage
from pipeline.ocr.pixels import to_gray
from pipeline.ocr.recognise import with_cells
from pipeline.ocr.regions import Part
from pipeline.ocr.sheet import Sheet

_NUMBER_GAP = re.compile(r"^\W*S[ốồổỗộ]\s?[:.]?\s*[/-]\s?[A-ZĐÐ]")
_DAY_GAP = re.compile(r"\bngày\s+tháng\b", re.IGNORECASE)
_HEADS = frozenset({Region.HEAD_LEFT, Region.HEAD_RIGHT})
_PAGE = Box(0.0, 0.0, 1.0, 1.0)


def has_gap(layout: PageLayout) -> bool:
    """Whether a number or a day is missing in the letterhead."""
    return any(map(_gap, layout.lines))


def fill_gaps(layout: PageLayout, image: PageImage) -> PageLayout:
    """The page with what stands by pen in its gaps, each word where the gap is."""
    sheet = Sheet(to_gray(image.pixels), image.pixels, round(image.dpi))
    lines = (_filled(line, sheet) if _gap(line) else line for line in layout.lines)
    return replace(layout, lines=tuple(lines))


def _gap(line: Line) -> bool:
    if line.region not in _HEADS:
        return False
    return bool(_NUMBER_GAP.match(line.text) or _DAY_GAP.search(line.text))


def _filled(line: Line, sheet: Sheet) -> Line:
    seen = with_cells(line, sheet, Part(line.region, _PAGE))
    number, day = (next(best(seen.rereadings, cell), None) for cell in ("number", "day"))
    if number is not None and _NUMBER_GAP.match(line.text):
        words = _put(line.words, number.text, number.confidence, ("/", "-"))
    elif day is not None and _DAY_GAP.search(line.text):
        words = _put(line.words, day.text.zfill(2), day.confidence, ("tháng",))
    else:
        words = line.words
    return replace(line, words=words, rereadings=seen.rereadings)


def _put(
    words: tuple[Word, ...], text: str, sure: float, before: tuple[str, ...]
) -> tuple[Word, ...]:
    """``text`` in the gap in front of the word that begins with one of ``before``; a number and
    its symbol are one word. Doubtful digits are left to the rereadings."""
    place = next((i for i, word in enumerate(words) if word.text.lower().startswith(before)), 0)
    if not place or sure < WRITTEN:
        return words
    one, other = words[place - 1], words[place]
    if one.box is None or other.box is None:
        return words
    where = Box(one.box.x1, other.box.y0, other.box.x0, other.box.y1)
    if other.text[0] in "/-":
        whole = Box(where.x0, other.box.y0, other.box.x1, other.box.y1)
        return (*words[:place], Word(text + other.text, whole, sure), *words[place + 1 :])
    return (*words[:place], Word(text, where, sure), *words[place:])
