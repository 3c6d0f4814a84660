"""The phrase of time that governs a figure: "Trong năm 2019", "giai đoạn 2021 - 2025"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.phrase_tables import one_of, phrases

Span = tuple[int, int]

_YEAR = r"(?:19|20)\d{2}"
_YEARS = rf"{_YEAR}\s*(?:[-–—]|đến)\s*{_YEAR}"
_OF_YEAR = rf"(?:\s*/\s*{_YEAR}|\s+(?:của\s+)?năm\s+(?:{_YEAR}|nay))"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_DAY = (
    r"(?:(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d{1,2}(?:\s*phút)?)?\s+)?"
    r"(?:(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?![\d/])"
    rf"|ngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+{_YEAR})?"
    r"|ngày\s+\d{1,2}\s+(?:của\s+)?(?:hằng|hàng|mỗi)\s+(?:tháng|quý)))"
)
_QUARTER = r"(?:IV|I{1,3}|[1-4])(?!\w)"
_QUARTERS = rf"quý\s+{_QUARTER}(?:(?:\s*[,-]\s*|\s+và\s+)(?:quý\s+)?{_QUARTER})*{_OF_YEAR}?"
_MONTHS = rf"tháng\s+\d{{1,2}}(?:(?:\s*[,-]\s*|\s+và\s+)tháng\s+\d{{1,2}})*{_OF_YEAR}?"
_PART = r"(?:đầu|cuối|giữa|hết)"
_POINT = (
    rf"(?:{_DAY}|{_MONTHS}|{_QUARTERS}|(?:{_PART}\s+)*(?:năm\s+{_YEAR}|{_YEAR}|nhiệm\s+kỳ"
    rf"(?:\s+{_YEARS})?|giai\s+đoạn(?:\s+{_YEARS})?)|{_PART}\s+(?:năm|tháng|quý)"
    rf"(?:\s+(?:nay|{_YEAR}))?|nay|thời\s+điểm\s+(?:hiện\s+nay|hiện\s+tại|báo\s+cáo))"
)
_IN = r"(?:(?:ngay|riêng|chỉ)\s+)?(?:(?:trong|cả|qua|vào|ở)\s+)?"
_DOING = (
    r"(?:\s+(?:qua|vừa\s+qua|gần\s+đây|tới|liên\s+tiếp|đầu|liền))?"
    r"(?:\s+(?:triển\s+khai|thực\s+hiện|tổ\s+chức|thi\s+hành|hoạt\s+động|phát\s+động)){0,2}"
    r"(?:\s+(?:Cuộc\s+vận\s+động|phong\s+trào))?"
)
_DATED = (
    rf"(?:tính\s+|kể\s+)?từ\s+{_POINT}\s+(?:đến|tới)\s+(?:trước\s+|hết\s+)?{_POINT}",
    rf"{_IN}(?:các\s+)?(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|năm\s+học|niên\s+(?:vụ|khóa|độ))"
    rf"\s+{_YEARS}",
    rf"{_IN}giai\s+đoạn\s+(?:\d|I{{1,3}})\s*\((?:từ\s+)?(?:năm\s+)?{_YEAR}(?:\s*[-–]\s*{_YEAR})?\)",
    rf"{_IN}vụ\s+(?:[Đđ]ông\s*[-–]?\s*[Xx]uân|[Hh]è\s*[-–]?\s*[Tt]hu|[Mm]ùa|[Tt]hu\s*[-–]?\s*[Đđ]ông"
    rf"|[Xx]uân)(?:\s+(?:năm\s+)?{_YEAR}(?:\s*[-–]\s*{_YEAR})?)?",
    rf"{_IN}{_COUNT}\s+tháng\s+năm\s+{_YEAR}",
    rf"{_IN}{_COUNT}\s+năm\s*\(?\s*(?:từ\s+)?{_YEARS}\)?",
    rf"{_IN}{_COUNT}\s+năm\s+{_YEAR}(?:(?:\s*,\s*|\s+và\s+){_YEAR})+",
    rf"{_IN}(?:{_COUNT}|các)\s+tháng\s+(?:đầu|cuối|còn\s+lại)(?:\s+(?:của|trong))?\s+năm"
    rf"(?:\s+(?:{_YEAR}|nay))?",
    r"(?:trong|qua|sau)\s+(?:hơn\s+|gần\s+|tròn\s+)?"
    rf"{_COUNT}\s+(?:năm|tháng|tuần|quý|nhiệm\s+kỳ){_DOING}(?![\w%])",
    rf"(?:tính\s+)?đến\s+(?:thời\s+điểm\s+)?(?:trước\s+|hết\s+)?{_POINT}",
    rf"từ\s+(?:{_PART}\s+)*(?:{_QUARTERS}|{_MONTHS}|năm\s+{_YEAR})(?:\s+trở\s+đi)?",
    rf"(?:xong\s+)?(?:trước|chậm\s+nhất|muộn\s+nhất)\s+(?:là\s+)?(?:{_DAY}|(?:vào\s+)?{_POINT})",
    rf"(?:trước|trong|sau)\s+mùa(?:\s+\w+){{1,2}}\s+(?:năm\s+)?{_YEAR}",
    rf"{_IN}{_QUARTERS}",
    rf"{_IN}{_MONTHS}",
    rf"{_IN}(?:các\s+)?(?:{_PART}\s+)*năm\s+{_YEAR}(?:(?:\s*[,-]\s*|\s+và\s+)(?:năm\s+)?{_YEAR})*",
    rf"{_COUNT}\s+(?:năm|tháng|tuần)\s+(?:qua|vừa\s+qua|gần\s+đây)",
    r"(?:trong\s+)?(?:(?:những|các|mấy)\s+)?(?:năm|tháng|quý|tuần|thời\s+gian)"
    r"\s+(?:vừa\s+qua|qua|gần\s+đây)",
    r"(?:trong\s+)?(?:năm|tháng|quý|tuần)\s+nay|(?:trong\s+)?(?:[369]|sáu|chín)\s+tháng(?=\s*[,:;])",
    r"hiện\s+(?:nay|tại)|tại\s+thời\s+điểm\s+(?:hiện\s+nay|hiện\s+tại|báo\s+cáo|kiểm\s+tra)",
    r"(?:trong|cả)\s+(?:năm|tháng|quý|tuần|kỳ|đợt)(?=\s*[,:])|cả\s+(?:năm|giai\s+đoạn|nhiệm\s+kỳ)",
)
_RECURRING = (
    r"(?:định\s+kỳ\s+)?(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)",
    r"bình\s+quân\s+(?:hằng|hàng|mỗi|một)\s+(?:năm|quý|tháng)",
)
_ON_DAY = (
    rf"(?:vào\s+)?ngày\s+\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]|\s+tháng\s+\d{{1,2}}\s+năm\s+){_YEAR}"
)
_PERIOD = re.compile(
    rf"(?<!\w)(?:(?P<recurring>{'|'.join(_RECURRING)})|{'|'.join(_DATED)}"
    rf"|(?P<day>{_ON_DAY})(?=\s*,))(?!\w)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\([^()\n]{1,300}\)")
_OWNER_REACH, _BEHIND, _CLAUSE = 24, 220, 400  # letters


@dataclass(frozen=True, slots=True)
class Period:
    """A phrase of time at ``text[start:end]``; one in parentheses governs nothing outside them.

    ``recurs``: "hằng năm", which a dated phrase of the same clause outweighs.
    """

    start: int
    end: int
    recurs: bool = False
    inside: Span | None = None


@cache
def _owners() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What owns the phrase behind it: "so với" any, "dự toán" a bare year."""
    words = phrases("targets")
    compared, owned = one_of(words["compared"]), one_of(words["owners"])
    return re.compile(compared + r"\s*$", re.I), re.compile(owned + r"\s*$", re.I)


