"""Số hiệu: the number and symbol of a document, parsed and found in text.

The grammar (NĐ 30/2020, phụ lục I, II.3; HD 36-HD/VPTW, mục II.3; the law on normative
documents, art. 10 and its successors; deviations as observed):

=================  ==========================  =============================
``Style``          form                        example
=================  ==========================  =============================
``ASSEMBLY``       N/YYYY/QHnn                 33/2024/QH15
``NORMATIVE``      N/YYYY/TYPE-ORGAN[-ORGAN]   30/2020/NĐ-CP
``PARTY``          N-TYPE/ORGAN[-UNIT]         1234-CV/TU
``STATE_TYPED``    N/TYPE-ORGAN[-UNIT]         18/CT-TTg
``STATE_LETTER``   N/ORGAN-UNIT                1234/UBND-TH (công văn)
=================  ==========================  =============================

What deviates is accepted and flagged: ``spacing``, ``missing_dash`` (439/QĐUBND),
``missing_slash`` (1234UBND-TH), ``extra_slash`` (12/KL-TU/HCTĐ), ``year_dash``,
``missing_unit`` (25/UBND), ``dash_for_slash`` (216-NQ-QHK4),
``party_number_state_style`` (1234/CV-TU), ``state_number_party_style`` (12-QĐ/UBND).

A number is no identifier: TU is every Tỉnh ủy, and numbers restart every year or term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.number_grammar import (
    SEGMENT,
    DocumentNumber,
    Style,
    flagged,
    parse,
    symbol_of,
)
from pipeline.extract.number_text import clean, drop_cue, repair_ordinal, repair_symbol

__all__ = [
    "DocumentNumber",
    "NumberMatch",
    "Style",
    "SymbolMatch",
    "find_numbers",
    "find_symbol",
    "parse_number",
    "read_number",
    "repair_ordinal",
    "repair_symbol",
    "symbol_of",
]


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text: ``text[start:end]`` is the number without ``số``."""

    start: int
    end: int
    number: DocumentNumber


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A symbol whose ordinal is not read (pen, or left blank): ``text[start:end]``.

    ``start`` is the separator, so that ``ordinal + text[start:end]`` is a number; ``number`` is
    that number with 0 for the ordinal.
    """

    start: int
    end: int
    number: DocumentNumber


def parse_number(text: str) -> DocumentNumber | None:
    """The number that ``text`` is, with or without ``Số:``; ``None`` if it is none.

    The text must hold nothing else; ``find_numbers`` looks inside longer text.
    """
    return parse(text)


_PARTS = re.compile(
    r"(?P<ordinal>[\dOoIl|!][\dOoIl|! ]*?)(?P<rest> *[-/] *(?:\d{4} *[-/])?)(?P<symbol>.+)"
)


def read_number(text: str) -> DocumentNumber | None:
    """``parse_number`` for what a recogniser read; what was repaired is flagged ``repaired``.

    See ``repair_ordinal`` and ``repair_symbol`` for what is safe.
    """
    body = drop_cue(clean(text)[0])
    match = _PARTS.fullmatch(body)
    if not match:
        return parse_number(text)
    ordinal, changed = repair_ordinal(match["ordinal"])
    symbol, also_changed = repair_symbol(match["symbol"])
    if ordinal is None or not (changed or also_changed):
        return parse_number(text)
    number = parse_number(ordinal + match["rest"] + symbol)
    return number and flagged(replace(number, raw=text), "repaired")


_DASH = r"(?: ?-|- ?)"
_FOUND = re.compile(
    # Nothing that could be the rest of a longer number, date or code may stand before it.
    r"(?:(?<=[Ss]ố:)|(?<=SỐ:)|(?<![\w.,:/&-]))"
    r"(?:\d{1,5}|(?<=số )\d{1,3} \d{1,3}|(?<=[Ss]ố: )\d{1,3} \d{1,3})[a-zđA-ZĐ]{0,3}"
    rf"(?: ?/ ?\d{{4}} ?(?:/|-) ?{SEGMENT}(?:{_DASH}{SEGMENT})*"
    rf"|(?: ?- ?| ){SEGMENT} ?/ ?{SEGMENT}(?:-{SEGMENT})?"
    rf"| ?/ ?{SEGMENT}(?:(?:{_DASH}|/){SEGMENT}){{0,4}}"
    rf"|{SEGMENT}-{SEGMENT}(?:-{SEGMENT})?"
    rf"|-{SEGMENT}-{SEGMENT})"  # 216-NQ-QHK4
    # "188/BC-S1'TT" is a number that was misread; what can be read of it would be another one.
    r"(?![\w&]|['’‘`][\w])"
)


def find_numbers(text: str) -> list[NumberMatch]:
    """All document numbers in running text, in order; ``start`` and ``end`` count in ``text``.

    Stricter than ``parse_number``: an organ without a unit (25/UBND) is taken only after "số".
    """
    cleaned, offsets = clean(text)
    return list(_matches(text, cleaned, offsets))


def _matches(text: str, cleaned: str, offsets: range | list[int]) -> Iterator[NumberMatch]:
    for match in _FOUND.finditer(cleaned):
        after_cue = (
            cleaned[max(0, match.start() - 8) : match.start()].rstrip(" :").lower().endswith("số")
        )
        end = match.end()
        number = parse(match.group())
        while number is None and (cut := _last_group(cleaned, match.start(), end)):
            end = cut
            number = parse(cleaned[match.start() : end])
        if number and (after_cue or not _too_bare(number)):
            yield NumberMatch(offsets[match.start()], offsets[end - 1] + 1, number)


_SYMBOL = re.compile(rf"(?P<join>[-/]) ?(?P<symbol>{SEGMENT}(?: ?[-/] ?{SEGMENT}){{1,3}})(?![\w&])")


def find_symbol(text: str) -> SymbolMatch | None:
    """The first symbol in a number line, whatever stands for its ordinal; ``None`` if none.

    For ``Số:      /UBND-TH`` and for lines whose handwritten ordinal was misread.
    """
    cleaned, offsets = clean(text)
    for match in _SYMBOL.finditer(cleaned):
        number = parse("0" + match.group())
        if number:
            return SymbolMatch(offsets[match.start()], offsets[match.end() - 1] + 1, number)
    return None


def _too_bare(number: DocumentNumber) -> bool:
    """Whether it takes the word "số" to believe that this is a number (5/A-B, 25/UBND)."""
    return "missing_unit" in number.flags or len(number.organ) < 2


def _last_group(text: str, start: int, end: int) -> int | None:
    """Where the last group of ``text[start:end]`` may be cut off; ``None`` when none is left."""
    cut = max(text.rfind("-", start, end), text.rfind("/", start, end))
    return len(text[:cut].rstrip()) if cut > start + 2 else None
