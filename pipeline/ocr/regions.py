"""Cuts a page into the parts that are read one by one, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.layout import Box, Region
from pipeline.ocr.columns import ABOVE, Columns, find_columns

# Columns that begin above this are a letterhead, the others a signature block.
HEAD_ENDS = 0.3
# White space added around a part, at most: Tesseract reads letters at the very edge badly.
PADDING = 0.006
# Ink boxes thinner than this hold nothing to read.
THIN = 0.004

# Stretches, top to bottom, that share their columns though not their gutter.
Stack = tuple[Columns, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the page that is set in one column; ``table`` counts ruled tables."""

    region: Region
    box: Box
    table: int | None = None


def cut(ink: Sequence[Box], tables: Sequence[Box], aspect: float) -> list[Part]:
    """The parts of a page in reading order: left column before right, tables in their place.

    ``ink`` are the boxes of letters or words, ``tables`` those of ruled tables.
    Parts without ink are left out.
    """
    outside = [box for box in ink if not any(_inside(box, table) for table in tables)]
    stretches = [c for c in find_columns(outside, aspect) if not _hits(c, tables)]
    parts: list[Part] = []
    above = 0.0
    for top, bottom, what in _bands(_stacks(stretches, outside, tables), tables):
        parts += _body(outside, above, top)
        if isinstance(what, int):
            parts.append(Part(Region.TABLE, tables[what], what))
        else:
            parts += _two(outside, what)
        above = max(above, bottom)
    parts += _body(outside, above, 1.0)
    return parts


def _stacks(stretches: Sequence[Columns], ink: Sequence[Box], tables: Sequence[Box]) -> list[Stack]:
    """The stretches, those of one signature block together: "Nơi nhận:" beside a long "TM. …"
    has a gutter of its own, but the list below it goes on in the same column."""
    stacks: list[Stack] = []
    for columns in stretches:
        if stacks and _goes_on(stacks[-1][-1], columns, ink, tables):
            stacks[-1] += (columns,)
        else:
            stacks.append((columns,))
    return stacks


def _goes_on(upper: Columns, lower: Columns, ink: Sequence[Box], tables: Sequence[Box]) -> bool:
    """Whether two stretches below the letterhead have nothing but a line's space between them."""
    between = Columns(upper.bottom, lower.top, lower.gutter)
    filled = any(between.top < box.center_y < between.bottom for box in ink)
    near = upper.top >= HEAD_ENDS and between.bottom - between.top <= ABOVE
    return near and not filled and not _hits(between, tables)


def _bands(
    stacks: Sequence[Stack], tables: Sequence[Box]
) -> list[tuple[float, float, Stack | int]]:
    bands: list[tuple[float, float, Stack | int]] = [(s[0].top, s[-1].bottom, s) for s in stacks]
    bands += [(box.y0, box.y1, index) for index, box in enumerate(tables)]
    return sorted(bands, key=lambda band: band[0])


def _inside(box: Box, table: Box) -> bool:
    return table.x0 <= box.center_x <= table.x1 and table.y0 <= box.center_y <= table.y1


def _hits(columns: Columns, tables: Sequence[Box]) -> bool:
    return any(columns.top < table.y1 and table.y0 < columns.bottom for table in tables)


def _two(ink: Sequence[Box], stack: Stack) -> list[Part]:
    head = stack[0].top < HEAD_ENDS
    left, right = (
        (Region.HEAD_LEFT, Region.HEAD_RIGHT) if head else (Region.FOOT_LEFT, Region.FOOT_RIGHT)
    )
    found = []
    for columns in stack:
        found += _part(left, ink, Box(0.0, columns.top, columns.gutter, columns.bottom))
    for columns in stack:
        found += _part(right, ink, Box(columns.gutter, columns.top, 1.0, columns.bottom))
    return found


def _body(ink: Sequence[Box], top: float, bottom: float) -> list[Part]:
    return _part(Region.BODY, ink, Box(0.0, top, 1.0, bottom)) if bottom > top else []


def _part(region: Region, ink: Sequence[Box], within: Box) -> list[Part]:
    """The part shrunk to its ink and padded, never over its borders by more than the padding."""
    held = [box for box in ink if _inside(box, within)]
    if not held:
        return []
    x0, x1 = min(b.x0 for b in held), max(b.x1 for b in held)
    y0, y1 = min(b.y0 for b in held), max(b.y1 for b in held)
    if x1 - x0 < THIN or y1 - y0 < THIN / 2:
        return []
    others = [b for b in ink if not _inside(b, within) and b.x0 < x1 and b.x1 > x0]
    room_above = min((y0 - b.y1 for b in others if b.y1 <= y0), default=PADDING)
    room_below = min((b.y0 - y1 for b in others if b.y0 >= y1), default=PADDING)
    return [
        Part(
            region,
            Box(
                max(0.0, x0 - PADDING * 2),
                max(0.0, y0 - min(PADDING, max(room_above, 0.0))),
                min(1.0, x1 + PADDING * 2),
                min(1.0, y1 + min(PADDING, max(room_below, 0.0))),
            ),
        )
    ]
