"""Deadlines with a place on the calendar: trước ngày D, trong quý III, đến năm 2025.

A point of time is a deadline by what stands before it: a cue, a label ("Thời hạn: …"), a verb of
completion, the beginning of the sentence; alone only in a cell of a table. "trước ngày D" is read
as offices use it, D included (observed; QĐ 42/2014/QĐ-TTg tells deadlines by their day);
"trước tháng 6" ends with May.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from models.reading import DeadlineKind
from pipeline.extract.deadline_match import HOUR, DeadlineMatch, before, build, is_cell, opens
from pipeline.extract.deadline_points import Point
from pipeline.extract.phrase_tables import one_of, phrases

_TABLE = phrases("deadlines")
_CUES = ("before", "latest", "until", "within", "tentative")
_CUE = re.compile(
    rf"(?P<cue>{one_of(word for group in _CUES for word in _TABLE[group])})"
    rf"(?:\s+{one_of(_TABLE['joints'])})*[\s,:]*(?:{HOUR})?[\s(]*$",
    re.IGNORECASE,
)
_GROUP_OF = {word: group for group in _CUES for word in _TABLE[group]}
_LABEL = re.compile(
    rf"{one_of(_TABLE['labels'])}(?:\s*(?:là|vào|:)|(?:\s+\w+){{1,4}}\s*:)[\s:]*(?P<hour>{HOUR}\s*)?$",
    re.IGNORECASE,
)
_DONE = re.compile(rf"{one_of(_TABLE['completion'])}\s+(?:{HOUR})?\s*$", re.IGNORECASE)
_SENT = re.compile(rf"{one_of(_TABLE['sending'])}[^.;]{{0,50}}$", re.IGNORECASE)
_NOT_UNTIL = re.compile(
    rf"{one_of(_TABLE['not_until'])}\s+$|(?<!\w)từ\s(?!nay)[^,;.]{{1,40}}$", re.IGNORECASE
)
_CRITERION = re.compile(
    rf"(?<!\w)(?:(?:đã|được|có|đang)\s+{one_of(_TABLE['criterion_verbs'])}|sinh)\s+$", re.IGNORECASE
)
_TERM = re.compile(r"\d\)?\s+(?:giờ|ngày|tuần|tháng)(?:\s+làm\s+việc)?\s+$", re.IGNORECASE)
_AIM = re.compile(r"phấn\s+đấu[^.;]{0,40}$", re.IGNORECASE)
_PAST = re.compile(rf"\s*,?\s*(?:{one_of(_TABLE['past_after'])}|là(?!\w))", re.IGNORECASE)
_SOON = re.compile(
    r"(?<!\w)trong\s+(?:tuần(?:\s+này)?|ngày(?:\s+làm\s+việc|\s+hôm\s+nay)?)"
    r"(?=\s*(?:[,.;)/]|$|và(?!\w)|để(?!\w)))",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*\)")


def dated_deadlines(
    text: str, points: list[Point], issued: dt.date | None
) -> Iterator[DeadlineMatch]:
    """The deadlines among ``points``; ``text`` has its quotations blotted out."""
    for point in points:
        if match := _deadline(text, point, issued):
            yield match
    for soon in _SOON.finditer(text):
        yield build(text, soon.span(), "within_period", 0.75)


def cue_before(text: str, place: int) -> re.Match[str] | None:
    """The cue whose point of time begins at ``place`` ("chậm nhất là vào 17h00 ")."""
    return before(_CUE, text, place)


def _deadline(text: str, point: Point, issued: dt.date | None) -> DeadlineMatch | None:
    if _PAST.match(text, point.end):
        return None
    if label := before(_LABEL, text, point.start):
        start = label.start("hour") if label["hour"] else point.start
        return _bare(text, replace(point, start=start), 0.9)
    cue = cue_before(text, point.start)
    if cue and point.day is None:
        return _cued(text, point, cue, issued)
    if cue:
        return _day_of_no_month(text, point, cue)
    return _uncued(text, point, issued)


def _cued(
    text: str, point: Point, cue: re.Match[str], issued: dt.date | None
) -> DeadlineMatch | None:
    words = " ".join(cue["cue"].lower().split())
    group = _GROUP_OF[words]
    if _rejected(text, point, cue.start(), group):
        return None
    span = (cue.start(), point.end)
    if group == "before":
        return _before(text, span, point, issued)
    if group == "latest":
        return _on_or_before(text, span, point, 0.95)
    if group == "until":
        return _until(text, span, point, cue.group().lower(), issued)
    match = _within(text, span, point, issued)
    return replace(match, fuzzy=True) if match and group == "tentative" else match


def _rejected(text: str, point: Point, start: int, group: str) -> bool:
    """Whether the phrase tells which things are meant, or up to when one has counted."""
    if before(_CRITERION, text, start):
        return True
    if _is_fraction(text, point) and group in ("until", "within"):
        return True
    if group == "until":
        return before(_NOT_UNTIL, text, start) is not None
    return group == "before" and before(_TERM, text, start) is not None


def _is_fraction(text: str, point: Point) -> bool:
    """ "đến 2/3 số hộ": without "ngày" and year it need not be a day."""
    return point.unit == "day" and not point.dated and text[point.start].isdigit()


def _day_of_no_month(text: str, point: Point, cue: re.Match[str]) -> DeadlineMatch | None:
    """ "trước ngày 20": of which month is not told."""
    if _GROUP_OF[" ".join(cue["cue"].lower().split())] not in ("before", "latest"):
        return None
    return build(text, (cue.start(), point.end), "on_or_before", 0.45)


def _before(
    text: str, span: tuple[int, int], point: Point, issued: dt.date | None
) -> DeadlineMatch | None:
    if point.is_day or point.fuzzy:
        return _on_or_before(text, span, point, 0.95)
    if point.unit == "phase" or (point.first is None and point.dated):
        return None
    return _on_or_before(text, span, point, 0.85, end=_eve(point, issued))


def _eve(point: Point, issued: dt.date | None) -> dt.date | None:
    """The last day before ``point``, which without a year is the one that has not begun."""
    if point.first is None:
        return None
    begun = not point.dated and issued is not None and point.first <= issued
    first = point.first.replace(year=point.first.year + begun)
    return first - dt.timedelta(days=1)


def _on_or_before(
    text: str,
    span: tuple[int, int],
    point: Point,
    confidence: float,
    *,
    end: dt.date | None = None,
) -> DeadlineMatch:
    return _build(text, span, "on_or_before", point, confidence, (None, end or point.last))


def _until(
    text: str, span: tuple[int, int], point: Point, cue: str, issued: dt.date | None
) -> DeadlineMatch | None:
    """ "đến hết tháng 9" is a last day; "đến năm 2025" a horizon, and often part of a name."""
    if "từ nay" in cue:
        return _build(text, span, "within_period", point, 0.85, (issued, point.last))
    if point.is_day or "hết" in cue:
        return _on_or_before(text, span, point, 0.9)
    named = point.unit in ("year", "phase")
    stands = opens(text, span[0]) or before(_DONE, text, span[0]) or before(_AIM, text, span[0])
    if (named and not stands and not is_cell(text, *span)) or _over(point, issued):
        return None
    return _on_or_before(text, span, point, 0.75)


def _within(
    text: str, span: tuple[int, int], point: Point, issued: dt.date | None
) -> DeadlineMatch | None:
    if point.unit == "day" and (
        text[span[0] :].lower().startswith("trong") or before(_SENT, text, span[0])
    ):
        return _on_or_before(text, span, point, 0.8)
    if _over(point, issued):
        return None
    told = opens(text, span[0]) or before(_DONE, text, span[0]) or is_cell(text, *span)
    confidence = 0.85 if told else 0.7
    return _build(text, span, "within_period", point, confidence, (point.first, point.last))


def _uncued(text: str, point: Point, issued: dt.date | None) -> DeadlineMatch | None:
    """A point without a cue: a cell, behind "hoàn thành", or what the sentence opens with."""
    if is_cell(text, point.start, point.end) and point.day is None:
        return _bare(text, point, 0.9)
    if before(_DONE, text, point.start) and point.day is None:
        return _bare(text, point, 0.8)
    if _over(point, issued) or point.day is not None or _is_fraction(text, point):
        return None
    printed = text[point.start : point.end].lower()
    if opens(text, point.start) and not (point.unit == "phase" and printed[0].isdigit()):
        return _period(text, point, 0.5 if point.unit == "day" else 0.8)
    if printed.startswith("từ") and point.unit in ("days", "span"):
        return _period(text, point, 0.75)
    if printed.startswith("trong"):
        return _period(text, point, 0.5)
    if text[max(0, point.start - 4) : point.start].rstrip().endswith("(") and _CLOSED.match(
        text, point.end
    ):
        return _period(text, point, 0.7) if point.unit != "day" else None
    return None


def _bare(text: str, point: Point, confidence: float) -> DeadlineMatch | None:
    if point.unit == "day" and point.day is None:
        return _on_or_before(text, (point.start, point.end), point, confidence)
    return _period(text, point, confidence) if point.day is None else None


def _period(text: str, point: Point, confidence: float) -> DeadlineMatch:
    span, dates = (point.start, point.end), (point.first, point.last)
    return _build(text, span, "within_period", point, confidence, dates)


def _build(
    text: str,
    span: tuple[int, int],
    kind: DeadlineKind,
    point: Point,
    confidence: float,
    dates: tuple[dt.date | None, dt.date | None],
) -> DeadlineMatch:
    return build(
        text,
        span,
        kind,
        confidence - 0.1 * (not point.dated),
        dates=dates,
        fuzzy=point.fuzzy,
        impossible=point.impossible,
    )


def _over(point: Point, issued: dt.date | None) -> bool:
    """A period that had ended when the letter was written is what it tells of, not a deadline."""
    return bool(issued and point.dated and point.last and point.last < issued)
