"""What people type into fields."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from fastapi import Path

from models.errors import QueryInvalid
from pipeline.moments import typed_day

LARGEST = 2**31 - 1
"""Of the numbers of rows: what both databases hold."""
RowNumber = Annotated[int, Path(ge=1, le=LARGEST)]
"""The number of a row in an address."""
_LONGEST_NUMBER = 30
MOST = 1e15
"""Of what is counted: beyond, a float no longer tells one from the next."""


def day_or_none(text: str) -> dt.date | None:
    """A day as browsers send it or as letters print it; ``None`` for nothing.

    Raises :class:`QueryInvalid`.
    """
    if not text.strip():
        return None
    found = typed_day(text)
    if found is None:
        raise QueryInvalid(text)
    return found


def row_number(after: str | None) -> int | None:
    """Where a list goes on, given as the number of a row. Raises :class:`QueryInvalid`."""
    if after is None:
        return None
    if not (after.isascii() and after.isdecimal() and int(after) <= LARGEST):
        raise QueryInvalid(f"after {after!r}")
    return int(after)


def number_of(text: str) -> float:
    """A number as browsers send it. Raises :class:`QueryInvalid`."""
    try:
        found = float(text) if len(text) <= _LONGEST_NUMBER else math.inf
    except ValueError as error:
        raise QueryInvalid(text[:_LONGEST_NUMBER]) from error
    if not abs(found) <= MOST:
        raise QueryInvalid(text[:_LONGEST_NUMBER])
    return found
