"""What is stamped on a PDF page by annotations: number, day, signature blocks, seals.

A clerk's software for digital signing writes the number and the day of a letter as appearances
of signature fields. Their text is exact, whether the page under them is text or a scan.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.layout import Box, union
from pipeline.ocr.page_source import LayerWord
from pipeline.ocr.pdf_content import page_content, text_page, upright_box

_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6  # font descriptor flags, ISO 32000-1 table 123


@dataclass(frozen=True, slots=True)
class Stamps:
    """Words of the annotations, and boxes of those parts that are pictures or drawings."""

    words: tuple[LayerWord, ...] = ()
    overlays: tuple[Box, ...] = ()


@dataclass(slots=True)
class _Letters:
    """Characters of the word that is being read."""

    text: str = ""
    boxes: list[Box] = field(default_factory=list)
    first: int = 0


def read_stamps(page: pdfium.PdfPage, annotations: Sequence[Box]) -> Stamps:
    """Read ``page``, which holds the annotations' content only (``stamps_only``).

    ``annotations`` are their boxes; one that gives neither text nor picture, but draws, is an
    overlay as a whole (a number written in outlines).
    """
    words = tuple(_words(page))
    content = page_content(page)
    overlays = [image.box for image in content.images if image.box.width and image.box.height]
    if content.paths:
        told = [word.box for word in words] + overlays
        overlays += [box for box in annotations if not any(_inside(t, box) for t in told)]
    return Stamps(words, tuple(overlays))


def _inside(inner: Box, outer: Box) -> bool:
    across = outer.x0 <= inner.center_x <= outer.x1
    return across and outer.y0 <= inner.center_y <= outer.y1


def _words(page: pdfium.PdfPage) -> Iterator[LayerWord]:
    with text_page(page) as text:
        current = _Letters()
        for index in range(text.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(text, index))
            if not letter.isspace() and letter.isprintable():
                if not current.text:
                    current.first = index
                current.text += letter
                current.boxes.append(upright_box(page, *text.get_charbox(index, loose=True)))
            elif current.text and letter.isspace():
                yield _word(text, current)
                current = _Letters()
        if current.text:
            yield _word(text, current)


def _word(text: pdfium.PdfTextPage, letters: _Letters) -> LayerWord:
    font, flags = _font(text, letters.first)
    weight = raw.FPDFText_GetFontWeight(text, letters.first)
    return LayerWord(
        text=unicodedata.normalize("NFC", letters.text),
        box=union(letters.boxes) or Box(0.0, 0.0, 0.0, 0.0),
        font=font,
        size=round(raw.FPDFText_GetFontSize(text, letters.first), 1),
        bold="bold" in font.lower() or weight >= _BOLD_WEIGHT,
        italic="italic" in font.lower() or bool(flags & _ITALIC_FLAG),
        stamped=True,
    )


def _font(text: pdfium.PdfTextPage, index: int) -> tuple[str, int]:
    """Name and descriptor flags of the font of character ``index``."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return name.value.decode("utf-8", errors="replace"), flags.value