_SAYS = re.compile(r"\s*(?:là|:)(?!\w)")  # "mục tiêu năm 2024 là …"
_OPENED = re.compile(r"(?:trong|cả|qua|vào|ở|đến|từ|sau|trước|tính|hằng|hàng|mỗi)\s", re.I)


def periods_in(text: str, *, with_owned: bool = False) -> list[Period]:
    """The phrases of time in ``text``, in order.

    A year that belongs to a noun ("so với năm 2021", "dự toán năm 2024") is none, except in a
    heading (``with_owned``).
    """
    closed = [match.span() for match in _PARENTHESIS.finditer(text)]
    starts = [span[0] for span in closed]
    found: list[Period] = []
    for match in _PERIOD.finditer(text):
        if not with_owned and _is_owned(text, match.start(), match.end()):
            continue
        if match["day"] and not _begins_sentence(text, match.start()):
            continue
        at = bisect_right(starts, match.start()) - 1
        inside = closed[at] if at >= 0 and match.end() <= closed[at][1] else None
        found.append(Period(match.start(), match.end(), match["recurring"] is not None, inside))
    return found


def _is_owned(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _OWNER_REACH) : start]
    compared, owned = _owners()
    if compared.search(before):
        return True
    if _OPENED.match(text, start, end) or _SAYS.match(text, end):
        return False
    return owned.search(before) is not None


