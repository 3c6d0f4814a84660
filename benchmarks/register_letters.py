"""The letters of the made-up register: as the reader would read them, and as they are named.

Both come from one plan: :meth:`Letters.letter` is what ``pipeline.store.registering`` would be
given, :meth:`Letters.own` and :meth:`Letters.cited` are the namings that it would make of it. That
they agree is tested.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np

from benchmarks.register_plan import BARE, RELATIONS, SHORT, UNDATED, Ints, Plan
from benchmarks.register_series import LAST, Series, all_series
from benchmarks.register_words import Phrases, Piece, phrases, short_piece, text_of
from models.reading import (
    Citation,
    Deadline,
    DocumentType,
    Letter,
    Page,
    Reading,
    Relation,
    Signer,
    Source,
    Task,
)
from pipeline.link.letter_names import names_of
from pipeline.link.names import Naming
from pipeline.link.number_keys import number_key
from pipeline.link.party_terms import term_on
from pipeline.ocr.syllables import fold

CODES = 64
"""Ways to name one document: a way, and for undated ones the year of the letter that names it."""
_NAMED_ON_PAGE = 2
_ROMAN = {9: "IX", 10: "X", 11: "XI", 12: "XII", 13: "XIII"}
_WITH_TASKS, _MOST_TASKS, _DATED_TASKS = 0.3, 3, 1 / 3


@dataclass(frozen=True, slots=True)
class _Written:
    """What chance decides about a document's words and tasks: indices into the phrases."""

    subject: Ints
    signer: Ints
    sentences: Ints
    lengths: Ints
    tasks: Ints
    first_task: Ints
    task_text: Ints
    task_lead: Ints
    task_days: Ints


class Letters:
    """The letters of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.series = all_series()
        self.phrases: Phrases = phrases(plan.seed)
        self.written = _written(plan, self.phrases)
        documents, citations = plan.documents, plan.citations
        self._series: list[int] = documents.series.tolist()
        self._numbers: list[int] = documents.number.tolist()
        self._days: list[int] = documents.day.tolist()
        self._target = citations.target
        self._first = np.searchsorted(citations.letter, np.arange(len(documents) + 1)).tolist()

    @cached_property
    def present(self) -> list[int]:
        """The documents that are here, the oldest first."""
        return [int(each) for each in np.flatnonzero(self.plan.present)]

    def series_of(self, document: int) -> Series:
        """Whose it is."""
        return self.series[self._series[document]]

    def number(self, document: int) -> str:
        """Its number."""
        return self.plan.documents.numbers[self._numbers[document]]

    def date(self, document: int) -> dt.date:
        """Its day."""
        return dt.date.fromordinal(self._days[document])

    def sha256(self, document: int) -> str:
        """The hash of the file that it came in."""
        return hashlib.sha256(f"{self.plan.seed} {document}".encode()).hexdigest()

    def subject(self, document: int) -> Piece:
        """Its subject."""
        return self.phrases.subjects[int(self.written.subject[document])]

    def signer(self, document: int) -> Piece:
        """Its signer's name."""
        return self.phrases.signers[int(self.written.signer[document])]

    def citations(self, document: int) -> range:
        """Its citations."""
        return range(self._first[document], self._first[document + 1])

    def page(self, document: int) -> list[Piece]:
        """Its only page: the first documents that it cites, then sentences."""
        cited = self._target[self._first[document] : self._first[document + 1]][:_NAMED_ON_PAGE]
        head = [short_piece(f"Thực hiện văn bản số {self.number(each)}.") for each in cited]
        length = self.written.lengths[document]
        chosen = self.written.sentences[document, :length]
        return [*head, *(self.phrases.sentences[each] for each in chosen)]

    def own(self, document: int) -> Naming:
        """What its header makes of it."""
        return replace(
            _own_name(self.series_of(document)),
            **self._numbered(document),
            date=self.date(document),
            subject_key=fold(self.subject(document).text)[:200],
            owner=f"{self.sha256(document)}#0",
        )

    def cited(self, document: int, code: int) -> Naming:
        """What a citation makes of it; see :func:`code_of`."""
        naming = _cited_name(self.series_of(document), self._issuer(document, code), code)
        if code < UNDATED:
            return replace(naming, **self._numbered(document), date=self.date(document))
        return replace(naming, **self._numbered(document))

    def _numbered(self, document: int) -> dict[str, Any]:
        number = self.number(document)
        key = number_key(number)
        return {"number": number, "number_key": key.exact, "slip_key": key.slip}

    def _issuer(self, document: int, code: int) -> str | None:
        series = self.series_of(document)
        if code >= UNDATED and series.restart == "central":
            return f"{series.issuer} khóa {_ROMAN[term_on(self.date(document)) or 0]}"
        return {SHORT: series.short, BARE: None}.get(code, series.issuer)

    def letter(self, document: int) -> Letter:
        """What a reader would read in it."""
        series = self.series_of(document)
        return Letter(
            pages=[1],
            system=series.system,
            type=DocumentType(code=series.type[0], name=series.type[1]) if series.type else None,
            number=self.number(document),
            date=self.date(document),
            issuer=series.issuer,
            subject=self.subject(document).text,
            signer=Signer(name=self.signer(document).text),
            citations=[self._citation(each) for each in self.citations(document)],
            tasks=list(self.tasks(document)),
        )

    def reading(self, document: int) -> Reading:
        """The reading of its file."""
        source = Source(name=f"{document}.pdf", sha256=self.sha256(document), page_count=1)
        page = Page(number=1, origin="ocr", confidence=1.0, text=text_of(self.page(document)))
        return Reading(source=source, pages=[page], letters=[self.letter(document)])

    def _citation(self, index: int) -> Citation:
        citations = self.plan.citations
        target, holder = int(citations.target[index]), int(citations.holder[index])
        year = int(self.plan.documents.year[citations.letter[index]])
        code = code_of(int(citations.way[index]), year)
        return Citation(
            text=f"văn bản số {self.number(target)}",
            number=self.number(target),
            date=None if code >= UNDATED else self.date(target),
            issuer=self._issuer(target, code),
            relation=self.relation_read(index),
            direct=holder < 0,
            within=self.number(int(citations.target[holder])) if holder >= 0 else None,
            asserts=self.relation(index) if holder >= 0 else None,
        )

    def relation_read(self, index: int) -> Relation:
        """What the letter itself is to what it cites: nothing more, where another one says it."""
        return "mentions" if self.plan.citations.holder[index] >= 0 else self.relation(index)

    def relation(self, index: int) -> Relation:
        """What a citation says: of its letter, or of the document in whose title it stands."""
        citations = self.plan.citations
        level = self.plan.documents.level[citations.target[index]]
        found: Relation = RELATIONS[level][citations.relation[index]]  # type: ignore[assignment]
        return found

    def tasks(self, document: int) -> Iterator[Task]:
        """What it orders: each task has a lead, every third a last day."""
        written, first = self.written, int(self.written.first_task[document])
        for place in range(first, first + int(written.tasks[document])):
            days = int(written.task_days[place])
            end = self.date(document) + dt.timedelta(days=days) if days else None
            yield Task(
                text=self.phrases.sentences[written.task_text[place]].text,
                lead=[self._lead(document, int(written.task_lead[place]))],
                deadline=Deadline(
                    kind="on_or_before" if end else "none",
                    text=f"trước ngày {end:%d/%m/%Y}" if end else None,
                    end=end,
                ),
            )

    def _lead(self, document: int, chance: int) -> str:
        """A body of the next level below: a ministry, a department of the province."""
        level = min(self.series_of(document).level + 1, 3)
        names = _bodies(1 if level == 1 else 3, self.series_of(document).province)
        return names[chance % len(names)]


