"""A letter's running text in one string, every letter of which knows its place on the scan.

Rows are joined into paragraphs over line and page breaks; paragraphs are separated by one line
feed. Marks of bold type (``**``) that some text files carry are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.reading import Evidence
from pipeline.extract.alphabet import CAPITAL_LETTERS
from pipeline.extract.rows import Row, confidence_of

_PRINTED = re.compile(r"[^*]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` letters of ``row`` from ``column``, which stand at ``start`` of the prose."""

    start: int
    row: Row
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Prose:
    """``text`` of all paragraphs; ``paragraphs`` are their spans in it."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    pieces: tuple[Piece, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(piece.start for piece in self.pieces))

    def evidence(self, start: int, end: int) -> list[Evidence]:
        """Where ``text[start:end]`` stands, one entry for each printed line."""
        return [row.evidence(first, last) for row, first, last in self._parts(start, end)]

    def rows(self, start: int, end: int) -> list[Row]:
        """The rows that ``text[start:end]`` touches."""
        return [row for row, _, _ in self._parts(start, end)]

    def confidence(self, start: int, end: int) -> float:
        """How well ``text[start:end]`` was read, 0…1."""
        return confidence_of(self.rows(start, end))

    def _parts(self, start: int, end: int) -> Iterator[tuple[Row, int, int]]:
        """Row, first and last column; pieces of one row that meet are one part."""
        found: tuple[Row, int, int] | None = None
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self.pieces)):
            piece = self.pieces[at]
            if piece.start >= end:
                break
            first = piece.column + max(0, start - piece.start)
            last = piece.column + min(piece.length, end - piece.start)
            if first >= last:
                continue
            if found and found[0] is piece.row:
                found = (found[0], found[1], last)
                continue
            if found:
                yield found
            found = (piece.row, first, last)
        if found:
            yield found


def prose_of(paragraphs: Iterable[Sequence[Row]]) -> Prose:
    """The prose of ``paragraphs``, each given as its rows in order."""
    builder = _Builder()
    for rows in paragraphs:
        builder.paragraph(rows)
    return builder.done()


class _Builder:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._spans: list[tuple[int, int]] = []

    def paragraph(self, rows: Sequence[Row]) -> None:
        printed = [(row, list(_PRINTED.finditer(row.text.rstrip()))) for row in rows]
        printed = [(row, parts) for row, parts in printed if any(p.group().strip() for p in parts)]
        if not printed:
            return
        if self._spans:
            self._add("\n")
        start = self._length
        for index, (row, parts) in enumerate(printed):
            if index and not self._parts[-1].endswith(" "):
                self._add(" ")
            for part in parts:
                self._pieces.append(Piece(self._length, row, part.start(), len(part.group())))
                self._add(part.group())
        self._spans.append((start, self._length))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def done(self) -> Prose:
        return Prose("".join(self._parts), tuple(self._spans), tuple(self._pieces))


_CLOSED = re.compile(r"[.;:?!…]['\"”’»)\]*]*\s*$")
_OPEN = re.compile(r"[,(\-–—/]\s*$")
_MARKER = re.compile(
    r"\s*\**(?:"
    # "1. Sở Y tế", "1.2. …", "a) …", "II. …"; closed up only before a capital: "4.215" is no item.
    rf"(?:[IVXLC]+|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|[A-ZĐ]|[a-zđ])(?:\s?[.)]|/(?=\s))"
    rf"(?:\s+|(?=[{CAPITAL_LETTERS}]))"
    # "1- Sở Y tế", "I- NHIỆM VỤ": Party letters.
    rf"|(?:[IVX]+|\d{{1,2}}|[a-zđ])\s?[-–]\s+(?=[{CAPITAL_LETTERS}])"
    rf"|[-–—+•·*](?:\s+|(?=[{CAPITAL_LETTERS}]))"
    r"|(?:Điều|Khoản|Chương|Mục|Phần)\s+[\dIVX]+\s?[.:]?\s*)"
)
# What cannot end a line's sentence: the rest stands on the next one, whatever it begins with.
_DANGLING = re.compile(
    r"(?:^|\s)(?:số|ngày|tháng|năm|của|và|các|về|với|theo|tại|khoản|điều|điểm|mục|hoặc|trước|là|đến"
    r"|từ|cho"
    r"|trong|trên|dưới|mỗi|khoảng|ít nhất|tối thiểu|tối đa|hơn|quý|được|bằng|thứ|lần"
    r"|khóa|do|để|không quá)\s*$",
    re.IGNORECASE,
)
# A first line is set in by at least this share of the page's width.
_INDENT = 0.018
# A line that ends this far from the right edge ends its paragraph, if it also ends a sentence.
_SHORT = 0.08
# Lines of wrapped text without places are at least this share of the longest.
_FULL = 0.8


def marker_length(text: str) -> int:
    """How many letters of ``text`` are its marker ("1. ", "a) ", "- ", "Điều 2. "); 0 for none."""
    match = _MARKER.match(text)
    return match.end() if match else 0


def paragraphs_of(rows: Sequence[Row]) -> list[list[Row]]:
    """``rows`` cut into paragraphs; a row of a table is a paragraph of its own."""
    if not rows:
        return []
    shape = _Shape(rows)
    cut: list[list[Row]] = [[rows[0]]]
    for before, row in pairwise(rows):
        if shape.begins(before, row):
            cut.append([row])
        else:
            cut[-1].append(row)
    return cut


class _Shape:
    """How the letter's paragraphs are set: edges of its text, length of its lines."""

    def __init__(self, rows: Sequence[Row]) -> None:
        boxes = [row.line.box for row in rows if row.line.box is not None]
        lefts = sorted(box.x0 for box in boxes)
        self.left = lefts[len(lefts) // 5] if lefts else 0.0
        rights = sorted(box.x1 for box in boxes)
        self.right = rights[len(rights) * 4 // 5] if rights else 1.0
        self.longest = max(len(row.text) for row in rows)

    def begins(self, before: Row, row: Row) -> bool:
        """Whether ``row`` begins a paragraph after the row ``before``."""
        if _is_table(before) or _is_table(row):
            return True
        text = row.text.lstrip(" *")
        closed = bool(_CLOSED.search(before.text))
        marker = marker_length(row.text)
        heading = row.line.bold or before.is_capitals or _is_titled(before)
        if _DANGLING.search(before.text) and not heading:
            return False
        if marker:
            return closed or not _goes_on(row.text[marker:]) or _is_titled(before)
        if _goes_on(text) and not closed:
            return False
        if _OPEN.search(before.text):
            return False
        if row.line.box is None or before.line.box is None:
            return self._begins_in_text(before, row, closed)
        return self._begins_on_page(before, row, closed)

    def _begins_in_text(self, before: Row, row: Row, closed: bool) -> bool:
        if row.line.gap or row.page != before.page:
            return True
        if closed:
            return len(before.text) < _FULL * self.longest or self.longest > 160
        return _is_titled(before) or before.is_capitals != row.is_capitals

    def _begins_on_page(self, before: Row, row: Row, closed: bool) -> bool:
        assert row.line.box is not None
        assert before.line.box is not None
        if before.is_capitals != row.is_capitals:
            return True
        indented = row.line.box.x0 > self.left + _INDENT
        short = before.line.box.x1 < self.right - _SHORT
        if row.page != before.page:
            return closed and (indented or short)
        if row.line.gap:
            return closed or short
        if not closed:
            return short and before.line.bold != row.line.bold
        return short or (indented and before.line.box.x0 < row.line.box.x0 - _INDENT)


def _is_table(row: Row) -> bool:
    return row.line.region.value == "table" or "\t" in row.text


def _goes_on(text: str) -> bool:
    """Whether ``text`` can only be the rest of a sentence: it begins with a small letter."""
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.islower()


def _is_titled(row: Row) -> bool:
    """Whether a row may be a whole heading: short, and marked or in capitals."""
    return row.is_capitals or (len(row.text) < 60 and marker_length(row.text) > 0)
