"""The day of a recurring duty within its period: as the text has it, else the reporting calendar.

"hằng tháng (trước ngày 20)", "trước ngày 15/6 và ngày 10/12 hằng năm", "ngày 05 của tháng sau",
"thứ Sáu hằng tuần". Where no day is printed, offices report on the days of the Government's
working rules (NĐ 138/2016; ``data/vocabulary/tracking.toml``): such a day is ``assumed``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.extract.deadline_dated import cue_before
from pipeline.extract.deadline_points import Point, single_points
from pipeline.extract.phrase_tables import one_of, phrases

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
"""Length of a period in months."""

_A_YEAR = dt.date(2023, 1, 1)
"""Any year but a leap year: only months and days of its dates are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """When in a period a duty falls due.

    ``days``: pairs of month and day, the same each year. Else ``day`` of the month that is
    ``offset`` months behind the period's last one (weekly: day of the week, Monday is 1).
    """

    day: int = 1
    offset: int = 0
    days: tuple[tuple[int, int], ...] = ()
    assumed: bool = False


def anchor_of(recurrence: str, text: str | None) -> Anchor | None:
    """The anchor of a duty that recurs; ``None`` for a period that is not told (định kỳ)."""
    printed = text or ""
    if recurrence == "daily":
        return Anchor()
    if recurrence == "weekly":
        return _weekly(printed)
    if recurrence not in MONTHS:
        return None
    return _printed(recurrence, printed) or Anchor(day=reporting_day(recurrence), assumed=True)


def _weekly(text: str) -> Anchor:
    for number, names in enumerate(phrases("tracking")["weekdays"], 1):
        if re.search(one_of(names), text, re.IGNORECASE):
            return Anchor(day=number)
    return Anchor(day=reporting_day("weekly"), assumed=True)


def _printed(recurrence: str, text: str) -> Anchor | None:
    points = single_points(text, _A_YEAR)
    if dated := tuple(pair for point in points if (pair := _month_and_day(text, point))):
        return Anchor(days=_around_the_year(dated, MONTHS[recurrence]))
    day = next((point.day for point in points if point.day and 1 <= point.day <= 31), None)
    if day is None:
        return None
    # In which month of a longer period is told, or assumed to be its last.
    told = recurrence == "monthly" or _month_is_told(text)
    return Anchor(day=day, offset=_offset(text), assumed=not told)


def _month_and_day(text: str, point: Point) -> tuple[int, int] | None:
    """The last day on which it is on time; "trước tháng 6" ends with May."""
    if point.last is None or point.first is None or point.unit in ("year", "phase"):
        return None
    cue = cue_before(text, point.start)
    if cue and not point.is_day and cue["cue"].lower() in phrases("deadlines")["before"]:
        eve = point.first - dt.timedelta(days=1)
        return eve.month, eve.day
    return point.last.month, point.last.day


def _around_the_year(days: tuple[tuple[int, int], ...], step: int) -> tuple[tuple[int, int], ...]:
    """Days of the year in order; of a duty with shorter periods one day stands for all of them."""
    if len(days) == 1:
        month, day = days[0]
        days = tuple(((month - 1 + back) % 12 + 1, day) for back in range(0, 12, step))
    return tuple(sorted(set(days)))


def _month_is_told(text: str) -> bool:
    return re.search(r"(?<!\w)(?:của\s+)?tháng\s+\D", text, re.IGNORECASE) is not None


def _offset(text: str) -> int:
    """1 where a period is reported in the month behind it ("tháng sau", "tháng đầu quý")."""
    table = phrases("tracking")
    behind = one_of((*table["next_month"], *table["first_month"]))
    plain = re.sub(r"\s+của\s+", " ", text)
    return int(re.search(behind, plain, re.IGNORECASE) is not None)


@cache
def reporting_day(recurrence: str) -> int:
    """The day of the last month of a period on which offices report (weekly: day of the week)."""
    rows = vocabulary.read_table("tracking")["reporting_days"]
    days: dict[str, int] = {row["recurrence"]: row["day"] for row in rows}
    return days[recurrence]
