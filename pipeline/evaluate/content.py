"""The content of each letter compared with gold: tallies for every score, and every miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from models.reading import Anomaly, Citation, Letter, Reading, Target, Task
from pipeline.evaluate.attributes import (
    Check,
    citation_checks,
    same_citation,
    same_target,
    target_checks,
    task_checks,
)
from pipeline.evaluate.content_gold import GoldContent, GoldTask
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.judge import Verdict
from pipeline.evaluate.match import match
from pipeline.evaluate.pairing import (
    Pairs,
    pair_anomalies,
    pair_citations,
    pair_targets,
    pair_tasks,
)
from pipeline.evaluate.tally import Tally

Located = TypeVar("Located", Citation, Task, Target, Anomaly)
Thing = Citation | Task | Target | Anomaly
Wanted = TypeVar("Wanted", Citation, GoldTask, Target, Anomaly)
Found = TypeVar("Found", Citation, Task, Target, Anomaly)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a thing (``date``, ``deadline.end``) that is not as in gold."""

    part: str
    gold: Any
    got: Any


@dataclass(frozen=True, slots=True)
class ContentMiss:
    """A thing that is missing, extra, or found with ``differences`` (``WRONG``).

    ``what`` is ``citation``, ``task``, ``target`` or ``anomaly``; ``letter`` its index in gold.
    """

    file: str
    letter: int
    what: str
    verdict: Verdict
    gold: Thing | None
    got: Thing | None
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True)
class LetterContent:
    """One letter: a tally for each score that gold speaks of, and the misses, gold's first."""

    file: str
    letter: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[ContentMiss] = field(default_factory=list)

    def add(self, name: str, tally: Tally) -> None:
        """Count ``tally`` for the score ``name``."""
        self.tallies[name] = self.tallies.get(name, Tally()) + tally

    def miss(
        self,
        what: str,
        verdict: Verdict,
        gold: Thing | None,
        got: Thing | None,
        checks: Iterable[Check] = (),
    ) -> None:
        """Note a miss; of ``checks`` what is not right."""
        differences = tuple(Difference(x.part, x.gold, x.got) for x in checks if not x.right)
        self.misses.append(
            ContentMiss(self.file, self.letter, what, verdict, gold, got, differences)
        )


def judge_content(gold: Gold, reading: Reading | None) -> list[LetterContent]:
    """The letters of one file whose content gold speaks of.

    ``None`` is a file that could not be read: all is missing. What stands in letters of the
    reading that gold has no partner for is not counted; ``splitting`` tells of them.
    """
    letters = reading.letters if reading else []
    found = match(gold.letters, letters)
    judged = []
    for index, (content, at) in enumerate(zip(gold.contents, found, strict=False)):
        if content.is_stated:
            got = None if at is None else letters[at]
            judged.append(_letter(LetterContent(gold.name, index), gold, content, got))
    return judged


def _letter(
    result: LetterContent, gold: Gold, content: GoldContent, got: Letter | None
) -> LetterContent:
    letter = got or Letter(pages=[])
    if content.citations is not None:
        _citations(result, content.citations, _seen(gold, letter.citations))
    if content.tasks is not None:
        _tasks(result, content.tasks, _seen(gold, letter.tasks))
    if content.targets is not None:
        targets = _seen(gold, letter.targets)
        _targets(result, content.targets, targets)
        if got and not content.targets:
            result.add("targets_on_empty", Tally(1, len(targets), int(not targets)))
    if content.anomalies is not None:
        _anomalies(result, content.anomalies, _seen(gold, letter.anomalies))
    return result


def _seen(gold: Gold, things: Sequence[Located]) -> list[Located]:
    """What stands, as far as is known, on pages that the annotator saw."""
    if not gold.partial:
        return list(things)
    return [x for x in things if not x.evidence or any(e.page in gold.pages for e in x.evidence)]


def _citations(result: LetterContent, gold: Sequence[Citation], got: Sequence[Citation]) -> None:
    pairs = pair_citations(gold, got, same_citation)
    exact = sum(same_citation(gold[i], got[j]) for i, j in pairs)
    result.add("citations", Tally(len(gold), len(got), exact))
    result.add("citations_number", Tally(len(gold), len(got), len(pairs)))
    _walk(result, "citation", gold, got, pairs, citation_checks)


def _tasks(result: LetterContent, gold: Sequence[GoldTask], got: Sequence[Task]) -> None:
    pairs = pair_tasks([each.task for each in gold], got)
    result.add("tasks", Tally(len(gold), len(got), len(pairs)))
    _walk(result, "task", gold, got, pairs, task_checks)


def _targets(result: LetterContent, gold: Sequence[Target], got: Sequence[Target]) -> None:
    pairs = pair_targets(gold, got)
    hits = sum(same_target(gold[i], got[j]) for i, j in pairs)
    result.add("targets", Tally(len(gold), len(got), hits))
    _walk(result, "target", gold, got, pairs, target_checks)


def _anomalies(result: LetterContent, gold: Sequence[Anomaly], got: Sequence[Anomaly]) -> None:
    pairs = pair_anomalies(gold, got)
    result.add("anomalies", Tally(len(gold), len(got), len(pairs)))
    _walk(result, "anomaly", gold, got, pairs, lambda one, other: ())


def _walk(
    result: LetterContent,
    what: str,
    gold: Sequence[Wanted],
    got: Sequence[Found],
    pairs: Pairs,
    checks: Callable[[Wanted, Found], Iterable[Check]],
) -> None:
    """Count the answers on each pair; note what is missing, wrong and extra."""
    partner = dict(pairs)
    for i, wanted in enumerate(gold):
        thing = wanted.task if isinstance(wanted, GoldTask) else wanted
        if i not in partner:
            result.miss(what, Verdict.MISSING, thing, None)
            continue
        found = got[partner[i]]
        answers = list(checks(wanted, found))
        for answer in answers:
            if answer.tally:
                result.add(answer.name, answer.tally)
        if not all(answer.right for answer in answers):
            result.miss(what, Verdict.WRONG, thing, found, answers)
    for j, found in enumerate(got):
        if j not in partner.values():
            result.miss(what, Verdict.EXTRA, None, found)
