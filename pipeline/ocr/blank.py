"""Blank pages (trang trắng): nothing printed or written, whatever the scanner added.

Specks, the reverse side shining through, a seal's ghost, punched holes, folds and the scanner's
dark edge leave a page blank.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ocr.clean import remove_edges
from pipeline.ocr.dust import LETTER_MM, despeckle
from pipeline.ocr.pixels import Image, halve_ink, ink_mask, pixels_per_mm

SURELY_PRINTED = 250.0
"""Letters that no ghost or dust leaves on an empty page, however speckled (observed: below 60)."""

FEWEST_LETTERS = 12.0
"""Fewer than in the shortest line of a letter; a dried seal's reverse leaves up to 9 (observed)."""

_TALLEST_MM = 14.0
_WIDEST_MM = 60.0
_THINNEST_MM = 0.25
_LETTER_WIDTH_MM = 3.0


def is_blank(gray: Image) -> bool:
    """Whether the page ``(H, W)`` is blank. Give it the page without coloured ink.

    A page with fewer letters than a short line has, say a lone page number, counts as blank.
    """
    found = _letters(gray)
    if found < FEWEST_LETTERS or found >= SURELY_PRINTED:
        return found < FEWEST_LETTERS
    return _letters(despeckle(remove_edges(gray))) < FEWEST_LETTERS


def _letters(gray: Image) -> float:
    """Parts of the ink that have a letter's size; a word written in one stroke counts by width."""
    mask = halve_ink(ink_mask(gray))
    scale = pixels_per_mm(mask)
    stats = cv2.connectedComponentsWithStats(mask, 8, ltype=cv2.CV_32S)[2][1:]
    width, height, area = (stats[:, i] / scale for i in (2, 3, 4))
    longest = np.maximum(width, height)
    sized = (longest >= LETTER_MM) & (height <= _TALLEST_MM) & (width <= _WIDEST_MM)
    thick = area / scale >= _THINNEST_MM * longest
    letters = sized & thick & (height >= 0.6 * LETTER_MM)
    return float(np.maximum(width[letters] / _LETTER_WIDTH_MM, 1.0).sum())
