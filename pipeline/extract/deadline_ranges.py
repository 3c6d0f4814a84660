"""Points of time that belong together: từ ngày A đến ngày B, quý II - quý III/2024."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.extract.deadline_points import Point, Unit, single_points

_LINK = re.compile(r"\s*(?:[-–~]|đến(?:\s+hết)?|tới|(?P<list>,|và))\s*", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:(?:kể\s+)?từ|bắt\s+đầu\s+từ)\s+$", re.IGNORECASE)
_RANGE_DASH = re.compile(r"(?<=\d)[-–](?=\d{1,2}[/.]\d{1,2}(?!\d))")


def find_points(text: str, issued: dt.date | None) -> list[Point]:
    """All points of ``text`` in order, none inside another; linked ones are one stretch."""
    # "15/5-30/6/2023": the dash of a range must not look like the dash of a date.
    plain = _RANGE_DASH.sub("~", text)
    return list(_linked(plain, single_points(plain, issued)))


def _linked(text: str, points: list[Point]) -> Iterator[Point]:
    index = 0
    while index < len(points):
        point = points[index]
        following = points[index + 1] if index + 1 < len(points) else None
        joined = _join(text, point, following) if following else None
        index += 2 if joined else 1
        yield joined or point


def _join(text: str, a: Point, b: Point) -> Point | None:
    link = _LINK.fullmatch(text, a.end, b.start)
    if not link or a.is_day != b.is_day:
        return None
    opening = _FROM.search(text, max(0, a.start - 14), a.start)
    listed = bool(link["list"])
    if listed and (a.is_day or a.unit != b.unit or opening):
        return None
    if "đến" in link.group().lower() and not opening and not a.is_day:
        return None
    start = opening.start() if opening else a.start
    first = _first_of(a, b)
    unit: Unit = "days" if b.is_day else "span"
    impossible = a.impossible or b.impossible
    if impossible or (first and b.last and first > b.last):
        return Point(start, b.end, unit, dated=b.dated, impossible=impossible)
    return Point(start, b.end, unit, first, b.last, b.dated, a.fuzzy or b.fuzzy)


def _first_of(a: Point, b: Point) -> dt.date | None:
    """The first day of ``a``, in the year (and month) of ``b`` where ``a`` does not print it."""
    if b.last is None:
        return None
    if a.day is not None:
        return _safe(b.last.year, b.last.month, a.day)
    if a.dated or a.first is None:
        return a.first
    first = _safe(b.last.year, a.first.month, a.first.day)
    if first and first > b.last:
        return _safe(b.last.year - 1, a.first.month, a.first.day)
    return first


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
