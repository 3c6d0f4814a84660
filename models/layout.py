"""What a page looks like before anybody has understood it: words in lines in regions.

Boxes are fractions of the upright page, origin top left. Confidence is 0…1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Origin = Literal["ocr", "text_layer", "text", "blank", "failed"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the upright page: ``0 <= x0 <= x1 <= 1``, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def center_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        return (self.y0 + self.y1) / 2

    def rounded(self) -> tuple[float, float, float, float]:
        """The four sides with five decimals, as the contract prints them."""
        return (round(self.x0, 5), round(self.y0, 5), round(self.x1, 5), round(self.y1, 5))


def union(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around all ``boxes``; ``None`` when there is none."""
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    return Box(
        min(box.x0 for box in found),
        min(box.y0 for box in found),
        max(box.x1 for box in found),
        max(box.y1 for box in found),
    )


class Region(StrEnum):
    """Where on the page a line stands (cells of NĐ 30/2020, phụ lục I, as far as layout tells)."""

    HEAD_LEFT = "head_left"  # issuer, number, V/v
    HEAD_RIGHT = "head_right"  # national or Party title, place and date
    BODY = "body"
    FOOT_LEFT = "foot_left"  # Nơi nhận, or the left one of two signers
    FOOT_RIGHT = "foot_right"  # authority, title, name
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as recognised; ``box`` is ``None`` for input without pages."""

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rereading:
    """A second reading of the same line (or of one cell of it) by another recogniser.

    ``cell`` says what was read: the ``line``, or the digits of its ``number``, ``day``, ``month``
    or ``year``.
    """

    cell: Literal["line", "number", "day", "month", "year"]
    text: str
    confidence: float
    engine: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one printed line, left to right.

    ``gap`` is true where white space stands above the line (a new paragraph or block).
    ``bold`` is true where the type is clearly heavier than the page's usual weight.
    """

    words: tuple[Word, ...]
    region: Region = Region.BODY
    rereadings: tuple[Rereading, ...] = ()
    gap: bool = False
    bold: bool = False

    @property
    def text(self) -> str:
        return (" " if self.region is not Region.TABLE else "\t").join(w.text for w in self.words)

    @property
    def box(self) -> Box | None:
        return union(word.box for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by length."""
        letters = sum(len(w.text) for w in self.words)
        if not letters:
            return 0.0
        return sum(w.confidence * len(w.text) for w in self.words) / letters


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a ruled table; ``row`` and ``column`` count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of one page."""

    box: Box
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Ink pressed on the page: a seal, an urgency stamp, an ĐẾN stamp, a signature.

    ``black`` stamps are those in a frame, as black-and-white scans show them.
    """

    box: Box
    colour: Literal["red", "blue", "black"]
    text: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong on this page; becomes an entry of ``problems``."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page, read. ``lines`` are in reading order, left column of a letterhead first.

    A table row is one line of region TABLE whose words are its cells (joined by tabs).
    ``rotation`` (degrees, multiple of 90) and ``skew`` (degrees) were undone before reading.
    """

    number: int
    origin: Origin
    lines: tuple[Line, ...] = ()
    rotation: int = 0
    skew: float = 0.0
    confidence: float = 0.0
    aspect: float = 1.4142  # height / width of the upright page
    tables: tuple[Table, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _text: str = field(init=False, repr=False, compare=False, default="")

    def __post_init__(self) -> None:
        parts: list[str] = []
        starts: list[int] = []
        position = 0
        for index, line in enumerate(self.lines):
            if index:
                separator = "\n\n" if line.gap else "\n"
                parts.append(separator)
                position += len(separator)
            starts.append(position)
            parts.append(line.text)
            position += len(line.text)
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "_text", "".join(parts))

    @property
    def text(self) -> str:
        """The page's text; lines end with a line feed, blocks with an empty line."""
        return self._text

    def start_of(self, index: int) -> int:
        """Offset of line ``index`` in ``text``."""
        return self._starts[index]
