"""Days as people type them."""

from __future__ import annotations

import datetime as dt

from models.errors import QueryInvalid

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_of(text: str) -> dt.date:
    """The day of ``2026-03-31`` or ``31/03/2026``. Raises :class:`QueryInvalid`."""
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise QueryInvalid(f"{text!r}: YYYY-MM-DD")


def day_or_none(text: str | None) -> dt.date | None:
    """The same for an option that need not be given."""
    return None if text is None else day_of(text)
