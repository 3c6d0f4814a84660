"""Points and stretches of time as letters print them: the calendar half of a deadline.

Whether a point is a deadline is for its surroundings to say (``deadline_dated``); here it is only
put on the calendar. A year left out is the year of issue, the next one if that has passed
(docs/annotation.md); without a day of issue such a point has no dates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extract.dates import FIRST_YEAR, LAST_YEAR, find_dates
from pipeline.extract.phrase_tables import one_of, phrases

Unit = Literal["day", "week", "month", "quarter", "half", "year", "rest", "phase", "days", "span"]
_Stretch = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Point:
    """``text[start:end]`` and the days that it covers, ``None`` where they cannot be told.

    ``dated``: the year is printed. ``day`` is set where only the day of some month is ("ngày 20").
    """

    start: int
    end: int
    unit: Unit
    first: dt.date | None = None
    last: dt.date | None = None
    dated: bool = True
    fuzzy: bool = False
    impossible: bool = False
    day: int | None = None

    @property
    def is_day(self) -> bool:
        """A day, or a stretch from one day to another."""
        return self.unit in ("day", "days")


_TABLE = phrases("deadlines")
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d]|/\d)"
_OF_YEAR = rf"(?:(?:\s*[/.-]\s*|,?\s+(?:của\s+)?năm\s+){_YEAR})?"
_NUMERAL = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_UNIT_OF: dict[str, Unit] = {"tháng": "month", "năm": "year", "tuần": "week"}
_MONTHS = {"ba": 3, "sáu": 6, "chín": 9}
_DAY_MONTH = re.compile(
    r"(?<![\w/.,-])(?:ngày\s*(?P<day>\d{1,2})(?:\s?[/.~-]\s?|\s*tháng\s*)|(?P<bare>\d{1,2})/)"
    r"(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
    re.IGNORECASE,
)
_DAY_ONLY = re.compile(
    r"(?<!\w)ngày\s*(?P<day>\d{1,2})(?!\w|\s*[/.]\s*\d|\s*tháng\s*\d)", re.IGNORECASE
)
_MONTH = re.compile(
    rf"(?<!\w)(?<!\d\s)tháng\s*(?P<a>\d{{1,2}})(?:\s*[-–,]\s*(?P<b>\d{{1,2}})(?=/\d{{4}}|\s+năm\s))?"
    rf"(?!\d|/\d{{1,2}}(?!\d)){_OF_YEAR}",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?<!\w)qu[ýí]\s*(?P<a>IV|I{1,3}|[1-4])"
    r"(?:\s*(?:[-–,]|và)\s*(?:qu[ýí]\s*)?(?P<b>IV|I{1,3}|[1-4]))?(?!\w)" + _OF_YEAR,
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<!\w)(?P<count>\d{1,2}|ba|sáu|chín)\s+tháng\s+(?P<side>đầu|cuối)\s+(?:của\s+)?năm"
    rf"(?!\s+học)(?:\s+{_YEAR}|\s+nay)?",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?<!\w)(?:(?:các|những)\s+(?:tháng|quý)|thời\s+gian)\s+(?:còn\s+lại|cuối)\s+"
    rf"(?:(?:của|trong)\s+)?năm(?!\s+học)(?:\s+{_YEAR}|\s+nay)?",
    re.IGNORECASE,
)
_PHASE = re.compile(
    r"(?<![\w/.-])(?P<word>(?:trong\s+)?giai\s+đoạn\s+(?:từ\s+)?)?(?:năm\s+)?(?P<a>(?:19|20)\d\d)"
    r"\s*(?:[-–]|đến)\s*(?:năm\s+)?(?P<b>(?:19|20)\d\d)(?![\w/-])",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(rf"(?<!\w)năm\s+{_YEAR}", re.IGNORECASE)
_YEAR_CELL = re.compile(rf"\s*{_YEAR}\s*")
_NOW = re.compile(r"(?<!\w)(?P<unit>tháng|qu[ýí]|năm|tuần)\s+(?:này|nay)(?!\w)", re.IGNORECASE)
_BARE = re.compile(
    rf"{one_of(_TABLE['fuzzy'])}\s+(?P<unit>tháng|qu[ýí]|năm)(?!\s*\d|\s+học|\s+I|\w)",
    re.IGNORECASE,
)
_FUZZY = re.compile(rf"{one_of(_TABLE['fuzzy'])}\s+$", re.IGNORECASE)
_NAMED = re.compile(rf"{one_of(_TABLE['named_years'])}[\s:]+$", re.IGNORECASE)


def single_points(text: str, issued: dt.date | None) -> list[Point]:
    """All points of ``text`` in order, none inside another."""
    found: list[Point] = []
    taken: set[int] = set()
    for finder in (_days, _rests, _months, _quarters, _phases, _years, _bare):
        for point in finder(text, issued):
            cells = range(point.start, point.end)
            if taken.isdisjoint(cells):
                taken.update(cells)
                found.append(_with_fuzz(text, point))
    return sorted(found, key=lambda point: point.start)


def _days(text: str, issued: dt.date | None) -> Iterator[Point]:
    for date in find_dates(text):
        if None not in (date.day, date.month, date.year):
            yield Point(
                date.start, date.end, "day", date.date, date.date, impossible=date.date is None
            )
    for match in _DAY_MONTH.finditer(text):
        day, month = int(match["day"] or match["bare"]), int(match["month"])
        if match["day"] or (1 <= day <= 31 and 1 <= month <= 12):
            yield _short_day(match, day, month, issued)
    for match in _DAY_ONLY.finditer(text):
        yield Point(*match.span(), "day", dated=False, day=int(match["day"]))


def _short_day(match: re.Match[str], day: int, month: int, issued: dt.date | None) -> Point:
    try:
        dt.date(2024, month, day)  # a leap year: whether the day exists at all
        first, last = _coming(lambda year: _one_day(year, month, day), issued)
    except ValueError:
        return Point(*match.span(), "day", dated=False, impossible=True)
    return Point(*match.span(), "day", first, last, dated=False)


def _one_day(year: int, month: int, day: int) -> _Stretch:
    date = dt.date(year, month, day)
    return date, date


def _months(text: str, issued: dt.date | None) -> Iterator[Point]:
    for match in _MONTH.finditer(text):
        a, b = int(match["a"]), int(match["b"] or match["a"])
        if 1 <= a <= b <= 12:
            yield _point(match, "month", _stretch(a, b), issued)


def _quarters(text: str, issued: dt.date | None) -> Iterator[Point]:
    for match in _QUARTER.finditer(text):
        a = _NUMERAL[match["a"].upper()]
        b = _NUMERAL[(match["b"] or match["a"]).upper()]
        if a <= b:
            yield _point(match, "quarter", _stretch(3 * a - 2, 3 * b), issued)


def _rests(text: str, issued: dt.date | None) -> Iterator[Point]:
    """Parts of a year: "6 tháng đầu năm 2024"; of "các tháng còn lại" only the end is certain."""
    for match in _HALF.finditer(text):
        count = _MONTHS.get(match["count"].lower()) or int(match["count"])
        if 1 <= count <= 12:
            side = (1, count) if match["side"].lower() == "đầu" else (13 - count, 12)
            yield _point(match, "half", _stretch(*side), issued)
    for match in _REST.finditer(text):
        yield replace(_point(match, "rest", _stretch(1, 12), issued), first=None)


def _phases(text: str, issued: dt.date | None) -> Iterator[Point]:
    for match in _PHASE.finditer(text):
        named = _NAMED.search(text, max(0, match.start() - 20), match.start())
        a, b = int(match["a"]), int(match["b"])
        if not named and a < b <= LAST_YEAR:
            yield Point(*match.span(), "phase", dt.date(a, 1, 1), dt.date(b, 12, 31))


def _years(text: str, issued: dt.date | None) -> Iterator[Point]:
    cell = _YEAR_CELL.fullmatch(text)
    for match in [cell] if cell else _ONE_YEAR.finditer(text):
        year = int(match["year"])
        if year >= FIRST_YEAR:
            yield Point(*match.span(), "year", *_stretch(1, 12)(year))


def _bare(text: str, issued: dt.date | None) -> Iterator[Point]:
    """ "cuối năm", "tháng này": only the day of issue tells which."""
    for match in _NOW.finditer(text):
        yield _current(match, issued, fuzzy=False)
    for match in _BARE.finditer(text):
        yield _current(match, issued, fuzzy=True)


def _current(match: re.Match[str], issued: dt.date | None, *, fuzzy: bool) -> Point:
    word = match["unit"].lower()
    unit = _UNIT_OF.get(word, "quarter")
    point = Point(*match.span(), unit, dated=False, fuzzy=fuzzy)
    if issued is None or unit == "week" or (fuzzy and unit != "year"):
        return point
    month, quarter = issued.month, (issued.month - 1) // 3 + 1
    sides = {"month": (month, month), "quarter": (3 * quarter - 2, 3 * quarter), "year": (1, 12)}
    first, last = _stretch(*sides[unit])(issued.year)
    return replace(point, first=first, last=last)


def _point(
    match: re.Match[str], unit: Unit, stretch: Callable[[int], _Stretch], issued: dt.date | None
) -> Point:
    if match["year"]:
        return Point(*match.span(), unit, *stretch(int(match["year"])))
    first, last = _coming(stretch, issued)
    return Point(*match.span(), unit, first, last, dated=False)


def _stretch(first: int, last: int) -> Callable[[int], _Stretch]:
    """From a year to the days from its month ``first`` to its month ``last``."""

    def of(year: int) -> _Stretch:
        end = calendar.monthrange(year, last)[1]
        return dt.date(year, first, 1), dt.date(year, last, end)

    return of


def _coming(
    stretch: Callable[[int], _Stretch], issued: dt.date | None
) -> _Stretch | tuple[None, None]:
    if issued is None:
        return None, None
    first, last = stretch(issued.year)
    return (first, last) if last >= issued else stretch(issued.year + 1)


def _with_fuzz(text: str, point: Point) -> Point:
    """ "cuối tháng 9": within that month, at a day that is not told."""
    if point.is_day:
        return point
    match = _FUZZY.search(text, max(0, point.start - 16), point.start)
    return replace(point, start=match.start(), fuzzy=True) if match else point
