"""Which quantities are chỉ tiêu (targets), kết quả (results) or just hiện trạng (background).

The section decides first, then whether the figure stands in an order, then the words before it
(domain handbook, section 4: "đạt" is ambiguous, tense and section decide).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.reading import Comparator, TargetKind
from pipeline.extract.outline import Section
from pipeline.extract.periods import governing_period, periods_in
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.sentences import sentences

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A figure of ``text[start:end]`` with what the contract says of a target; raw confidence."""

    start: int
    end: int
    comparator: Comparator
    value: int | float
    value_max: int | float | None
    unit: str | None
    per: str | None
    base: str | None
    period: str | None
    kind: TargetKind
    confidence: float


def find_targets(
    text: str,
    section: Section,
    blocked: Sequence[Span] = (),
    orders: Sequence[Span] = (),
) -> list[FoundTarget]:
    """The figures of one paragraph, in order; ``orders`` are the spans of its tasks.

    Nothing is found in ``blocked`` spans, in terms of days, in dates, numbers or quotation marks.
    """
    spans = sentences(text)
    found: list[FoundTarget] = []
    for quantity in find_quantities(text, blocked):
        if quantity.is_start or _is_term(text, quantity):
            continue
        sentence = next((s for s in spans if s[0] <= quantity.start < s[1]), (0, len(text)))
        ordered = any(start <= quantity.start < end for start, end in orders)
        kind, sure = _kind(text, sentence, quantity, section, ordered=ordered)
        found.append(_found(text, sentence, quantity, kind, sure))
    return found


_TERM_UNITS = re.compile(r"(?:ngày|giờ|phút|tuần|tháng|năm|buổi)(?:\s|$)")
_TERM_BEFORE = re.compile(
    r"(?:thời hạn|trong vòng|chậm nhất|sau|trước|kể từ|thời gian|không quá|trong|hạn)"
    r"\s*(?:là\s*)?$",
    re.I,
)


def _is_term(text: str, quantity: Quantity) -> bool:
    """Whether the figure is a term or a time, not something to be reached."""
    if not quantity.unit or not _TERM_UNITS.match(quantity.unit):
        return False
    before = text[max(0, quantity.start - 24) : quantity.start]
    return bool(_TERM_BEFORE.search(before)) or "làm việc" in text[quantity.end : quantity.end + 12]


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile(one_of(phrases("targets")[kind]), re.IGNORECASE)


def _kind(
    text: str, sentence: Span, quantity: Quantity, section: Section, *, ordered: bool
) -> tuple[TargetKind, float]:
    """Target, result or background, and how sure that is."""
    cues = {
        name: [m.start() for m in _cues(name).finditer(text, sentence[0], quantity.number[0])]
        for name in ("target", "result", "background")
    }
    if section == "objectives":
        return "target", 0.95
    if ordered and not _nearest_is_past(cues):
        return "target", 0.95
    if cues["background"] and max(cues["background"]) >= max(cues["result"], default=-1):
        return "background", 0.7
    if section == "evaluation" or cues["result"] or _told_after(text, sentence, quantity):
        late = max(cues["target"], default=-1) > max(cues["result"], default=-1)
        if section != "evaluation" and late and quantity.comparator in {">=", "<="}:
            return "target", 0.75
        return "result", 0.85
    if quantity.comparator in {">=", "<="} or cues["target"] or section == "tasks":
        return "target", 0.8
    return "background", 0.6


def _nearest_is_past(cues: dict[str, list[int]]) -> bool:
    """Whether even inside an order the figure tells what was: "còn 60 hộ đã được …"."""
    last = {name: max(places, default=-1) for name, places in cues.items()}
    return last["background"] > last["target"] and last["background"] > last["result"]


_AFTER = re.compile(r"so\s+với\s+(?:cùng\s+kỳ|năm\s+(?:trước|\d{4}))", re.IGNORECASE)


def _told_after(text: str, sentence: Span, quantity: Quantity) -> bool:
    return bool(_AFTER.search(text, quantity.end, min(sentence[1], quantity.end + 60)))


def _found(
    text: str, sentence: Span, quantity: Quantity, kind: TargetKind, sure: float
) -> FoundTarget:
    period = governing_period(text, sentence, (quantity.start, quantity.end))
    if period is None and kind == "result":
        earlier = periods_in(text, 0, sentence[0])
        period = earlier[-1] if earlier else None
    return FoundTarget(
        start=quantity.start,
        end=quantity.end,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        per=quantity.per,
        base=quantity.base,
        period=" ".join(text[slice(*period)].split()) if period else None,
        kind=kind,
        confidence=sure * (0.95 if quantity.unit and quantity.kind else 0.8),
    )
