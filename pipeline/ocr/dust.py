"""Dust and ghosts: ink that is no print, on pages scanned in black and white.

Nothing here may eat a dot: the marks of Vietnamese (dấu sắc, hỏi, ngã, nặng, the dots of i and j)
and punctuation stand beside letters, so only tiny ink without any letter around it is dust.

A page that shines through a black-and-white scan (a ghost) is a field of fragments, thin and
mostly smaller than a letter, where print, even thin print, is letters with a few small marks
(observed). So a thin letter counts as a letter only where letters outweigh fragments.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import WHITE, Image, as_image, bar, ink_mask, pixels_per_mm, shrink

LETTER_MM = 1.15
"""Smallest side-to-side extent of a letter (x-height of 9 point type is 1.4 mm)."""

LETTERS_OUTWEIGH = 0.62
"""Share of ink in letter-sized parts above which a neighbourhood is print (observed)."""

_LONG_STROKE_MM = 4.0
_DUST_MM = 2.4
_REACH_MM = (3.2, 2.2)
_VOTE_MM = (12.0, 3.0)
_CORED_PAGE = 0.12
_FEW_LABELS = 65_000


@dataclass(frozen=True, slots=True)
class _Parts:
    """Connected ink of a page: label image, longest side in mm and area in pixels per label."""

    labels: npt.NDArray[np.integer]
    longest_mm: npt.NDArray[np.float64]
    area: npt.NDArray[np.float64]
    middle: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]  # row, column in the 1/8 page

    def paint(self, chosen: npt.NDArray[np.bool_]) -> Image:
        """255 on the pixels of the ``chosen`` parts."""
        levels = np.where(chosen, 255, 0).astype(np.uint8)
        levels[0] = 0
        return np.take(levels, self.labels)


def despeckle(gray: Image) -> Image:
    """Dust and the fragments of a page shining through, painted white, on gray ``(H, W)``.

    The same array comes back when there is none.
    """
    mask = ink_mask(gray)
    dust = _dust(mask, pixels_per_mm(gray))
    if dust is None:
        return gray
    result = gray.copy()
    result[as_image(cv2.dilate(dust, bar(3, 3))) > 0] = WHITE
    return result


def solid_share(mask: Image) -> float:
    """Part of the ink (0…1) that survives thinning by one pixel all around."""
    inked = cv2.countNonZero(mask)
    return cv2.countNonZero(cv2.erode(mask, bar(3, 3))) / inked if inked else 0.0


def _dust(mask: Image, scale: float) -> Image | None:
    parts = _parts(mask, scale)
    print_ = _surely_print(mask, parts, scale)
    lone = (parts.longest_mm <= _DUST_MM) & ~print_
    lone[0] = False
    if not lone.any():
        return None
    small = shrink(parts.paint(print_), 8)
    near = _spread(small, scale / 8)
    lone &= near[_inside(parts.middle, near)] == 0
    return parts.paint(lone) if lone.any() else None


def _parts(mask: Image, scale: float) -> _Parts:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, 8, ltype=cv2.CV_16U)
    if count >= _FEW_LABELS:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, 8, ltype=cv2.CV_32S)
    left, top, width, height, area = (stats[:, i] for i in range(5))
    return _Parts(
        labels=labels,
        longest_mm=np.maximum(width, height) / scale,
        area=area.astype(np.float64),
        middle=((top + height // 2) // 8, (left + width // 2) // 8),
    )


def _surely_print(mask: Image, parts: _Parts, scale: float) -> npt.NDArray[np.bool_]:
    """Which parts are print or pen: long strokes, solid letters, thin letters among letters."""
    long_strokes = parts.longest_mm >= _LONG_STROKE_MM
    letters = (parts.longest_mm >= LETTER_MM) & ~long_strokes
    core = as_image(cv2.erode(mask, bar(3, 3)))
    if cv2.countNonZero(core) < _CORED_PAGE * parts.area[1:].sum():
        return long_strokes | letters  # thin print all over: size alone decides
    core_labels = parts.labels.ravel()[np.flatnonzero(core)]
    cored = np.bincount(core_labels, minlength=parts.area.size) >= 0.06 * parts.area
    outweigh = _vote(mask, parts, letters, scale)
    return long_strokes | (letters & (cored | outweigh[_inside(parts.middle, outweigh)]))


def _vote(
    mask: Image, parts: _Parts, letters: npt.NDArray[np.bool_], scale: float
) -> npt.NDArray[np.bool_]:
    """Where letter-sized ink outweighs fragments, an eighth of the page's size."""
    fragments = parts.longest_mm < LETTER_MM
    size = tuple(round(side * scale / 8) | 1 for side in _VOTE_MM)
    small_letters = cv2.boxFilter(shrink(parts.paint(letters), 8), cv2.CV_32F, size)
    small_fragments = cv2.boxFilter(shrink(parts.paint(fragments), 8), cv2.CV_32F, size)
    share = LETTERS_OUTWEIGH / (1 - LETTERS_OUTWEIGH)
    return np.asarray(small_letters) >= share * np.asarray(small_fragments)


def _spread(small: Image, scale: float) -> Image:
    """255 within reach of print; ``small`` is the print, ``scale`` its pixels per mm."""
    solid = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY)[1]
    across, along = (round(2 * reach * scale) | 1 for reach in _REACH_MM)
    return as_image(cv2.dilate(solid, bar(across, along)))


def _inside(
    middle: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], small: npt.NDArray[np.generic]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    rows, columns = small.shape
    return np.minimum(middle[0], rows - 1), np.minimum(middle[1], columns - 1)
