"""A sheet of paper on a table, taken with a telephone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
TABLE = (96, 72, 54)


def photographed(page: Rgb, rng: np.random.Generator) -> Rgb:
    """``page`` seen slightly from the side, on a dark table with margins, under a soft shadow."""
    height, width = page.shape[:2]
    side, top = round(width * 0.09), round(height * 0.07)
    full = (width + 2 * side, height + 2 * top)
    corners = _corners(width, height, side, top, rng)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    paper = cv2.warpPerspective(_warm(page), warp, full, flags=cv2.INTER_CUBIC)
    whole = np.full((height, width), 255, np.uint8)
    inside = np.asarray(cv2.warpPerspective(whole, warp, full), np.uint8)
    share = (inside.astype(np.float32) / 255)[..., None]
    scene = _table(full, rng) * (1 - _cast(inside))[..., None]
    return np.clip(paper * share + scene * (1 - share), 0, 255).astype(np.uint8)


def _corners(
    width: int, height: int, side: int, top: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The sheet's corners in the picture: each moved a little towards or from the middle."""
    square = np.array(
        [(side, top), (side + width, top), (side + width, top + height), (side, top + height)],
        np.float32,
    )
    square += rng.uniform(-0.55, 0.55, (4, 2)).astype(np.float32) * (side, top)
    return np.asarray(square, np.float32)


def _table(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Dark wood: a colour with long horizontal grain."""
    coarse = rng.normal(0, 9, (size[1] // 3, 8)).astype(np.float32)
    grain = np.asarray(cv2.resize(coarse, size), np.float32)
    return np.asarray(np.array(TABLE, np.float32) + grain[..., None], np.float32)


def _cast(inside: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The shadow that the sheet casts on the table."""
    soft = cv2.GaussianBlur(np.roll(inside, (10, 12), (0, 1)), (0, 0), 12)
    return np.asarray(soft * np.float32(0.45 / 255), np.float32)


def _warm(page: Rgb) -> Rgb:
    """Paper under lamp light is not white."""
    tint = np.array((0.97, 0.94, 0.87), np.float32)
    return (page * tint).astype(np.uint8)
