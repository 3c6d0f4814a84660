"""Chỉ tiêu of a whole letter: each knows its section, its task and its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Target
from pipeline.extract.citations import FoundCitation
from pipeline.extract.outline import Unit
from pipeline.extract.prose import Prose
from pipeline.extract.targets import FoundTarget, find_targets
from pipeline.extract.tasks import FoundTask


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
    blocked = [(item.start, item.end) for item in citations]
    placed: list[PlacedTarget] = []
    for unit in units:
        if unit.is_table:
            continue
        text = prose.text[unit.start : unit.end]
        inside = [
            (start - unit.start, end - unit.start)
            for start, end in blocked
            if start < unit.end and unit.start < end
        ]
        orders = [(t.start - unit.start, t.end - unit.start) for t in tasks if _is_in(t, unit)]
        for found in find_targets(text, unit.section, inside, orders):
            placed.append(_placed(prose, unit, found, tasks))
    return placed


def _placed(
    prose: Prose, unit: Unit, found: FoundTarget, tasks: Sequence[FoundTask]
) -> PlacedTarget:
    start, end = unit.start + found.start, unit.start + found.end
    holder = next((i for i, t in enumerate(tasks) if t.start <= start and end <= t.end), None)
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


def _is_in(task: FoundTask, unit: Unit) -> bool:
    return unit.start <= task.start < unit.end
