"""Pages of PDF files: rendered at their own resolution, stamps and signature fields drawn."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.errors import (
    FileDamaged,
    FileEncrypted,
    InputError,
    NoPages,
    PageError,
    PageTooLarge,
)
from pipeline.ocr.page_source import (
    A4_LONG_SIDE,
    DEFAULT_DPI,
    MAX_DPI,
    MAX_PIXELS,
    MIN_DPI,
    Kind,
    LayerWord,
    PageImage,
    TextLayer,
)
from pipeline.ocr.pdf_content import (
    PageContent,
    annotation_boxes,
    page_bytes,
    page_content,
    stamps_only,
)
from pipeline.ocr.pdf_damage import is_lost
from pipeline.ocr.pixels import as_image
from pipeline.ocr.stamps import Stamps, read_stamps

_SCANNED = 0.5  # share of the page under pictures from which their resolution is the page's
_HEAD_PICTURE = 0.3  # and the share that pictures of one resolution need to decide it
_LARGEST_PAGE = 17.5  # inches; beyond A3 the stated size is a producer's mistake (1 px = 1 pt)


class PdfDocument:
    """A PDF. Raises FileEncrypted (an empty user password opens), FileDamaged, NoPages."""

    kind = Kind.PDF

    def __init__(self, path: Path) -> None:
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise _opening_error(path) from error
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # XFA forms: the static pages are still there
            self._pdf.init_forms()  # before any page, or form fields stay invisible
        self.page_count = len(self._pdf)
        self._path = path
        self._open: PdfPage | None = None

    def page(self, index: int) -> PdfPage:
        """Page ``index`` from 0; closes the one before. Raises PageError where it is broken."""
        if not 0 <= index < self.page_count:
            raise IndexError(index)
        self._close_page()
        try:
            page = self._pdf[index]
        except pdfium.PdfiumError as error:
            raise PageError(f"trang {index + 1}") from error
        self._open = PdfPage(self._path, self._pdf, page, index)
        return self._open

    def _close_page(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def close(self) -> None:
        """Close page and file."""
        self._close_page()
        self._pdf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _opening_error(path: Path) -> InputError:
    """Why ``path`` cannot be opened, asked of pdfium again.

    pypdfium2 fails on a document of zero pages with the code of whatever failed before.
    """
    handle = raw.FPDF_LoadDocument(str(path).encode("utf-8", errors="surrogateescape"), None)
    if handle:
        raw.FPDF_CloseDocument(handle)
        return NoPages(path.name) if _is_complete(path) else FileDamaged(path.name)
    if raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return FileEncrypted(path.name)
    return FileDamaged(path.name)


def _is_complete(path: Path) -> bool:
    """Whether the end-of-file mark is there; a file cut short can look like one of no pages."""
    return b"%%EOF" in path.read_bytes()[-2048:]


class PdfPage:
    """One page of a PDF."""

    def __init__(
        self, path: Path, pdf: pdfium.PdfDocument, page: pdfium.PdfPage, index: int
    ) -> None:
        self._path = path
        self._pdf = pdf
        self._page = page
        self._index = index
        self._known: PageContent | None = None

    def close(self) -> None:
        """Free what pdfium holds of the page."""
        self._page.close()

    def text_layer(self) -> TextLayer | None:
        """The page's own text with what is stamped on it, or ``None``: see ``text_layer``."""
        from pipeline.ocr.text_layer import may_have_layer, read_text_layer

        content = self._content()
        if not may_have_layer(content):
            return None
        return read_text_layer(page_bytes(self._pdf, self._index), content, self._stamps())

    def stamped_words(self) -> tuple[LayerWord, ...]:
        """Words of annotations, exact, also where the page itself is a scan."""
        return self._stamps().words

    def _stamps(self) -> Stamps:
        boxes = annotation_boxes(self._page)
        if not boxes:
            return Stamps()
        try:
            with stamps_only(self._pdf, self._index) as page:
                return read_stamps(page, boxes)
        except pdfium.PdfiumError:  # odd annotations are no reason to lose the page
            return Stamps(overlays=boxes)

    def image(self, dpi: float | None = None) -> PageImage:
        """The page as shown and printed, 100–300 dpi. Raises PageTooLarge, PageError."""
        content = self._content()
        largest = max((i.width * i.height for i in content.images), default=0)
        if largest > MAX_PIXELS:
            raise PageTooLarge(f"{largest // 1_000_000} Mpx")
        drawn_over = content.letters > 0 or bool(annotation_boxes(self._page))
        scale, drawn = _scale(self._page.get_size(), content, drawn_over, dpi or DEFAULT_DPI)
        pixels = self._render(scale)
        if is_lost(self._path, self._page, self._index, pixels):
            raise PageError(f"trang {self._index + 1}")
        return PageImage(pixels, round(drawn, 1))

    def _content(self) -> PageContent:
        if self._known is None:
            try:
                self._known = page_content(self._page)
            except pdfium.PdfiumError as error:
                raise PageError(f"trang {self._index + 1}") from error
        return self._known

    def _render(self, scale: float) -> npt.NDArray[np.uint8]:
        try:
            # With a fourth, idle byte PDFium draws an eighth faster.
            bitmap = self._page.render(scale=scale, prefer_bgrx=True)
            pixels = as_image(cv2.cvtColor(bitmap.to_numpy(), cv2.COLOR_BGRA2RGB))
            bitmap.close()
        except (pdfium.PdfiumError, ValueError, MemoryError) as error:
            raise PageError(f"trang {self._index + 1}") from error
        return pixels


def _scale(
    size: tuple[float, float], content: PageContent, drawn_over: bool, default: float
) -> tuple[float, float]:
    """Pixels per PDF unit, and the resolution that this is on paper."""
    inches = max(size) / 72
    shrink = inches / A4_LONG_SIDE if inches > _LARGEST_PAGE else 1.0
    native = _native_dpi(content)
    wanted = native * shrink if native else default
    # Letters and stamps over a coarse scan are finer than its pixels: never below the default.
    dpi = min(MAX_DPI, max(wanted, default if drawn_over else MIN_DPI))
    return dpi / shrink / 72, dpi


def _native_dpi(content: PageContent) -> float | None:
    """The resolution of the pictures that make up the page; ``None`` for a drawn page.

    Scans come as one picture, as strips, or as layers (a coarse background under fine type):
    the finest resolution that covers a good part of the page is taken.
    """
    if content.covered < _SCANNED:
        return None
    cover: dict[int, float] = {}
    for image in content.images:
        share = image.box.width * image.box.height
        cover[round(image.dpi / 10)] = cover.get(round(image.dpi / 10), 0.0) + share
    shares = [dpi for dpi, share in cover.items() if share >= _HEAD_PICTURE]
    return max(shares) * 10.0 if shares else DEFAULT_DPI
