"""A sheet as XLSX: headings that stay, filters, days that are days; it prints as a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

from pipeline.store.exports.sheet import Cell, Sheet

MOST_ROWS: Final = 1_048_575
"""Rows of a worksheet below its heading; what comes behind goes into another worksheet."""

_LONGEST: Final = 32_767
"""Characters that a cell holds."""

_A4: Final = 9
"""Its number among the papers of XLSX."""

_FIRST_YEAR: Final = 1900
"""Days before it have no number in XLSX and stay text."""


def write_xlsx(sheet: Sheet, out: BinaryIO, most_rows: int = MOST_ROWS) -> None:
    """Write row after row; memory does not grow with their number."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = _Page(book, sheet, 1)
        for row in sheet.rows:
            if page.filled == most_rows:
                page.finish()
                page = _Page(book, sheet, page.number + 1)
            page.add(row)
        page.finish()


class _Page:
    """One worksheet."""

    def __init__(self, book: Any, sheet: Sheet, number: int) -> None:  # noqa: ANN401
        self.number, self.filled = number, 0
        self._columns = sheet.columns
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._page = book.add_worksheet(sheet.title if number == 1 else f"{sheet.title} {number}")
        heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        for index, column in enumerate(self._columns):
            self._page.set_column(index, index, column.width)
            self._page.write_string(0, index, column.title, heading)
        self._page.freeze_panes(1, 0)
        self._prepare_printing()

    def _prepare_printing(self) -> None:
        """A4 on its side, all columns on one page, lines and headings on each."""
        self._page.set_landscape()
        self._page.set_paper(_A4)
        self._page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(0)
        self._page.hide_gridlines(0)
        self._page.set_header('&C&"-,Bold"&14&A')
        self._page.set_footer("&R&P/&N")

    def add(self, row: Mapping[str, Cell]) -> None:
        """Write the next row."""
        self.filled += 1
        for index, column in enumerate(self._columns):
            self._write(index, row[column.key])

    def _write(self, index: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case dt.date() if cell.year >= _FIRST_YEAR:
                self._page.write_datetime(self.filled, index, cell, self._day)
            case int() | float():
                self._page.write_number(self.filled, index, cell, self._text)
            case _:
                self._page.write_string(self.filled, index, _short(str(cell)), self._text)

    def finish(self) -> None:
        """Let people filter by every column."""
        self._page.autofilter(0, 0, self.filled, len(self._columns) - 1)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
