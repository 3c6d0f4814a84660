"""The rows below the head of a task table, over all the pages that it runs over.

A merged cell counts for each row beside it. One that a page break cuts is empty on the second
page: it is known by the rows that it spans. In a table of text, which has no spans, an empty cell
of those who lead is taken for a merged one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.task_table_cells import Cell, Grid
from pipeline.extract.task_table_columns import Columns, Role, continued, head_of

ASSIGNED: Final = (Role.LEAD, Role.COORDINATORS, Role.DEADLINE)
"""The roles whose cells make a row a task of its own."""
_NUMBER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVXL]{1,6}[.)]|[A-Ha-zđ][.)]|[-–+*•])(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a table that stands on one page, its rows of tasks beginning at ``first``."""

    grid: Grid
    columns: Columns
    first: int

    def at(self, row: int, role: Role) -> Cell | None:
        """The cell of this role in or beside a row; one over several columns has the first's."""
        column = self.columns.get(role)
        cell = None if column is None else self.grid.at(row, column)
        if cell is None or column is None:
            return None
        taken = [c for known, c in self.columns.items() if known is not Role.NUMBER]
        return None if any(cell.column <= other < column for other in taken) else cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; ``opens`` where it is the first on a page that the table runs on to.

    ``carried`` are cells of rows above that go on beside this one, empty here.
    """

    piece: Piece
    index: int
    opens: bool
    carried: Mapping[Role, Cell]

    def own(self, role: Role) -> Cell | None:
        """The cell of this role on this page."""
        return self.piece.at(self.index, role)

    def cell(self, role: Role) -> Cell | None:
        """The cell of this role, wherever it began."""
        cell = self.own(role)
        return cell if cell is not None and cell.text else self.carried.get(role, cell)

    def text(self, role: Role) -> str:
        """What stands in the cell of this role; ``""`` for an empty one or none."""
        cell = self.cell(role)
        return cell.text if cell else ""

    @property
    def has_numbers(self) -> bool:
        """Whether the table has a column of numbers."""
        return Role.NUMBER in self.piece.columns

    @property
    def number(self) -> str:
        """Its number as printed, from the text's beginning where the table has no such column."""
        if not self.has_numbers:
            match = _NUMBER.match(self.text(Role.TASK))
            return match.group() if match else ""
        cell, task = self.own(Role.NUMBER), self.own(Role.TASK)
        return cell.text if cell is not None and cell is not task else ""

    @property
    def is_assigned(self) -> bool:
        """Whether somebody or a time is named for it."""
        return any(self.text(role) for role in ASSIGNED)

    @property
    def is_spanned(self) -> bool:
        """Whether its text runs over the columns of those who do it, or of deadlines."""
        columns = self.piece.columns
        cell = self.piece.grid.at(self.index, columns[Role.TASK])
        named = [columns[role] for role in ASSIGNED if role in columns]
        return cell is not None and any(cell.column <= c <= cell.last_column for c in named)


def tables_of(grids: Iterable[Grid]) -> list[list[Piece]]:
    """The task tables among ``grids``, each with its pieces on the pages that it runs over."""
    tables: list[list[Piece]] = []
    before: Piece | None = None
    for grid in grids:
        piece, goes_on = _piece(grid, before)
        if piece is not None and goes_on:
            tables[-1].append(piece)
        elif piece is not None:
            tables.append([piece])
        before = piece
    return tables


def rows_below(table: Sequence[Piece]) -> list[Row]:
    """All rows below the heads, in order, without those in which nothing stands."""
    rows: list[Row] = []
    for piece in table:
        above = rows[-1] if rows else None
        cut = _cut(piece, above) if above else {}
        opens = above is not None and above.piece.grid.page != piece.grid.page
        for index in range(piece.first, piece.grid.rows):
            if any(cell.text for cell in piece.grid.starting(index)) and not _is_head(piece, index):
                carried = {role: cell for role, (cell, last) in cut.items() if index <= last}
                carried |= _ditto(piece, rows[-1] if rows else None)
                rows.append(Row(piece, index, opens, carried))
                opens = False
    return rows


def _piece(grid: Grid, before: Piece | None) -> tuple[Piece | None, bool]:
    """The piece that ``grid`` is, and whether it goes on with the one ``before``."""
    head = head_of(grid)
    if head is not None:
        again = before is not None and grid.follows and before.columns == head.columns
        return (Piece(grid, head.columns, head.end) if head.is_of_tasks else None), again
    columns = continued(before.columns, before.grid, grid) if before is not None else None
    return (Piece(grid, columns, 0) if columns else None), True


def _is_head(piece: Piece, row: int) -> bool:
    """Whether what stands over the tasks comes down to this row."""
    cell = piece.at(row, Role.TASK)
    return cell is not None and cell.row < piece.first


def _cut(piece: Piece, above: Row) -> dict[Role, tuple[Cell, int]]:
    """Merged cells that the page break above ``piece`` cuts, and the last row beside them."""
    cut: dict[Role, tuple[Cell, int]] = {}
    for role in ASSIGNED:
        cell, here = above.cell(role), piece.at(piece.first, role)
        if cell is None or here is None or here.text:
            continue
        bottom = cell.last_row == above.piece.grid.rows - 1 or role in above.carried
        if bottom and cell.row_span + here.row_span > 2:
            cut[role] = (cell, here.last_row)
    return cut


def _ditto(piece: Piece, above: Row | None) -> dict[Role, Cell]:
    """Who leads the row above, for a table of text."""
    cell = above.cell(Role.LEAD) if above is not None else None
    return {} if piece.grid.sides or cell is None or not cell.text else {Role.LEAD: cell}
