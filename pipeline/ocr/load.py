"""Open a file, whatever its name says: what is it, can it be read, and page by page.

::

    kind = sniff(path)
    if kind.has_pages:
        with open_document(path) as document:
            for index in range(document.page_count):
                page = document.page(index)
                layer = page.text_layer() or read_with_ocr(page.image())
    else:
        pages = text_pages(path)

Only one page is in memory at a time. Readers are imported when a file needs them.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from models.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileMissing,
    FileUnreadable,
    NotADocument,
)
from models.layout import PageLayout
from pipeline.ocr.page_source import Document, Kind

_HEAD = 65_536  # bytes looked at
_PDF_JUNK = 1024  # bytes that may stand before %PDF- (ISO 32000-1, annex H.3.4.1)
_MAX_TEXT = 16 * 1024 * 1024  # bytes; a letter of this length does not exist
_MAGIC = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", Kind.TIFF),
    (b"MM\0+", Kind.TIFF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def sniff(path: Path) -> Kind:
    """The kind of the file, told by its content.

    Raises FileMissing, FileUnreadable, FileEmpty, FileEncrypted (a DOCX with a password),
    FileDamaged (a DOCX cut short) and NotADocument.
    """
    head = _head(path)
    if not head.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise FileEmpty(path.name)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[: _PDF_JUNK + 5]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path, head)
    if head.startswith(_OLE):
        return _old_office(path, head)
    return _texty(path, head)


def open_document(path: Path) -> Document:
    """Open a PDF, TIFF, JPEG or PNG for reading page by page.

    Raises what ``sniff`` raises, and FileDamaged, FileEncrypted, NoPages, PageTooLarge (an image
    file of one page). ValueError for kinds without pages: those are ``text_pages``'.
    """
    kind = sniff(path)
    if kind is Kind.PDF:
        from pipeline.ocr.pdf_file import PdfDocument

        return PdfDocument(path)
    if not kind.has_pages:
        raise ValueError(f"{kind.value} has no pages")
    from pipeline.ocr.image_file import ImageDocument

    return ImageDocument(path, kind)


def text_pages(path: Path) -> tuple[PageLayout, ...]:
    """The lines of a DOCX or plain text file: one page of origin ``text``, without boxes.

    Raises what ``sniff`` raises, FileDamaged and FileEmpty (a DOCX without any text).
    """
    kind = sniff(path)
    if kind is Kind.DOCX:
        from pipeline.ocr.word_file import read_docx

        return read_docx(path)
    if kind is not Kind.TEXT:
        raise ValueError(f"{kind.value} has pages")
    from pipeline.ocr.plain_text import decode
    from pipeline.ocr.text_lines import plain_lines, text_page

    if path.stat().st_size > _MAX_TEXT:
        raise NotADocument(f"{path.name}: > {_MAX_TEXT >> 20} MB")
    text = decode(path.read_bytes())
    if text is None:
        raise NotADocument(path.name)
    return (text_page(plain_lines(text)),)


def _head(path: Path) -> bytes:
    """The first bytes; errors of the file system become ours."""
    try:
        if path.is_dir():
            raise FileUnreadable(f"{path.name} là thư mục / is a folder")
        if path.exists() and not path.is_file():
            raise FileUnreadable(path.name)  # a device or pipe could block for ever
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise FileMissing(str(path)) from None
    except (OSError, ValueError) as error:
        raise FileUnreadable(path.name) from error
    if not head:
        raise FileEmpty(path.name)
    return head


def _zipped(path: Path, head: bytes) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        if b"word/" in head or b"[Content_Types].xml" in head:
            raise FileDamaged(path.name) from error
        raise NotADocument(path.name) from error
    if "word/document.xml" not in names:
        raise NotADocument(path.name)
    return Kind.DOCX


def _old_office(path: Path, head: bytes) -> Kind:
    """A DOCX with a password is an OLE container; so are .doc and .xls, which are not read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _HEAD), os.SEEK_SET)
        tail = file.read()
    if _ENCRYPTED_OFFICE in head + tail:
        raise FileEncrypted(path.name)
    raise NotADocument(f"{path.name}: .doc")


def _texty(path: Path, head: bytes) -> Kind:
    from pipeline.ocr.plain_text import decode

    text = decode(head)
    if text is None:
        raise NotADocument(path.name)
    if not text.strip():
        raise FileEmpty(path.name)
    return Kind.TEXT
