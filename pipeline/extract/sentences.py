"""Sentences of a paragraph, by the punctuation that letters use.

A full stop ends a sentence when a capital, a quotation mark or nothing follows; not behind an
abbreviation (TP., ThS.), inside quotation marks, or inside a number. "./." ends the letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.alphabet import CAPITAL_LETTERS

_STOP = re.compile(
    r"(?:\.\s?/\s?\.|[.!?…]+)[”\"')»]*(?=\s+[\"“(0-9-]|\s*$|\s+[" + CAPITAL_LETTERS + "])"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:TP|TX|TT|Tp|Tx|ThS|TS|PGS|GS|BS|KS|CN|Q|P|H|X|đ/c|Đ/c|Mr|St|No|tr|Tr|v\.v|[A-ZĐ])\.$"
)
# "2. Sở Y tế": the full stop of an item's number ends nothing.
_MARKER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[IVX]+)")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, without surrounding white space."""
    end = len(text) if end is None else end
    quoted = quoted_in(text, start, end)
    opening = [first for first, _ in quoted]
    spans: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and (
            _ABBREVIATED.search(text[max(begin, stop.start() - 6) : stop.start() + 1])
            or _inside(stop.start(), quoted, opening)
            or _MARKER.fullmatch(text, begin, stop.start())
        ):
            continue
        begin = _add(spans, text, begin, stop.end())
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> int:
    first, last = begin, end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if any(letter.isalnum() for letter in text[first:last]):
        spans.append((first, last))
    elif spans and first < last:
        spans[-1] = (spans[-1][0], last)
    return end


_QUOTED = re.compile(r"“[^“”]{0,400}”|\"[^\"\n]{1,400}\"")


def _inside(position: int, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether ``position`` is between the marks of one of ``spans``, which start at ``starts``."""
    index = bisect_left(starts, position) - 1
    return index >= 0 and position < spans[index][1] - 1


def quoted_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans in quotation marks."""
    return [match.span() for match in _QUOTED.finditer(text, start, end)]
