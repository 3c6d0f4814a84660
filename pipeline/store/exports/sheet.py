"""A table for people: columns with headings, rows that come one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Cell = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` is the heading, ``width`` the number of characters that are shown."""

    key: str
    title: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` hold a cell for each column's key; they can be gone through once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, Cell]]
