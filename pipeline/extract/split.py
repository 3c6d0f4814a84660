"""Cuts one file into its letters: a letter and what it attaches, annexes with their letter.

A letter begins where a letterhead stands: the national title or that of the Party, together with
a number or a filled-in date (domain handbook, section 1.5). A form printed with the national
motto has neither, and stays with the letter that it is an annex of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.layout import PageLayout, Region
from pipeline.extract.cues import motto_of
from pipeline.extract.marks import is_mark
from pipeline.extract.rows import Row, rows_of

# A letterhead has at most this many lines above and below its title (V/v included).
REACH = 14
# Its V/v is wrapped over at most this many lines.
WRAPPED = 8
# In a page image the letterhead stands above this share of the page's height.
HEAD_ENDS = 0.42
# The same short line this often in a row is an artefact of recognition, not text.
REPEATS = 3
SHORT = 24

_NUMBER = re.compile(
    r"^\W*(?:s[o06]?\W{0,3})\D{0,3}(\d{1,5})\s*[a-z]?\s*[-/]|^\W*(\d{1,5})\s*[-/]\s*[a-z]{2}"
)
_NUMBER_CUE = re.compile(r"^\W*s[o06s]?\W*[:.]?.{0,14}[/-]\s*[a-z]{2}")
_ABOUT = re.compile(r"^\W*(?:v\s*[/.]\s*[vy]|vv|y/v)\b")
_DATE = re.compile(r"ngay\D{0,3}\d{1,2}\D{1,3}thang\D{0,3}\d{1,2}\D{1,3}nam\D{0,3}\d{4}")


@dataclass(frozen=True, slots=True)
class Segment:
    """The rows of one letter and the pages that it takes up (1-based, blank ones included)."""

    pages: tuple[int, ...]
    rows: tuple[Row, ...]


def split(pages: Sequence[PageLayout], told: Sequence[int] | None = None) -> list[Segment]:
    """The letters of a file, in order; none where nothing can be read.

    ``told`` are the pages on which letters begin, where a person has said so.
    """
    rows = without_garbage(rows_of(pages))
    if not rows:
        return []
    starts = _starts(rows) if told is None else _starts_on(rows, told)
    cuts = [*starts, len(rows)]
    segments = []
    for number, (start, end) in enumerate(pairwise(cuts)):
        first = 1 if number == 0 else rows[start].page
        last = rows[end].page - 1 if end < len(rows) else pages[-1].number
        if end < len(rows) and rows[end - 1].page == rows[end].page:
            last = rows[end].page
        numbers = tuple(p.number for p in pages if first <= p.number <= max(first, last))
        segments.append(Segment(numbers, tuple(rows[start:end])))
    return segments


def without_garbage(rows: Sequence[Row]) -> list[Row]:
    """The rows without short lines that repeat themselves three times or more."""
    kept: list[Row] = []
    index = 0
    while index < len(rows):
        end = index + 1
        while end < len(rows) and rows[end].key == rows[index].key:
            end += 1
        blank_form = any(c in rows[index].text for c in "._…\t")
        digits = any(c.isdigit() for c in rows[index].key)
        if end - index < REPEATS or len(rows[index].key) > SHORT or (blank_form and not digits):
            kept.extend(rows[index:end])
        index = end
    return kept


def _starts(rows: Sequence[Row]) -> list[int]:
    """Index of each letter's first row; the first letter begins with the first row."""
    starts = [0]
    for index, row in enumerate(rows):
        if motto_of(row.text) not in {"state", "party", "youth"}:
            continue
        start = _first_row(rows, index)
        if start <= starts[-1] or not _is_letterhead(rows, start, index):
            continue
        starts.append(start)
    return starts


def _starts_on(rows: Sequence[Row], pages: Sequence[int]) -> list[int]:
    """The same for letters that begin with these pages; one with nothing on it begins none."""
    firsts = (next((i for i, row in enumerate(rows) if row.page >= page), 0) for page in pages)
    return sorted({0, *firsts})


def _first_row(rows: Sequence[Row], motto: int) -> int:
    """The first row of the letterhead that the title at ``motto`` belongs to."""
    row = rows[motto]
    if row.line.box is not None:
        if row.line.box.y0 > HEAD_ENDS:
            return -1
        first = motto
        while first > 0 and rows[first - 1].page == row.page:
            first -= 1
        return first
    first = motto
    while first > 0 and motto - first < REACH:
        above = _block_above(rows, first)
        if above is None:
            break
        first = above
    return first


def _block_above(rows: Sequence[Row], below: int) -> int | None:
    """Where, in text without places, the part of a letterhead above row ``below`` begins.

    ``None`` where what stands above is of another letter.
    """
    if _may_stand_above(rows[below - 1]):
        return below - 1
    for index in range(below - 1, max(-1, below - 1 - WRAPPED), -1):
        if _ABOUT.match(rows[index].key):
            return index
        if rows[index].line.gap:
            break
    return None


def _may_stand_above(row: Row) -> bool:
    """Whether a row by itself may be part of a letterhead: name, star, number, mark, V/v."""
    if row.is_capitals or is_mark(row.text) or not any(c.isalnum() for c in row.text):
        return True
    numbered = _NUMBER.match(row.key) or _NUMBER_CUE.match(row.key)
    return bool(_ABOUT.match(row.key) or (numbered and len(row.text) < 60))


def _is_letterhead(rows: Sequence[Row], start: int, motto: int) -> bool:
    near = [row for row in rows[start : motto + REACH] if row.page == rows[motto].page]
    near = [row for row in near if row.line.region is not Region.TABLE]
    return any(_is_numbered(row) for row in near) or any(_is_dated(row) for row in near)


def _is_dated(row: Row) -> bool:
    """Whether the row is nothing but a place and a date that is filled in."""
    found = _DATE.search(row.key)
    return found is not None and len(row.key) < 60 and found.end() >= len(row.key) - 3


def _is_numbered(row: Row) -> bool:
    """Whether the row is a number's with the number filled in, by print or by pen."""
    if _NUMBER.match(row.key) and len(row.text) < 60:
        return True
    filled = any(item.cell == "number" and item.confidence > 0.3 for item in row.line.rereadings)
    return filled and bool(_NUMBER_CUE.match(row.key))
