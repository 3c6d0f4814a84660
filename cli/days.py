"""Days as people type them."""

from __future__ import annotations

import datetime as dt

from models.errors import QueryInvalid
from pipeline.moments import typed_day


def day_of(text: str) -> dt.date:
    """The day of ``2026-03-31`` or ``31/03/2026``. Raises :class:`QueryInvalid`."""
    found = typed_day(text)
    if found is None:
        raise QueryInvalid(f"{text!r}: YYYY-MM-DD")
    return found


def day_or_none(text: str | None) -> dt.date | None:
    """The same for an option that need not be given."""
    return None if text is None else day_of(text)
