"""Takes the rings of a black seal off a signature block.

On a black-and-white scan, or a copy, the seal is as black as the text: its rings run through the
signer's title and name and tie their letters together. A ring is a circle of even thickness, so it
is followed around its middle and erased where nothing but the ring is there; a letter's stroke that
crosses it is longer along the radius, and stays (as staff lines are taken out of printed music).

Seals are about 36 mm wide (observed: 33 to 38 on scans); copies vary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from models.layout import Box
from pipeline.ocr.pixels import WHITE, Image, as_image, ink_mask

# Radius of the outer ring in mm, and how far inwards further rings are looked for, as its share.
RADIUS_MM = (13.0, 22.0)
INNERMOST = 0.45
# The search is done at this resolution.
SEARCH_DPI = 75
# Votes for a centre, in OpenCV's measure; edges of the mask are always sharp.
EDGE, VOTES = 100, 22
# Most circles looked at, and how far apart their centres are, in mm.
MOST, APART_MM = 3, 8.0
# A ring shows on this share of the angles at its radius, of which so many lie inside the crop.
COVERED, INSIDE = 0.55, 0.35
# How far a ring may wander from its circle, and what its thickness may vary by, in mm.
WANDER_MM, VARIES_MM = 0.45, 0.25
# No ring is thicker.
THICKEST_MM = 1.3
# What lies within so much of the radius is written in the seal.
WITHIN = 0.97
MM = 25.4

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in pixels of the crop; its middle may lie outside."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Ringless:
    """A crop without the rings of its seals, and where these are."""

    crop: Image
    seals: tuple[Circle, ...]

    def is_in_seal(self, box: Box, part: Box) -> bool:
        """Whether ``box`` lies wholly inside a seal, as the name of its office does; both boxes
        are fractions of the page, ``part`` is that of the crop."""
        height, width = self.crop.shape
        x0, x1 = ((x - part.x0) / part.width * width for x in (box.x0, box.x1))
        y0, y1 = ((y - part.y0) / part.height * height for y in (box.y0, box.y1))
        corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
        return any(
            all(math.hypot(x - seal.x, y - seal.y) < WITHIN * seal.radius for x, y in corners)
            for seal in self.seals
        )


def without_rings(crop: Image, dpi: int) -> Ringless | None:
    """The gray ``crop`` without the rings of black seals; ``None`` when there are none."""
    mask = ink_mask(crop)
    result, seals = crop, []
    for circle in _circles(mask, dpi):
        ring = _ring_pixels(mask, circle, dpi / MM)
        if ring is not None:
            result = crop.copy() if result is crop else result
            result[ring] = WHITE
            seals.append(circle)
    return Ringless(result, tuple(seals)) if seals else None


def _circles(mask: Image, dpi: int) -> list[Circle]:
    """Circles of about a seal's size, likeliest first."""
    factor = SEARCH_DPI / dpi
    small = cv2.resize(mask, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    scale = SEARCH_DPI / MM
    low, high = (round(radius * scale) for radius in RADIUS_MM)
    if min(small.shape[:2]) < low:
        return []
    found = cv2.HoughCircles(
        as_image(cv2.GaussianBlur(small, (3, 3), 0)),
        cv2.HOUGH_GRADIENT,
        dp=1.0,
        minDist=APART_MM * scale,
        param1=EDGE,
        param2=VOTES,
        minRadius=low,
        maxRadius=high,
    )
    if found is None:
        return []
    circles = np.asarray(found, np.float64).reshape(-1, 3)[:MOST] / factor
    return [Circle(x, y, radius) for x, y, radius in circles.tolist()]


def _ring_pixels(mask: Image, circle: Circle, scale: float) -> Mask | None:
    """The pixels of the rings around the circle's middle; ``None`` where no ring shows."""
    circle = _centred(mask, circle, scale)
    polar, inside = _polar(mask, circle, 1.0)
    rings = _ring_columns(polar, inside, circle.radius)
    if not rings:
        return None
    wander, varies = round(WANDER_MM * scale), round(VARIES_MM * scale)
    erased: Mask = np.zeros_like(polar)
    for column in rings:
        erased |= _thin_runs(polar, column, wander, varies, round(THICKEST_MM * scale))
    return _on_page(erased, circle, mask)


def _polar(mask: Image, circle: Circle, step: float) -> tuple[Mask, Mask]:
    """Ink by angle (rows) and radius (columns), and which of it lies inside the crop.

    ``step`` is the arc in pixels between two rows at the outer ring.
    """
    reach = circle.radius * 1.12
    size = (round(reach), max(360, round(2 * np.pi * circle.radius / step)))
    centre = (circle.x, circle.y)
    way = cv2.INTER_NEAREST | cv2.WARP_FILL_OUTLIERS
    ink = cv2.warpPolar(mask, size, centre, reach, way)
    whole = np.full_like(mask, 255)
    return np.asarray(ink) > 0, np.asarray(cv2.warpPolar(whole, size, centre, reach, way)) > 0


def _centred(mask: Image, circle: Circle, scale: float) -> Circle:
    """The circle moved by up to 1.2 mm to where its ring is sharpest."""
    step = max(1.0, 0.3 * scale)
    best, sharpest = circle, -1.0
    for dx in np.arange(-4, 5) * step:
        for dy in np.arange(-4, 5) * step:
            moved = Circle(circle.x + float(dx), circle.y + float(dy), circle.radius)
            polar, inside = _polar(mask, moved, 4 * scale)
            shares = np.sort(_shares(polar, inside, circle.radius))[-3:]
            if float(shares.sum()) > sharpest:
                best, sharpest = moved, float(shares.sum())
    return best


def _shares(polar: Mask, inside: Mask, radius: float) -> npt.NDArray[np.float64]:
    """For each radius the share of the angles inside the crop that are inked there."""
    seen = inside.sum(axis=0)
    shares = polar.sum(axis=0) / np.maximum(seen, 1)
    shares[seen < INSIDE * len(polar)] = 0
    shares[: int(INNERMOST * radius)] = 0
    return np.asarray(shares, np.float64)


def _ring_columns(polar: Mask, inside: Mask, radius: float) -> list[int]:
    """The radii at which rings run, from outside inwards."""
    shares = _shares(polar, inside, radius)
    rings: list[int] = []
    while shares.max(initial=0.0) >= COVERED:
        column = int(shares.argmax())
        rings.append(column)
        shares[max(0, column - 4) : column + 5] = 0
    return rings


def _thin_runs(polar: Mask, column: int, wander: int, varies: int, thickest: int) -> Mask:
    """Runs of ink along the radius that cross ``column`` or nearly do, and are no thicker than
    the ring usually is: what is longer is a stroke that crosses the ring."""
    low, high = max(0, column - thickest - wander), column + thickest + wander + 1
    strip = polar[:, low:high]
    padded = np.pad(strip, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    near = (starts <= column - low + wander) & (ends > column - low - wander)
    rows, starts, ends = rows[near], starts[near], ends[near]
    if not len(rows):
        return np.zeros_like(polar)
    lengths = ends - starts
    usual = float(np.median(lengths))
    thin = lengths <= min(usual + varies, thickest)
    erased: Mask = np.zeros_like(polar)
    for row, start, end in zip(
        rows[thin].tolist(), starts[thin].tolist(), ends[thin].tolist(), strict=True
    ):
        erased[row, low + start : low + end] = True
    return erased


def _on_page(erased: Mask, circle: Circle, mask: Image) -> Mask | None:
    """The erased pixels of the polar picture, back in the crop."""
    reach = circle.radius * 1.12
    height, width = mask.shape
    down, across = np.ogrid[:height, :width]
    x, y = across - circle.x, down - circle.y
    column = np.round(np.hypot(x, y) / reach * erased.shape[1]).astype(np.intp)
    angle = np.arctan2(y, x) % (2 * np.pi)
    row = np.round(angle / (2 * np.pi) * len(erased)).astype(np.intp) % len(erased)
    within = column < erased.shape[1]
    grown = cv2.dilate(erased.astype(np.uint8), np.ones((3, 3), np.uint8))
    pixels: Mask = np.zeros(mask.shape, np.bool_)
    pixels[within] = np.asarray(grown)[row[within], column[within]] > 0
    return pixels if pixels.any() else None
