"""Words into lines: breaking and justifying."""

from __future__ import annotations

from dataclasses import dataclass, replace

from letterpress.fonts import Face, width
from letterpress.proof import PlacedLine, PlacedRun, Run, Sheet


@dataclass(frozen=True, slots=True)
class Measure:
    """How a paragraph is set: left edge, width, indent of its first line, leading (points)."""

    left: float
    width: float
    indent: float = 0.0
    leading: float = 18.0


def words(text: str, face: Face = Face.REGULAR, size: float = 14.0) -> list[Run]:
    """One run for each word."""
    return [Run(word, face, size) for word in text.split()]


def broken(runs: list[Run], room: float, first_room: float | None = None) -> list[list[Run]]:
    """Break words into lines no wider than ``room`` points (the first: ``first_room``)."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    limit = room if first_room is None else first_room
    for run in runs:
        space = width(" ", run.face, run.size) if lines[-1] else 0.0
        if lines[-1] and used + space + run.width > limit:
            lines.append([])
            used, space, limit = 0.0, 0.0, room
        lines[-1].append(run)
        used += space + run.width
    return lines


def wrapped(text: str, face: Face, size: float, room: float) -> list[str]:
    """``text`` broken into lines no wider than ``room``."""
    return [" ".join(run.text for run in line) for line in broken(words(text, face, size), room)]


def balanced(text: str, face: Face, size: float, room: float) -> list[str]:
    """Like ``wrapped``, but the lines are about equally long, as typists break a title."""
    count = len(wrapped(text, face, size, room))
    low = width(text, face, size) / count
    while low < room and len(wrapped(text, face, size, low)) > count:
        low += 6
    return wrapped(text, face, size, min(low, room))


def place(
    sheet: Sheet,
    line: list[Run],
    measure: Measure,
    baseline: float,
    *,
    first: bool,
    last: bool,
    gap: bool,
) -> None:
    """Set one line of a justified paragraph; the last one keeps its natural spaces."""
    x = measure.left + (measure.indent if first else 0.0)
    room = measure.width - (measure.indent if first else 0.0)
    space = width(" ", line[0].face, line[0].size)
    if not last and len(line) > 1:
        space = (room - sum(run.width for run in line)) / (len(line) - 1)
    placed: list[PlacedRun] = []
    for run in line:
        placed.append(PlacedRun(replace(run, text=run.text + " "), x, baseline))
        x += run.width + space
    text = " ".join(run.text for run in line)
    sheet.lines.append(PlacedLine(text, tuple(placed), gap))
