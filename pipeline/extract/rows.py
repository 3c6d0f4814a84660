"""The lines of a letter in a row, each knowing where it stands on the scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from models.layout import Line, PageLayout, Region
from models.reading import Evidence
from pipeline.ocr.syllables import fold

Side = Literal["left", "right", "all"]

_SIDES: dict[Region, Side] = {
    Region.HEAD_LEFT: "left",
    Region.FOOT_LEFT: "left",
    Region.HEAD_RIGHT: "right",
    Region.FOOT_RIGHT: "right",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a letter; ``start`` is its offset in the text of page ``page``.

    ``key`` is the text folded (lower case, no marks), for looking cues up in spite of the OCR.
    """

    page: int
    line: Line
    start: int
    text: str = field(init=False)
    key: str = field(init=False)
    confidence: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "confidence", self.line.confidence)
        object.__setattr__(self, "text", self.line.text)
        object.__setattr__(self, "key", fold(self.line.text).strip())

    @property
    def side(self) -> Side:
        """The column the line stands in."""
        return _SIDES.get(self.line.region, "all")

    @property
    def is_capitals(self) -> bool:
        """Whether nearly all letters are capitals (headings, names of bodies)."""
        return in_capitals(self.text)

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        """The place of ``text[start:end]``; the box is that of the words it touches."""
        end = len(self.text) if end is None else end
        box = _box_of(self.line, start, end)
        return Evidence(page=self.page, box=box, start=self.start + start, end=self.start + end)


def in_capitals(text: str) -> bool:
    """Whether nearly all letters of ``text`` are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def rows_of(pages: Iterable[PageLayout]) -> list[Row]:
    """All lines of ``pages`` in reading order."""
    return [
        Row(page.number, line, page.start_of(index))
        for page in pages
        for index, line in enumerate(page.lines)
    ]


def evidence_of(rows: Sequence[Row]) -> list[Evidence]:
    """The places of whole rows."""
    return [row.evidence() for row in rows]


def joined(rows: Iterable[Row]) -> str:
    """The rows as one line of text."""
    return " ".join(" ".join(row.text.split()) for row in rows).strip()


def confidence_of(rows: Sequence[Row]) -> float:
    """Mean confidence of the rows' words by length; 0 for none."""
    letters = sum(len(row.text) for row in rows)
    return sum(row.confidence * len(row.text) for row in rows) / letters if letters else 0.0


def _box_of(line: Line, start: int, end: int) -> tuple[float, float, float, float] | None:
    if line.words and line.words[0].box is None:
        return None  # input without pages
    position = 0
    sides: list[tuple[float, float, float, float]] = []
    for word in line.words:
        if word.box is not None and position < end and position + len(word.text) > start:
            sides.append(word.box.rounded())
        position += len(word.text) + 1
    if not sides:
        return None
    lefts, tops, rights, bottoms = zip(*sides, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
