"""What lies on a PDF page, asked of pdfium: pictures, text objects, annotations, boxes.

pdfium's own functions where pypdfium2 has no helper. One thread per process: pdfium is not
thread-safe.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.layout import Box

_GRID = 1_000_000  # pdfium's device coordinates are whole numbers
_FORM_DEPTH = 8  # a stamp's picture is four form XObjects deep in the wild
_SILENT_ANNOTATIONS = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
_INVISIBLE = 3  # text render mode: neither filled nor stroked (ISO 32000-1, table 106)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture on a page: where it is drawn, its pixels, and the resolution that results."""

    box: Box
    width: int
    height: int
    dpi: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page draws, annotations apart.

    ``letters`` counts the characters that can be extracted; ``invisible`` is the share of text
    objects that are not painted (the mark of an earlier OCR). ``paths`` counts drawn shapes.
    """

    letters: int
    invisible: float
    images: tuple[PlacedImage, ...]
    paths: int

    @property
    def covered(self) -> float:
        """Share of the page under pictures, 0…1 (overlaps count twice, up to 1)."""
        return min(1.0, sum(image.box.width * image.box.height for image in self.images))


def upright_box(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle in page coordinates as fractions of the page as shown (crop box, /Rotate)."""
    (xa, ya), (xb, yb) = (_upright(page, x, y) for x, y in ((left, bottom), (right, top)))
    x0, x1 = sorted((xa, xb))
    y0, y1 = sorted((ya, yb))
    return Box(max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1))


def _upright(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def page_content(page: pdfium.PdfPage) -> PageContent:
    """Count and place what ``page`` draws."""
    texts, unpainted, paths = 0, 0, 0
    images: list[PlacedImage] = []
    for item in page.get_objects(max_depth=_FORM_DEPTH):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            unpainted += raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif isinstance(item, pdfium.PdfImage):
            images.append(_placed(page, item))
    with text_page(page) as text:
        letters = sum(not letter.isspace() for letter in text.get_text_range())
    return PageContent(letters, unpainted / texts if texts else 0.0, tuple(images), paths)


@contextmanager
def text_page(page: pdfium.PdfPage) -> Iterator[pdfium.PdfTextPage]:
    """The page's text, closed afterwards."""
    text = page.get_textpage()
    try:
        yield text
    finally:
        text.close()


def _placed(page: pdfium.PdfPage, image: pdfium.PdfImage) -> PlacedImage:
    """An image fills the unit square of its own coordinates; forms around it move it again."""
    matrix = image.get_matrix()
    form = image.container
    while form is not None:
        matrix = matrix.multiply(form.get_matrix())
        form = form.container
    corners = [matrix.on_point(x, y) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))]
    box = upright_box(
        page,
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
    width, height = image.get_px_size()
    sides = (hypot(matrix.a, matrix.b) / 72, hypot(matrix.c, matrix.d) / 72)
    dpi = max(width / max(sides[0], 0.01), height / max(sides[1], 0.01))
    return PlacedImage(box, width, height, dpi)


def annotation_boxes(page: pdfium.PdfPage) -> tuple[Box, ...]:
    """Boxes of the annotations that draw something on the page: stamps, signature widgets."""
    boxes: list[Box] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if _is_drawn(annotation):
                rect = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(annotation, rect)
                boxes.append(upright_box(page, rect.left, rect.bottom, rect.right, rect.top))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return tuple(box for box in boxes if box.width > 0 and box.height > 0)


def _is_drawn(annotation: raw.FPDF_ANNOTATION) -> bool:
    if raw.FPDFAnnot_GetSubtype(annotation) in _SILENT_ANNOTATIONS:
        return False
    hidden = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
    if raw.FPDFAnnot_GetFlags(annotation) & hidden:
        return False
    return bool(raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2)


@contextmanager
def single_page(document: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfDocument]:
    """A new document with page ``index`` alone: what is done to it leaves the file's alone."""
    copy = pdfium.PdfDocument.new()
    try:
        copy.import_pages(document, [index])
        yield copy
    finally:
        copy.close()


def page_bytes(document: pdfium.PdfDocument, index: int) -> bytes:
    """Page ``index`` as a PDF of its own (decrypted, cross references mended)."""
    with single_page(document, index) as copy:
        buffer = io.BytesIO()
        copy.save(buffer)
        return buffer.getvalue()


@contextmanager
def stamps_only(document: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfPage]:
    """Page ``index`` with its annotations made content and its own content gone.

    Digital signing software in Vietnamese offices stamps number, day and signature as
    appearances of signature fields (observed), which text extraction does not see otherwise.
    """
    with single_page(document, index) as copy:
        page = copy[0]
        for item in list(page.get_objects(max_depth=1)):
            page.remove_obj(item)
        page.gen_content()
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        yield copy[0]
