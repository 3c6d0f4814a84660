"""What people type into fields."""

from __future__ import annotations

import datetime as dt

from models.errors import QueryInvalid

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_or_none(text: str) -> dt.date | None:
    """A day as browsers send it or as letters print it; ``None`` for nothing.

    Raises :class:`QueryInvalid`.
    """
    if not text.strip():
        return None
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise QueryInvalid(text)
