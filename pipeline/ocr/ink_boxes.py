"""The boxes of a page's letters, which tell where its columns are."""

from __future__ import annotations

from models.layout import Box
from pipeline.ocr.pixels import Parts

# Sizes in inches: what is smaller is a speck, what is larger a seal, a stroke or a rule.
SMALLEST = 0.03
TALLEST = 0.45
WIDEST = 2.4
# Ink of a letter in square inches.
LEAST_INK = 0.0003


def letter_boxes(parts: Parts, dpi: float) -> list[Box]:
    """Boxes of the page's connected ink of about the size of letters, as fractions of the page."""
    height, width = parts.labels.shape
    fits = (
        (parts.height >= SMALLEST * dpi)
        & (parts.height < TALLEST * dpi)
        & (parts.width < WIDEST * dpi)
        & (parts.area >= LEAST_INK * dpi * dpi)
    )
    return [
        Box(x / width, y / height, (x + w) / width, (y + h) / height)
        for x, y, w, h, _ in parts.boxes(fits)
    ]
