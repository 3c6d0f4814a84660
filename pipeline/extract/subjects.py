"""Who must do it: the assigning verb, the leading and the coordinating bodies of a sentence.

Patterns (domain handbook 3.1)::

    Giao L chủ trì, phối hợp với C <action>     L chủ trì, phối hợp với C <action>
    Đề nghị/Yêu cầu L <action>                  L có trách nhiệm <action>      Đề nghị L: <action>
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.extract.alphabet import CAPITAL_LETTERS
from pipeline.extract.body_list import head_length, split_bodies
from pipeline.extract.coordinators import LONGEST, coordinators_at, first_of, trimmed
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.sentences import quoted_in
from pipeline.extract.verbs import next_verb, opening_verb, skip_adverbs


@dataclass(frozen=True, slots=True)
class Subject:
    """Leads and coordinators of a sentence, and where its action begins."""

    lead: tuple[str, ...]
    coordinators: tuple[str, ...]
    action: int
    assigned: bool = False
    """Whether a verb of assignment stands before the bodies (Giao, Đề nghị)."""
    duty: bool = False
    """Whether words of duty stand behind them (chủ trì, có trách nhiệm)."""


_CONNECTED = (
    r"(?i:(?:đồng\s+thời|ngoài\s+ra|bên\s+cạnh\s+đó|do\s+đó|vì\s+vậy|riêng|trước\s+mắt)\s*,?\s*)?"
)


@cache
def _assigner() -> re.Pattern[str]:
    """ "Giao", "Đề nghị", with or without the body that says so before it."""
    verbs = one_of(phrases("tasks")["assigners"])
    return re.compile(
        rf"{_CONNECTED}(?:(?i:{verbs})|(?P<who>(?:đồng\s+chí\s+)?[{CAPITAL_LETTERS}][^,;:.]{{2,90}}?\s+){verbs})\s*:?\s+"
    )


_LED_IN = re.compile(
    r"(?:Để|Nhằm|Căn\s+cứ|Trên\s+cơ\s+sở|Thực\s+hiện|Theo|Từ|Trước\s+tình\s+hình|Với|Sau\s+khi|Khi"
    r"|Ngoài\s+ra|Đồng\s+thời|Bên\s+cạnh\s+đó|Hằng|Hàng|Định\s+kỳ|Trong|Trước|Chậm\s+nhất|Đến|Riêng)\b",
)
_APART = re.compile(r"Riêng\s+(?!đối)", re.IGNORECASE)
_REGARDING = re.compile(r"(?:Riêng\s+)?(?:đối\s+với|Đối\s+với|về\s+phía)\s+", re.IGNORECASE)
# ", Ban Thường vụ Tỉnh ủy yêu cầu …": whoever gives the order says so behind a comma.
_TOLD = re.compile(
    rf"[,.]\s+(?=(?:đồng\s+chí\s+)?[{CAPITAL_LETTERS}][^,;:.]{{2,90}}?\s(?:yêu\s+cầu|đề\s+nghị|giao|phân\s+công)\s)"
)
_COLON = re.compile(r"\s*:\s*")
_COMMA = re.compile(r",\s+")


def subject_of(
    text: str, start: int, end: int, words: Collection[int] | None = None
) -> Subject | None:
    """The subject of the sentence ``text[start:end]``; ``None`` when it names nobody."""
    for begin in _beginnings(text, start, end):
        found = _assigned(text, begin, end, words) or _named(text, begin, end, words)
        if found:
            return found
    return None


def _beginnings(text: str, start: int, end: int) -> list[int]:
    """Where a subject may begin: at once, or behind an introduction that a comma ends."""
    apart = _APART.match(text, start, end)
    start = apart.end() if apart else start
    begins = [start]
    regarding = _REGARDING.match(text, start, end)
    if regarding:
        return [regarding.end()]
    quoted = quoted_in(text, start, end)
    if apart or _LED_IN.match(text, start, end):
        commas = [m.end() for m in _COMMA.finditer(text, start, end)]
        outside = [c for c in commas if not any(a < c < b for a, b in quoted)]
        begins += [c for i, c in enumerate(outside[:8]) if not _in_list(text, [start, *outside], i)]
    told = [match.end() for match in _TOLD.finditer(text, start, end)]
    return begins + [t for t in told if t not in begins]


_COUNTED = re.compile(r"^\d|\d\s?%|\bsố\s+(?:xã|hộ|trường|đơn vị|cơ sở)")


def _in_list(text: str, commas: list[int], index: int) -> bool:
    """Whether the comma stands in a list of places or bodies: what is before it is one itself."""
    before = text[commas[index] : commas[index + 1]]
    return bool(_COUNTED.search(before)) or (index > 0 and head_length(before) > 0)


def _assigned(text: str, begin: int, end: int, words: Collection[int] | None) -> Subject | None:
    match = _assigner().match(text, begin, end)
    who = match["who"] if match else None
    if not match or (who and (not head_length(who) or next_verb(who, 0, len(who)))):
        return None
    found = (
        _named(text, match.end(), end, words)
        or _named_alone(text, match.end(), end, words)
        or _named(text, match.end(), end, None)
    )
    if found is None:
        return None
    return Subject(found.lead, found.coordinators, found.action, True, found.duty)


# A name goes on with capitals and with the small words that names have.
_NAME_GOES_ON = re.compile(
    rf"\s+(?:[{CAPITAL_LETTERS}][^\W\d_]*|(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn"
    r"|và|nhân dân|liên quan|trực thuộc|các|thuộc|dân)(?!\w))"
)


@cache
def _known_body() -> re.Pattern[str]:
    return re.compile(one_of(body.name for body in vocabulary.bodies()))


def _named_alone(text: str, begin: int, end: int, words: Collection[int] | None) -> Subject | None:
    """One body behind "Giao …" and a verb that the vocabulary does not have.

    The name is a known one, or ends where its capitals do; never inside a word ("Sở Y | tế").
    """
    known = _known_body().match(text, begin, end)
    length = known.end() - begin if known else head_length(text, begin)
    place = begin + length
    while length and (word := _NAME_GOES_ON.match(text, place, end)):
        place = word.end()
    action = place + 1
    if not length or action >= end or text[place] != " " or not text[action].islower():
        return None
    if _UNFINISHED.search(text, begin, place) or words is None or place not in words:
        return None
    return Subject((text[begin:place],), (), action)


_UNFINISHED = re.compile(r"(?:các|và|thuộc)$")


# "Sở Tài chính, căn cứ khả năng ngân sách, …": what follows is no body.
_BY_WHAT = re.compile(
    r",?\s+(?:căn\s+cứ|trên\s+cơ\s+sở|theo\s+(?!chức)|là\s|có\s+nhiệm\s+vụ|thông\s+qua\s)"
)
_TIMES = re.compile(r"\d+/\d+|\bgiờ\b")


def _named(text: str, begin: int, end: int, words: Collection[int] | None) -> Subject | None:
    """Bodies that begin at ``begin`` and the verb behind them."""
    length = head_length(text, begin)
    if not length or _is_action(text, begin, end, length):
        return None
    limit = min(end, begin + LONGEST)
    colon = _colon_after(text, begin, limit)
    verb = next_verb(text, begin + length, limit, words)
    stop = first_of(colon.start() if colon else None, verb[0] if verb else None)
    if stop is None:
        return None
    ground = _BY_WHAT.search(text, begin, stop)
    bodies = trimmed(text[begin : ground.start() if ground else stop])
    if (
        "." in bodies
        or bodies.count("“") != bodies.count("”")
        or len(bodies.split()) > 70
        or _is_clause(bodies)
        or _TIMES.search(bodies)
    ):
        return None
    comma = _COMMA.search(text, stop, end) if ground else None
    if comma and opening_verb(text, comma.end(), end):
        stop = comma.end()
    behind = _COLON.match(text, stop, end)
    action = behind.end() if behind else stop
    if behind and action >= end:
        return Subject(tuple(split_bodies(bodies)), (), end)
    if behind and not opening_verb(text, action, end):
        return None
    return _with_coordinators(text, split_bodies(bodies), action, end, words)


_COLLECTIVE_END = re.compile(r"(?:^|\s)các\s+(?:sở|bộ|ban|phòng)\s*$", re.IGNORECASE)


def _colon_after(text: str, begin: int, limit: int) -> re.Match[str] | None:
    """The colon that ends the bodies; that of "các Sở: Y tế, Tài chính" does not.

    "Các phòng: Rà soát …" orders something.
    """
    for colon in re.finditer(r":(?=\s|$)", text[begin:limit]):
        listed = _COLLECTIVE_END.search(text[begin : begin + colon.start()])
        place = begin + colon.end() + 1
        if not listed or place >= limit or opening_verb(text, place, limit):
            return re.compile(r":").match(text, begin + colon.start(), limit)
    return None


def _is_action(text: str, begin: int, end: int, length: int) -> bool:
    """Whether what looks like a body is a verb ("Báo cáo …", "Tổ chức …")."""
    verb = opening_verb(text, begin, end)
    if verb is None or verb[0] != begin or verb[1] - verb[0] < length:
        return False
    return not (verb[1] - verb[0] == length and _OWNED_HEAD.match(text, verb[1], end))


# "Thanh tra tỉnh", "Thống kê huyện": what sounds like a verb is a body of that level.
_OWNED_HEAD = re.compile(
    r"\s+(?:tỉnh|thành phố|huyện|quận|Sở|Bộ|Chính phủ|Nhà nước|nhà nước)(?!\w)"
)


_CLAUSE = re.compile(
    r"\b(?:đã|chưa|vẫn|còn|bị|sau\s+khi|khi|nếu|có\s+quyền|sẽ|luôn|tùy\s+theo|tuỳ\s+theo|muốn|không"
    r"|được(?!\s+(?:giao|phân\s+công|ủy\s+quyền|uỷ\s+quyền)))\b"
)


def _is_clause(bodies: str) -> bool:
    """Whether the words before the verb are more than names: "Hội nghị đã được …"."""
    return bool(_CLAUSE.search(bodies))


@cache
def _leading() -> re.Pattern[str]:
    lists = phrases("tasks")
    return re.compile(
        rf"[\s,]*(?:{one_of(lists['duties'])}[\s,]*)?{one_of(lists['leading'])}[\s,]*(?:và\s+)?",
        re.IGNORECASE,
    )


def _with_coordinators(
    text: str, lead: list[str], action: int, end: int, words: Collection[int] | None
) -> Subject:
    position = skip_adverbs(text, action, end)
    leading = _leading().match(text, position, end)
    coordinators, behind = coordinators_at(text, leading.end() if leading else position, end, words)
    duty = leading is not None or position > action
    if leading and behind:
        return Subject(tuple(lead), tuple(coordinators), behind, duty=True)
    if leading:
        return Subject(tuple(lead), (), _behind_leading(text, leading, end), duty=True)
    return Subject(tuple(lead), tuple(coordinators), _action(text, action, end), duty=duty)


def _behind_leading(text: str, leading: re.Match[str], end: int) -> int:
    """Behind "chủ trì" where another verb follows; "chủ trì cuộc họp" is itself the action."""
    if opening_verb(text, leading.end(), end):
        return leading.end()
    chair = text.rfind("chủ trì", leading.start(), leading.end())
    return chair if chair >= 0 else leading.end()


_DUTY_BEFORE = re.compile(
    r"[\s,]*(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm(?:\s+chính)?|có\s+nhiệm\s+vụ"
    r"|(?:làm|là)\s+đầu\s+mối)\s*,?\s*"
)


def _action(text: str, start: int, end: int) -> int:
    match = _DUTY_BEFORE.match(text, start, end)
    ordered = match is not None and opening_verb(text, match.end(), end) is not None
    place = match.end() if match and ordered else start
    while place < end and text[place] in " ,":
        place += 1
    return place
