"""Takes seals and signatures of black ink off a crop, as far as they do not touch the print.

On black-and-white scans seal and signature are as black as the name beneath them; but their rings
and strokes hang together far beyond the height of any letter.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ocr.pixels import WHITE, Image, as_image

# Inches: letters of 14 point capitals with marks are 0.22 high, joined words 0.9 wide.
TALL = 0.29
LONG = 1.0
# A long part this much emptier than its box is a stroke, and not a line of joined print.
EMPTY = 0.16


def without_strokes(crop: Image, dpi: int) -> Image | None:
    """The gray crop without large connected ink; ``None`` when there is none."""
    mask = as_image(cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    tall = height > TALL * dpi
    long = (width > LONG * dpi) & (area < EMPTY * width * height)
    large = tall | long
    large[0] = False
    if not large.any():
        return None
    unwanted = cv2.dilate((large[labels] * np.uint8(255)), np.ones((3, 3), np.uint8))
    result = crop.copy()
    result[np.asarray(unwanted) > 0] = WHITE
    return result
