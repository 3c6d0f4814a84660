"""A phone photograph of a letter: find the sheet, lay it flat.

The sheet is the large bright quadrilateral on a darker or cluttered table. A scan shows paper to
its edges, so where the picture's rim is as bright as paper all four sides must show clearly.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, as_image, bar, shrink, to_gray

Corners = npt.NDArray[np.float32]
"""``(4, 2)``: x, y in pixels; top left, top right, bottom right, bottom left."""

A4_ASPECT = 297.0 / 210.0
LONGEST_SIDE = 2600
"""Pixels; about 220 dpi on A4."""

_WORKING_SIDE = 480
_RIM = 0.012
_PAPER_RIM = 0.55
_SMALLEST_SHEET = 0.22
_LARGEST_SHEET = 0.97
_FILL = 0.93
_CLEAR_SIDES = 0.6
_SURE_SIDES = 0.85
_NEAR_A4 = 0.12


def flatten_photo(rgb: Image) -> tuple[Image, bool]:
    """The sheet cut out and laid flat, and whether one was found.

    ``rgb`` is ``(H, W, 3)`` or gray. Without a clear sheet the same array comes back. Shadows
    stay: see ``clean.even_light``. The sheet may still lie on its side: see ``upright``.
    """
    corners = find_sheet(rgb)
    if corners is None:
        return rgb, False
    width, height = _sheet_size(corners)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    flat = cv2.getPerspectiveTransform(corners, target - 0.5)
    size = (round(width), round(height))
    result = cv2.warpPerspective(
        rgb, flat, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return as_image(result), True


def find_sheet(rgb: Image) -> Corners | None:
    """Corners of the sheet in a photograph, or ``None`` for scans and where it is not clear."""
    factor = max(1, max(rgb.shape[:2]) // _WORKING_SIDE)
    small = shrink(rgb, factor)
    gray = as_image(cv2.medianBlur(to_gray(small), 5))
    needed = _SURE_SIDES if _rim_is_paper(gray) else _CLEAR_SIDES
    candidates = [_quadrilateral(mask) for mask in _paper_masks(gray, small)]
    found = [corners for corners in candidates if corners is not None]
    if not found:
        return None
    support = [_support(gray, _ordered(corners)) for corners in found]
    if max(support) < needed:
        return None
    best = found[int(np.argmax(support))]
    return _ordered((best + np.float32(0.5)) * np.float32(factor))


def _support(gray: Image, corners: Corners) -> float:
    """How well a sheet's four sides show, 0…1: the share of the weakest where inside is brighter.

    Told by a step of 6 % over five pixels across the side, which a soft shadow does not make.
    """
    inward = corners.mean(axis=0)
    weakest = 1.0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = start + np.linspace(0.06, 0.94, 60)[:, None] * (end - start)
        normal = np.array([start[1] - end[1], end[0] - start[0]])
        normal = normal / max(float(np.linalg.norm(normal)), 1e-6)
        normal *= np.sign(normal @ (inward - start))
        inside, outside = (_levels(gray, along + normal * step) for step in (3.0, -3.0))
        weakest = min(weakest, float((inside >= 1.06 * outside + 2).mean()))
    return weakest


def _levels(gray: Image, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    columns = np.clip(np.rint(points[:, 0]), 0, gray.shape[1] - 1).astype(np.intp)
    rows = np.clip(np.rint(points[:, 1]), 0, gray.shape[0] - 1).astype(np.intp)
    return gray[rows, columns].astype(np.float64)


def _rim_is_paper(gray: Image) -> bool:
    """Whether the rim of the picture is as bright as its paper on most of two sides."""
    inset = max(2, round(_RIM * max(gray.shape)))
    paper = 0.82 * float(np.percentile(gray, 80))
    sides = (gray[:inset], gray[-inset:], gray[:, :inset], gray[:, -inset:])
    bright = [float((side >= paper).mean()) for side in sides]
    return sum(share > _PAPER_RIM for share in bright) >= 2


def _paper_masks(gray: Image, small: Image) -> Iterator[Image]:
    """Guesses at the paper: brighter than the table, or enclosed by strong edges."""
    otsu, bright = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    yield as_image(bright)
    yield as_image(cv2.threshold(gray, 0.8 * otsu, 255, cv2.THRESH_BINARY)[1])
    if small.ndim == 3:
        hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
        pale = cv2.threshold(cv2.split(hsv)[1], 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
        lit = cv2.threshold(gray, 0.55 * otsu, 255, cv2.THRESH_BINARY)[1]
        yield as_image(cv2.bitwise_and(pale, lit))
    for weak, strong in ((30, 90), (80, 160)):  # the second steps over the edge of a shadow
        edges = cv2.dilate(cv2.Canny(gray, weak, strong), bar(3, 3))
        yield _enclosed(as_image(edges))


def _enclosed(edges: Image) -> Image:
    """255 where the picture's rim cannot be reached without crossing an edge."""
    framed = cv2.copyMakeBorder(edges, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    cv2.floodFill(framed, None, (0, 0), 128)
    return as_image(np.where(np.asarray(framed)[1:-1, 1:-1] == 128, 0, 255))


def _quadrilateral(mask: Image) -> Corners | None:
    """The largest part of ``mask`` as four corners, if it is one convex quadrilateral."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, bar(7, 7))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, bar(9, 9))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    share = cv2.contourArea(hull) / mask.size
    if not _SMALLEST_SHEET <= share <= _LARGEST_SHEET:
        return None
    corners = _four_corners(hull)
    if corners is None or _wrong_angles(corners):
        return None
    largest = cv2.contourArea(max(contours, key=cv2.contourArea))
    quad = cv2.contourArea(corners)
    fits = largest >= _FILL * quad and cv2.contourArea(hull) >= _FILL * quad
    return corners if fits else None


def _four_corners(hull: cv2.typing.MatLike) -> Corners | None:
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05, 0.07):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(corners) == 4:
            return np.asarray(corners, np.float32).reshape(4, 2)
    return None


def _wrong_angles(corners: Corners) -> bool:
    """A sheet seen from above has corners of 55 to 125 degrees."""
    ahead = np.roll(corners, -1, axis=0) - corners
    back = np.roll(corners, 1, axis=0) - corners
    lengths = np.linalg.norm(ahead, axis=1) * np.linalg.norm(back, axis=1)
    cosines = (ahead * back).sum(axis=1) / np.maximum(lengths, 1e-6)
    return bool((np.abs(cosines) > np.cos(np.radians(55))).any())


def _ordered(corners: Corners) -> Corners:
    """Top left first, then clockwise."""
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    return np.ascontiguousarray(corners[order], np.float32)


def _sheet_size(corners: Corners) -> tuple[float, float]:
    """Width and height in pixels of the flat sheet; nearly A4 becomes exactly A4."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    tall = height >= width
    aspect = max(width, height) / max(1.0, min(width, height))
    if abs(aspect / A4_ASPECT - 1) < _NEAR_A4:
        aspect = A4_ASPECT
    longest = min(max(width, height), LONGEST_SIDE)
    return (longest / aspect, longest) if tall else (longest, longest / aspect)
