"""A page whose own text can be trusted: its words put in lines and columns, no recognition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.layout import Box, Line, PageLayout, Region, Table, TableCell, Word
from pipeline.ocr.page_source import LayerWord, TextLayer
from pipeline.ocr.recognise import with_gaps
from pipeline.ocr.regions import cut
from pipeline.ocr.tables import TableGrid, find_tables

# A text layer says exactly what was printed, but not whether its fonts are mapped rightly.
SURE = 0.995
# Words whose middles differ by less than this share of their height stand on one line.
SAME_LINE = 0.5
# Drawn rules are put on a canvas of this many pixels across (200 dpi of A4, as scans have) to find
# the tables in them. On a coarser one an underline and the rule below it are one bar, and no rule.
CANVAS = 1654


def layout_of_layer(layer: TextLayer, number: int) -> PageLayout:
    """The page's lines in reading order, ruled tables as rows of cells."""
    grids = _grids(layer)
    boxes = [grid_box(grid, CANVAS, layer.aspect) for grid in grids]
    lines: list[Line] = []
    tables: list[Table] = []
    for part in cut([word.box for word in layer.words], boxes, layer.aspect):
        inside = [word for word in layer.words if _inside(word.box, part.box)]
        if part.table is None:
            lines += with_gaps(lines_of(inside, part.region))
        else:
            table = _table(grids[part.table], boxes[part.table], inside, layer.aspect)
            tables.append(table)
            lines += rows_of_table(table, SURE)
    return PageLayout(
        number=number,
        origin="text_layer",
        lines=tuple(lines),
        confidence=SURE,
        aspect=layer.aspect,
        tables=tuple(tables),
    )


def lines_of(words: Sequence[LayerWord], region: Region) -> list[Line]:
    """Words gathered into lines, top to bottom."""
    groups: list[list[LayerWord]] = []
    for word in sorted(words, key=lambda word: word.box.center_y):
        if groups and _same_line(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_line(sorted(group, key=lambda word: word.box.x0), region) for group in groups]


def rows_of_table(table: Table, sure: float) -> list[Line]:
    """Each row as one line whose words are its cells; empty cells stay, as nothing."""
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = []
    for index, cells in sorted(rows.items()):
        ordered = sorted(cells, key=lambda cell: cell.column)
        if any(cell.text for cell in ordered):
            words = tuple(Word(cell.text, cell.box, sure) for cell in ordered)
            lines.append(Line(words, Region.TABLE, gap=index == 0))
    return lines


def grid_box(grid: TableGrid, width: int, aspect: float) -> Box:
    """The grid's outline as fractions of a page ``width`` pixels wide."""
    x0, y0, x1, y1 = grid.box
    height = width * aspect
    return Box(x0 / width, y0 / height, x1 / width, y1 / height)


def _same_line(group: Sequence[LayerWord], word: LayerWord) -> bool:
    middle = sum(w.box.center_y for w in group) / len(group)
    height = max(max(w.box.height for w in group), word.box.height)
    return abs(word.box.center_y - middle) < SAME_LINE * height


def _line(words: Sequence[LayerWord], region: Region) -> Line:
    bold = sum(len(w.text) for w in words if w.bold) > 0.5 * sum(len(w.text) for w in words)
    return Line(tuple(Word(w.text, w.box, SURE) for w in words), region, bold=bold)


def _inside(box: Box, part: Box) -> bool:
    return part.x0 <= box.center_x <= part.x1 and part.y0 <= box.center_y <= part.y1


def _grids(layer: TextLayer) -> list[TableGrid]:
    if len(layer.rules) < 6:
        return []
    height = round(CANVAS * layer.aspect)
    canvas = np.full((height, CANVAS), 255, np.uint8)
    for rule in layer.rules:
        x0, x1 = int(rule.x0 * CANVAS), int(rule.x1 * CANVAS)
        y0, y1 = int(rule.y0 * height), int(rule.y1 * height)
        canvas[y0 : max(y1, y0 + 2), x0 : max(x1, x0 + 2)] = 0
    return find_tables(canvas)


def _table(grid: TableGrid, box: Box, words: Sequence[LayerWord], aspect: float) -> Table:
    cells = []
    for cell in grid.cells:
        x0, y0, x1, y1 = cell.box
        where = Box(x0 / CANVAS, y0 / (CANVAS * aspect), x1 / CANVAS, y1 / (CANVAS * aspect))
        held = lines_of([w for w in words if _inside(w.box, where)], Region.BODY)
        text = " ".join(line.text for line in held)
        cells.append(TableCell(cell.row, cell.column, cell.row_span, cell.column_span, text, where))
    return Table(box, tuple(cells))
