"""Which clauses order something: not purposes, evaluations, asides or closing formulas."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.sentences import sentences
from pipeline.extract.subjects import Subject, subject_of
from pipeline.extract.verbs import opening_verb


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that may order something: ``start:end``, its action from ``action``.

    ``subject`` is ``None`` where it names nobody; ``asked`` where it opens with "Yêu cầu …" alone.
    """

    start: int
    end: int
    action: int
    subject: Subject | None
    asked: bool = False


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["closings"]), re.IGNORECASE)


@cache
def _final() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["final_clauses"]), re.IGNORECASE)


@cache
def _narrative() -> re.Pattern[str]:
    return re.compile(rf"{one_of(phrases('tasks')['narrative'])}[^.;]{{0,60}},", re.IGNORECASE)


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(rf"(?:trong\s+đó,?\s+)?{one_of(phrases('tasks')['asides'])}", re.IGNORECASE)


@cache
def _past() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["past"]), re.IGNORECASE)


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"{one_of(phrases('tasks')['assigners'])}\s+", re.IGNORECASE)


_ASKED_THERE = re.compile(r"\b(?:yêu\s+cầu|đề\s+nghị|giao|phân\s+công)\b")
_CONNECTOR = re.compile(
    r"(?:Trong\s+đó|Đồng\s+thời|Ngoài\s+ra|Bên\s+cạnh\s+đó|Mặt\s+khác|Trước\s+mắt)\s*,?\s+"
    r"(?:cần\s+)?",
    re.IGNORECASE,
)
_LEADING_CLAUSE = re.compile(
    r"(?:Căn\s+cứ|Trên\s+cơ\s+sở|Để|Nhằm|Thực\s+hiện|Theo|Từ|Qua|Trong|Sau\s+khi|Khi|Trước|Đối\s+với|Trường\s+hợp|Nếu|Hằng|Hàng|Định\s+kỳ|Chậm\s+nhất)\b"
    r"[^.;:]{3,220}?,\s+",
    re.IGNORECASE,
)
# "… nghiêm túc thực hiện Chỉ thị này./.": said at the end of every letter.
_FORMULA = re.compile(
    r"\s*(?:nghiêm\s+túc|tổ\s+chức|khẩn\s+trương|phối\s+hợp|quan\s+tâm)?\s*,?\s*(?:triển\s+khai\s*,?\s*)?(?:tổ\s+chức\s+)?thực\s+hiện"
    r"(?:\s+(?:tốt|nghiêm|đầy\s+đủ|có\s+hiệu\s+quả|nghiêm\s+túc))?(?:\s+(?:các\s+)?(?:nội\s+dung|nhiệm\s+vụ)?\s*(?:trên|nêu\s+trên|theo\s+quy\s+định"
    r"|(?:Công\s+văn|Chỉ\s+thị|Kế\s+hoạch|Quyết\s+định|Thông\s+báo|Hướng\s+dẫn|Chương\s+trình|Kết\s+luận|Nghị\s+quyết)\s+này))?\s*(?:\./?\.?|\s/\s?\.)?\s*$",
    re.IGNORECASE,
)
_LATE_FORMULA = re.compile(
    r"nghiêm\s+túc\s+(?:triển\s+khai\s*,?\s*|tổ\s+chức\s+)*thực\s+hiện\W*$", re.IGNORECASE
)
# A formula may stand behind a name that was misread, in a clause no longer than this.
_SHORT = 90
# Words of the past count only this near to the beginning of a clause.
_PAST_REACH = 140


def clauses(text: str, start: int, end: int, words: Collection[int] | None = None) -> list[Clause]:
    """The clauses of ``text[start:end]`` that could be orders, in order."""
    found: list[Clause] = []
    for first, last in sentences(text, start, end):
        if text[last - 1] == "?" or _final().search(text, first, last):
            continue
        for begin, stop in _parts(text, first, last, words):
            clause = _clause(text, begin, stop, words)
            if clause is not None:
                found.append(clause)
    return found


def _parts(text: str, start: int, end: int, words: Collection[int] | None) -> list[tuple[int, int]]:
    """A sentence cut at the semicolons behind which another body acts."""
    cuts = [start]
    for semicolon in re.finditer(r";\s+(?:đồng\s+thời,?\s+|và\s+)?", text[start:end]):
        place = start + semicolon.end()
        ahead = subject_of(text, place, end, words)
        here = text[cuts[-1] : start + semicolon.start()]
        if ahead and ";" not in text[place : ahead.action] and _has_action(here):
            cuts.append(place)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _has_action(part: str) -> bool:
    """Whether a part of a sentence is an order by itself, not just a list of bodies."""
    subject = subject_of(part, 0, len(part))
    return (
        subject is not None
        or opening_verb(part, _opening(part, 0, len(part)), len(part)) is not None
    )


def _clause(text: str, start: int, end: int, words: Collection[int] | None) -> Clause | None:
    if _closing().search(text, start, end) or _aside().match(text, start, end):
        return None
    if _narrative().match(text, start, end) and not _ASKED_THERE.search(text, start, end):
        return None
    begin = _behind_connector(text, start, end)
    subject = subject_of(text, begin, end, words)
    if subject is None and (later := _opening(text, begin, end)) > begin:
        subject = subject_of(text, later, end, words)
    if subject is not None:
        if _is_past(text, start, subject.action) or _FORMULA.match(text, subject.action, end):
            return None
        return Clause(start, end, subject.action, subject)
    place = _opening(text, begin, end)
    asked = _asking().match(text, place, end)
    action = asked.end() if asked else place
    if _FORMULA.match(text, action, end) or (
        end - action < _SHORT and _LATE_FORMULA.search(text, action, end)
    ):
        return None
    if asked and opening_verb(text, asked.end(), end):
        return Clause(start, end, asked.end(), None, asked=True)
    if opening_verb(text, place, end) is None or _is_past(text, start, place):
        return None
    return Clause(start, end, place, None)


def _behind_connector(text: str, start: int, end: int) -> int:
    match = _CONNECTOR.match(text, start, end)
    return match.end() if match else start


def _opening(text: str, start: int, end: int) -> int:
    """Where the main clause begins: behind a phrase of time, a purpose or a condition."""
    place = start
    time = next((d for d in find_deadlines(text[start : min(end, start + 200)], None)), None)
    if time and time.start == 0 and time.deadline.kind not in {"urgent", "continuous"}:
        behind = re.compile(r"[\s,:]+").match(text, start + time.end)
        place = behind.end() if behind else start + time.end
        if opening_verb(text, place, end) or text[place : place + 1].isupper():
            return place
        place = start
    if opening_verb(text, place, end):
        return place
    leading = _LEADING_CLAUSE.match(text, place, end)
    while leading:
        if opening_verb(text, leading.end(), end):
            return leading.end()
        comma = re.compile(r"[^.;:,]{2,160},\s+").match(text, leading.end(), end)
        if not comma or comma.end() - place > 320:
            break
        leading = comma
    return place


def _is_past(text: str, start: int, action: int) -> bool:
    return bool(_past().search(text, start, min(action, start + _PAST_REACH)))


@cache
def _exhortation() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:tiếp tục|tích cực|chủ động|luôn)\s*,?\s+)*"
        + one_of(phrases("tasks")["exhortations"]),
        re.IGNORECASE,
    )


def is_exhortation(action: str) -> bool:
    """Whether ``action`` begins as something that nobody could check off."""
    return bool(_exhortation().match(action))
