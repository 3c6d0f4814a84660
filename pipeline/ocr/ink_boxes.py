"""The boxes of a page's letters, which tell where its columns are."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from models.layout import Box
from pipeline.ocr.pixels import Image, as_image

Stats = npt.NDArray[np.int32]

# Sizes in inches: what is smaller is a speck, what is larger a seal, a stroke or a rule.
SMALLEST = 0.03
TALLEST = 0.45
WIDEST = 2.4
# Ink of a letter in square inches.
LEAST_INK = 0.0003


def ink_parts(gray: Image) -> Stats:
    """The connected ink of a page: rows of left, top, width, height and area in pixels."""
    mask = as_image(cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1])
    return np.asarray(cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:], np.int32)


def letter_boxes(parts: Stats, shape: tuple[int, ...], dpi: float) -> list[Box]:
    """Boxes of the connected ink of about the size of letters, as fractions of the page.

    ``shape`` is the page's height and width in pixels.
    """
    height, width = shape[:2]
    fits = (
        (parts[:, 3] >= SMALLEST * dpi)
        & (parts[:, 3] < TALLEST * dpi)
        & (parts[:, 2] < WIDEST * dpi)
        & (parts[:, 4] >= LEAST_INK * dpi * dpi)
    )
    return [
        Box(x / width, y / height, (x + w) / width, (y + h) / height)
        for x, y, w, h, _ in parts[fits].tolist()
    ]
