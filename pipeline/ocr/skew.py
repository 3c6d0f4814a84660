"""Skew: how far the lines of a page lean, and turning them level.

Angles are degrees, positive where the page leans clockwise (a line falls to the right).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, as_image

LIMIT_DEGREES = 8.0
SMALLEST_DEGREES = 0.05

_COARSE = 0.4
_FINE = 0.05
_ENOUGH_POINTS = 24_000
_FEW_POINTS = 400
_CLEAR_PEAK = 1.25
_RIM = 0.035

_Points = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def skew(ink: Image) -> float:
    """Lean of the text lines and rules of a page, between -8 and 8 degrees, to about 0.1°.

    ``ink`` is the page's :func:`~pipeline.ocr.pixels.small_ink`.
    The lower edges of ink (baselines, rules) are projected along each angle; at the right one
    they fall into few rows. 0.0 where there is too little ink, or no angle stands out.
    """
    points = _lower_edges(ink)
    if points[0].size < _FEW_POINTS:
        return 0.0
    steps = np.arange(-LIMIT_DEGREES, LIMIT_DEGREES + _COARSE / 2, _COARSE)
    scores = [_sharpness(points, angle) for angle in steps]
    coarse = float(steps[int(np.argmax(scores))])
    near = np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE)
    fine_scores = [_sharpness(points, angle) for angle in near]
    if max(fine_scores) < _CLEAR_PEAK * float(np.median(scores)):
        return 0.0
    return _peak(near, np.asarray(fine_scores))


def deskew(image: Image, angle: float) -> Image:
    """The page turned back by ``angle`` (as ``skew`` gives it), same size, white corners.

    Gray ``(H, W)`` or RGB ``(H, W, 3)``; below 0.05° the same array comes back.
    """
    if abs(angle) < SMALLEST_DEGREES:
        return image
    height, width = image.shape[:2]
    back = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    white: Any = (255, 255, 255)
    return as_image(
        cv2.warpAffine(image, back, (width, height), flags=cv2.INTER_LINEAR, borderValue=white)
    )


def _lower_edges(mask: Image) -> _Points:
    edges = cv2.subtract(mask[:-1], mask[1:])
    rim = round(_RIM * min(mask.shape))  # the scanner's own straight edges, not the sheet's
    rows, columns = np.nonzero(np.asarray(edges)[rim:-rim, rim:-rim])
    step = rows.size // _ENOUGH_POINTS + 1
    across = columns[::step].astype(np.float64) - mask.shape[1] / 2
    return rows[::step].astype(np.float64) + mask.shape[1] * 0.1, across


def _sharpness(points: _Points, angle: float) -> float:
    """Sum of squares of the number of edges in each row, seen along ``angle``."""
    down, across = points
    rows = (down - across * np.tan(np.radians(angle))).astype(np.int32)
    profile = np.bincount(np.maximum(rows, 0)).astype(np.float64)
    return float(profile @ profile)


def _peak(angles: npt.NDArray[np.float64], scores: npt.NDArray[np.float64]) -> float:
    """The best angle, between its neighbours by a parabola."""
    best = int(np.argmax(scores))
    if best in (0, len(scores) - 1):
        return float(angles[best])
    left, middle, right = scores[best - 1 : best + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return round(float(angles[best] + shift * _FINE), 3)
