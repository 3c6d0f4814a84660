"""Which quantities are chỉ tiêu (targets), kết quả (results) or just hiện trạng (background).

The caller knows the outline and says what the part of the letter speaks of and which time stands
over it; ``quantity_kinds`` decides on the kind, ``periods`` on the time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Comparator, TargetKind
from pipeline.extract.periods import Periods
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.quantity_kinds import Cues, Place, Verdict, kind_of, mood_of_heading, pattern
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


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands over a paragraph: what its headings and lead-in speak of, and their time.

    ``default`` is the kind of figures about which nothing tells.
    """

    mood: TargetKind | None = None
    period: str | None = None
    default: TargetKind = "background"


def find_targets(
    text: str,
    setting: Setting | None = None,
    blocked: Sequence[Span] = (),
    orders: Sequence[Span] = (),
) -> list[FoundTarget]:
    """The figures of one paragraph, in order; ``orders`` are the spans of its tasks.

    Nothing is found in ``blocked`` spans, in terms of days, in dates, numbers or quotation marks.
    """
    quantities = [q for q in find_quantities(text, blocked) if not _is_none(text, q)]
    if not quantities:
        return []
    return _Reader(text, setting or Setting(), quantities, blocked, orders).read()


class _Reader:
    """Goes over the figures of a paragraph and remembers the one before."""

    def __init__(
        self,
        text: str,
        setting: Setting,
        quantities: Sequence[Quantity],
        blocked: Sequence[Span],
        orders: Sequence[Span],
    ) -> None:
        self._text, self._setting, self._quantities = text, setting, quantities
        self._cues, self._periods = (
            Cues(text, quantities),
            Periods(text, [quantity.start for quantity in quantities], blocked),
        )
        self._sentences = sentences(text) or [(0, len(text))]
        self._begins = [span[0] for span in self._sentences]
        self._orders = sorted(orders)

    def read(self) -> list[FoundTarget]:
        """All figures."""
        found: list[FoundTarget] = []
        for index, quantity in enumerate(self._quantities):
            sentence = self._sentence(quantity)
            if _ASIDE.match(self._text, sentence[0]):
                continue
            place = Place(
                sentence,
                self._is_ordered(quantity),
                _mood_of_label(self._text, sentence, quantity.start) or self._setting.mood,
                self._setting.default,
                found[-1].kind if found else None,
                found[-1].end if found else 0,
                self._time(quantity, sentence),
            )
            verdict = kind_of(quantity, self._cues, place)
            period = self._period(index, sentence, verdict.kind, place)
            found.append(_found(quantity, verdict, period))
        return found

    def _sentence(self, quantity: Quantity) -> Span:
        return self._sentences[max(0, bisect_right(self._begins, quantity.start) - 1)]

    def _is_ordered(self, quantity: Quantity) -> bool:
        at = bisect_right(self._orders, (quantity.number[0], len(self._text))) - 1
        return at >= 0 and quantity.number[0] < self._orders[at][1]

    def _time(self, quantity: Quantity, sentence: Span) -> str | None:
        own = self._periods.governing(sentence, (quantity.start, quantity.end))
        return self._text[own.start : own.end] if own and not own.recurs else None

    def _period(self, index: int, sentence: Span, kind: TargetKind, place: Place) -> str | None:
        """The phrase of its sentence, of the sentences before, of the heading or lead-in."""
        quantity = self._quantities[index]
        own = self._periods.governing(sentence, (quantity.start, quantity.end))
        if own is None and self._goes_on(kind, place):
            own = self._periods.last_before(sentence[0])
        if own is not None:
            return " ".join(self._text[own.start : own.end].split())
        stands_alone = kind == "background" and self._setting.mood != "background"
        return None if stands_alone else self._setting.period

    def _goes_on(self, kind: TargetKind, place: Place) -> bool:
        """Whether the time of the sentences before still holds: in an account, among aims."""
        if place.ordered:
            return False
        if kind == "background":
            return pattern("continues").match(self._text, place.sentence[0]) is not None
        return kind == "result" or kind == place.before


_LABEL = re.compile(r"(?:(?:Về|Các)\s+)?([^:.;\n]{1,80}):")


def _mood_of_label(text: str, sentence: Span, end: int) -> TargetKind | None:
    """What a sentence speaks of by the words before its colon: ``Chỉ tiêu năm 2024: …``."""
    label = _LABEL.match(text, sentence[0], end)
    return mood_of_heading(label[1], at_start=True) if label else None


def _found(quantity: Quantity, verdict: Verdict, period: str | None) -> FoundTarget:
    return FoundTarget(
        start=quantity.start,
        end=quantity.end,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        per=quantity.per,
        base=quantity.base,
        period=period,
        kind=verdict.kind,
        confidence=verdict.sure * (0.95 if quantity.unit and quantity.kind else 0.8),
    )


# --- figures that are none ------------------------------------------------------------------------

_ASIDE = re.compile(pattern("asides").pattern + r"\s*(?::|gồm|là)", re.I)
_TERM_UNITS = re.compile(r"(?:ngày|giờ|phút|tuần|tháng|năm|buổi)(?:\s|$)")
_TERM_BEFORE = re.compile(
    r"(?:thời hạn|trong vòng|chậm nhất|sau|trước|kể từ|thời gian|không quá|trong|hạn)"
    r"\s*(?:là\s*)?$",
    re.I,
)
_BEFORE_REACH, _SMALL = 60, 10


def _is_none(text: str, quantity: Quantity) -> bool:
    """The level that a change leaves, terms, people sent, copies handed in."""
    if quantity.is_start or _is_term(text, quantity):
        return True
    small = quantity.is_exact and quantity.value <= _SMALL
    return small and _is_handed_over(text, *quantity.number)


def _is_handed_over(text: str, start: int, end: int) -> bool:
    """``cử 01 lãnh đạo``, ``gửi 02 bộ hồ sơ``: what the letter's own business takes."""
    before = re.split(r"[,;:.()]", text[max(0, start - _BEFORE_REACH) : start])[-1]
    noun = text[end : end + _BEFORE_REACH].lstrip()
    if pattern("sheets").match(noun):
        return pattern("sending").search(before) is not None
    if pattern("small_parties").match(noun):
        return pattern("appointing").search(before) is not None
    return False


def _is_term(text: str, quantity: Quantity) -> bool:
    """Whether the figure is a term or a time, not something to be reached."""
    if not quantity.unit or not _TERM_UNITS.match(quantity.unit):
        return False
    before = text[max(0, quantity.start - 24) : quantity.start]
    return bool(_TERM_BEFORE.search(before)) or "làm việc" in text[quantity.end : quantity.end + 12]
