"""Chỉ tiêu of a whole letter: each knows its part of the letter, its task and its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.reading import Target, TargetKind
from pipeline.extract.citations import FoundCitation
from pipeline.extract.outline import Section, Unit, ancestors
from pipeline.extract.periods import Period, Periods, periods_in
from pipeline.extract.prose import Prose
from pipeline.extract.quantities import find_quantities
from pipeline.extract.quantity_kinds import mood_of_heading, mood_of_lead_in, pattern
from pipeline.extract.sentences import sentences
from pipeline.extract.targets import FoundTarget, Setting, find_targets
from pipeline.extract.tasks import FoundTask

Span = tuple[int, int]
_PARTS = frozenset({"part", "roman", "article"})
_PURPOSE = re.compile(r"(?:Để|Nhằm)\s[^,]*,")
_CELL = re.compile(r"[^\t]+")
_MOODS: dict[Section, TargetKind] = {
    "evaluation": "result",
    "objectives": "target",
    "purpose": "target",
}


@dataclass(frozen=True, slots=True)
class PlacedTarget:
    """A target and its span in the prose."""

    target: Target
    start: int
    end: int


def targets_of(
    prose: Prose,
    units: Sequence[Unit],
    citations: Sequence[FoundCitation],
    tasks: Sequence[FoundTask],
) -> list[PlacedTarget]:
    """All targets of the prose, in order; nothing inside citations and their titles."""
    blocked = sorted((item.start, item.end) for item in citations)
    orders = sorted((task.start, task.end) for task in tasks)
    settings, rows = _Settings(prose, units, blocked, orders), _Rows(prose)
    placed: list[PlacedTarget] = []
    for index, unit in enumerate(units):
        setting = Setting("target") if unit.is_table else settings.of(index)
        inside, ordered = _within(blocked, unit), _within(orders, unit)
        for start, end in rows.cells(unit) if unit.is_table else [(unit.start, unit.end)]:
            kept = [(a + unit.start - start, b + unit.start - start) for a, b in inside]
            given = [(a + unit.start - start, b + unit.start - start) for a, b in ordered]
            for found in find_targets(prose.text[start:end], setting, kept, given):
                placed.append(_placed(prose, start, found, tasks))
                settings.told = settings.told or found.kind == "result"
    return placed


def _within(spans: Sequence[Span], unit: Unit) -> list[Span]:
    """Those of the sorted ``spans`` that touch ``unit``, counted from its start."""
    found: list[Span] = []
    at = bisect_left(spans, (unit.end, 0)) - 1
    while at >= 0 and (spans[at][1] > unit.start or spans[at][0] >= unit.start):
        found.append((spans[at][0] - unit.start, spans[at][1] - unit.start))
        at -= 1
    return found[::-1]


def _placed(
    prose: Prose, offset: int, found: FoundTarget, tasks: Sequence[FoundTask]
) -> PlacedTarget:
    start, end = offset + found.start, offset + found.end
    near = bisect_right(tasks, start, key=lambda task: task.start) - 1
    holder = near if near >= 0 and end <= tasks[near].end else None
    target = Target(
        text=prose.text[start:end],
        comparator=found.comparator,
        value=found.value,
        value_max=found.value_max,
        unit=found.unit,
        per=found.per,
        base=found.base,
        period=found.period,
        kind=found.kind,
        task=holder,
        confidence=round(prose.confidence(start, end) * found.confidence, 4),
        evidence=prose.evidence(start, end),
    )
    return PlacedTarget(target, start, end)


@dataclass(slots=True)
class _Rows:
    """The rows of tables, read for the column of a task table that says what is to be done."""

    prose: Prose
    _column: int | None = None
    _width: int = 0
    _end: int = -1

    def cells(self, unit: Unit) -> list[Span]:
        """The cell of the row ``unit`` that orders something; asked for all rows in order."""
        spans = [match.span() for match in _CELL.finditer(self.prose.text, unit.start, unit.end)]
        texts = [self.prose.text[start:end].strip() for start, end in spans]
        if unit.start > self._end + 1:
            self._column = None
        self._end = unit.end
        heads = [i for i, text in enumerate(texts) if pattern("table_tasks").fullmatch(text)]
        if heads and any(pattern("table_marks").match(text) for text in texts):
            self._column, self._width = heads[0], len(texts)
            return []
        if self._column is None or len(texts) != self._width:
            return []
        return [spans[self._column]]


@dataclass(frozen=True, slots=True)
class _Over:
    """What a heading or a lead-in says of the part that it opens."""

    mood: TargetKind | None = None
    period: str | None = None


@dataclass(slots=True)
class _Settings:
    """Walks through the units and keeps what stands over each of them."""

    prose: Prose
    units: Sequence[Unit]
    blocked: Sequence[Span]
    orders: Sequence[Span]
    told: bool = False
    """Whether the letter has told of a result."""
    _own: dict[int, _Over] = field(default_factory=dict)
    _lead: _Over | None = None
    _base: _Over | None = None
    """The lead-in of the whole letter, before its first heading."""
    _plain: int = -1
    """The last heading without a marker."""
    _opened: bool = False
    """Whether the letter has begun to order."""

    def of(self, index: int) -> Setting:
        """The setting of unit ``index``; asked for all units in order."""
        unit = self.units[index]
        holders = [self._own[at] for at in self._above(index) if at in self._own]
        if unit.is_heading and self._base is None:
            self._base = self._lead
        if unit.kind == "none" or unit.is_heading:
            self._lead = None
        elif self._lead is not None:
            holders.insert(0, self._lead)
        self._opened = self._opened or bool(_within(self.orders, unit))
        setting = self._setting(index, holders)
        self._open(index, unit)
        return setting

    def _above(self, index: int) -> list[int]:
        """What holds unit ``index``, the nearest first.

        A heading without a marker ends all that stood before it, and holds what follows until
        the next part (I., Phần, Điều).
        """
        unit = self.units[index]
        held = [at for at in ancestors(self.units, index) if at > self._plain]
        parts = [at for at in held if self.units[at].kind in _PARTS]
        if self._plain < 0 or parts or unit.kind in _PARTS:
            return held
        return [*held, self._plain]

    def _is_in_article(self, index: int) -> bool:
        held = [index, *ancestors(self.units, index)]
        return any(self.units[at].kind == "article" for at in held)

    def _setting(self, index: int, holders: Sequence[_Over]) -> Setting:
        unit = self.units[index]
        mood = next((over.mood for over in holders if over.mood), None)
        mood = mood or _MOODS.get(unit.section)
        period = next((over.period for over in holders if over.period), None)
        if period is None and mood == "result" and self._base is not None:
            period = self._base.period
        if mood is None and self._is_in_article(index):
            mood = "background"  # what an article fixes
        default: TargetKind = "background"
        if unit.section == "tasks":
            default = "result" if self.told and not self._opened else "target"
        return Setting(mood, period, default)

    def _open(self, index: int, unit: Unit) -> None:
        """Keeps what a heading or lead-in says."""
        text = self.prose.text[unit.start : unit.end]
        if unit.is_heading:
            if unit.kind == "none":
                self._plain = index
            self._own[index] = _Over(mood_of_heading(text), _period_of_heading(text))
        elif unit.is_lead_in:
            spans = sentences(text)
            last = text[spans[-1][0] :] if spans else text
            over = _Over(mood_of_lead_in(last), self._period_of_lead_in(unit, len(last)))
            if unit.kind == "none":
                self._lead = over
            self._own[index] = over

    def _period_of_lead_in(self, unit: Unit, length: int) -> str | None:
        """The time that the last sentence, ``length`` letters, puts over what follows."""
        text = self.prose.text[unit.start : unit.end]
        start = len(text) - length
        purpose = _PURPOSE.match(text, start)
        start = purpose.end() if purpose else start
        if find_quantities(text[start:]):
            return None  # the time is that figure's
        cited = _within(self.blocked, unit)
        last = Periods(text, [], cited).last_before(len(text))
        if last is None or last.start < start:
            return None
        title = max((end for _, end in cited if end <= last.start), default=-1)
        named = title >= start and "," not in text[title : last.start]
        return None if named else _printed(text, last)


def _period_of_heading(text: str) -> str | None:
    found = [p for p in periods_in(text, with_owned=True) if p.inside is None]
    return _printed(text, found[-1]) if found else None


def _printed(text: str, period: Period) -> str:
    return " ".join(text[period.start : period.end].split())
