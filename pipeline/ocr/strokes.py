"""Takes seals and signatures of black ink off a crop, as far as they do not touch the print.

On black-and-white scans seal and signature are as black as the name beneath them; but their rings
and strokes hang together far beyond the height of any letter.
"""

from __future__ import annotations

import cv2

from pipeline.ocr.pixels import WHITE, Image, as_image, bar, dark_parts

# Inches: letters of 14 point capitals with marks are 0.22 high, joined words 0.9 wide.
TALL = 0.29
LONG = 1.0
# A long part this much emptier than its box is a stroke, and not a line of joined print.
EMPTY = 0.16


def without_strokes(crop: Image, dpi: int) -> Image | None:
    """The gray crop without large connected ink; ``None`` when there is none."""
    parts = dark_parts(crop)
    tall = parts.height > TALL * dpi
    long = (parts.width > LONG * dpi) & (parts.area < EMPTY * parts.width * parts.height)
    large = tall | long
    large[0] = False
    if not large.any():
        return None
    result = crop.copy()
    result[as_image(cv2.dilate(parts.paint(large), bar(3, 3))) > 0] = WHITE
    return result
