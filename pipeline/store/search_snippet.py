"""A few words of a letter around what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.store.search_marks import Mark

WIDTH = 160
"""Characters of a snippet, without the dots where it is cut."""
_BEFORE = 40
_CUT = "…"
_SPACE = re.compile(r"\s+")
_LOOKED_AT = 32


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line of a page, or of the header where ``page`` is ``None``.

    ``text[start:end]`` of each of ``marks`` is as printed; only line ends became spaces.
    """

    page: int | None
    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(page: int | None, text: str, marks: Sequence[Sequence[Mark]]) -> Snippet:
    """The part of ``text`` with most of the terms; ``marks`` are those of each term."""
    start = _start(marks)
    end = min(len(text), start + WIDTH)
    start, end = _whole_words(text, start, end)
    head, tail = _CUT if start else "", _CUT if end < len(text) else ""
    shown = "".join(" " if letter.isspace() else letter for letter in text[start:end])
    inside = [mark for each in marks for mark in each if start <= mark.start and mark.end <= end]
    moved = {(mark.start - start + len(head), mark.end - start + len(head)) for mark in inside}
    return Snippet(page, head + shown + tail, _apart(sorted(moved)))


def _start(marks: Sequence[Sequence[Mark]]) -> int:
    """Where a snippet begins that has as many terms as possible, then as many places."""
    first = [each[:_LOOKED_AT] for each in marks]
    starts = sorted({mark.start for each in first for mark in each})

    def worth(start: int) -> tuple[int, int, int]:
        end = start + WIDTH - _BEFORE
        inside = [sum(start <= mark.start and mark.end <= end for mark in each) for each in first]
        return sum(map(bool, inside)), sum(inside), -start

    return max(0, max(starts, key=worth, default=0) - _BEFORE)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The part without the words that would be cut."""
    if start and not text[start - 1].isspace():
        space = _SPACE.search(text, start, start + _BEFORE)
        start = space.end() if space else start
    if end < len(text) and not text[end].isspace():
        spaces = [space.start() for space in _SPACE.finditer(text, end - _BEFORE, end)]
        end = spaces[-1] if spaces else end
    return start, end


def _apart(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted marks, those that overlap in one."""
    apart: list[tuple[int, int]] = []
    for start, end in marks:
        if apart and start < apart[-1][1]:
            before = apart.pop()
            start, end = before[0], max(before[1], end)
        apart.append((start, end))
    return tuple(apart)
