"""Nhiệm vụ: the orders of a letter, with who must do them and by when.

Two thirds of tasks do not name their body in their sentence; it comes from the heading, the
lead-in, or the sentence before (domain handbook 3.1).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from models.reading import AssigneeSource, Deadline, Task
from pipeline.extract.coordinators import coordinators_in
from pipeline.extract.deadlines import deadline_of
from pipeline.extract.directives import Clause, clauses, is_exhortation
from pipeline.extract.heading_bodies import bodies_of_heading
from pipeline.extract.outline import Unit
from pipeline.extract.prose import Prose
from pipeline.extract.reports import report_of
from pipeline.extract.sentences import sentences
from pipeline.extract.subjects import subject_of

# Types that order by themselves; others order behind a lead-in or by naming a body.
_ORDERING = frozenset(("KH", "CT", "CTr", "HD", "KL", "NQ", "TB", "PA", "CĐ", "ĐA"))
# In these a bare verb is what the issuer decides, not what it orders.
_DECIDING = frozenset(("QĐ", "QyĐ", "QC", "NQ"))
# These tell or ask; their items are no orders unless they say so.
_TELLING = frozenset(("BC", "TTr", "GM", "BB"))


# So many letters between the bodies of a heading and its colon are no order of their own.
_LITTLE = 70
_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị)\s.*;$")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header says that tasks need: day of issue, type, whom the letter is addressed to."""

    issued: dt.date | None = None
    type_code: str | None = None
    addressees: tuple[str, ...] = ()
    annex: int | None = None
    """Where in the prose the annexes begin: nobody is spoken to there unless named anew."""


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task and its span in the prose, subject included."""

    task: Task
    start: int
    end: int
    impossible_date: bool = False
    """Whether its deadline is a day that does not exist."""


@dataclass(frozen=True, slots=True)
class _Assignment:
    bodies: tuple[str, ...] = ()
    source: AssigneeSource = "none"


@dataclass(slots=True)
class TaskFinder:
    """Walks through the units of a letter and keeps who is spoken to."""

    prose: Prose
    units: Sequence[Unit]
    frame: Frame
    words: Collection[int] | None = None
    _held: dict[int, _Assignment] = field(default_factory=dict)
    _lead_in: _Assignment | None = None
    _opened: bool = False
    """Whether a lead-in has opened the orders of the letter."""

    def find(self) -> list[FoundTask]:
        """All tasks of the prose, in order; rows of tables are left to their own reader."""
        found: list[FoundTask] = []
        for index, unit in enumerate(self.units):
            self._enter(unit)
            if unit.is_table or unit.section in {"purpose", "evaluation"} or self._is_basis(unit):
                continue
            if unit.is_heading:
                self._heading(index, unit)
                continue
            found += self._unit(index, unit)
        return found

    def _is_basis(self, unit: Unit) -> bool:
        """Whether a paragraph is one of the grounds of a decision ("Căn cứ …;")."""
        return bool(_BASIS.match(self._text(unit)))

    def _enter(self, unit: Unit) -> None:
        """Forgets the letter's lead-in where an annex begins."""
        if self.frame.annex is not None and unit.start >= self.frame.annex:
            self._lead_in, self._opened = None, False
            self.frame = replace(self.frame, annex=None, type_code=None, addressees=())

    # --- who is spoken to ---------------------------------------------------------------------

    def _heading(self, index: int, unit: Unit) -> None:
        bodies = tuple(bodies_of_heading(self._text(unit))) or self._led_by(unit)
        if bodies:
            self._held[index] = _Assignment(bodies, "heading")

    def _led_by(self, unit: Unit) -> tuple[str, ...]:
        """Of "UBND các huyện chịu trách nhiệm:" the bodies, where little follows them."""
        if not self._text(unit).endswith(":"):
            return ()
        subject = subject_of(self.prose.text, unit.start, unit.end, self.words)
        short = subject is not None and unit.end - subject.action < _LITTLE
        return subject.lead if subject and short else ()

    def _assignment(self, unit: Unit) -> _Assignment:
        """From the nearest holder: item, heading, lead-in, at last the addressees."""
        parent = unit.parent
        while parent is not None:
            if parent in self._held:
                return self._held[parent]
            parent = self.units[parent].parent
        if self._lead_in is not None and self._lead_in.bodies:
            return self._lead_in
        if self._opened and self.frame.addressees:
            return _Assignment(self.frame.addressees, "inferred")
        return _Assignment()

    def _open(self, index: int, unit: Unit, start: int) -> None:
        """A lead-in sentence ``text[start:unit.end]``: who must do what follows."""
        subject = subject_of(self.prose.text, start, unit.end, self.words)
        ordered = subject is not None and (subject.assigned or subject.duty)
        bodies = subject.lead if subject and ordered else tuple(bodies_of_heading(self._text(unit)))
        given = _Assignment(bodies, "lead_in")
        if unit.kind == "none":
            self._lead_in = given
            self._opened = True
        elif bodies:
            heading = bool(bodies_of_heading(self._text(unit)))
            self._held[index] = _Assignment(bodies, "heading" if heading else "lead_in")

    # --- orders -------------------------------------------------------------------------------

    def _unit(self, index: int, unit: Unit) -> list[FoundTask]:
        spans = sentences(self.prose.text, unit.start, unit.end)
        end = unit.end
        if unit.is_lead_in and spans:
            end = spans[-1][0]
        inherited = self._assignment(unit)
        found: list[FoundTask] = []
        for clause in clauses(self.prose.text, unit.start, end, self.words):
            if not self._is_order(unit, clause, bool(found)):
                continue
            if clause.subject is not None:
                given = _Assignment(clause.subject.lead, "explicit")
                inherited = _Assignment(clause.subject.lead, "previous")
            elif clause.asked and not inherited.bodies and self.frame.addressees:
                given = _Assignment(self.frame.addressees, "inferred")
            else:
                given = inherited
            found.append(self._task(clause, given))
        if unit.is_lead_in and spans:
            self._open(index, unit, spans[-1][0])
        elif unit.kind != "none" and inherited.source == "previous":
            self._held[index] = inherited
        return found

    def _is_order(self, unit: Unit, clause: Clause, goes_on: bool) -> bool:
        code = self.frame.type_code
        active = self._is_active(unit)
        if clause.subject is not None:
            return clause.subject.assigned or clause.subject.duty or active
        if clause.asked:
            return True
        if code in _DECIDING and not self._assignment(unit).bodies and not goes_on:
            return False
        return active or goes_on

    def _is_active(self, unit: Unit) -> bool:
        """Whether orders are to be expected here."""
        if unit.section in {"tasks", "objectives"} or self._opened:
            return self.frame.type_code not in _TELLING or unit.section == "tasks"
        if unit.parent is not None and self._assignment(unit).bodies:
            return True
        if unit.kind == "article":
            return True
        return self.frame.type_code in _ORDERING and unit.kind != "none"

    def _task(self, clause: Clause, given: _Assignment) -> FoundTask:
        text = self.prose.text
        whole = text[clause.start : clause.end]
        action = text[clause.action : clause.end].rstrip(" ;,")
        match = deadline_of(whole, self.frame.issued)
        deadline = match.deadline if match else Deadline()
        report = report_of(text[clause.action : clause.end])
        coordinators = list(clause.subject.coordinators) if clause.subject else []
        coordinators += [
            name
            for name in coordinators_in(text, clause.start, clause.end, self.words)
            if name not in coordinators
        ]
        trackable = bool(
            deadline.kind not in {"none", "continuous", "urgent"}
            or report
            or (given.bodies and not is_exhortation(action))
        )
        task = Task(
            text=action,
            lead=list(given.bodies),
            coordinators=coordinators,
            deadline=deadline,
            assignee_source=given.source if given.bodies else "none",
            report=report,
            trackable=trackable,
            confidence=round(self._confidence(clause, given), 4),
            evidence=self.prose.evidence(clause.start, clause.end),
        )
        return FoundTask(task, clause.start, clause.end, bool(match and match.impossible))

    def _confidence(self, clause: Clause, given: _Assignment) -> float:
        """Raw score: how well it was read, times how sure it is an order of that body."""
        sure = {"explicit": 0.9, "heading": 0.9, "lead_in": 0.85, "previous": 0.8}
        rule = sure.get(given.source, 0.6)
        if clause.subject is not None and (clause.subject.assigned or clause.subject.duty):
            rule = 0.95
        return self.prose.confidence(clause.start, clause.end) * rule

    def _text(self, unit: Unit) -> str:
        return re.sub(r"\s+", " ", self.prose.text[unit.start : unit.end]).strip()
