"""The tables of a letter as grids of cells, each cell knowing its place in the page's text.

Ruled tables come with boxes and spans. Tables of input without pages are lines of cells joined by
tabs; there a cell that spans columns is one cell less, and one that spans rows an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from models.layout import Box, Line, PageLayout, Region, Table
from models.reading import Evidence

MARGIN: Final = 0.075
"""Share of a page's height, at its head and at its foot, where page numbers and stamps stand."""
_STRAY: Final = 4
"""Lines of so few characters between two tables are page numbers, whatever the OCR made of them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell (ô); ``row`` and ``column`` count from 0. ``evidence`` is ``None`` where empty."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    evidence: Evidence | None = None

    @property
    def last_row(self) -> int:
        return self.row + self.row_span - 1

    @property
    def last_column(self) -> int:
        return self.column + self.column_span - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page. ``sides`` are the ``x0, x1`` of its columns in fractions of the page,
    empty for a table of text; ``follows``: nothing stands between it and the table before.
    """

    page: int
    cells: tuple[Cell, ...]
    sides: tuple[tuple[float, float], ...] = ()
    follows: bool = False
    rows: int = field(init=False)
    columns: int = field(init=False)
    _places: dict[tuple[int, int], Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.last_row + 1)
            for column in range(cell.column, cell.last_column + 1)
        }
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "rows", 1 + max(row for row, _ in places))
        object.__setattr__(self, "columns", 1 + max(column for _, column in places))

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place; ``None`` where the grid has a hole."""
        return self._places.get((row, column))

    def starting(self, row: int) -> list[Cell]:
        """The cells that begin in ``row``, left to right."""
        return sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)


def grids_of(pages: Iterable[PageLayout]) -> list[Grid]:
    """All tables of ``pages`` in reading order; blank pages part no table."""
    grids: list[Grid] = []
    before: tuple[PageLayout, Box] | None = None
    for page in pages:
        if page.origin == "blank":
            continue
        places = _places(page)
        for table in page.tables:
            follows = before is not None and _nothing_between(*before, page, table.box)
            grids.append(_ruled(page.number, table, places, follows))
            before = (page, table.box)
        if not page.tables:
            grids += _typed(page)
            before = None if _is_written(page) else before
    return grids


def _is_written(page: PageLayout) -> bool:
    return any(len(line.text.strip()) > _STRAY for line in page.lines)


def _nothing_between(page: PageLayout, above: Box, next_page: PageLayout, below: Box) -> bool:
    """Whether only page numbers and the like stand between the tables ``above`` and ``below``."""
    if page is next_page:
        return not any(_stands(line, above.y1, below.y0) for line in page.lines)
    return not any(
        [_stands(line, above.y1, 1 - MARGIN) for line in page.lines]
        + [_stands(line, MARGIN, below.y0) for line in next_page.lines]
    )


def _stands(line: Line, top: float, bottom: float) -> bool:
    box = line.box
    written = line.region is not Region.TABLE and len(line.text.strip()) > _STRAY
    return written and box is not None and top < box.center_y < bottom


def _places(page: PageLayout) -> dict[Box, tuple[int, int]]:
    """``start, end`` in the page's text of each cell, by its box."""
    places: dict[Box, tuple[int, int]] = {}
    for index, line in enumerate(page.lines):
        start = page.start_of(index)
        for word in line.words if line.region is Region.TABLE else ():
            if word.box is not None:
                places[word.box] = (start, start + len(word.text))
            start += len(word.text) + 1
    return places


def _ruled(number: int, table: Table, places: dict[Box, tuple[int, int]], follows: bool) -> Grid:
    cells = []
    for cell in table.cells:
        place = places.get(cell.box) if cell.text.strip() else None
        evidence = place and Evidence(
            page=number, box=cell.box.rounded(), start=place[0], end=place[1]
        )
        text = " ".join(cell.text.split())
        cells.append(Cell(cell.row, cell.column, cell.row_span, cell.column_span, text, evidence))
    return Grid(number, tuple(cells), _sides(table), follows)


def _sides(table: Table) -> tuple[tuple[float, float], ...]:
    """``x0, x1`` of each column, by the innermost sides of the cells that bound it."""
    width = max(cell.column + cell.column_span for cell in table.cells)
    starts = [max(_starts(table, column), default=table.box.x0) for column in range(width)]
    ends = [min(_ends(table, column), default=table.box.x1) for column in range(width)]
    return tuple(zip(starts, ends, strict=True))


def _starts(table: Table, column: int) -> list[float]:
    """Left sides of the cells that begin with a column, else right ones of those before it."""
    cells = table.cells
    own = [cell.box.x0 for cell in cells if cell.column == column]
    return own or [c.box.x1 for c in cells if c.column + c.column_span == column]


def _ends(table: Table, column: int) -> list[float]:
    """Right sides of the cells that end with a column, else left ones of those behind it."""
    cells = table.cells
    own = [cell.box.x1 for cell in cells if cell.column + cell.column_span == column + 1]
    return own or [c.box.x0 for c in cells if c.column == column + 1]


def _typed(page: PageLayout) -> Iterator[Grid]:
    """Tables of a page without boxes: runs of lines whose cells tabs part; a gap ends a run."""
    runs: list[list[int]] = []
    for is_row, group in groupby(range(len(page.lines)), lambda i: _is_row(page.lines[i])):
        for index in group if is_row else ():
            if runs and runs[-1][-1] == index - 1 and not page.lines[index].gap:
                runs[-1].append(index)
            else:
                runs.append([index])
    for before, run in zip([[-2], *runs], runs, strict=False):
        yield Grid(page.number, _typed_cells(page, run), follows=before[-1] == run[0] - 1)


def _is_row(line: Line) -> bool:
    return line.region is Region.TABLE or "\t" in line.text


def _typed_cells(page: PageLayout, run: Sequence[int]) -> tuple[Cell, ...]:
    rows = [page.lines[index].text.split("\t") for index in run]
    width = max(map(len, rows))
    cells: list[Cell] = []
    for row, (index, texts) in enumerate(zip(run, rows, strict=True)):
        start, column = page.start_of(index), 0
        below = rows[row + 1] if row + 1 < len(rows) else []
        for text, span in zip(texts, _spans(texts, below, width), strict=True):
            evidence = Evidence(page=page.number, start=start, end=start + len(text))
            plain = " ".join(text.split())
            cells.append(Cell(row, column, 1, span, plain, evidence if plain else None))
            start, column = start + len(text) + 1, column + span
    return tuple(cells)


def _spans(texts: Sequence[str], below: Sequence[str], width: int) -> list[int]:
    """How many columns each cell spans: one, but the last of a short row takes what is left.

    Where the row ``below`` is whole and begins with empty cells, this is the upper row of a head:
    an empty cell continues the one above it, and what is filled divides it.
    """
    missing = width - len(texts)
    spans = [1] * len(texts)
    wide = len(texts) - 1
    if missing and len(below) == width and not below[0].strip():
        wide = min(wide, next(i for i, text in enumerate([*below, "x"]) if text.strip()))
    spans[wide] += missing
    return spans
