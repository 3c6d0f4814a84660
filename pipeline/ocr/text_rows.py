"""Finds the rows of text in a crop that is set in one column, and what ink belongs to each.

Letters decide where rows are; marks go to the row they stand nearest to. Ink is shared out part
by part, and no row is cut off at a straight line: stacked marks reach into the line above.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import WHITE, Image, at_share
from pipeline.ocr.row_ink import TALLEST_LETTER, Ink, Ints, PartBox, ink_of, letters_and_marks
from pipeline.ocr.row_marks import ABOVE, BELOW, with_marks
from pipeline.ocr.row_zones import Zone, zone_of, zones_of

MM = 25.4
# Shares of a capital's height. A row is cut out no lower than this, or "sau:" alone would be
# scaled up like capitals.
LEAST_ABOVE, LEAST_BELOW = 0.3, 0.28
# Letters that hang on a seal: so far from the row at most, with gaps of at most so much.
HANGING, HANGING_GAP = 8.0, 0.9
# Ink of no row that is smaller than this is a speck.
STRAY = 0.6
# Marks large enough for letters: at most this high, so few beside the row's letters, their lower
# edge this far above its baseline.
MARKS_AS_LETTERS, FEW_MARKS, LIFT = 0.75, 0.4, (0.5, 1.13)
# A gap this wide, in heights, parts two rows where text stands in scattered pieces.
APART = 2.5
# A row follows letters that rise or fall slowly: weight of each new one.
FOLLOWS = 0.15


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text: its box (x0, y0, x1, y1) in pixels, the parts that are its ink, and their
    boxes from left to right. ``baseline``, ``capital``, the height of capitals, and ``small``, what
    a third of its letters do not exceed, are in pixels.
    """

    box: PartBox
    baseline: float
    capital: float
    small: float
    parts: Ints
    boxes: tuple[PartBox, ...]


def find_rows(gray: Image, dpi: int, *, scattered: bool = False) -> tuple[list[Row], Ink]:
    """The rows of ``gray`` (dark on white, level lines), top to bottom, and its ink.

    ``scattered``: pieces of a row that stand far apart are rows of their own.
    """
    scale = dpi / MM
    ink = ink_of(gray, scale)
    letters, marks = letters_and_marks(ink.parts, scale)
    groups = _absorbed(_grouped(ink, letters), ink)
    if not groups:
        return [], ink
    zones = zones_of(ink, groups)
    held = zip(with_marks(ink, groups, zones, marks), zones, strict=True)
    rows = [
        _row(ink, piece, zone, gray.shape)
        for group, zone in held
        for piece in (_pieces(ink, group) if scattered else [group])
    ]
    for row in rows:
        ink.owned[row.parts] = True
    large = ~ink.owned & (ink.parts.height > TALLEST_LETTER * scale)
    large[0] = False
    if large.any():
        rows = [_widened(row, ink, large) for row in rows]
    return sorted(rows, key=lambda row: row.box[1] + row.box[3]), ink


def whole_row(gray: Image, dpi: int) -> tuple[list[Row], Ink]:
    """The crop taken for one row from edge to edge, if there is ink in it."""
    ink = ink_of(gray, dpi / MM)
    parts = np.arange(1, len(ink.parts.area))
    letters, _ = letters_and_marks(ink.parts, dpi / MM)
    if not len(letters):
        return [], ink
    zone = zone_of(ink, letters.tolist())
    ink.owned[parts] = True
    box = (0, 0, gray.shape[1], gray.shape[0])
    return [Row(box, zone.baseline, zone.capital, zone.small, parts, tuple(ink.boxes(parts)))], ink


def cut_out(gray: Image, row: Row, ink: Ink, padding: int) -> Image:
    """The row alone with white around it: specks, rules and the ink of other rows are painted
    over; what is larger than letters (a pen stroke, a seal) stays."""
    x0, y0, x1, y1 = row.box
    height, width = gray.shape
    y0, y1 = max(0, y0 - padding), min(height, y1 + padding)
    x0, x1 = max(0, x0 - padding), min(width, x1 + padding)
    crop = gray[y0:y1, x0:x1].copy()
    foreign = ink.owned | (ink.parts.longest < STRAY * row.capital)
    foreign[row.parts] = False
    foreign[0] = False
    crop[foreign[ink.parts.labels[y0:y1, x0:x1]]] = WHITE
    if ink.rules is not None:
        crop[ink.rules[y0:y1, x0:x1] > 0] = WHITE
    return crop


