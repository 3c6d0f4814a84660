"""Who joins in (cơ quan phối hợp): the bodies behind "phối hợp với" and its kin."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from pipeline.extract.alphabet import CAPITAL_LETTERS
from pipeline.extract.body_list import head_length, split_bodies
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.verbs import next_verb

# A list of bodies is at most this many letters.
LONGEST = 420


def first_of(*places: int | None) -> int | None:
    """The first of the ``places`` that there are."""
    return min((place for place in places if place is not None), default=None)


@cache
def _trailing() -> re.Pattern[str]:
    """What stands between the bodies and their verb."""
    words = one_of(phrases("tasks")["before_verb"])
    scope = r"(?<!\w)trong phạm vi (?:chức năng|nhiệm vụ|quản lý)[^,;]{0,40}"
    return re.compile(rf"[\s,;]*(?:(?:{words}|{scope})[\s,;]*)+$", re.IGNORECASE)


def trimmed(bodies: str) -> str:
    """``bodies`` without what stands between them and their verb."""
    return _trailing().sub("", bodies).strip(" ,;")


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,]*(?:và\s+)?(?:(?:chủ\s+động|tích\s+cực|thường\s+xuyên|tiếp\s+tục)\s*,?\s*)*"
        rf"{one_of(phrases('tasks')['joining'])}\s+(?=\S)",
        re.IGNORECASE,
    )


_COORDINATORS_END = re.compile(
    r"\s+(?:trong|để|nhằm|tại|theo|khi|(?<!ồng\s)bằng|về\s+việc|trên\s+địa\s+bàn|xuống|từ\s+nay)\b|[.;“”\"(]"
)


# "phối hợp Sở Tài chính" leaves "với" out; "phối hợp tổ chức hội nghị" names nobody.
_BARE_JOINING = re.compile(r"phối\s+hợp\s+$", re.IGNORECASE)
_NAMES_BODY = re.compile(rf"[{CAPITAL_LETTERS}]|các\s")


def coordinators_at(
    text: str, start: int, end: int, words: Collection[int] | None = None
) -> tuple[list[str], int]:
    """Bodies behind "phối hợp với" at ``start``, and where the action goes on; 0 without any."""
    joining = _joining().match(text, start, end)
    if not joining or not head_length(text, joining.end()):
        return [], 0
    begin = joining.end()
    if _BARE_JOINING.search(joining.group()) and not _NAMES_BODY.match(text, begin):
        return [], 0
    length = head_length(text, begin)
    limit = min(end, begin + LONGEST)
    verb = next_verb(text, begin + length, limit, words)
    other = _COORDINATORS_END.search(text, begin + length, limit)
    stop = first_of(verb[0] if verb else None, other.start() if other else None) or limit
    while stop < end and text[stop] in " ,":
        stop += 1
    return split_bodies(trimmed(text[begin:stop])), stop


_PURPOSE = re.compile(r"\bnhằm\b")


def coordinators_in(
    text: str, start: int, end: int, words: Collection[int] | None = None
) -> list[str]:
    """All coordinators that a sentence names anywhere, in order, none twice."""
    found: list[str] = []
    purpose = _PURPOSE.search(text, start, end)
    end = purpose.start() if purpose else end
    for match in _joining().finditer(text, start, end):
        names, _ = coordinators_at(text, match.start(), end, words)
        found += [name for name in names if name not in found]
    return found
