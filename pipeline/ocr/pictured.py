"""Stamps that are pictures on a page whose own text can be trusted.

A letter may be made on a computer and stamped there (MẬT, HỎA TỐC): the mark is a picture or a
drawing, and no word of the text layer. Only such places in the letterhead are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.layout import Box, PageLayout
from pipeline.ocr.clean import clean
from pipeline.ocr.coloured import HEAD_ENDS, NARROWEST, read_stamps
from pipeline.ocr.ink import split_ink
from pipeline.ocr.page import Reader, at_working_size
from pipeline.ocr.page_source import PageImage
from pipeline.ocr.pixels import Image, dark_parts
from pipeline.ocr.stamp_text import read_framed

WIDEST = 0.5
"""Share of the page's width from which on a picture is no stamp (a banner, a background)."""


def stamp_places(overlays: Sequence[Box]) -> list[Box]:
    """Where in the letterhead a picture lies that has the size of a stamp."""
    return [
        box for box in overlays if box.center_y < HEAD_ENDS and NARROWEST <= box.width <= WIDEST
    ]


def with_pictured_stamps(
    layout: PageLayout, places: Sequence[Box], image: PageImage, reader: Reader
) -> PageLayout:
    """The page with the stamps at ``places``. Raises :class:`PageTimeout`."""
    rgb, dpi = at_working_size(_only(image.pixels, places), image.dpi)
    ink = split_ink(rgb)
    stamps, _ = read_stamps(rgb, ink, reader.engine, dpi, reader.deadline, names_too=False)
    gray = clean(ink.text_gray)
    framed, _ = read_framed(gray, dark_parts(gray), reader.engine, dpi, reader.deadline)
    return replace(layout, stamps=(*layout.stamps, *stamps, *framed))


def _only(pixels: Image, places: Sequence[Box]) -> Image:
    """White paper with nothing but what lies at ``places``."""
    height, width = pixels.shape[:2]
    result = np.full_like(pixels, 255)
    for box in places:
        part = np.s_[
            int(box.y0 * height) : int(box.y1 * height) + 1,
            int(box.x0 * width) : int(box.x1 * width) + 1,
        ]
        result[part] = pixels[part]
    return result