def _grouped(ink: Ink, letters: Ints) -> list[list[int]]:
    """Letters of one row, followed from left to right; rows may rise or fall slowly."""
    parts = ink.parts
    order = letters[np.argsort(parts.left[letters], kind="stable")]
    tops, bottoms = parts.top[order].tolist(), ink.bottom[order].tolist()
    zones = np.empty((0, 2))
    groups: list[list[int]] = []
    for index, top, bottom in zip(order.tolist(), tops, bottoms, strict=True):
        shared = np.minimum(zones[:, 1], bottom) - np.maximum(zones[:, 0], top)
        lower = np.minimum(zones[:, 1] - zones[:, 0], bottom - top)
        fitting = np.where(shared >= 0.5 * lower, shared, 0)
        best = int(fitting.argmax()) if len(groups) else -1
        if best < 0 or fitting[best] <= 0:
            groups.append([index])
            zones = np.vstack([zones, (top, bottom)])
        else:
            groups[best].append(index)
            zones[best] += FOLLOWS * (np.array((top, bottom)) - zones[best])
    return groups


def _absorbed(groups: list[list[int]], ink: Ink) -> list[list[int]]:
    """Rows that are really one put together: same height, or marks large enough for letters."""
    groups = sorted(groups, key=len, reverse=True)
    zones = [zone_of(ink, group) for group in groups]
    tallest = [at_share(ink.parts.height[group], 0.8) for group in groups]
    kept: list[int] = []
    for index, zone in enumerate(zones):
        few = [k for k in kept if len(groups[index]) < FEW_MARKS * len(groups[k])]
        home = next((k for k in kept if _share_lines(zone, zones[k])), None)
        if home is None:
            home = next((k for k in few if _are_marks(zone, tallest[index], zones[k])), None)
        if home is None:
            kept.append(index)
        else:
            groups[home] = groups[home] + groups[index]
    return [groups[index] for index in kept]


def _share_lines(one: Zone, other: Zone) -> bool:
    shared = min(one.baseline, other.baseline) - max(one.top, other.top)
    return shared > 0.5 * min(one.capital, other.capital)


def _are_marks(zone: Zone, tallest: float, row: Zone) -> bool:
    """Whether parts too low for letters stand where a row's marks do."""
    lift = (row.baseline - zone.baseline) / row.capital
    return tallest < MARKS_AS_LETTERS * row.capital and LIFT[0] < lift < LIFT[1]


def _pieces(ink: Ink, group: Ints) -> list[Ints]:
    """The row in pieces, cut where there is much white."""
    order = group[np.argsort(ink.parts.left[group], kind="stable")]
    left = ink.parts.left[order]
    reach = np.maximum.accumulate(left + ink.parts.width[order])
    height = float(np.median(ink.parts.height[order]))
    cuts = np.flatnonzero(left[1:] - reach[:-1] > APART * height) + 1
    return [piece for piece in np.split(order, cuts) if len(piece)]


def _widened(row: Row, ink: Ink, large: npt.NDArray[np.bool_]) -> Row:
    """The row with the ink beside it that hangs on a seal or a pen stroke: letters may be in it."""
    x0, y0, x1, y1 = row.box
    top, base = round(row.baseline - row.capital), round(row.baseline)
    hanging: npt.NDArray[np.bool_] = large[ink.parts.labels[max(0, top) : base]]
    columns = np.flatnonzero(hanging.sum(axis=0))
    step, most = round(HANGING_GAP * row.capital), round(HANGING * row.capital)
    left, right = x0, x1
    for x in columns[(columns >= x0 - most) & (columns < x0)][::-1].tolist():
        left = x if left - x <= step else left
    for x in columns[(columns >= x1) & (columns < x1 + most)].tolist():
        right = x + 1 if x - right <= step else right
    return replace(row, box=(left, y0, right, y1))


def _row(ink: Ink, group: Ints, zone: Zone, shape: tuple[int, ...]) -> Row:
    boxes = ink.boxes(group)
    capital, base = zone.capital, zone.baseline
    y0 = max(min(box[1] for box in boxes), zone.top - ABOVE * capital)
    y1 = min(max(box[3] for box in boxes), base + BELOW * capital)
    y0, y1 = min(y0, zone.top - LEAST_ABOVE * capital), max(y1, base + LEAST_BELOW * capital)
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    box = (x0, max(0, int(y0)), x1, min(shape[0], round(y1)))
    return Row(box, base, capital, zone.small, group, tuple(boxes))
