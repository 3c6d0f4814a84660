"""Days and moments as they come in: typed by people, given back by databases."""

from __future__ import annotations

import datetime as dt

VIETNAM = dt.timezone(dt.timedelta(hours=7))
_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def typed_day(text: str) -> dt.date | None:
    """The day of ``2026-03-31`` or ``31/03/2026``; ``None`` for anything else."""
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def days_after(day: dt.date, days: int) -> dt.date:
    """So many days later, or the last day that there is."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def aware(moment: dt.datetime) -> dt.datetime:
    """SQLite gives moments back without their zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def day_in_vietnam() -> dt.date:
    """Today where the letters are, wherever the machine stands."""
    return dt.datetime.now(VIETNAM).date()
