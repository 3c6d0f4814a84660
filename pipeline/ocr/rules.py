"""The rules of tables: long straight ink, and where it hangs together like a table."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, as_image, bar, parts_of

PixelBox = tuple[int, int, int, int]
"""``x0, y0, x1, y1`` in pixels of the page given, the right and lower side excluded."""

GAP_MM = 3.0
"""Breaks up to this length do not part a table."""

_ACROSS_MM = 9.0
_DOWN_MM = 6.0
_SOLID_ACROSS_MM = 3.2
_SOLID_DOWN_MM = 4.2
_BROKEN_MM = 2.0
_THICK_MM = 2.0
_TABLE_WIDTH = 0.28
_TABLE_HEIGHT_MM = 9.0
_LONG_RULE = 0.4
_RULED_SIDE = 0.6


def rules_of(mask: Image, scale: float) -> tuple[Image, Image]:
    """Long straight ink across and down; small breaks are bridged, a slight lean is allowed."""
    across = _long(mask, scale, _SOLID_ACROSS_MM, _ACROSS_MM)
    down = _long(np.ascontiguousarray(mask.T), scale, _SOLID_DOWN_MM, _DOWN_MM)
    return across, np.ascontiguousarray(down.T)


def _long(mask: Image, scale: float, solid_mm: float, length_mm: float) -> Image:
    """Rules that run from left to right: unbroken pieces no letter has, in line with others."""
    thickened = cv2.dilate(mask, bar(1, 3))
    pieces = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, bar(round(solid_mm * scale), 1))
    bridged = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, bar(round(_BROKEN_MM * scale), 1))
    straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, bar(round(length_mm * scale), 1))
    thick = cv2.morphologyEx(straight, cv2.MORPH_OPEN, bar(1, round(_THICK_MM * scale)))
    return as_image(cv2.subtract(straight, thick))


def table_boxes(across: Image, down: Image, scale: float) -> Iterator[PixelBox]:
    """Boxes around rules that hang together, are large enough and framed like a table."""
    joined = cv2.dilate(cv2.bitwise_or(across, down), bar(round(GAP_MM * scale), round(scale)))
    for x, y, width, height, _ in parts_of(as_image(joined)).boxes():
        box = _framed(across, down, (x, y, x + width, y + height))
        wide = box[2] - box[0] >= _TABLE_WIDTH * across.shape[1]
        tall = box[3] - box[1] >= _TABLE_HEIGHT_MM * scale
        if wide and tall and _ruled_sides(across, down, box, scale) >= 2:
            yield box


def _framed(across: Image, down: Image, box: PixelBox) -> PixelBox:
    """``box`` drawn in to its long rules: a seal on the table's edge is no part of it.

    One rule alone may be lengthened by a letter in line with it, so where no rule crosses at the
    end two must agree.
    """
    x0, y0, x1, y1 = box
    level = _sides(across[y0:y1, x0:x1], _LONG_RULE * (x1 - x0), 0)
    upright = _sides(down[y0:y1, x0:x1], 0, _LONG_RULE * (y1 - y0))
    if len(level) < 2 or len(upright) < 2:
        return (x0, y0, x0, y0)
    left = min(upright[:, 0].min(), np.sort(level[:, 0])[1])
    top = min(level[:, 1].min(), np.sort(upright[:, 1])[1])
    right = max(upright[:, 2].max(), np.sort(level[:, 2])[-2])
    bottom = max(level[:, 3].max(), np.sort(upright[:, 3])[-2])
    return (x0 + int(left), y0 + int(top), x0 + int(right), y0 + int(bottom))


def _sides(rules: Image, width: float, height: float) -> npt.NDArray[np.int32]:
    """``x0, y0, x1, y1`` of each rule that is so wide and so high, ``(n, 4)``."""
    parts = parts_of(rules)
    right, bottom = parts.left + parts.width, parts.top + parts.height
    long = (parts.width >= width) & (parts.height >= height)
    long[0] = False
    return np.stack([parts.left, parts.top, right, bottom], axis=1)[long]


def _ruled_sides(across: Image, down: Image, box: PixelBox, scale: float) -> int:
    """How many of the four sides are rules for most of their length."""
    x0, y0, x1, y1 = box
    near = round(2 * scale)
    sides = (
        across[y0 : y0 + near, x0:x1].any(axis=0),
        across[y1 - near : y1, x0:x1].any(axis=0),
        down[y0:y1, x0 : x0 + near].any(axis=1),
        down[y0:y1, x1 - near : x1].any(axis=1),
    )
    return sum(bool(side.mean() >= _RULED_SIDE) for side in sides)