def code_of(way: int, year: int) -> int:
    """How a letter of ``year`` names a document, as one number below :data:`CODES`."""
    return way if way < UNDATED else UNDATED + year - 2000


@cache
def _own_name(series: Series) -> Naming:
    """How the first letter of a series is named."""
    letter = Letter(
        pages=[1],
        system=series.system,
        type=DocumentType(code=series.type[0], name=series.type[1]) if series.type else None,
        number=series.number(1, LAST.year),
        date=LAST,
        issuer=series.issuer,
    )
    return names_of(letter, "").own


@cache
def _cited_name(series: Series, issuer: str | None, code: int) -> Naming:
    """How letters of the same province that cite the first letter of a series name it."""
    number, undated = series.number(1, LAST.year), code >= UNDATED
    letter = Letter(
        pages=[1],
        date=dt.date(2000 + code - UNDATED, 1, 1) if undated else LAST,
        issuer=f"Ủy ban nhân dân {series.kind} {series.province}" if series.province else None,
        citations=[
            Citation(
                text=f"văn bản số {number}",
                number=number,
                date=None if undated else LAST,
                issuer=issuer,
                relation="per",
            )
        ],
    )
    return names_of(letter, "").statements[0].target


@cache
def _bodies(level: int, province: str | None) -> tuple[str, ...]:
    """Bodies of a level as they are named in a province, or by their full names."""
    fitting = [each for each in all_series() if each.level == level]
    if province is None:
        return tuple(dict.fromkeys(each.issuer for each in fitting))
    own = [each for each in fitting if each.province == province]
    return tuple(dict.fromkeys(each.short or each.issuer for each in own))


def _written(plan: Plan, known: Phrases) -> _Written:
    rng = np.random.default_rng([plan.seed, 1])
    count = len(plan.documents)
    tasks = np.where(rng.random(count) < _WITH_TASKS, rng.integers(1, _MOST_TASKS + 1, count), 0)
    total = int(tasks.sum())
    days = np.where(rng.random(total) < _DATED_TASKS, rng.integers(15, 400, total), 0)
    return _Written(
        subject=_often(rng, len(known.subjects), (count,)),
        signer=_often(rng, len(known.signers), (count,)),
        sentences=_often(rng, len(known.sentences), (count, 10)),
        lengths=rng.integers(5, 11, count),
        tasks=tasks,
        first_task=np.cumsum(tasks) - tasks,
        task_text=_often(rng, len(known.sentences), (total,)),
        task_lead=rng.integers(0, 1 << 20, total),
        task_days=days,
    )


def _often(rng: np.random.Generator, count: int, shape: tuple[int, ...]) -> Ints:
    """Indices below ``count``, the first ones more often."""
    return (count * rng.random(shape) ** 2).astype(np.int64)
