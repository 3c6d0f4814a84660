"""Which way up a page lies: quarter turns, without reading a word.

Two observations decide. Letters stand nearer to each other than lines do, so closing small gaps
joins far more ink along the lines than across them. And Vietnamese puts far more marks above its
letters than below (dấu sắc, huyền, hỏi, ngã, mũ, the dots of i; only dấu nặng is below), while
baselines are sharper than the upper edge of a line.

All angles are degrees clockwise: a page at 90 shows its top on the right.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, Parts, as_image, bar, parts_of, pixels_per_mm

_GAP_MM = 1.6
_WORD_MM = 14.0
_MARK_MM = 1.1
_REACH_MM = 0.9
_STRIPS = 6
_SURELY = 0.97

_TURNS = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class QuarterTurn:
    """One way a page may lie: ``degrees`` clockwise (0, 90, 180, 270), ``probability`` 0…1."""

    degrees: int
    probability: float


def page_angle(ink: Image) -> tuple[QuarterTurn, ...]:
    """The four ways the page may lie, likeliest first; probabilities sum to 1.

    ``ink`` is the page's :func:`~pipeline.ocr.pixels.small_ink`. The page turned back by the
    first's degrees is upright. Where the first is below about 0.85 let reading decide. A page
    without text gives 0 degrees first, with a low probability.
    """
    scale = pixels_per_mm(ink)
    parts = parts_of(ink)
    sized = parts.longest <= _WORD_MM * scale  # no tables, seals, pens
    letters = parts.paint(sized)
    sideways = _sideways(letters)
    upside_down = lying = 0.5
    if sideways < _SURELY:
        upside_down = _upside_down(letters, parts, sized, scale)
    if sideways > 1 - _SURELY:
        turned = turn(letters, 90)
        lain = parts_of(turned)
        lying = _upside_down(turned, lain, np.ones(lain.area.shape, np.bool_), scale)
    turns = (
        QuarterTurn(0, (1 - sideways) * (1 - upside_down)),
        QuarterTurn(180, (1 - sideways) * upside_down),
        QuarterTurn(90, sideways * (1 - lying)),
        QuarterTurn(270, sideways * lying),
    )
    return tuple(sorted(turns, key=lambda turn: -turn.probability))


def turn(image: Image, degrees: int) -> Image:
    """``image`` (gray or RGB) that lies ``degrees`` clockwise, turned back; 0 changes nothing."""
    code = _TURNS.get(degrees % 360)
    return image if code is None else as_image(cv2.rotate(image, code))


def _sideways(letters: Image) -> float:
    """Probability that lines run from top to bottom."""
    gap = round(_GAP_MM * pixels_per_mm(letters)) | 1
    across = _parts(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, bar(gap, 1)))
    down = _parts(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, bar(1, gap)))
    few = 10  # parts; keeps a nearly empty page undecided
    return _logistic(8.0 * float(np.log((across + few) / (down + few))) - 1.0)


def _parts(mask: cv2.typing.MatLike) -> int:
    return int(cv2.connectedComponents(mask, ltype=cv2.CV_32S)[0])


def _upside_down(letters: Image, parts: Parts, sized: npt.NDArray[np.bool_], scale: float) -> float:
    """Probability that ``letters``, which are the ``sized`` ones of ``parts``, stand on their
    heads."""
    above, below = _marks(parts, sized, scale)
    marks = (above - below) / (above + below + 4)
    return _logistic(-9.0 * (marks + 0.5 * _baseline(letters)))


def _marks(parts: Parts, sized: npt.NDArray[np.bool_], scale: float) -> tuple[int, int]:
    """How many small parts stand closely above, and how many below, a letter."""
    tall = sized & (parts.height >= 1.2 * scale) & (parts.height <= 6 * scale)
    is_letter = parts.paint(tall & (parts.width <= 8 * scale)) > 0
    small = (parts.longest < 1.4 * scale) & (parts.height < _MARK_MM * scale) & (parts.area >= 3)
    small[0] = False
    middle = (parts.left + parts.width // 2)[small]
    over = _touches(is_letter, (parts.top + parts.height - 1)[small], middle, 1, scale)
    under = _touches(is_letter, parts.top[small], middle, -1, scale)
    return int((over & ~under).sum()), int((under & ~over).sum())


def _touches(
    is_letter: npt.NDArray[np.bool_],
    row: npt.NDArray[np.integer],
    column: npt.NDArray[np.integer],
    direction: int,
    scale: float,
) -> npt.NDArray[np.bool_]:
    """Whether a letter stands within 0.9 mm of each point, looking down (1) or up (-1)."""
    rows, columns = is_letter.shape
    found = np.zeros(row.shape, np.bool_)
    for distance in range(1, round(_REACH_MM * scale) + 1):
        line = np.clip(row + direction * distance, 0, rows - 1)
        for aside in (-1, 0, 1):
            found |= is_letter[line, np.clip(column + aside, 0, columns - 1)]
    return found


def _baseline(letters: Image) -> float:
    """-1…1: positive where lines end more sharply below than above, as upright lines do."""
    drop, total = 0.0, 1.0
    for strip in np.array_split(letters, _STRIPS, axis=1):
        steps = np.diff(strip.sum(axis=1, dtype=np.float64) / 255) ** 3
        drop -= float(steps.sum())
        total += float(np.abs(steps).sum())
    return drop / total


def _logistic(value: float) -> float:
    return float(1.0 / (1.0 + np.exp(-value)))
