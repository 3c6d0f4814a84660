"""Stands a page up: out of its photo, round by quarter turns, and straight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.ocr.engines import Engine, Layout
from pipeline.ocr.page_source import PageImage, a4_dpi
from pipeline.ocr.photo import flatten_photo
from pipeline.ocr.pixels import Image, small_ink, to_gray
from pipeline.ocr.skew import deskew, skew
from pipeline.ocr.syllables import valid_share
from pipeline.ocr.upright import page_angle, turn

# Skew below this many degrees does not disturb recognition.
STRAIGHT = 0.15
# The letters' shapes alone decide which way is up from this probability on, or by this lead.
SURE = 0.85
CLEAR = 0.6
# Height of the strip that is read in case of doubt, as a share of the page.
STRIP = 0.12


@dataclass(frozen=True, slots=True)
class Upright:
    """The page standing up; ``rotation`` and ``skew`` (degrees) were undone."""

    pixels: Image
    dpi: float
    rotation: int = 0
    skew: float = 0.0


def stand_up(
    image: PageImage, engine: Engine, deadline: float, turned: int | None = None
) -> Upright:
    """The page as one holds it to read it; ``turned`` (degrees clockwise) where that is known.

    Raises :class:`PageTimeout`.
    """
    pixels, dpi = image.pixels, image.dpi
    flat, found = flatten_photo(pixels)
    if found:
        pixels, dpi = flat, a4_dpi(flat.shape[1], flat.shape[0])
    gray = to_gray(pixels)
    ink = small_ink(gray)
    degrees = turned
    if degrees is None:
        degrees = _quarter_turn(gray, ink, round(dpi), engine, deadline)
    pixels = turn(pixels, degrees)
    angle = skew(turn(ink, degrees))
    if abs(angle) < STRAIGHT:
        return Upright(pixels, dpi, degrees)
    return Upright(deskew(pixels, angle), dpi, degrees, angle)


def _quarter_turn(gray: Image, ink: Image, dpi: int, engine: Engine, deadline: float) -> int:
    """How far the page is turned clockwise; where the letters' shapes leave a doubt, reading
    a strip of it both ways decides."""
    first, second, *_ = page_angle(ink)
    if first.probability >= SURE or first.probability - second.probability > CLEAR:
        return first.degrees
    merits = {
        way.degrees: _merit(_strip(turn(gray, way.degrees)), engine, dpi, deadline)
        for way in (first, second)
    }
    best = max(merits, key=lambda degrees: merits[degrees])
    return best if merits[best] > 0 else 0


def _strip(gray: Image) -> Image:
    """The part of the page with most ink, a few lines high."""
    height = gray.shape[0]
    tall = min(height, max(40, int(STRIP * height)))
    dark = np.cumsum((gray < 128).sum(axis=1))
    tops = range(0, max(1, height - tall), max(1, tall // 3))
    top = max(tops, key=lambda y: int(dark[y + tall - 1]) - int(dark[y]))
    return gray[top : top + tall]


def _merit(strip: Image, engine: Engine, dpi: int, deadline: float) -> float:
    words = [w for line in engine.read(strip, Layout.BLOCK, dpi, deadline) for w in line]
    text = " ".join(word.text for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / max(1, len(text))
    return sure * valid_share(text) * (1.0 if any(c.isalpha() for c in text) else 0.0)
