"""Digits and signatures as a hand writes them: strokes of our own, bent a little by a seed.

A stroke is a list of points in a box of one by one (y downwards) through which a smooth line is
drawn; every digit has several shapes, as people have (a 1 with and without its flag, an open
and a closed 4, a crossed 7).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Rgba = NDArray[np.uint8]
Point = tuple[float, float]
Stroke = tuple[Point, ...]
Shape = tuple[Stroke, ...]

COLOURS = {"blue": (28, 52, 148), "black": (32, 32, 38), "violet": (86, 60, 150)}
SUPERSAMPLING = 4

SHAPES: dict[str, tuple[Shape, ...]] = {
    "0": (
        (
            (
                (0.55, 0.02),
                (0.2, 0.15),
                (0.08, 0.5),
                (0.2, 0.88),
                (0.5, 0.98),
                (0.82, 0.85),
                (0.92, 0.5),
                (0.8, 0.15),
                (0.5, 0.03),
            ),
        ),
        (
            (
                (0.45, 0.06),
                (0.15, 0.3),
                (0.1, 0.7),
                (0.4, 0.98),
                (0.8, 0.8),
                (0.9, 0.35),
                (0.62, 0.03),
                (0.36, 0.1),
            ),
        ),
    ),
    "1": (
        (((0.52, 0.0), (0.5, 0.5), (0.48, 1.0)),),
        (((0.22, 0.28), (0.4, 0.15), (0.56, 0.02)), ((0.56, 0.02), (0.54, 0.5), (0.52, 1.0))),
        (((0.3, 0.2), (0.55, 0.03)), ((0.55, 0.03), (0.53, 1.0)), ((0.3, 0.98), (0.78, 0.97))),
    ),
    "2": (
        (
            ((0.12, 0.24), (0.4, 0.02), (0.8, 0.16), (0.74, 0.42), (0.4, 0.74), (0.08, 0.97)),
            ((0.08, 0.97), (0.5, 0.94), (0.95, 0.97)),
        ),
        (
            (
                (0.14, 0.2),
                (0.46, 0.02),
                (0.82, 0.2),
                (0.64, 0.54),
                (0.26, 0.9),
                (0.1, 0.92),
                (0.2, 0.78),
                (0.48, 0.88),
                (0.96, 0.95),
            ),
        ),
    ),
    "3": (
        (
            (
                (0.14, 0.12),
                (0.5, 0.02),
                (0.8, 0.18),
                (0.64, 0.42),
                (0.36, 0.47),
                (0.7, 0.55),
                (0.88, 0.76),
                (0.6, 0.97),
                (0.1, 0.9),
            ),
        ),
        (
            ((0.1, 0.06), (0.82, 0.05)),
            ((0.82, 0.05), (0.4, 0.42)),
            ((0.4, 0.42), (0.8, 0.52), (0.86, 0.8), (0.5, 0.98), (0.1, 0.9)),
        ),
    ),
    "4": (
        (
            ((0.36, 0.02), (0.22, 0.36), (0.1, 0.62)),
            ((0.1, 0.62), (0.94, 0.58)),
            ((0.68, 0.3), (0.64, 1.0)),
        ),
        (((0.7, 0.0), (0.04, 0.68)), ((0.04, 0.68), (0.96, 0.66)), ((0.7, 0.0), (0.66, 1.0))),
    ),
    "5": (
        (
            ((0.3, 0.06), (0.24, 0.44)),
            ((0.24, 0.44), (0.55, 0.36), (0.9, 0.62), (0.66, 0.95), (0.1, 0.9)),
            ((0.3, 0.06), (0.86, 0.04)),
        ),
        (
            ((0.84, 0.05), (0.3, 0.07)),
            ((0.3, 0.07), (0.2, 0.46)),
            ((0.2, 0.46), (0.6, 0.4), (0.86, 0.7), (0.5, 0.98), (0.1, 0.88)),
        ),
    ),
    "6": (
        (
            (
                (0.76, 0.02),
                (0.34, 0.26),
                (0.1, 0.66),
                (0.3, 0.97),
                (0.76, 0.93),
                (0.88, 0.68),
                (0.55, 0.52),
                (0.15, 0.7),
            ),
        ),
        (
            (
                (0.6, 0.0),
                (0.28, 0.4),
                (0.14, 0.76),
                (0.42, 0.99),
                (0.8, 0.8),
                (0.64, 0.56),
                (0.2, 0.68),
            ),
        ),
    ),
    "7": (
        (((0.1, 0.06), (0.5, 0.03), (0.9, 0.06)), ((0.9, 0.06), (0.58, 0.5), (0.4, 1.0))),
        (
            ((0.1, 0.1), (0.9, 0.05)),
            ((0.9, 0.05), (0.55, 0.55), (0.42, 1.0)),
            ((0.26, 0.5), (0.82, 0.47)),
        ),
    ),
    "8": (
        (
            (
                (0.8, 0.15),
                (0.5, 0.02),
                (0.22, 0.2),
                (0.5, 0.46),
                (0.85, 0.75),
                (0.5, 0.98),
                (0.12, 0.78),
                (0.5, 0.46),
                (0.8, 0.18),
            ),
        ),
        (
            ((0.5, 0.47), (0.2, 0.25), (0.5, 0.02), (0.8, 0.24), (0.5, 0.47)),
            ((0.5, 0.47), (0.12, 0.72), (0.5, 0.98), (0.88, 0.72), (0.5, 0.47)),
        ),
    ),
    "9": (
        (
            ((0.84, 0.22), (0.5, 0.02), (0.15, 0.25), (0.4, 0.5), (0.82, 0.26)),
            ((0.86, 0.14), (0.8, 0.6), (0.62, 1.0)),
        ),
        (
            ((0.8, 0.16), (0.44, 0.03), (0.14, 0.3), (0.46, 0.52), (0.82, 0.22)),
            ((0.82, 0.22), (0.84, 0.66), (0.58, 0.98), (0.18, 0.92)),
        ),
    ),
    "/": ((((0.8, 0.0), (0.2, 1.0)),),),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """One writer: slant in radians, pen width as a share of the height, and unsteadiness."""

    slant: float
    width: float
    jitter: float

    @classmethod
    def of(cls, rng: np.random.Generator) -> Hand:
        """A writer drawn by ``rng``."""
        return cls(rng.uniform(-0.05, 0.28), rng.uniform(0.065, 0.1), rng.uniform(0.01, 0.03))


def write_digits(
    text: str, height: int, seed: int, colour: Literal["blue", "black", "violet"] = "blue"
) -> Rgba:
    """``text`` (digits and slashes) by hand: an RGBA image ``height`` pixels high."""
    rng = np.random.default_rng(seed)
    hand = Hand.of(rng)
    pitch = 0.62
    wide = int(height * (pitch * len(text) + 0.5))
    canvas = _Canvas(wide, height)
    for index, char in enumerate(text):
        shape = SHAPES[char][rng.integers(len(SHAPES[char]))]
        size = 0.78 * rng.uniform(0.9, 1.08)
        base = 0.9 + rng.uniform(-0.03, 0.04)
        left = 0.2 + pitch * index + rng.uniform(-0.03, 0.03)
        for stroke in shape:
            points = [_placed(point, hand, rng, left, base, size) for point in stroke]
            canvas.draw(points, hand.width, rng)
    return canvas.inked(COLOURS[colour], rng)


def scribble(width: int, height: int, seed: int, colour: Literal["blue", "black"] = "blue") -> Rgba:
    """A signature nobody can read: loops that run to the right, and a last flourish."""
    rng = np.random.default_rng(seed)
    canvas = _Canvas(width, height)
    share = width / height
    loops = int(rng.integers(2, 7))
    reach, lean, high = rng.uniform(0.04, 0.12), rng.uniform(0.4, 0.75), rng.uniform(0.28, 0.4)
    points: list[Point] = []
    for step in np.linspace(0, loops * 2 * math.pi, loops * 7):
        progress = step / (loops * 2 * math.pi)
        swing = (high if progress < 0.3 else high * 0.4) * rng.uniform(0.6, 1.2)
        x = share * (0.12 + lean * progress + reach * math.cos(step))
        points.append((x, 0.55 - 0.1 * progress + swing * math.sin(step)))
    canvas.draw(points, 0.026, rng)
    tail = [(share * 0.2, 0.82), (share * 0.6, 0.62), (share * 0.95, rng.uniform(0.3, 0.5))]
    canvas.draw(tail, 0.024, rng)
    return canvas.inked(COLOURS[colour], rng)


def _placed(
    point: Point, hand: Hand, rng: np.random.Generator, left: float, base: float, size: float
) -> Point:
    x, y = (value + rng.normal(0, hand.jitter) for value in point)
    return (left + size * (0.6 * x + hand.slant * (1 - y)), base - size * (1 - y))


class _Canvas:
    """A mask on which strokes are drawn, larger than needed and then made smaller."""

    def __init__(self, width: int, height: int) -> None:
        self._scale = height * SUPERSAMPLING
        self._size = (width, height)
        self._mask = np.zeros((height * SUPERSAMPLING, width * SUPERSAMPLING), np.uint8)

    def draw(self, points: list[Point], width: float, rng: np.random.Generator) -> None:
        """Draw a smooth stroke; the pen presses a little more in its middle."""
        path = _smooth(points)
        phase = rng.uniform(0, 6.28)
        for index, (x, y) in enumerate(path):
            swing = 1 + 0.18 * math.sin(phase + 9 * index / len(path))
            radius = max(1, round(width * swing * self._scale / 2))
            centre = (round(x * self._scale), round(y * self._scale))
            cv2.circle(self._mask, centre, radius, 255, -1)

    def inked(self, colour: tuple[int, int, int], rng: np.random.Generator) -> Rgba:
        """The strokes in ink that does not cover evenly."""
        alpha = cv2.resize(self._mask, self._size, interpolation=cv2.INTER_AREA)
        flow = 0.86 + 0.1 * rng.standard_normal(alpha.shape)
        image = np.empty((*alpha.shape, 4), np.uint8)
        image[..., :3] = colour
        image[..., 3] = np.clip(alpha * np.clip(flow, 0.6, 1), 0, 255).astype(np.uint8)
        return image


def _smooth(points: list[Point], steps: int = 40) -> list[Point]:
    """A Catmull-Rom line through ``points``."""
    ends = [points[0], *points, points[-1]]
    path: list[Point] = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in np.linspace(0, 1, steps):
            path.append(
                (_blend(p0[0], p1[0], p2[0], p3[0], t), _blend(p0[1], p1[1], p2[1], p3[1], t))
            )
    return path


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
