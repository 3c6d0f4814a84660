"""Duties that come back: hằng tháng, định kỳ 6 tháng, trước ngày 20 hằng tháng.

The periods are those of NĐ 09/2019/NĐ-CP (chế độ báo cáo: tháng, quý, 6 tháng, năm) and the
ones below them; where several are listed ("định kỳ 6 tháng, 01 năm") the shortest is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from models.reading import Recurrence
from pipeline.extract.deadline_dated import cue_before
from pipeline.extract.deadline_match import HOUR, DeadlineMatch, before, build, opens
from pipeline.extract.deadline_points import Point
from pipeline.extract.phrase_tables import one_of, phrases

_TABLE = phrases("deadlines")
_UNIT = r"(?:ngày|tuần|tháng|qu[ýí]|năm)"
_COUNT = r"(?:\d{1,2}|một|hai|ba|sáu)"
_REGULAR = r"(?<!\w)định\s+k[ỳì]"
_EVERY = rf"(?<!\w)(?:hằng|hàng|mỗi|từng)\s+{_UNIT}(?!\s*\d|\w)"
_ENDS = r"(?=\s*(?:[,.;:)]|$|(?:và|hoặc|báo|gửi|tổng|theo|về|một|tiến|tổ|rà)(?!\w)))"
_ITEM = (
    rf"(?:(?:hằng|hàng|mỗi)\s+{_UNIT}(?!\w)"
    rf"|{_COUNT}\s+{_UNIT}(?!\w)(?!\s+(?:đầu|cuối))|{_UNIT}{_ENDS})"
)
_AND = r"\s*(?:,|/|và|hoặc)\s*"
_ONCE = r"(?:\s*(?:/|(?:một|1|01|mỗi)\s+)\s*(?:một\s+|1\s+|01\s+)?lần(?!\w))"
_CORE = re.compile(
    rf"(?:{_REGULAR}\s*[(:]?\s*|(?<!\w))(?:{_COUNT}\s+tháng\s*(?:,|và)\s*)?{_EVERY}"
    rf"(?:{_AND}{_ITEM}){{0,4}}{_ONCE}?"
    rf"|{_REGULAR}\s*[(:]?\s*{_ITEM}(?:{_AND}{_ITEM}){{0,4}}{_ONCE}?"
    rf"|(?<![\w/]){_COUNT}\s+{_UNIT}{_ONCE}"
    rf"|(?<!\w)\d{{1,2}}\s+lần\s*(?:/|(?:một|mỗi|trong(?:\s+một)?)\s+){_UNIT}(?!\w)"
    rf"|{_REGULAR}(?!\w)",
    re.IGNORECASE,
)
_OF_MONTH = re.compile(
    r"\s*(?:(?:của\s+)?(?:các\s+)?tháng\s+(?:cuối|đầu)(?:\s+(?:của|mỗi|hằng|hàng|từng))*"
    r"\s+(?P<quarter>qu[ýí])(?!\w)|của\s+tháng(?:\s+(?:sau|tiếp\s+theo|liền\s+kề|cuối\s+kỳ))?"
    r"(?!\s*\d|\w))",
    re.IGNORECASE,
)
_IN_YEARLY = re.compile(
    r"(?<!\w)Trong\s+[^.;:,]{3,30}(?:,[^.;:,]{3,40})?\s(?:hằng|hàng)\s+năm(?!\s*\d|\w)"
)
_NUMBER = re.compile(rf"(?:(?P<count>{_COUNT})\s+)?(?P<unit>{_UNIT})(?!\w)", re.IGNORECASE)
_DAYS = {"ngày": 1, "tuần": 7, "tháng": 30, "quý": 90, "quí": 90, "năm": 360}
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "sáu": 6}
_NAMES: dict[int, Recurrence] = {
    1: "daily",
    7: "weekly",
    30: "monthly",
    90: "quarterly",
    180: "half_yearly",
    360: "yearly",
}
_PLANNED = re.compile(rf"{one_of(_TABLE['planning_nouns'])}\s+$", re.IGNORECASE)
_GOODS = re.compile(rf"{one_of(_TABLE['goods'])}\s+$", re.IGNORECASE)
_FORM = re.compile(rf"{one_of(_TABLE['form_nouns'])}\s+$", re.IGNORECASE)
_GAP = re.compile(r"\s*(?:của\s+|,\s*)?")
_REGULAR_BEFORE = re.compile(rf"{_REGULAR}\s+$", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|và)\s*", re.IGNORECASE)
_RIGHT_GAP = re.compile(r"\s*(?P<open>[,(])?\s*", re.IGNORECASE)
_AT = r"(?<!\w)(?:vào|trước|lúc|chậm\s+nhất(?:\s+là)?)\s+"
_WEEKDAY = re.compile(
    rf"(?:{_AT})?(?:{HOUR}\s*)?{one_of(_TABLE['weekdays'])}\s+$|{_AT}{HOUR}\s*$",
    re.IGNORECASE,
)
_SEASON = re.compile(r"(?<!\w)(?:vào\s+(?:dịp\s+)?)?(?:đầu|giữa|cuối)\s+$", re.IGNORECASE)


def recurring_deadlines(text: str, points: list[Point]) -> Iterator[DeadlineMatch]:
    """All recurring deadlines of ``text``, each with the day that stands beside it."""
    yearly = [match for match in _IN_YEARLY.finditer(text) if opens(text, match.start())]
    for match in yearly:
        yield build(text, match.span(), "recurring", 0.7, recurrence="yearly")
    ends = {point.end: point for point in points if not point.dated}
    starts = {point.start: point for point in points if not point.dated}
    inside = set(chain.from_iterable(range(*match.span()) for match in yearly))
    cores = [match for match in _CORE.finditer(text) if match.start() not in inside]
    # "định kỳ" alone last: it may belong to one that tells the period.
    for match in sorted(cores, key=lambda core: _is_bare(core.group())):
        if found := _recurring(text, match, ends, starts):
            yield found
    yield from _in_month(text, points)


def _is_bare(phrase: str) -> bool:
    return len(phrase.split()) == 2 and phrase.lower().startswith("định")


def recurrence_of(phrase: str) -> Recurrence:
    """The shortest period that ``phrase`` names; ``unspecified`` for "định kỳ" alone."""
    spans = []
    for match in _NUMBER.finditer(phrase):
        printed = (match["count"] or "1").lower()
        count = _COUNTS.get(printed) or int(printed)
        spans.append(count * _DAYS[match["unit"].lower()])
    return _NAMES.get(min(spans), "unspecified") if spans else "unspecified"


def _recurring(
    text: str, match: re.Match[str], ends: dict[int, Point], starts: dict[int, Point]
) -> DeadlineMatch | None:
    start, end = _widened(text, *match.span(), ends, starts)
    end += "(" in text[start:end] and text[end : end + 1] == ")"
    phrase = match.group().lower()
    widened = (start, end) != match.span()
    regular = phrase.startswith("định")
    if not widened and _is_noun(text, match.start(), phrase, regular):
        return None
    confidence = 0.95 if widened else 0.9 if opens(text, start) else 0.75
    if _is_bare(phrase) or "lần" in phrase:
        confidence -= 0.15
    return build(text, (start, end), "recurring", confidence, recurrence=recurrence_of(phrase))


def _is_noun(text: str, start: int, phrase: str, regular: bool) -> bool:
    """ "kế hoạch hằng năm", "ngân hàng năm 2024", "mẫu báo cáo định kỳ"."""
    if regular:
        return before(_FORM, text, start) is not None
    if phrase.startswith("hàng") and before(_GOODS, text, start):
        return True
    return before(_PLANNED, text, start) is not None and not opens(text, start)


def _widened(
    text: str, start: int, end: int, ends: dict[int, Point], starts: dict[int, Point]
) -> tuple[int, int]:
    """With the day before ("trước ngày 20 hằng tháng") or behind ("hằng năm, trước ngày 15/12")."""
    left = _left(text, start, ends)
    if left < start:
        regular = before(_REGULAR_BEFORE, text, left, 12)
        return regular.start() if regular else left, end
    gap = _RIGHT_GAP.match(text, end)
    for place in range(end, min(end + 45, len(text))):
        point = starts.get(place)
        if point is None:
            continue
        cue = cue_before(text, place)
        reached = gap.end() if gap else end
        if point.is_day and (place == reached or (cue and end <= cue.start() <= reached)):
            month = _OF_MONTH.match(text, point.end)
            last = month.end() if month else point.end
            bracket = gap is not None and gap["open"] == "("
            return start, last + (bracket and text[last : last + 1] == ")")
        break
    return start, end


def _left(text: str, start: int, ends: dict[int, Point]) -> int:
    if point := _adjacent(text, start, ends, _GAP):
        listed = _adjacent(text, point.start, ends, _LIST)  # "trước ngày 15/6 và ngày 10/12"
        place = listed.start if listed else point.start
        cue = cue_before(text, place)
        return cue.start() if cue else place
    for pattern in (_WEEKDAY, _SEASON):
        if found := before(pattern, text, start, 40):
            return found.start()
    return start


def _adjacent(text: str, start: int, ends: dict[int, Point], gap: re.Pattern[str]) -> Point | None:
    """The point that ends at ``start``, but for a ``gap``."""
    near = (ends.get(start - width) for width in range(6))
    return next((point for point in near if point and gap.fullmatch(text, point.end, start)), None)


def _in_month(text: str, points: list[Point]) -> Iterator[DeadlineMatch]:
    """ "ngày 20 của tháng cuối quý", "ngày 25 của tháng"."""
    for point in points:
        match = _OF_MONTH.match(text, point.end)
        if point.day is None or not match:
            continue
        cue = cue_before(text, point.start)
        span = (cue.start() if cue else point.start, match.end())
        name: Recurrence = "quarterly" if match["quarter"] else "monthly"
        yield build(text, span, "recurring", 0.9, recurrence=name)
