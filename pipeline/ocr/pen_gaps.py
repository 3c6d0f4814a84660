"""Numbers and days that a clerk wrote by pen into a page whose print is known already.

A letter may be made on a computer and numbered by hand: its text layer says "Số: /SYT-NVY" and
"ngày tháng 9", and the pen strokes are a picture. Only those gaps are read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from models.layout import Box, Line, PageLayout, Rereading, Word
from pipeline.ocr.cells import HEADS, WRITTEN, as_written, best, with_joined_number
from pipeline.ocr.page_source import PageImage
from pipeline.ocr.pixels import to_gray
from pipeline.ocr.recognise import with_cells
from pipeline.ocr.regions import Part
from pipeline.ocr.sheet import Sheet

_NUMBER_GAP = re.compile(r"^\W*S[ốồổỗộ]\s?[:.]?\s*[/-]\s?[A-ZĐÐ]")
_DAY_GAP = re.compile(r"\bngày\s+tháng\b", re.IGNORECASE)
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
    if line.region not in HEADS:
        return False
    return bool(_NUMBER_GAP.match(line.text) or _DAY_GAP.search(line.text))


def _filled(line: Line, sheet: Sheet) -> Line:
    seen = with_cells(line, sheet, Part(line.region, _PAGE)).rereadings
    number, day = (next(best(seen, cell), None) for cell in ("number", "day"))
    words = line.words
    if number is not None and _NUMBER_GAP.match(line.text):
        words = _with(number, words, ("/", "-"))
    elif day is not None and _DAY_GAP.search(line.text):
        words = _with(day, words, ("tháng",))
    return with_joined_number(replace(line, words=words, rereadings=seen))


def _with(cell: Rereading, words: tuple[Word, ...], before: tuple[str, ...]) -> tuple[Word, ...]:
    """The cell's digits in the gap in front of the word that begins with one of ``before``.

    Doubtful digits are left to the rereadings.
    """
    place = next((i for i, word in enumerate(words) if word.text.lower().startswith(before)), 0)
    if not place or cell.confidence < WRITTEN:
        return words
    one, other = words[place - 1].box, words[place].box
    if one is None or other is None:
        return words
    gap = Box(one.x1, other.y0, other.x0, other.y1)
    return (*words[:place], Word(as_written(cell), gap, cell.confidence), *words[place:])
