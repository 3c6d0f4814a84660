"""What is asked about a thing that was found: is this part of it as in gold?

Only what gold states is asked. ``EXACT`` parts decide whether the thing itself is a hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any

from pydantic import BaseModel

from models.reading import Citation, Target, Task
from pipeline.evaluate import compare
from pipeline.evaluate.bodies import contains, same_body, same_phrase
from pipeline.evaluate.content_gold import GoldTask
from pipeline.evaluate.pairing import number_key, pair_bodies
from pipeline.evaluate.tally import Tally, one

_DATED = frozenset({"on_or_before", "within_period"})
_MONEY = frozenset(compare.key(unit) for unit in ("VND", "VNĐ", "đồng", "đ", "đồng Việt Nam"))


@dataclass(frozen=True, slots=True)
class Check:
    """One answer. ``tally`` is what it adds to the score ``name``; ``None``: not a score."""

    name: str
    gold: Any
    got: Any
    right: bool
    tally: Tally | None

    @property
    def part(self) -> str:
        """The name without the thing: ``deadline.end``."""
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One part of a thing: how it is read off, when it is the same, and when it is asked."""

    name: str
    value: Callable[[Any], Any]
    same: Callable[[Any, Any], bool] = eq
    asked: Callable[[Any, Any], bool] = lambda gold, got: True

    def check(self, gold: BaseModel, got: BaseModel, *, scored: bool) -> Check:
        """The answer for a pair."""
        wanted, value = self.value(gold), self.value(got)
        right = bool(self.same(wanted, value))
        return Check(self.name, wanted, value, right, one(right) if scored else None)

    def is_asked(self, gold: BaseModel, got: BaseModel) -> bool:
        """Whether gold states it, and it means something here."""
        return _states(gold, self.name.partition(".")[2]) and self.asked(gold, got)


def _states(model: BaseModel, path: str) -> bool:
    first, _, rest = path.partition(".")
    if first not in model.model_fields_set:
        return False
    return not rest or _states(getattr(model, first), rest)


def _same_document(gold: str | None, got: str | None) -> bool:
    if not gold or not got:
        return not gold and not got
    return number_key(gold) == number_key(got) or same_phrase(gold, got)


def _same_type(gold: str | None, got: str | None) -> bool:
    return compare.same_text(gold or "", got or "")


def _same_unit(gold: str | None, got: str | None) -> bool:
    one, other = (unit and compare.key(unit) for unit in (gold, got))
    if not one or not other:
        return not one and not other
    if one in _MONEY or other in _MONEY:
        return one in _MONEY and other in _MONEY
    if "%" in (one, other):
        return one == other
    return contains(one, other) or contains(other, one)


def _is_dated(gold: Task, got: Task) -> bool:
    return gold.deadline.kind in _DATED or gold.deadline.end is not None


EXACT_CITATION = (
    Attribute("citation.type", lambda x: x.type, _same_type),
    Attribute("citation.date", lambda x: x.date),
)
CITATION = (
    Attribute("citation.relation", lambda x: x.relation),
    Attribute("citation.direct", lambda x: x.direct),
    Attribute("citation.issuer", lambda x: x.issuer, same_body),
    Attribute(
        "citation.within",
        lambda x: x.within,
        _same_document,
        lambda gold, got: bool(gold.within or got.within),
    ),
)
TASK = (
    Attribute("task.deadline.kind", lambda x: x.deadline.kind),
    Attribute("task.deadline.end", lambda x: x.deadline.end, asked=_is_dated),
    Attribute(
        "task.deadline.recurrence",
        lambda x: x.deadline.recurrence,
        asked=lambda gold, got: gold.deadline.recurrence is not None,
    ),
    Attribute("task.assignee_source", lambda x: x.assignee_source),
    Attribute("task.report", lambda x: x.report and x.report.kind),
    Attribute("task.trackable", lambda x: x.trackable),
)
EXACT_TARGET = (
    Attribute("target.comparator", lambda x: x.comparator),
    Attribute("target.unit", lambda x: x.unit, _same_unit),
)
TARGET = (
    Attribute("target.kind", lambda x: x.kind),
    Attribute("target.per", lambda x: x.per, same_phrase),
    Attribute("target.period", lambda x: x.period, same_phrase),
)


def is_hit(gold: BaseModel, got: BaseModel, exact: Sequence[Attribute]) -> bool:
    """Whether all the parts that decide are right."""
    return all(x.check(gold, got, scored=False).right for x in exact if x.is_asked(gold, got))


def same_citation(gold: Citation, got: Citation) -> bool:
    """Whether two mentions of one number also agree in type and date."""
    return is_hit(gold, got, EXACT_CITATION)


def same_target(gold: Target, got: Target) -> bool:
    """Whether two targets of one value also agree in comparator and class of unit."""
    return is_hit(gold, got, EXACT_TARGET)


def citation_checks(gold: Citation, got: Citation) -> Iterator[Check]:
    """All answers on a cited document."""
    yield from _checks(gold, got, EXACT_CITATION, scored=False)
    yield from _checks(gold, got, CITATION)


def target_checks(gold: Target, got: Target) -> Iterator[Check]:
    """All answers on a target."""
    yield from _checks(gold, got, EXACT_TARGET, scored=False)
    yield from _checks(gold, got, TARGET)


def task_checks(gold: GoldTask, got: Task) -> Iterator[Check]:
    """All answers on a task, its bodies first."""
    task = gold.task
    if _states(task, "lead"):
        alternatives = [task.lead] if gold.lead_raw is None else [task.lead, list(gold.lead_raw)]
        yield max((_bodies("task.lead", x, got.lead) for x in alternatives), key=_closeness)
    if _states(task, "coordinators"):
        yield _bodies("task.coordinators", task.coordinators, got.coordinators)
    yield from _checks(task, got, TASK)


def _checks(
    gold: BaseModel, got: BaseModel, attributes: Sequence[Attribute], *, scored: bool = True
) -> Iterator[Check]:
    return (x.check(gold, got, scored=scored) for x in attributes if x.is_asked(gold, got))


def _bodies(name: str, gold: Sequence[str], got: Sequence[str]) -> Check:
    tally = Tally(len(gold), len(got), len(pair_bodies(gold, got)))
    return Check(name, gold, got, tally.gold == tally.got == tally.hits, tally)


def _closeness(check: Check) -> float:
    figure = check.tally.f1 if check.tally else None
    return 1.0 if figure is None else figure
