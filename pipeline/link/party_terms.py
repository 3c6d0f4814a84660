"""Terms of Party committees: the numbers of Party documents begin anew with each (HD 36).

A term runs from the day after one congress closes to the close of the next.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline import vocabulary
from pipeline.link.body_words import keys_of
from pipeline.ocr.syllables import canonical_tone

_TERM = re.compile(r"\bkhóa\s+(?:thứ\s+)?(?P<number>[ivx]+|\d{1,2})\b", re.IGNORECASE)
_PLENUM = re.compile(r"(?:\s+\d{1,2})$|\s+lần\s+thứ\s+\w+$")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralTerm:
    """Khóa of the central committee; ``closed`` is the last day of the congress that began it."""

    number: int
    closed: dt.date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvincialTerm:
    """Days that are in one term in every province."""

    term: str
    first: dt.date
    last: dt.date
    source: str


def term_on(day: dt.date) -> int | None:
    """The central committee's term on ``day``: 12 for XII; ``None`` before the VI (1986).

    The last day of a congress is still in the old term. The latest term in the table is open.
    """
    before = bisect_left([term.closed for term in _central()], day)
    return _central()[before - 1].number if before else None


def term_named(words: str) -> int | None:
    """The central committee's term that words name: 10 for "Ban Bí thư khóa X".

    Roman or arabic; "khóa X" alone counts. ``None`` for the terms of others (Quốc hội khóa XV,
    Tỉnh ủy khóa XV) and for terms that have not been.
    """
    text = canonical_tone(words)
    for found in _TERM.finditer(text):
        number = _number(found["number"].lower())
        if 1 <= number <= _central()[-1].number and _is_of_centre(text[: found.start()]):
            return number
    return None


def provincial_term(day: dt.date) -> str | None:
    """The term of provincial committees on ``day`` as a key, "2016-2020".

    ``None`` where it depends on the province: in the months of the congresses (2010, 2015, 2020:
    August to November; 2025 from the first of July, when merged provinces got new committees),
    and before February 2006.
    """
    return next((t.term for t in _provincial() if t.first <= day <= t.last), None)


def _is_of_centre(before: str) -> bool:
    """Whether the words before "khóa" end with a name of the Party's centre, or say nothing."""
    keys = _PLENUM.sub("", " ".join(keys_of(before)))
    return not keys or any(f" {keys}".endswith(f" {form}") for form in _centre_forms())


@cache
def _centre_forms() -> tuple[str, ...]:
    rows: tuple[dict[str, Any], ...] = vocabulary.read_table("body_names")["whole"]
    centre = next(row for row in rows if row["name"] == "Trung ương Đảng")
    return tuple(" ".join(keys_of(form)) for form in (centre["name"], *centre["forms"]))


def _number(text: str) -> int:
    """Value of an arabic or a Roman number, the latter in small letters i, v, x."""
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


@cache
def _central() -> tuple[CentralTerm, ...]:
    rows = vocabulary.read_table("party_terms")["central"]
    return tuple(CentralTerm(**row) for row in rows)


@cache
def _provincial() -> tuple[ProvincialTerm, ...]:
    rows = vocabulary.read_table("party_terms")["provincial"]
    return tuple(ProvincialTerm(**row) for row in rows)
