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
        (((.55, .02), (.2, .15), (.08, .5), (.2, .88), (.5, .98), (.82, .85), (.92, .5),
          (.8, .15), (.5, .03)),),
        (((.45, .06), (.15, .3), (.1, .7), (.4, .98), (.8, .8), (.9, .35), (.62, .03),
          (.36, .1)),),
    ),
    "1": (
        (((.52, .0), (.5, .5), (.48, 1.)),),
        (((.22, .28), (.4, .15), (.56, .02)), ((.56, .02), (.54, .5), (.52, 1.))),
        (((.3, .2), (.55, .03)), ((.55, .03), (.53, 1.)), ((.3, .98), (.78, .97))),
    ),
    "2": (
        (((.12, .24), (.4, .02), (.8, .16), (.74, .42), (.4, .74), (.08, .97)),
         ((.08, .97), (.5, .94), (.95, .97))),
        (((.14, .2), (.46, .02), (.82, .2), (.64, .54), (.26, .9), (.1, .92), (.2, .78),
          (.48, .88), (.96, .95)),),
    ),
    "3": (
        (((.14, .12), (.5, .02), (.8, .18), (.64, .42), (.36, .47), (.7, .55), (.88, .76),
          (.6, .97), (.1, .9)),),
        (((.1, .06), (.82, .05)), ((.82, .05), (.4, .42)),
         ((.4, .42), (.8, .52), (.86, .8), (.5, .98), (.1, .9))),
    ),
    "4": (
        (((.36, .02), (.22, .36), (.1, .62)), ((.1, .62), (.94, .58)),
         ((.68, .3), (.64, 1.))),
        (((.7, .0), (.04, .68)), ((.04, .68), (.96, .66)), ((.7, .0), (.66, 1.))),
    ),
    "5": (
        (((.3, .06), (.24, .44)), ((.24, .44), (.55, .36), (.9, .62), (.66, .95), (.1, .9)),
         ((.3, .06), (.86, .04))),
        (((.84, .05), (.3, .07)), ((.3, .07), (.2, .46)),
         ((.2, .46), (.6, .4), (.86, .7), (.5, .98), (.1, .88))),
    ),
    "6": (
        (((.76, .02), (.34, .26), (.1, .66), (.3, .97), (.76, .93), (.88, .68), (.55, .52),
          (.15, .7)),),
        (((.6, .0), (.28, .4), (.14, .76), (.42, .99), (.8, .8), (.64, .56), (.2, .68)),),
    ),
    "7": (
        (((.1, .06), (.5, .03), (.9, .06)), ((.9, .06), (.58, .5), (.4, 1.))),
        (((.1, .1), (.9, .05)), ((.9, .05), (.55, .55), (.42, 1.)), ((.26, .5), (.82, .47))),
    ),
    "8": (
        (((.8, .15), (.5, .02), (.22, .2), (.5, .46), (.85, .75), (.5, .98), (.12, .78),
          (.5, .46), (.8, .18)),),
        (((.5, .47), (.2, .25), (.5, .02), (.8, .24), (.5, .47)),
         ((.5, .47), (.12, .72), (.5, .98), (.88, .72), (.5, .47))),
    ),
    "9": (
        (((.84, .22), (.5, .02), (.15, .25), (.4, .5), (.82, .26)),
         ((.86, .14), (.8, .6), (.62, 1.))),
        (((.8, .16), (.44, .03), (.14, .3), (.46, .52), (.82, .22)),
         ((.82, .22), (.84, .66), (.58, .98), (.18, .92))),
    ),
    "/": ((((.8, .0), (.2, 1.)),),),
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


def write_digits(text: str, height: int, seed: int,
                 colour: Literal["blue", "black", "violet"] = "blue") -> Rgba:
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


def _placed(point: Point, hand: Hand, rng: np.random.Generator, left: float, base: float,
            size: float) -> Point:
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
            path.append((_blend(p0[0], p1[0], p2[0], p3[0], t),
                         _blend(p0[1], p1[1], p2[1], p3[1], t)))
    return path


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                  + (3 * b - a - 3 * c + d) * t**3)
