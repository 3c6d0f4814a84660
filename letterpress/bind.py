"""Pages become a file: PDF of images or of type, TIFF, JPEG, PNG, DOCX, plain text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from letterpress.ageing import jpeg_bytes
from letterpress.press import PrintedPage, draw_page
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH, PageProof

Rgb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """An aged image with its resolution and, for files that compress, its JPEG quality."""

    image: Rgb
    dpi: int
    quality: int = 65

    @property
    def bitonal(self) -> bool:
        """True when the image is black and white only."""
        return bool(np.isin(self.image, (0, 255)).all()) and _colourless(self.image)


def pdf(pages: Sequence[ScannedPage | PrintedPage]) -> bytes:
    """A PDF; scanned pages become JPEG (or CCITT G4 when all are bitonal), others stay type."""
    scans = [page for page in pages if isinstance(page, ScannedPage)]
    if len(scans) == len(pages) and all(page.bitonal for page in scans):
        return _bitonal_pdf(scans)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in pages:
        if isinstance(page, ScannedPage):
            _draw_scan(canvas, page)
        else:
            canvas.setPageSize((PAGE_WIDTH, PAGE_HEIGHT))
            draw_page(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def tiff(pages: Sequence[ScannedPage]) -> bytes:
    """A multi-page TIFF: CCITT G4 for bitonal pages, JPEG for the others."""
    images = [_pillow(page) for page in pages]
    buffer = io.BytesIO()
    bitonal = all(page.bitonal for page in pages)
    images[0].save(
        buffer,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression="group4" if bitonal else "jpeg",
        dpi=(pages[0].dpi, pages[0].dpi),
    )
    return buffer.getvalue()


def jpeg(page: ScannedPage) -> bytes:
    """One page as JPEG, without a resolution, as telephones send it."""
    return jpeg_bytes(page.image, page.quality)


def png(page: ScannedPage) -> bytes:
    """One page as PNG with its resolution."""
    buffer = io.BytesIO()
    _pillow(page).save(buffer, "PNG", optimize=True, dpi=(page.dpi, page.dpi))
    return buffer.getvalue()


def plain_text(proofs: Sequence[PageProof]) -> bytes:
    """The text of all pages as UTF-8."""
    return ("\n\n".join(proof.text for proof in proofs) + "\n").encode()


def _draw_scan(canvas: Canvas, page: ScannedPage) -> None:
    height, width = page.image.shape[:2]
    size = (width * 72 / page.dpi, height * 72 / page.dpi)
    canvas.setPageSize(size)
    data = io.BytesIO(jpeg_bytes(page.image, page.quality))
    canvas.drawImage(ImageReader(data), 0, 0, *size)


def _bitonal_pdf(pages: Sequence[ScannedPage]) -> bytes:
    images = [_pillow(page) for page in pages]
    buffer = io.BytesIO()
    # Pillow dates a PDF with the clock unless it is told not to.
    images[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=pages[0].dpi,
        creationDate=None,
        modDate=None,
    )
    return buffer.getvalue()


def _pillow(page: ScannedPage) -> Image.Image:
    if page.bitonal:
        return Image.fromarray(page.image[..., 0]).convert("1", dither=Image.Dither.NONE)
    return Image.fromarray(page.image[..., 0] if _colourless(page.image) else page.image)


def _colourless(image: Rgb) -> bool:
    return bool((image[..., :1] == image).all())
