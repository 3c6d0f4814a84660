"""Tells a handwritten 1 with its long upstroke from a 4 by its shape.

The Vietnamese 1 is written with an upstroke nearly as long as its stem. Networks trained on other
hands read it as 4, A or, in pairs, M. But a 4 has a bar that crosses its stem to the right, and
a 1 has nothing to the right of its stem (observed on several clerks' hands).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, as_image

# A digit is at least this share of the cell's height; what is lower is a dot or a dash.
DIGIT_HEIGHT = 0.33
# Slants tried, as shift over height; pens lean right.
SLANTS = tuple(np.arange(-0.1, 0.65, 0.05).tolist())
# Overhang to the right of the stem, as a share of the digit's height, from which on it is a bar.
BAR = 0.09
# A foot longer than this to the right of the stem is that of a 2 written like a Z (observed: the
# serifs under a 1 reach 0.15).
FOOT = 0.16
# The top of a 1 is a point: no wider than this share of the height.
POINT = 0.3
# A 1 is slimmer than this (width over height, after the slant is taken out).
SLIM = 0.75

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PenDigit:
    """A digit's stroke: where it stands across the cell (0…1), and whether it is a 1."""

    left: float
    right: float
    is_one: bool


def strokes_in(cell: Image) -> list[PenDigit]:
    """The digits in the cell, left to right.

    ``cell`` is the RGB or gray crop of the digits alone. Digits that touch each other count
    as one; what touches the left or right border belongs to the print beside the cell.
    """
    gray = cell if cell.ndim == 2 else as_image(cell.min(axis=2))
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(as_image(ink), connectivity=8)
    height, width = gray.shape
    digits = []
    for label in range(1, count):
        x, y, w, h, _ = stats[label].tolist()
        if h >= DIGIT_HEIGHT * height and x > 0 and x + w < width:
            mask = labels[y : y + h, x : x + w] == label
            digits.append(PenDigit(x / width, (x + w) / width, _is_one(mask)))
    return sorted(digits, key=lambda digit: digit.left)


def corrected(text: str, digits: Sequence[PenDigit], places: Sequence[float]) -> str:
    """``text`` with 4 read as 1 where the strokes say so.

    ``places`` are where the network saw its digits, across the same cell; they tell which stroke
    is meant. Without as many places as digits, strokes and digits are paired off in order.
    """
    if len(places) == len(text):
        meant = [next((d for d in digits if d.left <= x <= d.right), None) for x in places]
    elif len(digits) == len(text):
        meant = list(digits)
    else:
        return text
    pairs = zip(text, meant, strict=True)
    return "".join("1" if char == "4" and d is not None and d.is_one else char for char, d in pairs)


def _is_one(mask: Mask) -> bool:
    upright = _without_slant(mask)
    height, width = upright.shape
    if height < 8 or width > SLIM * height or _has_hole(upright):
        return False
    rows = np.flatnonzero(upright.any(axis=1))
    right = np.array([np.flatnonzero(upright[y])[-1] for y in rows])
    left = np.array([np.flatnonzero(upright[y])[0] for y in rows])
    body = right[int(0.15 * len(rows)) : int(0.9 * len(rows))]
    middle = right[int(0.3 * len(rows)) : int(0.88 * len(rows))]
    overhang = float(np.percentile(middle, 97) - np.median(body))
    top = slice(0, max(1, int(0.12 * len(rows))))
    point = float(right[top].max() - left[top].min())
    foot = float(right[int(0.88 * len(rows)) :].max() - np.median(body))
    straight = overhang < BAR * height and foot < FOOT * height
    return bool(straight and point < POINT * height)


def _without_slant(mask: Mask) -> Mask:
    """The digit sheared so that its stem stands upright: its columns are then fullest."""
    return max((_sheared(mask, slant) for slant in SLANTS), key=_stem)


def _stem(mask: Mask) -> float:
    columns = mask.sum(axis=0).astype(np.float64)
    return float((columns**2).sum())


def _sheared(mask: Mask, slant: float) -> Mask:
    height, width = mask.shape
    room = int(abs(slant) * height) + 1
    shift = 0.0 if slant >= 0 else float(room)
    matrix = np.array([[1.0, slant, shift], [0.0, 1.0, 0.0]], dtype=np.float32)
    source = mask.astype(np.uint8)
    turned = cv2.warpAffine(source, matrix, (width + room, height), flags=cv2.INTER_NEAREST)
    columns = np.flatnonzero(turned.any(axis=0))
    result: Mask = turned[:, columns[0] : columns[-1] + 1] > 0
    return result


def _has_hole(mask: Mask) -> bool:
    """Whether the digit encloses white: 0, 6, 8, 9 and closed 4 do."""
    found, tree = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return False
    least = 0.01 * mask.shape[0] ** 2
    return any(
        node[3] >= 0 and cv2.contourArea(contour) > least
        for contour, node in zip(found, tree[0], strict=True)
    )
