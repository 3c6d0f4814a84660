"""Ruled tables: the grid of cells, with cells that span rows or columns.

A table is what rules enclose: the white fields between the rules are its cells, so merged cells
need no special case. Letterhead underlines have no uprights, a framed stamp or a photograph has
one field only, a seal has no straight rules; none of them becomes a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.ocr.pixels import (
    WHITE,
    Image,
    as_image,
    bar,
    halve_ink,
    ink_mask,
    parts_of,
    pixels_per_mm,
)

PixelBox = tuple[int, int, int, int]
"""``x0, y0, x1, y1`` in pixels of the page given, the right and lower side excluded."""

_ACROSS_MM = 9.0
_DOWN_MM = 6.0
_SOLID_ACROSS_MM = 3.2
_SOLID_DOWN_MM = 4.2
_BROKEN_MM = 2.0
_THICK_MM = 2.0
_GAP_MM = 3.0
_CELL_WIDTH_MM = 3.0
_CELL_HEIGHT_MM = 2.5
_SAME_LINE_MM = 1.8
_TABLE_WIDTH = 0.28
_TABLE_HEIGHT_MM = 9.0
_RECTANGLE = 0.72
_FREE_END_MM = 15.0
_LONG_RULE = 0.4
_RULED_SIDE = 0.6


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell (ô): ``row`` and ``column`` from 0, its spans, and its inside without rules."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: PixelBox


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A ruled table (bảng) in pixels; ``cells`` are in reading order, row by row."""

    box: PixelBox
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def find_tables(gray: Image) -> list[TableGrid]:
    """Ruled tables of a level, upright page ``(H, W)``, from top to bottom.

    At least two rows and two columns. A table cut by the page's end, or open at its sides, is
    closed where its rules end.
    """
    mask = halve_ink(ink_mask(gray))
    scale = pixels_per_mm(mask)
    across, down = _rules(mask, scale)
    if not across.any() or not down.any():
        return []
    grids = (_grid(across, down, box, scale) for box in _clusters(across, down, scale))
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.box[1], grid.box[0]))


def erase_rules(gray: Image, grids: Sequence[TableGrid]) -> Image:
    """The page with the rules of ``grids`` painted white and the letters left."""
    result = gray.copy() if grids else gray
    for x0, y0, x1, y1 in (_widened(grid.box, gray) for grid in grids):
        part = result[y0:y1, x0:x1]
        mask = ink_mask(gray)[y0:y1, x0:x1]
        across, down = _rules(mask, pixels_per_mm(gray))
        rules = cv2.dilate(cv2.bitwise_or(across, down), bar(3, 3))
        part[np.asarray(rules) > 0] = WHITE
    return result


def _rules(mask: Image, scale: float) -> tuple[Image, Image]:
    """Long straight ink across and down; small breaks are bridged, a slight lean is allowed."""
    across = _long(mask, scale, _SOLID_ACROSS_MM, _ACROSS_MM)
    down = _long(np.ascontiguousarray(mask.T), scale, _SOLID_DOWN_MM, _DOWN_MM)
    return across, np.ascontiguousarray(down.T)


def _long(mask: Image, scale: float, solid_mm: float, length_mm: float) -> Image:
    """Rules that run from left to right: unbroken pieces no letter has, in line with others."""
    thickened = cv2.dilate(mask, bar(1, 3))
    pieces = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, bar(round(solid_mm * scale), 1))
    bridged = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, bar(round(_BROKEN_MM * scale), 1))
    straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, bar(round(length_mm * scale), 1))
    thick = cv2.morphologyEx(straight, cv2.MORPH_OPEN, bar(1, round(_THICK_MM * scale)))
    return as_image(cv2.subtract(straight, thick))


def _clusters(across: Image, down: Image, scale: float) -> Iterator[PixelBox]:
    """Boxes around rules that hang together, are large enough and framed like a table."""
    joined = cv2.dilate(cv2.bitwise_or(across, down), bar(round(_GAP_MM * scale), round(scale)))
    for x, y, width, height, _ in parts_of(as_image(joined)).boxes():
        box = _framed(across, down, (x, y, x + width, y + height))
        wide = box[2] - box[0] >= _TABLE_WIDTH * across.shape[1]
        tall = box[3] - box[1] >= _TABLE_HEIGHT_MM * scale
        if wide and tall and _ruled_sides(across, down, box, scale) >= 2:
            yield box


def _framed(across: Image, down: Image, box: PixelBox) -> PixelBox:
    """``box`` drawn in to its long rules: a seal on the table's edge is no part of it."""
    x0, y0, x1, y1 = box
    level = parts_of(across[y0:y1, x0:x1]).boxes()
    upright = parts_of(down[y0:y1, x0:x1]).boxes()
    sides = [rule for rule in level if rule[2] >= _LONG_RULE * (x1 - x0)]
    sides += [rule for rule in upright if rule[3] >= _LONG_RULE * (y1 - y0)]
    if not sides:
        return (x0, y0, x0, y0)
    left, top = min(rule[0] for rule in sides), min(rule[1] for rule in sides)
    right = max(rule[0] + rule[2] for rule in sides)
    bottom = max(rule[1] + rule[3] for rule in sides)
    return (x0 + left, y0 + top, x0 + right, y0 + bottom)


