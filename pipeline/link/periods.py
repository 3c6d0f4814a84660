"""The span in which a number is given once: a year, a Party term, or the number's own year.

A period is a short key, ``""`` where the number holds it itself. Two dates in one period mean that
one of them is wrong, for a body gives a number once; two periods mean two documents.
"""

from __future__ import annotations

import datetime as dt

from pipeline.link.number_keys import Series
from pipeline.link.party_terms import provincial_term, term_on
from pipeline.vocabulary import REORGANISED

CENTRAL_PARTY = "trung-uong-dang"
"""The Party's central committee in the registry of bodies: its term is known by the day."""


def period_of(numbering: Series, body: str | None, day: dt.date) -> str | None:
    """The period of ``day`` in the numbering of ``body``; ``None`` where it cannot be told.

    A year is cut by the reform of 2025-07-01: new bodies of the same name began again with 01.
    """
    match numbering:
        case Series.OWN_YEAR:
            return ""
        case Series.NAMED:
            return str(day.year)
        case Series.YEAR:
            half = "b" if day.year == REORGANISED.year and day >= REORGANISED else ""
            return f"{day.year}{half}"
        case Series.TERM if body and body.startswith(CENTRAL_PARTY):
            term = term_on(day)
            return None if term is None else term_period(term)
        case Series.TERM:
            return provincial_term(day)
        case _:
            return None


def term_period(term: int) -> str:
    """The period of a term of the central committee: 12 → ``khoa-12``."""
    return f"khoa-{term}"
