"""Deadlines off the calendar: so many days from something, when something happens, always, now.

What counts ("kể từ ngày nhận được văn bản này") or what happens ("khi có dịch xảy ra") is the
``base``, as printed; no date is made of it, since the day of receipt is not in the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.deadline_match import DeadlineMatch, before, build, is_cell, opens
from pipeline.extract.phrase_tables import one_of, phrases

_TABLE = phrases("deadlines")
_COUNT = rf"(?:\d{{1,3}}|{one_of(_TABLE['number_words'])})(?:\s*\([^)]{{1,20}}\))?"
_UNIT = r"(?:giờ|ngày|tuần|tháng|năm)(?!\w)(?:\s+làm\s+việc)?"
_TERM = re.compile(
    rf"(?P<cue>{one_of(_TABLE['relative_cues'])}|{one_of(_TABLE['after_cues'])}|(?<!\w)trước)\s+"
    rf"{_COUNT}\s+(?P<unit>{_UNIT})(?!\s*\d|\s+(?:đầu|cuối))",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\s*,?\s*\(?(?P<from>{one_of(_TABLE['count_from'])})\s+(?=\w)", re.IGNORECASE)
_NOT_TERM = re.compile(rf"\s+{one_of(_TABLE['not_relative_after'])}", re.IGNORECASE)
_BASE_END = re.compile(
    rf"[,;:()]|\.(?=\s|$)|\n\n|\s+(?i:{one_of(_TABLE['base_ends'])})|\s+(?:về|cho|đến|gửi)\s+(?=[A-ZĐ])"
)
_AFTER = re.compile(
    r"(?<!\w)(?:ngay\s+)?(?:sau\s+khi|ngay\s+khi|trước\s+khi)\s+(?P<base>\w)", re.IGNORECASE
)
_WHEN = re.compile(rf"(?<!\w)khi\s+(?P<base>{one_of(_TABLE['event_heads'])})", re.IGNORECASE)
_AFTER_NOUN = re.compile(
    rf"(?<!\w)ngay\s+sau\s+(?:khi\s+)?(?P<base>{one_of(_TABLE['event_nouns'])})", re.IGNORECASE
)
_NARRATIVE = re.compile(rf"{one_of(_TABLE['narrative_heads'])}", re.IGNORECASE)
_NOT_AFTER = re.compile(rf"{one_of(_TABLE['not_event_before'])}\s+$", re.IGNORECASE)
_NOT_WHEN = re.compile(
    rf"{one_of(_TABLE['not_when_before'])}\s+$|{one_of(_TABLE['event_topics'])}\s[^,;.]{{0,50}}$"
    r"|(?<!\w)(?:sau|ngay|trước|kể\s+từ)\s+$",
    re.IGNORECASE,
)
_CONTINUOUS = re.compile(one_of(_TABLE["continuous"]), re.IGNORECASE)
_NOT_CONTINUOUS_AFTER = re.compile(rf"\s+{one_of(_TABLE['not_continuous_after'])}", re.IGNORECASE)
_NOUN = re.compile(rf"{one_of(_TABLE['continuous_nouns'])}\s+$", re.IGNORECASE)
_URGENT = re.compile(one_of((*_TABLE["urgent_anywhere"], *_TABLE["urgent_opening"])), re.IGNORECASE)
_NOW = re.compile(
    rf"(?:{one_of(_TABLE['directives'])}|(?<!\w)làm|(?<!\w)thông\s+báo)\s+(?P<now>ngay)(?!\w)"
    rf"(?!\s+{one_of(_TABLE['not_now_after'])})",
    re.IGNORECASE,
)


def relative_deadlines(text: str) -> Iterator[DeadlineMatch]:
    """ "trong thời hạn 10 ngày kể từ ngày nhận", "sau 05 ngày", "trước 02 ngày"."""
    for match in _TERM.finditer(text):
        counted = _FROM.match(text, match.end())
        if not counted and (_NOT_TERM.match(text, match.end()) or _is_duration(match)):
            continue
        if not counted:
            yield build(text, match.span(), "relative", 0.65)
            continue
        start = match.end() if _is_event(counted) else counted.end()
        end = _extent(text, counted.end())
        base = text[counted.end() if start > match.end() else counted.start("from") : end]
        yield build(text, (match.start(), end), "relative", 0.9, base=_tidy(base))


def _is_event(counted: re.Match[str]) -> bool:
    """ "trước ngày họp": the word is part of what is counted from."""
    return counted["from"].lower() in ("trước", "sau", "trước khi")


def _is_duration(match: re.Match[str]) -> bool:
    """ "trong 03 năm", "thời hạn 05 năm", "sau 6 tháng": how long, not until when."""
    long = match["unit"].lower() in ("tháng", "năm")
    cue = " ".join(match["cue"].lower().split())
    return long and not cue.startswith(("trong thời hạn", "trong vòng", "chậm nhất", "muộn nhất"))


def _extent(text: str, start: int) -> int:
    """Where the base that begins at ``start`` ends."""
    end = _BASE_END.search(text, start + 1, start + 160)
    if end:
        return end.start()
    return min(len(text), start + 160)


def _tidy(printed: str) -> str | None:
    return " ".join(printed.split()) or None


def event_deadlines(text: str) -> Iterator[DeadlineMatch]:
    """ "khi có biến động", "sau khi được phê duyệt", "ngay sau hội nghị", "trước khi khai mạc"."""
    for match in _AFTER.finditer(text):
        told = _NARRATIVE.match(text, match.start("base"))
        if not told and not before(_NOT_AFTER, text, match.start(), 20):
            yield _event(text, match)
    for match in _AFTER_NOUN.finditer(text):
        yield _event(text, match)
    for match in _WHEN.finditer(text):
        if not before(_NOT_WHEN, text, match.start()):
            yield _event(text, match)


def _event(text: str, match: re.Match[str]) -> DeadlineMatch:
    start = match.start("base")
    end = _extent(text, start)
    confidence = 0.75 if opens(text, match.start()) else 0.65
    base = _tidy(text[start:end])
    return build(text, (match.start(), end), "event", confidence, base=base)


def continuous_deadlines(text: str) -> Iterator[DeadlineMatch]:
    """ "thường xuyên", "liên tục", where it says how something is done."""
    for match in _CONTINUOUS.finditer(text):
        noun = before(_NOUN, text, match.start(), 30)
        if is_cell(text, *match.span()):
            yield build(text, match.span(), "continuous", 0.9)
        elif not noun and not _NOT_CONTINUOUS_AFTER.match(text, match.end()):
            confidence = 0.8 if opens(text, match.start()) else 0.6
            yield build(text, match.span(), "continuous", confidence)


def urgent_deadlines(text: str) -> Iterator[DeadlineMatch]:
    """ "khẩn trương", "kịp thời", "triển khai ngay"; whether it governs is for ``deadline_of``."""
    for match in _URGENT.finditer(text):
        confidence = 0.8 if opens(text, match.start()) else 0.55
        yield build(text, match.span(), "urgent", confidence)
    for match in _NOW.finditer(text):
        yield build(text, match.span("now"), "urgent", 0.65)
