"""Lines that were cut along where two parts of a page meet, and so were read twice.

Tight lines leave no white between them (observed: bold headings whose marks touch the line above),
and a border between parts may then run through a line. The part that holds most of the line reads
it well; what the other part makes of the rest is nonsense that stands on top of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.layout import Box, Line

# A line is a rest of a larger one that covers this share of its area and was read more surely.
COVERED = 0.6


def without_rests(parts: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all parts in order, without the rests of lines that another part has whole."""
    return [
        line
        for index, part in enumerate(parts)
        for line in part
        if not any(
            _is_rest(line, other)
            for place, others in enumerate(parts)
            if place != index
            for other in others
        )
    ]


def _is_rest(line: Line, whole: Line) -> bool:
    if line.box is None or whole.box is None or line.confidence >= whole.confidence:
        return False
    area = _area(line.box)
    return 0 < area < _area(whole.box) and _shared(line.box, whole.box) >= COVERED * area


def _area(box: Box) -> float:
    return box.width * box.height


def _shared(one: Box, other: Box) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, across) * max(0.0, down)