def _ruled_sides(across: Image, down: Image, box: PixelBox, scale: float) -> int:
    """How many of the four sides are rules for most of their length."""
    x0, y0, x1, y1 = box
    near = round(2 * scale)
    sides = (
        across[y0 : y0 + near, x0:x1].any(axis=0),
        across[y1 - near : y1, x0:x1].any(axis=0),
        down[y0:y1, x0 : x0 + near].any(axis=1),
        down[y0:y1, x1 - near : x1].any(axis=1),
    )
    return sum(bool(side.mean() >= _RULED_SIDE) for side in sides)


def _grid(across: Image, down: Image, box: PixelBox, scale: float) -> TableGrid | None:
    x0, y0, x1, y1 = box
    level = across[y0:y1, x0:x1]
    fields = _fields(level, _anchored(down[y0:y1, x0:x1], level, scale), scale)
    if len(fields) < 4:
        return None
    columns = _lines([side for field in fields for side in (field[0], field[2])], scale)
    rows = _lines([side for field in fields for side in (field[1], field[3])], scale)
    if len(columns) < 3 or len(rows) < 3:
        return None
    cells = sorted(
        (_cell(field, columns, rows, (x0, y0)) for field in fields),
        key=lambda cell: (cell.row, cell.column),
    )
    if not _is_table(cells, len(rows) - 1, len(columns) - 1):
        return None
    whole = (2 * x0, 2 * y0, 2 * x1, 2 * y1)
    return TableGrid(whole, len(rows) - 1, len(columns) - 1, tuple(cells))


def _anchored(down: Image, across: Image, scale: float) -> Image:
    """Upright rules without short ones that hang in the air: arcs of a seal, tall letters.

    A short rule stays where both its ends meet a level rule, or where it continues a longer one.
    """
    parts = parts_of(down)
    reach = round(1.5 * scale)
    kept = parts.height >= _FREE_END_MM * scale
    for label, (x, y, width, height, _) in enumerate(parts.boxes(), start=1):
        if not kept[label]:
            kept[label] = all(_meets(across, x, x + width, end, reach) for end in (y, y + height))
    middle = parts.left + parts.width / 2
    lines = middle[1:][kept[1:]]
    if lines.size:
        kept |= np.abs(middle[:, None] - lines[None, :]).min(axis=1) <= scale
    return parts.paint(kept)


def _meets(across: Image, x0: int, x1: int, y: int, reach: int) -> bool:
    """Whether a level rule, or the table's edge, is within reach of the end of an upright."""
    if y <= reach or y >= across.shape[0] - reach:
        return True
    return bool(across[y - reach : y + reach, max(0, x0 - reach) : x1 + reach].any())


def _fields(across: Image, down: Image, scale: float) -> list[PixelBox]:
    """White rectangles between the rules of one cluster, rules lengthened over gaps."""
    gap = round(_GAP_MM * scale)
    walls = cv2.bitwise_or(
        cv2.morphologyEx(across, cv2.MORPH_CLOSE, bar(gap, 1)),
        cv2.morphologyEx(down, cv2.MORPH_CLOSE, bar(1, gap)),
    )
    walls = as_image(walls)
    walls[0], walls[-1], walls[:, 0], walls[:, -1] = 255, 255, 255, 255
    fields: list[PixelBox] = []
    for x, y, width, height, area in parts_of(as_image(cv2.bitwise_not(walls)), 4).boxes():
        roomy = width >= _CELL_WIDTH_MM * scale and height >= _CELL_HEIGHT_MM * scale
        if roomy and area >= _RECTANGLE * width * height:
            fields.append((x, y, x + width, y + height))
    return fields


def _lines(sides: list[int], scale: float) -> list[float]:
    """Positions of the grid's lines: sides of cells nearer than 1.8 mm are one line."""
    groups: list[list[int]] = []
    for side in sorted(sides):
        if groups and side - groups[-1][-1] <= _SAME_LINE_MM * scale:
            groups[-1].append(side)
        else:
            groups.append([side])
    return [sum(group) / len(group) for group in groups]


def _cell(
    field: PixelBox, columns: list[float], rows: list[float], origin: tuple[int, int]
) -> GridCell:
    x0, y0, x1, y1 = field
    column, last_column = _nearest(columns, x0), _nearest(columns, x1)
    row, last_row = _nearest(rows, y0), _nearest(rows, y1)
    left, top = origin
    box = (2 * (left + x0) + 2, 2 * (top + y0) + 2, 2 * (left + x1) - 2, 2 * (top + y1) - 2)
    return GridCell(row, column, max(1, last_row - row), max(1, last_column - column), box)


def _nearest(lines: list[float], side: int) -> int:
    return min(range(len(lines)), key=lambda index: abs(lines[index] - side))


def _is_table(cells: Sequence[GridCell], rows: int, columns: int) -> bool:
    """Most of the grid is covered, no place twice, and two rows have two cells or more."""
    covered = sum(cell.row_span * cell.column_span for cell in cells)
    divided = [sum(cell.row == row for cell in cells) >= 2 for row in range(rows)]
    return 0.6 * rows * columns <= covered <= 1.1 * rows * columns and sum(divided) >= 2


def _widened(box: PixelBox, page: Image) -> PixelBox:
    height, width = page.shape[:2]
    x0, y0, x1, y1 = box
    return max(0, x0 - 4), max(0, y0 - 4), min(width, x1 + 4), min(height, y1 + 4)
