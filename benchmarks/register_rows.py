"""The rows of the made-up register, table by table, as the program itself would write them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from benchmarks.register_letters import CODES, Letters
from benchmarks.register_plan import RELATIONS, UNDATED, Ints
from benchmarks.register_words import short_piece, text_of, tokens_of
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.documents import describe
from pipeline.link.names import Naming
from pipeline.store.naming_rows import row_of
from pipeline.store.search_tables import first_id
from pipeline.store.search_tokens import letter_tokens, month_of, month_token, relation_token
from pipeline.track.keys import keys_for

Row = tuple[object, ...]
STORED_AT = "2025-07-01 00:00:00.000000"
TRANSIT = dt.timedelta(days=3)
"""How long a letter is under way."""

ORIGINAL = ("sha256", "size", "media_type", "stored_at")
LETTER = (
    "id",
    "original_sha256",
    "position",
    "first_page",
    "last_page",
    "system",
    "type_code",
    "number",
    "date",
    "issuer",
    "issuer_key",
    "province",
    "subject",
    "signer",
    "received_on",
)
PAGE = ("id", "original_sha256", "number", "origin", "confidence", "text")
DOCUMENT = (
    "id",
    "key",
    "state",
    "number",
    "number_key",
    "slip_key",
    "type_code",
    "date",
    "issuer",
    "series",
    "subject",
    "flags",
    "cited_by",
)
REFERENCE = (
    "id",
    "document_id",
    "letter_id",
    "kind",
    "fingerprint",
    "slip_key",
    "number",
    "number_key",
    "type_code",
    "date",
    "issuer",
    "series",
    "hint",
    "numbering",
    "term",
    "cited_year",
    "subject_key",
    "owner",
    "mentions",
)
CLAIM = (
    "id",
    "source_id",
    "target_id",
    "source_document_id",
    "target_document_id",
    "relation",
    "direct",
    "since",
    "mentions",
)
EDGE = ("id", "claim_id", "letter_id", "citation", "date")
TASK = (
    "id",
    "letter_id",
    "position",
    "key",
    "text",
    "leads",
    "coordinators",
    "deadline_kind",
    "deadline_text",
    "deadline_end",
    "trackable",
)
TASK_BODY = ("id", "task_id", "role", "body_key", "name")
OCCURRENCE = ("id", "task_id", "number", "due", "state", "extended")
ENTRY = ("id", "letter_id", "header")
MONTH = ("month", "entries")


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in the index."""

    id: int
    letter_id: int
    header: str
    tokens: set[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """The ways in which documents are cited: rows of ``reference`` in the order of ``key``.

    ``key`` is document × ``CODES`` + way; ``of`` the index of each citation's way in ``key``.
    """

    key: Ints
    mentions: Ints
    of: Ints


@dataclass(frozen=True, slots=True)
class _Claimed:
    """The claims in the order in which they are first made; ``at`` is the citation that does.

    ``of`` is the index of each citation's claim.
    """

    source: Ints
    target: Ints
    at: Ints
    mentions: Ints
    of: Ints


class Rows:
    """The rows of some letters."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self._ids = {document: index for index, document in enumerate(letters.present, 1)}
        citations, year = letters.plan.citations, letters.plan.documents.year
        undated = UNDATED + year[citations.letter] - 2000
        code = np.where(citations.way < UNDATED, citations.way, undated)
        keys, of, mentions = np.unique(
            citations.target * CODES + code, return_inverse=True, return_counts=True
        )
        self._named = _Named(keys, mentions, of.ravel())

    def originals(self) -> Iterator[Row]:
        """One file a letter."""
        for each in self.letters.present:
            yield self.letters.sha256(each), 1, "application/pdf", STORED_AT

    def letters_(self) -> Iterator[Row]:
        """The letters."""
        for each in self.letters.present:
            series, day = self.letters.series_of(each), self.letters.date(each)
            yield (
                self._ids[each],
                self.letters.sha256(each),
                *(0, 1, 1, series.system),
                series.type[0] if series.type else None,
                self.letters.number(each),
                day.isoformat(),
                *(series.issuer, _issuer_key(series.issuer, series.province), series.province),
                self.letters.subject(each).text,
                self.letters.signer(each).text,
                (day + TRANSIT).isoformat(),
            )

    def pages(self) -> Iterator[Row]:
        """One page a letter."""
        for each in self.letters.present:
            text = text_of(self.letters.page(each))
            yield self._ids[each], self.letters.sha256(each), 1, "ocr", 1.0, text

    def documents_and_references(self) -> Iterator[tuple[Row, list[Row]]]:
        """Each document with the ways in which it is named, those that anybody names."""
        count = len(self.letters.plan.documents)
        bounds = np.searchsorted(self._named.key, np.arange(count + 1) * CODES).tolist()
        first = len(self.letters.present) + 1
        number = 0
        for each, (start, end) in enumerate(pairwise(bounds)):
            own, letter = self._ids.get(each), []
            if own is not None:
                letter = [(own, own, self.letters.own(each), 0)]
            cited = [
                (first + at, None, self.letters.cited(each, int(key) % CODES), int(mentions))
                for at, key, mentions in zip(
                    range(start, end),
                    self._named.key[start:end],
                    self._named.mentions[start:end],
                    strict=True,
                )
            ]
            if letter or cited:
                number += 1
                yield self._document(number, each, [*letter, *cited])

    def _document(
        self, number: int, document: int, named: Sequence[tuple[int, int | None, Naming, int]]
    ) -> tuple[Row, list[Row]]:
        facts = describe([naming for _, _, naming, _ in named], ())
        subject = self.letters.subject(document).text if facts.subject_owner else None
        row = (
            *(number, facts.key, facts.state.value, facts.number, facts.number_key),
            *(facts.slip_key, facts.type_code, _iso(facts.date), facts.issuer, facts.series),
            *(subject, facts.flags, sum(mentions for _, _, _, mentions in named)),
        )
        return row, [
            (reference, number, letter, *_columns(naming, mentions))
            for reference, letter, naming, mentions in named
        ]

    def claims(self) -> Iterator[Row]:
        """What the citations say, each once."""
        claimed, citations = self._claimed, self.letters.plan.citations
        days = self.letters.plan.documents.day[citations.letter]
        for part in _slices(len(claimed.at)):
            at = claimed.at[part]
            source, target = claimed.source[at], claimed.target[at]
            yield from zip(
                range(part.start + 1, part.start + 1 + len(at)),
                source.tolist(),
                target.tolist(),
                self._document_of[source].tolist(),
                self._document_of[target].tolist(),
                map(self.letters.relation, at.tolist()),
                (citations.holder[at] < 0).tolist(),
                map(_iso_of, days[at].tolist()),
                claimed.mentions[part].tolist(),
                strict=True,
            )

    def edges(self) -> Iterator[Row]:
        """The citations."""
        citations = self.letters.plan.citations
        start_of_letter = np.searchsorted(citations.letter, citations.letter)
        days = self.letters.plan.documents.day[citations.letter]
        for part in _slices(len(citations)):
            place = np.arange(len(citations))[part]
            yield from zip(
                (place + 1).tolist(),
                (self._claimed.of[part] + 1).tolist(),
                self._own[citations.letter[part]].tolist(),
                (place - start_of_letter[part]).tolist(),
                map(_iso_of, days[part].tolist()),
                strict=True,
            )

    @cached_property
    def _own(self) -> Ints:
        """The row of each document's letter."""
        own = np.zeros(len(self.letters.plan.documents), np.int64)
        own[self.letters.present] = np.arange(1, len(self.letters.present) + 1)
        return own

    @cached_property
    def _document_of(self) -> Ints:
        """The row of the document of each reference; the first entry is of none."""
        cited = self._named.key // CODES
        is_there = np.zeros(len(self.letters.plan.documents), np.int64)
        is_there[self.letters.present] = 1
        is_there[cited] = 1
        number = np.cumsum(is_there)
        return np.concatenate(([0], number[self.letters.present], number[cited]))

    @cached_property
    def _claimed(self) -> _Claimed:
        citations = self.letters.plan.citations
        target = len(self.letters.present) + 1 + self._named.of
        own = self._own[citations.letter]
        source = np.where(citations.holder < 0, own, target[citations.holder])
        kind = self._relations * 2 + (citations.holder < 0)
        key = (source * (int(target.max(initial=0)) + 1) + target) * (
            kind.max(initial=0) + 1
        ) + kind
        _, at, of, mentions = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True
        )
        order = np.argsort(at)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return _Claimed(source, target, at[order], mentions[order], place[of.ravel()])

    @property
    def _relations(self) -> Ints:
        """The relation of each citation, as a number."""
        documents, citations = self.letters.plan.documents, self.letters.plan.citations
        names = [name for level in RELATIONS for name in level]
        numbers = np.array([[names.index(name) for name in level] for level in RELATIONS])
        return np.asarray(numbers[documents.level[citations.target], citations.relation], np.int64)

    def tasks(self) -> Iterator[tuple[Row, Row, Row]]:
        """The tasks, each with its lead and its occurrence."""
        number = 0
        for each in self.letters.present:
            found = list(self.letters.tasks(each))
            keys = keys_for(self.letters.sha256(each), 0, "task", [task.text for task in found])
            province = self.letters.series_of(each).province
            for place, (key, task) in enumerate(zip(keys, found, strict=True)):
                number += 1
                due, (lead,) = _iso(task.deadline.end), task.lead
                leads = json.dumps(task.lead, ensure_ascii=False)
                deadline = (task.deadline.kind, task.deadline.text, due)
                yield (
                    (number, self._ids[each], place, key, task.text, leads, "[]", *deadline, True),
                    (number, number, "lead", _issuer_key(lead, province), lead),
                    (number, number, 0, due, "new", False),
                )

    def entries(self) -> Iterator[Entry]:
        """What the index keeps of each letter."""
        today, of_day = 0, 0
        for each in self.letters.present:
            day = self.letters.date(each)
            today, of_day = day.toordinal(), of_day + 1 if day.toordinal() == today else 0
            series = self.letters.series_of(each)
            pieces = [short_piece(self.letters.number(each))]
            pieces += [short_piece(series.issuer), self.letters.subject(each)]
            pieces.append(self.letters.signer(each))
            relations = frozenset(map(self.letters.relation_read, self.letters.citations(each)))
            tokens = tokens_of(self.letters.page(each)).union(
                *(field.marked for field in pieces),
                _of_letter(series.type and series.type[0], series.issuer, series.province),
                map(relation_token, relations),
                (month_token(month_of(day)),),
            )
            header = "\n".join(field.text for field in pieces)
            yield Entry(first_id(day) + of_day, self._ids[each], header, tokens)

    def months(self) -> list[Row]:
        """How many letters there are of each month."""
        counted = Counter(month_of(self.letters.date(each)) for each in self.letters.present)
        return sorted(counted.items())


def _slices(count: int, most: int = 200_000) -> Iterator[slice]:
    return (slice(start, min(start + most, count)) for start in range(0, count, most))


def _columns(naming: Naming, mentions: int) -> Row:
    """The columns of a reference behind its ids, in the order of :data:`REFERENCE`."""
    columns = row_of(naming)
    columns["date"], columns["mentions"] = _iso(naming.date), mentions
    return tuple(columns.values())


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@cache
def _iso_of(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


@cache
def _issuer_key(name: str, province: str | None) -> str:
    return identify(name, Surroundings(province=province)).key


@cache
def _of_letter(code: str | None, issuer: str, province: str | None) -> frozenset[str]:
    key = _issuer_key(issuer, province)
    return frozenset(letter_tokens(type_code=code, issuer=issuer, issuer_key=key, relations=()))
