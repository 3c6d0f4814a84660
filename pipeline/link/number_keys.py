"""Keys under which số hiệu are compared: one exact, one that forgives what scans confuse."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from pipeline import vocabulary
from pipeline.extract.number import DocumentNumber, Style, parse_number


class Series(StrEnum):
    """How long a body counts before it begins again with 01.

    ``OWN_YEAR``: the number carries its year or National Assembly term (Law 2015, art. 10).
    ``NAMED``: no number but a name, as laws have; its year is the one in which it was passed.
    ``YEAR``: State bodies, each year (NĐ 30/2020). ``TERM``: Party bodies, each term of the
    committee and each type (HD 36-HD/VPTW, QĐ 399-QĐ/TW). ``UNKNOWN``: everybody else.
    """

    OWN_YEAR = "own_year"
    NAMED = "named"
    YEAR = "year"
    TERM = "term"
    UNKNOWN = "unknown"


LASTING = frozenset({Series.OWN_YEAR, Series.NAMED})
"""Series in which a number is never given again."""


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A số hiệu for comparison.

    ``shown`` is the number as it should have been printed. ``exact`` is equal for two numbers
    that differ in style only (1067/CV-TU, 1067-CV/TU); it begins with ``~`` where the grammar had
    to guess (a lost hyphen), so that it equals no other. ``slip`` is equal for numbers that a scan
    may turn into each other: no punctuation, Đ as D, O as 0, I and L as 1.
    """

    shown: str
    exact: str
    slip: str
    type_code: str | None
    organ: str | None
    unit: str | None
    series: Series


GUESSED = "~"
"""Begins the exact key of a number that is not sure, and so equals no other."""

# Flags of the grammar after which the number is a guess.
_GUESSED = frozenset({"missing_dash", "missing_slash"})
_SLIPS = str.maketrans({"Đ": "D", "O": "0", "I": "1", "L": "1", "Ư": "U", "Ơ": "0", "Ô": "0"})


@lru_cache(maxsize=65536)
def number_key(text: str) -> NumberKey:
    """The keys of a number as the reading has it, also of one that no grammar knows."""
    parsed = parse_number(text)
    return _of_unknown(text) if parsed is None else _of_known(parsed)


def typed_key(key: NumberKey, type_name: str | None) -> str:
    """``key.exact`` with the type's name where its code stands for two types.

    QĐ of the Party is Quyết định or Quy định (HD 36-HD/VPTW), each with numbers of its own. Where
    nothing tells which of them it is, the key equals no other, as where the grammar had to guess.
    """
    if key.series is not Series.TERM or key.type_code not in _shared_codes():
        return key.exact
    if type_name not in _shared_codes()[key.type_code]:
        return GUESSED + key.exact.lstrip(GUESSED)
    return f"{key.exact}|{type_name.upper()}"


@cache
def _shared_codes() -> dict[str, frozenset[str]]:
    """Codes of more than one type of the Party → the names of these types."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for kind in vocabulary.document_kinds():
        if "party" in kind.systems:
            names[kind.code].add(kind.name)
    return {code: frozenset(each) for code, each in names.items() if len(each) > 1}


def _of_known(number: DocumentNumber) -> NumberKey:
    parts = (
        f"{number.ordinal}{number.suffix or ''}",
        str(number.year or ""),
        number.type or "",
        number.organ,
        number.unit or "",
    )
    exact = "|".join(parts).upper()
    guessed = GUESSED if _GUESSED & set(number.flags) else ""
    return NumberKey(
        shown=number.canonical,
        exact=guessed + exact,
        slip=slip_key("".join(parts)),
        type_code=number.type or _letter_type(number),
        organ=number.organ,
        unit=number.unit,
        series=_series(number),
    )


def _of_unknown(text: str) -> NumberKey:
    bare = " ".join(unicodedata.normalize("NFC", text).split())
    return NumberKey(bare, bare.upper(), slip_key(bare), None, None, None, Series.UNKNOWN)


def slip_key(text: str) -> str:
    """Letters and digits only, look-alikes folded together."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text).upper()).translate(_SLIPS)


def _letter_type(number: DocumentNumber) -> str | None:
    """A State number without a type is a công văn's (NĐ 30/2020, phụ lục III)."""
    return "CV" if number.style is Style.STATE_LETTER else None


def _series(number: DocumentNumber) -> Series:
    if number.year is not None:
        return Series.OWN_YEAR
    if number.style is Style.PARTY or _is_party(number.organ):
        return Series.TERM
    state = vocabulary.body_codes("state")
    organs = number.organ.split("-")
    return Series.YEAR if any(organ in state for organ in organs) else Series.UNKNOWN


def _is_party(organ: str) -> bool:
    return organ in vocabulary.body_codes("party") - vocabulary.body_codes("state")
