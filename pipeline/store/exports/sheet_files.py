"""A sheet as CSV and as JSON, one line a row."""

from __future__ import annotations

import csv
import io
import json
from typing import BinaryIO, Final

from pipeline.store.exports.sheet import Cell, Sheet

_MARK: Final = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def write_csv(sheet: Sheet, out: BinaryIO) -> None:
    """UTF-8 with its mark, headings first, days in ISO 8601.

    Text that a spreadsheet would compute is led by an apostrophe.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    text.write(_MARK)
    writer = csv.writer(text)
    writer.writerow([column.title for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_inert(row[column.key]) for column in sheet.columns])
    text.detach()  # flushes, and leaves ``out`` open


def _inert(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_json_lines(sheet: Sheet, out: BinaryIO) -> None:
    """One object a row, by the keys of the columns; days in ISO 8601."""
    for row in sheet.rows:
        kept = {column.key: row[column.key] for column in sheet.columns}
        out.write(json.dumps(kept, ensure_ascii=False, default=str).encode() + b"\n")
