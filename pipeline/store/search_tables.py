"""The tables of the search, besides the index itself, which each database has in its own way."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text
from sqlmodel import SQLModel

entry_table = Table(
    "search_entry",
    SQLModel.metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("letter_id", Integer, ForeignKey("letter.id"), index=True),
    Column("header", Text, nullable=False),
)
"""What the index points to. ``id`` grows with the letter's day, see :func:`first_id`.

``letter_id`` is ``NULL`` in a row that is no longer used: SQLite's index cannot forget its id.
``header`` is the text of the header fields, one a line.
"""

month_table = Table(
    "search_month",
    SQLModel.metadata,
    Column("month", Integer, primary_key=True),
    Column("entries", Integer, nullable=False),
)
"""How many entries were made for each month (``search_tokens.month_of``)."""

IDS_A_DAY = 1 << 20


def first_id(day: dt.date) -> int:
    """The smallest id of a day; the ids of a later day are all larger."""
    return day.toordinal() * IDS_A_DAY


def day_of(entry_id: int) -> dt.date:
    """The day that an id belongs to."""
    return dt.date.fromordinal(entry_id // IDS_A_DAY)
