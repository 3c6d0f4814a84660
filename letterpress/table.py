"""Ruled tables: rows of wrapped cells, drawn lines, a new page only between rows."""

from __future__ import annotations

from letterpress.compositor import LEFT, TEXT_WIDTH, Compositor
from letterpress.fonts import Face
from letterpress.letter import RuledTable
from letterpress.lines import wrapped
from letterpress.proof import PlacedLine, PlacedRun, Rule, Run, Sheet

SIZE, LEADING, PAD = 12.0, 14.5, 5.0


def set_table(compositor: Compositor, table: RuledTable) -> None:
    """Set all rows; the first row is bold and centred."""
    edges = _edges(table)
    compositor.sheet.y += 10
    for index, row in enumerate(table.rows):
        face = Face.BOLD if index == 0 else Face.REGULAR
        cells = [
            wrapped(text, face, SIZE, right - left - 2 * PAD)
            for text, left, right in zip(row, edges, edges[1:], strict=False)
        ]
        height = max(len(cell) for cell in cells) * LEADING + 2 * PAD
        compositor.room(height)
        _row(compositor.sheet, cells, edges, height, head=index == 0)
    compositor.sheet.y += 8


def _edges(table: RuledTable) -> list[float]:
    scale = TEXT_WIDTH / sum(table.widths)
    edges = [LEFT]
    for share in table.widths:
        edges.append(edges[-1] + share * scale)
    return edges


def _row(
    sheet: Sheet, cells: list[list[str]], edges: list[float], height: float, *, head: bool
) -> None:
    top, bottom = sheet.y, sheet.y + height
    runs: list[PlacedRun] = []
    for column, cell in enumerate(cells):
        runs += _cell(
            cell,
            edges[column],
            edges[column + 1],
            top,
            centred=head or column == 0,
            face=Face.BOLD if head else Face.REGULAR,
        )
    text = "\t".join(" ".join(cell) for cell in cells)
    sheet.lines.append(PlacedLine(text, tuple(runs), gap=head))
    sheet.rules += [Rule(edges[0], y, edges[-1], y, 0.6) for y in (top, bottom)]
    sheet.rules += [Rule(x, top, x, bottom, 0.6) for x in edges]
    sheet.y = bottom


def _cell(
    lines: list[str], left: float, right: float, top: float, *, centred: bool, face: Face
) -> list[PlacedRun]:
    placed: list[PlacedRun] = []
    for index, line in enumerate(lines):
        run = Run(line, face, SIZE)
        x = (left + right - run.width) / 2 if centred else left + PAD
        placed.append(PlacedRun(run, x, top + PAD + (index + 1) * LEADING - 3.5))
    return placed
