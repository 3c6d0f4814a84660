"""Dates as letters print them, on the date line and in running text.

Forms (NĐ 30/2020, phụ lục I, II.4; HD 36-HD/VPTW, mục II.4; the short ones as observed)::

    ngày 05 tháng 02 năm 2024        ngày 17/5/2016   02-6-2022   02.06.2022

The long form is read through a recogniser's noise (``ngày21 tháng11năm 2016``, ``nǎm``), and
with a day or month that is blank or pen: those parts are ``None`` and flagged. A date that does
not exist (31/02) stays what was printed, without a value: it is never corrected.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1930, 2099
"""Years that letters can cite: 1930, the founding of the Party, to the end of the century."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text: ``text[start:end]``, from ``ngày`` where that is printed.

    ``day_span``, ``month_span``, ``year_span`` are where each cell stands, blank cells included.
    Flags: ``no_day``, ``no_month``, ``no_year`` (blank or unreadable), ``impossible_date``,
    ``repaired_digits`` (O for 0, l for 1), ``short_year`` (two digits, read as 20yy).
    """

    start: int
    end: int
    date: dt.date | None
    day: int | None
    month: int | None
    year: int | None
    day_span: tuple[int, int]
    month_span: tuple[int, int]
    year_span: tuple[int, int]
    flags: tuple[str, ...] = ()


_DIGIT = "[0-9OoIl|]"
_CELL = r"[^\n,;]{0,8}?"
_LONG = re.compile(
    # What a blank or pen cell leaves is anything short; the words may have lost their marks.
    rf"(?:ng[aàáảãạâ]y|nga[̀]y)\s*[.:]?\s*(?P<day>{_CELL})\s*"
    rf"th[aáàảãạâắăǎ]ng\s*(?P<month>{_CELL})[\s,]*"
    rf"n[aăǎáàãâắằặ]m[\s*]*(?P<year>{_DIGIT}(?:[ .]?{_DIGIT}){{1,3}}|)(?![0-9])",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![\w/.,-])(?P<word>ngày\s*)?(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)"
    r"\s?(?P<year>\d{4}|\d{2})(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_DIGIT_FOR = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})


def find_dates(text: str) -> list[DateMatch]:
    """All dates in ``text``, in order of appearance, long and short forms."""
    found = [date for match in _LONG.finditer(text) if (date := _long(match))]
    taken = [(date.start, date.end) for date in found]
    for match in _SHORT.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        if not inside and (short := _short(match)):
            found.append(short)
    return sorted(found, key=lambda date: date.start)


def parse_date(text: str) -> DateMatch | None:
    """The first date of ``text``, long forms before short ones; ``None`` without any."""
    dates = find_dates(text)
    long = [date for date in dates if "tháng" in text[date.start : date.end].lower()]
    return next(iter(long or dates), None)


def _long(match: re.Match[str]) -> DateMatch | None:
    """``None`` where no cell can be read: "ngày tháng năm sinh" is no date."""
    cells = {name: _cell(match[name]) for name in ("day", "month", "year")}
    if not any(value for value, _ in cells.values()):
        return None
    flags = [f"no_{name}" for name, (value, _) in cells.items() if value is None]
    if any(repaired for _, repaired in cells.values()):
        flags.append("repaired_digits")
    year = cells["year"][0]
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        year, flags = None, [*flags, "no_year"]
    return _date(match, cells["day"][0], cells["month"][0], year, flags)


def _cell(printed: str) -> tuple[int | None, bool]:
    """The number in a cell, and whether letters had to be read as digits."""
    bare = re.sub(r"[\s.…_*]", "", printed)
    digits = bare.translate(_DIGIT_FOR)
    if not re.fullmatch(r"\d{1,2}|\d{4}", digits) or not re.search(r"\d", bare):
        return None, False
    return int(digits), digits != bare


def _short(match: re.Match[str]) -> DateMatch | None:
    """``None`` for two-digit years without ``ngày``: those are fractions or section numbers."""
    short_year = len(match["year"]) == 2
    if short_year and not match["word"]:
        return None
    year = int(match["year"]) + (2000 if short_year else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    flags = ["short_year"] if short_year else []
    return _date(match, int(match["day"]), int(match["month"]), year, flags)


def _date(
    match: re.Match[str],
    day: int | None,
    month: int | None,
    year: int | None,
    flags: list[str],
) -> DateMatch:
    value = None
    if day is not None and month is not None and year is not None:
        try:
            value = dt.date(year, month, day)
        except ValueError:
            flags = [*flags, "impossible_date"]
    return DateMatch(
        start=match.start(),
        end=match.end(),
        date=value,
        day=day,
        month=month,
        year=year,
        day_span=match.span("day"),
        month_span=match.span("month"),
        year_span=match.span("year"),
        flags=tuple(flags),
    )
