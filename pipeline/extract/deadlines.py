"""Thời hạn: the deadlines that a text prints, and the one that governs a task.

``find_deadlines`` tells all, ``deadline_of`` chooses for one task sentence or one cell of a task
table. Conventions: docs/annotation.md, docs/reading.md. What is dated beats what is not, and a
narrower time a wider one: day, period, recurring, relative, event, continuous, urgent. But a
recurring duty with a day ("Hằng tháng … trước ngày 20") is recurring.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import chain
from typing import Final

from models.reading import DeadlineKind
from pipeline.extract.deadline_dated import dated_deadlines
from pipeline.extract.deadline_events import (
    continuous_deadlines,
    event_deadlines,
    relative_deadlines,
    urgent_deadlines,
)
from pipeline.extract.deadline_match import DeadlineMatch, before, masked, opens
from pipeline.extract.deadline_ranges import find_points
from pipeline.extract.deadline_recurring import recurring_deadlines
from pipeline.extract.phrase_tables import one_of, phrases

__all__ = ["DeadlineMatch", "deadline_of", "find_deadlines"]

_RANKS: Final[tuple[DeadlineKind, ...]] = (
    "on_or_before",
    "within_period",
    "recurring",
    "relative",
    "event",
    "continuous",
    "urgent",
)
_TABLE = phrases("deadlines")
_SUBORDINATE = re.compile(rf"{one_of(_TABLE['subordinators'])}\s+$", re.IGNORECASE)
_ADVERBS = re.compile(rf"(?:{one_of(_TABLE['adverbs'])}[\s,]*){{1,4}}$", re.IGNORECASE)
_DIRECTIVE = re.compile(
    rf"(?<!các\s)(?<!,\s){one_of(_TABLE['directives'])}(?!\s+(?:chính\s+trị|đảng|xã\s+hội))"
)
_REACH: Final = 1500
"""How far back the main verb of a sentence is looked for, in characters."""
_OPENING_ONLY = frozenset(_TABLE["urgent_opening"])


def find_deadlines(text: str, issued: dt.date | None) -> list[DeadlineMatch]:
    """All deadlines of ``text``, in order, none over another.

    ``issued`` is the day of the letter, for years left out; a period that had ended by then is an
    account of the past and no deadline.
    """
    plain = masked(text)
    points = find_points(plain, issued)
    taken: set[int] = set()
    found = []
    for match in chain(
        recurring_deadlines(plain, points),
        dated_deadlines(plain, points, issued),
        relative_deadlines(plain),
        event_deadlines(plain),
        continuous_deadlines(plain),
        urgent_deadlines(plain),
    ):
        cells = range(match.start, match.end)
        if taken.isdisjoint(cells):
            taken.update(cells)
            found.append(_as_printed(text, match))
    return sorted(found, key=lambda match: match.start)


def deadline_of(text: str, issued: dt.date | None) -> DeadlineMatch | None:
    """The deadline that governs the task sentence (or cell) ``text``; ``None`` without any."""
    governing = [match for match in find_deadlines(text, issued) if _governs(text, match)]
    if not governing:
        return None
    recurring = next((match for match in governing if match.deadline.kind == "recurring"), None)
    chosen = min(governing, key=_rank)
    if recurring and _is_within(text, chosen, recurring):
        return recurring
    return chosen


_HORIZON = re.compile(r"(?:cho\s+)?(?:đến|tới)\s+(?:năm|giai\s+đoạn)", re.IGNORECASE)


def _rank(match: DeadlineMatch) -> int:
    """How definite it is; "đến năm 2030" is no more than a period."""
    kind = match.deadline.kind
    if kind == "on_or_before" and _HORIZON.match(match.deadline.text or ""):
        kind = "within_period"
    return _RANKS.index(kind)


def _as_printed(text: str, match: DeadlineMatch) -> DeadlineMatch:
    """The phrase out of the text itself, not out of the one with its quotations blotted out."""
    printed = " ".join(text[match.start : match.end].split())
    if printed == match.deadline.text:
        return match
    base = match.deadline.base
    if base is not None:
        base = printed[len(printed) - len(base) :]
    return replace(
        match, deadline=match.deadline.model_copy(update={"text": printed, "base": base})
    )


def _is_within(text: str, chosen: DeadlineMatch, recurring: DeadlineMatch) -> bool:
    """Whether ``chosen`` is a day of the recurring duty, or a later clause's period."""
    kind, printed = chosen.deadline.kind, chosen.deadline.text or ""
    if kind == "within_period" or _HORIZON.match(printed):
        return opens(text, recurring.start) and recurring.start < chosen.start
    if kind != "on_or_before" or re.search(r"\d{4}", printed):
        return False
    has_month = re.search(r"/|tháng", printed)
    return not has_month or recurring.deadline.recurrence in (
        "half_yearly",
        "yearly",
        "unspecified",
    )


def _governs(text: str, match: DeadlineMatch) -> bool:
    """Whether the adverb stands with the main verb, not in a clause below it."""
    kind = match.deadline.kind
    if kind not in ("continuous", "urgent"):
        return True
    if before(_SUBORDINATE, text, match.start, 24):
        return False
    if kind == "continuous":
        return True
    return _is_main(text, match)


def _is_main(text: str, match: DeadlineMatch) -> bool:
    """An urgent word: before the first verb of the task, or ("triển khai ngay") just behind it."""
    printed = (match.deadline.text or "").lower()
    adverbs = before(_ADVERBS, text, match.start, 40)
    start = adverbs.start() if adverbs else match.start
    if opens(text, start) and not _verbs(text, start):
        return True
    if printed in _OPENING_ONLY and adverbs is None and _clause(text, match.start):
        return False
    allowed = 1 if printed == "ngay" else 0
    return len(_verbs(text, start)) <= allowed


def _verbs(text: str, end: int) -> list[str]:
    """The verbs of the task before ``end``; a capital counts at the beginning only."""
    begin = max(0, end - _REACH)
    head = text[begin : begin + 1].lower() + text[begin + 1 : end]
    return [match.group() for match in _DIRECTIVE.finditer(head)]


def _clause(text: str, end: int) -> bool:
    """Whether a clause has ended before ``end``."""
    return re.search(r"[,;:]", text[max(0, end - _REACH) : end]) is not None
