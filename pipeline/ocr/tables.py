"""Ruled tables: the grid of cells, with cells that span rows or columns.

A table is what rules enclose: the white fields between the rules are its cells, so merged cells
need no special case. Letterhead underlines have no uprights, a framed stamp or a photograph has
one field only, a seal has no straight rules; none of them becomes a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.ocr.pixels import (
    WHITE,
    Image,
    as_image,
    bar,
    ink_mask,
    parts_of,
    pixels_per_mm,
    small_ink,
)
from pipeline.ocr.rules import GAP_MM, PixelBox, rules_of, table_boxes

_CELL_WIDTH_MM = 3.0
_CELL_HEIGHT_MM = 2.5
_SAME_LINE_MM = 1.8
_RECTANGLE = 0.72
_FREE_END_MM = 15.0
_END_MM = 0.5


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
    mask = small_ink(gray)
    scale = pixels_per_mm(mask)
    across, down = rules_of(mask, scale)
    if not across.any() or not down.any():
        return []
    grids = (_grid(across, down, box, scale) for box in table_boxes(across, down, scale))
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.box[1], grid.box[0]))


def erase_rules(gray: Image, grids: Sequence[TableGrid]) -> Image:
    """The page with the rules of ``grids`` painted white and the letters left."""
    if not grids:
        return gray
    result, ink, scale = gray.copy(), ink_mask(gray), pixels_per_mm(gray)
    for x0, y0, x1, y1 in (_widened(grid.box, gray) for grid in grids):
        across, down = rules_of(ink[y0:y1, x0:x1], scale)
        rules = cv2.dilate(cv2.bitwise_or(across, down), bar(3, 3))
        result[y0:y1, x0:x1][np.asarray(rules) > 0] = WHITE
    return result


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
    """White rectangles between the rules of one cluster, rules lengthened over gaps.

    They are lengthened at their ends too: a rule may end a hair before the one that it meets, and
    through that hair two cells would run together. (Bars of even length would shift the rules.)
    """
    gap, end = round(GAP_MM * scale) | 1, 1 + 2 * round(_END_MM * scale)
    level = cv2.morphologyEx(across, cv2.MORPH_CLOSE, bar(gap, 1))
    upright = cv2.morphologyEx(down, cv2.MORPH_CLOSE, bar(1, gap))
    walls = as_image(
        cv2.bitwise_or(cv2.dilate(level, bar(end, 1)), cv2.dilate(upright, bar(1, end)))
    )
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
