"""What opening a file gives: kinds of files, page images, text layers, and where they come from.

Only values and protocols; ``load`` picks the reader for a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from models.layout import Box

if TYPE_CHECKING:  # numpy takes a third of a second, and text files need none
    import numpy as np
    import numpy.typing as npt

MAX_PIXELS = 120_000_000
"""Most pixels of one page. A4 at 600 dpi has 35 million, A0 at 200 dpi 62 million."""

MIN_DPI = 100.0
MAX_DPI = 300.0
DEFAULT_DPI = 200.0
"""Resolutions of page images: measured on office scans, 200 dpi loses nothing (handbook)."""

A4_LONG_SIDE = 11.69
"""Inches: what a page without a credible size is taken to be."""


class Kind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"
    TEXT = "text"

    @property
    def has_pages(self) -> bool:
        """Whether ``load.open_document`` reads it; the others are ``load.text_pages``'."""
        return self not in {Kind.DOCX, Kind.TEXT}


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels, upright as far as the file knows (/Rotate and EXIF are undone).

    ``pixels`` is uint8 RGB, height × width × 3, white paper. ``dpi`` is the resolution of these
    pixels, estimated for A4 where the file gives none that makes sense. ``photo`` hints at a
    camera (perspective, uneven light) rather than a scanner.
    """

    pixels: npt.NDArray[np.uint8]
    dpi: float
    photo: bool = False


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a text layer, Unicode NFC; ``size`` is the type size in points.

    ``stamped`` words come from an annotation (number, day or signature stamped by the digital
    signing software) and not from the page itself.
    """

    text: str
    box: Box
    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text of a page that can be trusted, words in no particular order.

    ``overlays`` are places where something lies on or in the page that has no text of its own
    (pictures, drawn signatures, seals); what is written there has to be read from the image.
    ``rules`` are the drawn straight lines (thin boxes), for ruled tables.
    ``valid_share`` is the share of Vietnamese syllables. ``recognised`` is true where the text
    was put under a scan by an earlier OCR: handwriting (number, day) is then not in it.
    ``aspect`` is height / width of the upright page.
    """

    words: tuple[LayerWord, ...]
    overlays: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    valid_share: float = 1.0
    recognised: bool = False
    aspect: float = 1.4142


class PageSource(Protocol):
    """One page of an open document; closed when the next one is asked for."""

    def text_layer(self) -> TextLayer | None:
        """The page's own text where it can be trusted, else ``None``. Raises PageError."""

    def stamped_words(self) -> tuple[LayerWord, ...]:
        """Exact words of the annotations on the page, also on a scan (signature stamps)."""

    def image(self, dpi: float | None = None) -> PageImage:
        """The page as pixels, in so many dpi where it has none of its own.

        Raises PageError and PageTooLarge.
        """


class Document(Protocol):
    """An open file with pages; use it with ``with``."""

    @property
    def kind(self) -> Kind: ...

    @property
    def page_count(self) -> int: ...

    def page(self, index: int) -> PageSource:
        """Page ``index`` (from 0); the page given before is closed. Raises PageError."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def a4_dpi(width: int, height: int) -> float:
    """Resolution of an image of ``width`` × ``height`` pixels if it shows one A4 page."""
    return max(width, height) / A4_LONG_SIDE
