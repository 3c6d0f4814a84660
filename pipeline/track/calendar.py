"""Working days of Vietnam: weekends, public holidays, days in lieu, swapped working days.

The library ``holidays`` knows the public holidays of the Labour Code (2019, art. 112, and those
before it) with the days in lieu of holidays that fall on a weekend, and the swapped working days
that the Prime Minister has announced and its makers have entered: a day off between a holiday and
a weekend, worked on a Saturday instead (2010, 2012–2015, 2018, 2019, 2024–2026). It does not know
swaps announced after its release, nor that Tết and Quốc khánh may be moved by a day when the
holiday of a coming year is announced; nor holidays of one province or of the armed forces. Before
1901 and after 2100 only weekends count.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: dt.date) -> bool:
    """Whether offices of the State work on ``day``."""
    off, worked = _exceptions(day.year)
    return day in worked if day.weekday() >= _SATURDAY else day not in off


def next_working_day(day: dt.date) -> dt.date:
    """``day`` itself if offices work on it, else the first one behind it on which they do."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The ``n``-th working day behind ``day``, which is not counted (BLDS 2015, art. 147.2).

    A negative ``n`` counts backwards; 0 is ``day`` itself.
    """
    step = _ONE_DAY if n >= 0 else -_ONE_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


@lru_cache(maxsize=256)
def _exceptions(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """Days off in ``year``, and days of weekends that are worked.

    A swap at the turn of a year is entered under the other year: its neighbours are read too.
    """
    from holidays import country_holidays

    known = country_holidays("VN", years=range(year - 1, year + 2))
    return (
        frozenset(day for day in known if day.year == year),
        frozenset(day for day in known.weekend_workdays if day.year == year),
    )
