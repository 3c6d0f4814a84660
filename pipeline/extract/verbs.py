"""The verbs of orders: where a sentence's action begins, and what a noun only looks like one.

Verbs are written small, and begin and end where words do (``words``, as underthesea cuts them); in
"Ban Chỉ đạo" and "các tổ chức" there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from pipeline.extract.alphabet import CAPITAL_LETTERS, SMALL_LETTERS
from pipeline.extract.phrase_tables import one_of, phrases


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["verbs"]))


@cache
def _marks_lost() -> re.Pattern[str]:
    """Verbs of two syllables or more without their marks, for what a scan has lost ("tô chức")."""
    return re.compile(one_of(_unmarked_verbs()))


@cache
def _unmarked_verbs() -> dict[str, list[str]]:
    unmarked: dict[str, list[str]] = {}
    for verb in phrases("tasks")["verbs"]:
        if " " in verb:
            unmarked.setdefault(bare(verb), []).append(verb)
    return unmarked


def bare(text: str) -> str:
    """``text`` without marks, letter for letter: as long as before, capitals kept."""
    return text.translate(_BARE)


def _unmarked(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return {"đ": "d", "Đ": "D"}.get(plain, plain)


_BARE = str.maketrans({x: _unmarked(x) for x in SMALL_LETTERS + CAPITAL_LETTERS})


@cache
def _compound() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["compounds"]), re.IGNORECASE)


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(phrases('tasks')['adverbs'])}[\s,]*)+", re.IGNORECASE)


@cache
def _duty() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["duties"]))


_NOUNS_IN_LISTS = re.compile(r"(?:tổ chức|lãnh đạo|thường trực)$")
_LIST_PLACE = re.compile(
    r"(?:^|[,;:(]|\bvà|\bcác|\bhoặc|\bcủa|\bđồng chí|\bcho)\s*$", re.IGNORECASE
)
_LISTED_ON = r"[,;]\s*(?:cá nhân|cơ quan|đơn vị|đoàn thể|doanh nghiệp|chính quyền|địa phương)"
_ORGANISATION = re.compile(rf"\s*(?:{_LISTED_ON}|(?:chính trị|xã hội|đảng|kinh tế|tín dụng)\b)")
_LEADERS = re.compile(
    rf"\s*(?:{_LISTED_ON}|(?:các|cấp|Sở|sở|Ban|UBND|Ủy|đơn vị|cơ quan|địa phương|phòng|huyện|xã)\b)"
)
_NAMED = re.compile(r"(?:\bviệc|\bsự|\bcông tác|\bquá trình|\bkế hoạch|\bchương trình|\bcủa)\s*$")


# Underthesea sometimes draws the verb to the body before it: "thành | ủy cử".
_HEAD_BEFORE = re.compile(r"(?:ủy|uỷ|UBND|HĐND|đơn vị|địa phương|cơ quan|đoàn thể)\s$")


def next_verb(
    text: str, start: int, end: int, words: Collection[int] | None = None
) -> tuple[int, int] | None:
    """The first verb of ``text[start:end]``; ``words`` are the offsets of their ends."""
    for edges in ("whole", "begun") if words is not None else ("free",):
        verb = _verb_in(text, start, end, words or (), edges)
        if verb:
            return _misread(text, start, verb[0]) or verb
    duty = _duty().search(text, start, end)
    return duty.span() if duty else None


def _misread(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A verb in ``text[start:end]`` that has lost marks; one with all its marks is a noun there."""
    for match in _marks_lost().finditer(bare(text[start:end])):
        first, last = start + match.start(), start + match.end()
        if any(_has_lost(text[first:last], verb) for verb in _unmarked_verbs()[match.group()]):
            return first, last
    return None


def _has_lost(printed: str, verb: str) -> bool:
    """Whether ``printed`` is ``verb`` with marks missing, none added: "tô chức", not "cùng cấp"."""
    return printed != verb and all(
        set(unicodedata.normalize("NFD", one)) <= set(unicodedata.normalize("NFD", other))
        or bare(one) == one
        for one, other in zip(printed, verb, strict=True)
    )


def _verb_in(
    text: str, start: int, end: int, words: Collection[int], edges: str
) -> tuple[int, int] | None:
    reach = max(0, start - 24)  # a compound may have begun with the head noun
    compounds = [match.span() for match in _compound().finditer(text, reach, end)]
    for match in _verb().finditer(text, start, end):
        begins = match.start() in words or _HEAD_BEFORE.search(text, start, match.start())
        if edges != "free" and not begins:
            continue
        if edges == "whole" and match.end() not in words:
            continue
        if any(a <= match.start() < b for a, b in compounds):
            continue
        before = text[max(start, match.start() - 14) : match.start()]
        if _NAMED.search(before) or _is_noun(match, before, text):
            continue
        return match.span()
    return None


def _is_noun(match: re.Match[str], before: str, text: str) -> bool:
    return bool(_LIST_PLACE.search(before)) and _is_people(match, text)


def _is_people(match: re.Match[str], text: str) -> bool:
    """Whether "tổ chức", "lãnh đạo" are organisations and leaders by what follows them."""
    noun = _NOUNS_IN_LISTS.search(match.group())
    if not noun:
        return False
    goes_on = _ORGANISATION if noun.group() == "tổ chức" else _LEADERS
    return bool(goes_on.match(text, match.end()))


def opening_verb(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The verb that ``text[start:end]`` opens with, adverbs before it passed over.

    "Chi tiết …" does not open with "chi": such nouns are in the vocabulary.
    """
    adverb = _adverb().match(text, start, end)
    for begin in [adverb.end(), start] if adverb else [start]:
        lowered = text[begin : begin + 1].lower() + text[begin + 1 : min(end, begin + 40)]
        match = _verb().match(lowered)
        if match and not _reads_as_noun(lowered, match):
            return begin, begin + match.end()
    return None


def _reads_as_noun(text: str, match: re.Match[str]) -> bool:
    """ "Lãnh đạo các đơn vị …", "Tổ chức, cá nhân …": people, not an order."""
    return bool(_compound().match(text)) or _is_people(match, text)


def skip_adverbs(text: str, start: int, end: int) -> int:
    """Where ``text[start:end]`` goes on behind adverbs and words of duty."""
    while True:
        match = _adverb().match(text, start, end) or _duty_before(text, start, end)
        if not match or match.end() == start:
            return start
        start = match.end()


def _duty_before(text: str, start: int, end: int) -> re.Match[str] | None:
    return re.compile(rf"{_duty().pattern}[\s,:]*").match(text, start, end)
