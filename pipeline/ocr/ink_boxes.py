"""The boxes of a page's letters, which tell where its columns are."""

from __future__ import annotations

import cv2

from models.layout import Box
from pipeline.ocr.pixels import Image, as_image

# Sizes in inches: what is smaller is a speck, what is larger a seal, a stroke or a rule.
SMALLEST = 0.03
TALLEST = 0.45
WIDEST = 2.4
# Ink of a letter in square inches.
LEAST_INK = 0.0003


def letter_boxes(gray: Image, dpi: float) -> list[Box]:
    """Boxes of the connected ink of about the size of letters, as fractions of the page."""
    mask = as_image(cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1])
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    height, width = gray.shape
    sized = stats[1:]
    fits = (
        (sized[:, 3] >= SMALLEST * dpi)
        & (sized[:, 3] < TALLEST * dpi)
        & (sized[:, 2] < WIDEST * dpi)
        & (sized[:, 4] >= LEAST_INK * dpi * dpi)
    )
    return [
        Box(x / width, y / height, (x + w) / width, (y + h) / height)
        for x, y, w, h, _ in sized[fits].tolist()
    ]
