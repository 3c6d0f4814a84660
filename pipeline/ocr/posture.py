"""Stands a page up: out of its photo, round by quarter turns, and straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ocr.engines import Engine, Layout
from pipeline.ocr.page_source import PageImage, a4_dpi
from pipeline.ocr.photo import flatten_photo
from pipeline.ocr.pixels import Image, to_gray
from pipeline.ocr.syllables import valid_share
from pipeline.ocr.upright import deskew, looks_upside_down, page_angle, skew, turn

if TYPE_CHECKING:
    from pipeline.ocr.page import Reader

# Skew below this many degrees does not disturb recognition.
STRAIGHT = 0.15
# Scores of ``looks_upside_down`` between these are confirmed by reading a strip both ways.
DOUBT = (0.2, 0.8)
# Height of that strip, as a share of the page.
STRIP = 0.12


@dataclass(frozen=True, slots=True)
class Upright:
    """The page standing up; ``rotation`` and ``skew`` (degrees) were undone."""

    pixels: Image
    dpi: float
    rotation: int = 0
    skew: float = 0.0


def stand_up(image: PageImage, reader: Reader) -> Upright:
    """The page as one holds it to read it."""
    pixels, dpi = image.pixels, image.dpi
    flat, found = flatten_photo(pixels)
    if found:
        pixels, dpi = flat, a4_dpi(flat.shape[1], flat.shape[0])
    gray = to_gray(pixels)
    quarter = page_angle(gray)
    if quarter:
        gray = turn(gray, quarter)
    score = looks_upside_down(gray)
    if DOUBT[0] < score < DOUBT[1]:
        score = float(_reads_better_turned(gray, reader.engine, round(dpi), reader.deadline))
    if score >= 0.5:
        quarter = (quarter + 180) % 360
        gray = turn(gray, 180)
    pixels = turn(pixels, quarter) if quarter else pixels
    angle = skew(gray)
    if abs(angle) >= STRAIGHT:
        pixels = deskew(pixels, angle)
    return Upright(pixels, dpi, quarter, angle if abs(angle) >= STRAIGHT else 0.0)


def _reads_better_turned(gray: Image, engine: Engine, dpi: int, deadline: float) -> bool:
    """Reads the inkiest strip of the page both ways up."""
    height = gray.shape[0]
    tall = max(40, int(STRIP * height))
    dark = (gray < 128).sum(axis=1).cumsum()
    top = max(range(0, max(1, height - tall), max(1, tall // 3)), key=lambda y: dark[y + tall - 1] - dark[y])
    strip = gray[top : top + tall]
    return _merit(turn(strip, 180), engine, dpi, deadline) > _merit(strip, engine, dpi, deadline)


def _merit(strip: Image, engine: Engine, dpi: int, deadline: float) -> float:
    words = [w for line in engine.read(strip, Layout.BLOCK, dpi, deadline) for w in line]
    text = " ".join(word.text for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / max(1, len(text))
    return sure * valid_share(text) * (1.0 if any(c.isalpha() for c in text) else 0.0)