def _begins_sentence(text: str, start: int) -> bool:
    return not text[:start].strip() if start < 8 else text[:start].rstrip()[-1:] in {".", ";", ":"}


class Periods:
    """The phrases of time of one paragraph, asked for the one that governs a figure.

    ``figures`` are where the figures begin, in order.
    """

    def __init__(
        self, text: str, figures: Sequence[int] = (), blocked: Sequence[Span] = ()
    ) -> None:
        self.text, self._figures = text, figures
        closed = sorted(blocked)
        self.found = [
            period for period in periods_in(text) if not _is_in(closed, period.start, period.end)
        ]
        self._starts = [period.start for period in self.found]

    def governing(self, sentence: Span, place: Span) -> Period | None:
        """The phrase that governs what stands at ``place`` of the ``sentence``.

        One that follows at once, the last one before it, or the first one behind it in its clause
        that does not begin what is said of the next figure.
        """
        behind = self._behind(sentence, place)
        if behind and not self.text[place[1] : behind.start].strip(" (") and not behind.recurs:
            return behind
        ahead = self._before(sentence, place)
        if behind and ahead and ";" in self.text[ahead.end : place[0]][-_CLAUSE:]:
            return behind
        return ahead or behind

    def last_before(self, end: int) -> Period | None:
        """The last dated phrase before ``end`` that is not in parentheses."""
        for at in range(bisect_right(self._starts, end) - 1, -1, -1):
            if self.found[at].inside is None and not self.found[at].recurs:
                return self.found[at]
        return None

    def _before(self, sentence: Span, place: Span) -> Period | None:
        recurring: Period | None = None
        for at in range(bisect_right(self._starts, place[0]) - 1, -1, -1):
            period = self.found[at]
            if period.start < sentence[0]:
                break
            if period.inside and not period.inside[0] < place[0] < period.inside[1]:
                continue
            if recurring and ";" in self.text[period.end : recurring.start][:_CLAUSE]:
                break
            if not period.recurs:
                return period
            recurring = recurring or period
        return recurring

    def _behind(self, sentence: Span, place: Span) -> Period | None:
        stop = min(sentence[1], place[1] + _BEHIND)
        clause = self.text.find(";", place[1], stop)
        stop = stop if clause < 0 else clause
        at = bisect_left(self._starts, place[1])
        if at == len(self.found) or self.found[at].start >= stop:
            return None
        period = self.found[at]
        left = self.text[place[1] : period.start].rstrip()
        if period.inside and not period.inside[0] < place[0] and left != "(":
            return None
        later = bisect_left(self._figures, period.start)
        leads = later < len(self._figures) and self._figures[later] < stop
        return None if leads and left.endswith((",", ":")) else period


def _is_in(closed: Sequence[Span], start: int, end: int) -> bool:
    at = bisect_right(closed, (start, end)) - 1
    return any(a <= start and end <= b for a, b in closed[max(0, at - 1) : at + 2])
