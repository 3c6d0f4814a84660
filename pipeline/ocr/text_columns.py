"""The two columns of a letterhead and of a signature block in plain text, set apart by spaces.

`pdftotext -layout` and typists leave them so. Read straight across, the national title would
become part of the issuer's name. The gutter is where the right column begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.layout import Region
from pipeline.ocr.syllables import fold

# So many spaces, or a tab, part two columns.
_GAP = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t[ \t]*)(?=\S)")
_TITLE = re.compile(r"cong hoa xa hoi chu nghia|dang cong san viet nam")
_RECIPIENTS = re.compile(r"^\W*noi nhan\b")
_ADDRESSEES = re.compile(r"kinh gui")
# Lines of the right column begin at most so far left of the gutter: titles are centred.
CENTRED = 12
# The right column begins within so many rows.
NEAR = 4
TAB = 8
# A row of a table has at least so many cells.
CELLS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of one column; blank ones part blocks."""

    text: str
    region: Region


def in_columns(lines: Sequence[str]) -> list[Piece]:
    """``lines`` in reading order: of two columns the left before the right."""
    rows = [line.expandtabs(TAB) for line in lines]
    pieces: list[Piece] = []
    at = 0
    while at < len(rows):
        end, block = _block(rows, at)
        pieces += block or [_across(lines[at], rows[at])]
        at = max(end, at + 1)
    return pieces


def _across(line: str, expanded: str) -> Piece:
    """A line that is no part of two columns: a table's row where tabs part three cells or more."""
    if line.strip("\t ").count("\t") >= CELLS - 1:
        return Piece(line, Region.TABLE)
    return Piece(expanded, Region.BODY)


def _block(rows: Sequence[str], at: int) -> tuple[int, list[Piece]]:
    """The two-column block that begins at row ``at``, and where it ends; none if there is none."""
    head = _is_title(rows[at])
    foot = bool(_RECIPIENTS.match(fold(rows[at]).strip()))
    starts = [start for row in rows[at : at + NEAR] if (start := _widest(row)) is not None]
    if not starts or not (head or foot):
        return at, []
    own = _widest(rows[at])
    gutter = max(1, (min(starts) if own is None else own) - CENTRED)
    left: list[str] = []
    right: list[str] = []
    end = at
    for row in rows[at:]:
        parts = _parted(row, gutter)
        if parts is None or (head and _ADDRESSEES.search(fold(row))):
            break
        if end > at and _is_title(row):  # the next letter's
            break
        left.append(parts[0])
        right.append(parts[1])
        end += 1
    sides = (Region.HEAD_LEFT, Region.HEAD_RIGHT) if head else (Region.FOOT_LEFT, Region.FOOT_RIGHT)
    return end, [
        Piece(text, side)
        for side, texts in zip(sides, (left, right), strict=True)
        for text in texts
    ]


def _widest(row: str) -> int | None:
    """Where the text behind the widest gap of a row begins."""
    gaps = [(found.end() - found.start(), found.end()) for found in _GAP.finditer(row)]
    return max(gaps)[1] if gaps else None


def _is_title(row: str) -> bool:
    """Whether the row has the national title, or the Party's, in its right column."""
    start = _widest(row)
    return start is not None and bool(_TITLE.search(fold(row[start:])))


def _parted(row: str, gutter: int) -> tuple[str, str] | None:
    """A row's left and right part; ``None`` where its text runs across the gutter."""
    if not row.strip():
        return "", ""
    begins = len(row) - len(row.lstrip())
    if begins >= gutter:
        return "", row
    gap = next((found for found in _GAP.finditer(row) if found.end() >= gutter), None)
    if gap is not None and gap.start() <= gutter + 2 * CENTRED:
        return row[: gap.start()], row[gap.end() :]
    return (row, "") if len(row.rstrip()) <= gutter + CENTRED else None
