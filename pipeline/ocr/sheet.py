"""A page ready to be read, with and without its coloured ink."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.layout import Box, Word
from pipeline.ocr.engines import FoundLine, words_on_page
from pipeline.ocr.pixels import Image, as_image


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be read: ``gray`` without coloured ink, ``ink`` as scanned, same size.

    ``aspect`` is height over width, ``dpi`` the resolution of both.
    """

    gray: Image
    ink: Image
    dpi: int

    @property
    def aspect(self) -> float:
        """Height over width."""
        return float(self.gray.shape[0] / self.gray.shape[1])

    def crop(self, box: Box, *, inked: bool = False) -> Image:
        """The pixels of ``box`` (fractions of the page)."""
        return (self.ink if inked else self.gray)[self._pixels(box)]

    def with_gray(self, box: Box, crop: Image) -> Sheet:
        """The sheet with ``crop``, a gray picture of its size, in the place of ``box``."""
        gray = self.gray.copy()
        gray[self._pixels(box)] = crop
        return replace(self, gray=gray)

    def _pixels(self, box: Box) -> tuple[slice, slice]:
        height, width = self.gray.shape
        y0, y1 = int(box.y0 * height), max(int(box.y0 * height) + 1, round(box.y1 * height))
        x0, x1 = int(box.x0 * width), max(int(box.x0 * width) + 1, round(box.x1 * width))
        return slice(y0, y1), slice(x0, x1)

    def black(self, box: Box) -> Image:
        """The pixels of ``box`` with every coloured ink as light as paper: the text under a seal
        stays whole, at the price of the seal's darkest dots."""
        inked = self.crop(box, inked=True)
        return as_image(inked.max(axis=2)) if inked.ndim == 3 else inked

    def placed(self, found: FoundLine, box: Box) -> tuple[Word, ...]:
        """Words found in the crop of ``box``, with their boxes on the page."""
        height, width = self.gray.shape
        return words_on_page(found, (int(box.x0 * width), int(box.y0 * height)), (height, width))


def padded(box: Box) -> Box:
    """``box`` with room for marks and strokes that reach out of it."""
    pad = 0.12 * box.height
    return Box(max(0.0, box.x0 - pad), max(0.0, box.y0 - pad), box.x1 + pad, box.y1 + pad)
