"""Dust and ghosts: ink that is no print, on pages scanned in black and white.

Nothing here may eat a dot: the marks of Vietnamese (dấu sắc, hỏi, ngã, nặng, the dots of i and j)
and punctuation stand beside letters, so only tiny ink without any letter around it is dust.

A page that shines through a black-and-white scan (a ghost) is a field of fragments, thin and
mostly smaller than a letter, where print, even thin print, is letters with a few small marks
(observed). So a thin letter counts as a letter only where letters outweigh fragments.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import (
    Image,
    Parts,
    as_image,
    bar,
    halve_ink,
    ink_mask,
    parts_of,
    pixels_per_mm,
    shrink,
)

LETTER_MM = 1.15
"""Smallest side-to-side extent of a letter (x-height of 9 point type is 1.4 mm)."""

LETTERS_OUTWEIGH = 0.62
"""Share of ink in letter-sized parts above which a neighbourhood is print (observed)."""

_LONG_STROKE_MM = 4.0
_DUST_MM = 2.4
_REACH_MM = (3.2, 2.2)
_VOTE_MM = (12.0, 3.0)
_CORED_PAGE = 0.12
_CORED_PART = 0.03


def despeckle(gray: Image) -> Image:
    """Dust and the fragments of a page shining through, painted white, on gray ``(H, W)``.

    The same array comes back when there is none.
    """
    dust = _dust(ink_mask(gray))
    if dust is None:
        return gray
    size = (gray.shape[1] // 2 * 2, gray.shape[0] // 2 * 2)
    whole = cv2.resize(cv2.dilate(dust, bar(3, 3)), size, interpolation=cv2.INTER_NEAREST)
    result = gray.copy()
    part = result[: size[1], : size[0]]
    cv2.bitwise_or(part, whole, dst=part)
    return result


def _dust(mask: Image) -> Image | None:
    """The dust of the page's ink, 255 in an image of half its size."""
    small = halve_ink(mask)
    scale = pixels_per_mm(small)
    parts = parts_of(small)
    print_ = _surely_print(mask, parts, scale)
    lone = (parts.longest <= _DUST_MM * scale) & ~print_
    lone[0] = False
    if not lone.any():
        return None
    near = _spread(shrink(parts.paint(print_), 4), scale / 4)
    lone &= _at_parts(near, parts) == 0
    return parts.paint(lone) if lone.any() else None


def _surely_print(mask: Image, parts: Parts, scale: float) -> npt.NDArray[np.bool_]:
    """Which parts are print or pen: long strokes, solid letters, thin letters among letters."""
    long_strokes = parts.longest >= _LONG_STROKE_MM * scale
    letters = (parts.longest >= LETTER_MM * scale) & ~long_strokes
    core = as_image(cv2.erode(mask, bar(3, 3)))
    if cv2.countNonZero(core) < _CORED_PAGE * cv2.countNonZero(mask):
        return long_strokes | letters  # thin print all over: size alone decides
    cored = _cored(core, parts) >= _CORED_PART * parts.area
    outweigh = _at_parts(_vote(parts, letters, scale), parts) > 0
    return long_strokes | (letters & (cored | outweigh))


def _cored(core: Image, parts: Parts) -> npt.NDArray[np.intp]:
    """Pixels of each part, at half size, where its ink has a core."""
    inside = parts.labels.ravel()[np.flatnonzero(halve_ink(core))]
    return np.bincount(inside, minlength=parts.area.size)


def _vote(parts: Parts, letters: npt.NDArray[np.bool_], scale: float) -> Image:
    """255 where letter-sized ink outweighs fragments, a quarter of the size of ``parts``."""
    width, height = (round(side * scale / 4) | 1 for side in _VOTE_MM)
    fragments = parts.longest < LETTER_MM * scale
    of_letters, of_fragments = (
        np.asarray(cv2.boxFilter(shrink(parts.paint(chosen), 4), cv2.CV_32F, (width, height)))
        for chosen in (letters, fragments)
    )
    share = LETTERS_OUTWEIGH / (1 - LETTERS_OUTWEIGH)
    return np.where(of_letters >= share * of_fragments, 255, 0).astype(np.uint8)


def _spread(small: Image, scale: float) -> Image:
    """255 within reach of print; ``small`` is the print, ``scale`` its pixels per mm."""
    solid = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY)[1]
    across, along = (round(2 * reach * scale) | 1 for reach in _REACH_MM)
    return as_image(cv2.dilate(solid, bar(across, along)))


def _at_parts(small: Image, parts: Parts) -> Image:
    """What an image a quarter of the size of ``parts`` shows in the middle of each part."""
    rows, columns = small.shape
    row = np.minimum((parts.top + parts.height // 2) // 4, rows - 1)
    column = np.minimum((parts.left + parts.width // 2) // 4, columns - 1)
    return as_image(small[row, column])
