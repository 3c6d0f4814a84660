"""Tell a page that is blank from a page that was lost: pdfium draws both in one colour."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

log = logging.getLogger(__name__)

_PAPER = 8  # levels of grey that a sheet of one colour may differ by
_PAINTS = re.compile(rb"(?<=[\s\])>/])(?:Do|Tj|TJ)(?=\s|$)")


def is_lost(path: Path, page: pdfium.PdfPage, index: int, pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether ``page``, number ``index`` of ``path``, came out empty because it is damaged.

    ``pixels`` is the page as rendered. Looks closer only at pages of one colour.
    """
    if int(pixels.max()) - int(pixels.min()) > _PAPER:
        return False
    if raw.FPDFPage_CountObjects(page) == 0:
        return _promised(path, index)
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    return any(not _decodes(picture) for picture in pictures)


def _decodes(picture: pdfium.PdfImage) -> bool:
    """Whether pdfium can decode a picture; deflated ones it pads with black without a word."""
    try:
        picture.get_bitmap()
    except pdfium.PdfiumError:
        return False
    if list(picture.get_filters(skip_simple=True)):
        return True
    width, height = picture.get_px_size()
    least = width * height * picture.get_metadata().bits_per_pixel // 8 // 2
    return bool(raw.FPDFImageObj_GetImageDataDecoded(picture, None, 0) >= least)


def _promised(path: Path, index: int) -> bool:
    """Whether the page's content would draw, were it whole: it is missing, broken, or paints."""
    try:
        return any(_PAINTS.search(_inflated(data)) for data in _contents(path, index))
    except (zlib.error, LookupError):
        return True
    except Exception:  # pdfminer's many ways to give up on a file that pdfium mended
        log.debug("content not judged: %s page %d", path, index + 1, exc_info=True)
        return False


def _inflated(data: tuple[bytes, bool]) -> bytes:
    stored, deflated = data
    return zlib.decompressobj().decompress(stored) if deflated else stored


def _contents(path: Path, index: int) -> Iterator[tuple[bytes, bool]]:
    """The page's content streams as stored, and whether each is deflated.

    Raises LookupError where the page refers to a stream that is not in the file.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFStream, resolve1

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with path.open("rb") as file:
        pages = PDFPage.create_pages(PDFDocument(PDFParser(file)))
        page = next(islice(pages, index, None))
        if "Contents" in page.attrs and resolve1(page.attrs["Contents"]) is None:
            raise LookupError(index)
        for part in page.contents:
            stream = resolve1(part)
            if not isinstance(stream, PDFStream):
                raise LookupError(index)
            filters = str(stream.get("Filter"))
            if filters == "None" or filters.count("Decode") == filters.count("FlateDecode") == 1:
                yield stream.get_rawdata() or b"", filters != "None"
