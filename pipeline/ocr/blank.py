"""Blank pages (trang trắng): nothing printed or written, whatever the scanner added.

Specks, the reverse side shining through, a seal's ghost, punched holes, folds and the scanner's
dark edge leave a page blank.
"""

from __future__ import annotations

import numpy as np

from pipeline.ocr.clean import remove_edges
from pipeline.ocr.dust import LETTER_MM, despeckle
from pipeline.ocr.pixels import Image, Parts, parts_of, pixels_per_mm, small_ink

SURELY_PRINTED = 250.0
"""Letters enough to spare the closer look; a page of ghosts may show some dozens (observed)."""

FEWEST_LETTERS = 12.0
"""Fewer than in the shortest line of a letter; a dried seal's reverse leaves up to 9 (observed)."""

_TALLEST_MM = 45.0
_WIDEST_MM = 110.0
_THINNEST_MM = 0.25
_LETTER_WIDTH_MM = 3.0


def is_blank(gray: Image, parts: Parts) -> bool:
    """Whether the page ``(H, W)`` is blank. Give it the page without coloured ink, and the parts
    of its :func:`~pipeline.ocr.pixels.small_ink`.

    A page with fewer letters than a short line has, say a lone page number, counts as blank.
    """
    found = _letters(parts)
    if found < FEWEST_LETTERS or found >= SURELY_PRINTED:
        return found < FEWEST_LETTERS
    return _letters(parts_of(small_ink(despeckle(remove_edges(gray))))) < FEWEST_LETTERS


def _letters(parts: Parts) -> float:
    """Parts of the ink that have a letter's size; a word written in one stroke counts by width."""
    scale = pixels_per_mm(parts.labels)
    sized = (parts.longest >= LETTER_MM * scale) & (parts.height >= 0.6 * LETTER_MM * scale)
    sized &= (parts.height <= _TALLEST_MM * scale) & (parts.width <= _WIDEST_MM * scale)
    sized &= parts.area >= _THINNEST_MM * scale * parts.longest
    sized[0] = False
    return float(np.maximum(parts.width[sized] / (_LETTER_WIDTH_MM * scale), 1.0).sum())
