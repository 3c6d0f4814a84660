"""What stands where on a page: words, rules and places for ink. Points, origin top left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from letterpress.fonts import Face, width

PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89  # A4


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one cut. ``pen`` words are written by hand into the space left for them."""

    text: str
    face: Face = Face.REGULAR
    size: float = 14.0
    pen: bool = False
    red: bool = False

    @property
    def width(self) -> float:
        if self.pen:  # digits written by hand need more room than type
            return len(self.text) * self.size * 0.76 + self.size * 0.45
        return width(self.text, self.face, self.size)


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A run at ``x`` on its baseline."""

    run: Run
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One printed line, or one row of a ruled table. ``gap``: white above it.

    ``text`` is what a person reads there; the cells of a table row are joined by tabs.
    """

    text: str
    runs: tuple[PlacedRun, ...]
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, ``weight`` points thick."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.7


InkKind = Literal["seal", "scribble", "urgency", "secrecy", "arrival"]


@dataclass(frozen=True, slots=True)
class InkPlace:
    """Where an ink mark is pressed: its centre, its width, and its turn in degrees."""

    kind: InkKind
    x: float
    y: float
    width: float
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class PageProof:
    """One page, in reading order: left column of the letterhead first, then the right one."""

    lines: tuple[PlacedLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    ink: tuple[InkPlace, ...] = ()

    @property
    def text(self) -> str:
        """The page as read: a line feed after a line, an empty line between blocks."""
        parts = [("\n\n" if line.gap else "\n") + line.text for line in self.lines]
        return "".join(parts).lstrip("\n")


@dataclass(slots=True)
class Sheet:
    """A page being set; ``y`` is the top of the free space."""

    y: float
    lines: list[PlacedLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    ink: list[InkPlace] = field(default_factory=list)

    def set_line(self, runs: tuple[Run, ...], x: float, baseline: float, *, gap: bool) -> None:
        """Set ``runs`` side by side from ``x``."""
        placed: list[PlacedRun] = []
        for run in runs:
            placed.append(PlacedRun(run, x, baseline))
            x += run.width
        text = "".join(run.text for run in runs).strip()
        self.lines.append(PlacedLine(text, tuple(placed), gap))

    def set_centred(self, runs: tuple[Run, ...], x: float, baseline: float, *, gap: bool) -> None:
        """Set ``runs`` with their middle at ``x``."""
        self.set_line(runs, x - sum(run.width for run in runs) / 2, baseline, gap=gap)

    def rule_under(self, x: float, y: float, length: float) -> None:
        """A short rule centred at ``x``, as under the lines of a letterhead."""
        self.rules.append(Rule(x - length / 2, y, x + length / 2, y))

    def proof(self) -> PageProof:
        """The finished page."""
        lines = tuple(
            replace(line, gap=line.gap and index > 0) for index, line in enumerate(self.lines)
        )
        return PageProof(lines, tuple(self.rules), tuple(self.ink))
