"""The text layer of a PDF page: read with pdfplumber, and only if it can be trusted.

Not trusted, so read from the image instead: scans with nothing but a signature stamp, gibberish
of an earlier OCR, fonts whose characters mean nothing. Legacy fonts (TCVN3, VNI) are converted
first, font by font. Thresholds: domain handbook, section 5 ("> 2 % of letters outside the
Vietnamese set or syllable validity < 80 %").
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from models.layout import Box
from pipeline.ocr.layer_characters import joined_words, sole_characters
from pipeline.ocr.legacy_fonts import Encoding, font_encoding, guess_encoding, to_unicode
from pipeline.ocr.page_source import LayerWord, TextLayer
from pipeline.ocr.pdf_content import PageContent
from pipeline.ocr.stamps import Stamps
from pipeline.ocr.syllables import foreign_share, valid_share

if TYPE_CHECKING:
    from pdfplumber.page import Page

_PAGE_WIDE = 0.6  # share of the page under pictures from which it may be a scan
_STAMP_TEXT = 200  # letters; less than that over a page-wide picture is a stamp (observed)
_VALID = 0.80
_FOREIGN = 0.02
_HALF = 0.5  # typed pages with many foreign words
_SURE = 0.95
_RECOGNISED_VALID = 0.95  # an earlier OCR has to be about as good as ours would be
_RECOGNISED_FOREIGN = 0.005
_UNPAINTED = 0.5  # share of invisible text that tells an earlier OCR
_OUTLINES = 40  # drawn shapes for each letter: type that was turned into outlines
_SMALLEST_PICTURE = 0.004  # of the page's width or height: bullets, specks
_UPRIGHT = 0.5  # share of upright characters below which the page lies on its side
_THIN = 2.5  # points: a drawn line or a rectangle of this thickness is a rule
_SHORTEST_RULE = 12.0  # points

_LOOK_ALIKES = str.maketrans(
    {
        "Ð": "Đ",
        "Ɖ": "Đ",
        "ð": "đ",
        "ɖ": "đ",
        "\u00ad": "-",  # printed as a hyphen wherever it was seen in text layers
        "\u2010": "-",
        "\u2011": "-",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
    }
)
_BOLD = re.compile(r"bold|black|heavy|,b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)


def may_have_layer(content: PageContent) -> bool:
    """Whether it is worth extracting text: cheap, from what pdfium counted."""
    if content.letters == 0 or content.paths > _OUTLINES * content.letters:
        return False
    return content.covered < _PAGE_WIDE or content.letters >= _STAMP_TEXT


def read_text_layer(page: bytes, content: PageContent, stamps: Stamps) -> TextLayer | None:
    """The text layer of ``page``, a PDF of one page, or ``None`` where it cannot be trusted.

    ``stamps`` are added to it: what the annotations show belongs to the letter.
    """
    import pdfplumber

    _prepare_pdfminer()
    try:
        with pdfplumber.open(io.BytesIO(page)) as document:
            sheet = document.pages[0]
            layer = _layer(sheet, content, stamps)
            sheet.close()
    except Exception:  # pdfminer raises anything on odd files; the image is still there
        logging.getLogger(__name__).debug("text layer given up", exc_info=True)
        return None
    return layer


def _prepare_pdfminer() -> None:
    """Quiet its log, and mend its WinAnsi table, where byte 173 (ư of TCVN3) is a blank.

    ISO 32000-1, annex D: in WinAnsi it is drawn as a hyphen.
    """
    from pdfminer.encodingdb import EncodingDB

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    EncodingDB.win2unicode[0xAD] = "\u00ad"


def _layer(sheet: Page, content: PageContent, stamps: Stamps) -> TextLayer | None:
    characters = sole_characters(sheet.chars)
    upright = [c for c in characters if c["upright"]]
    if not upright or len(upright) < _UPRIGHT * len(characters):
        return None
    words = _words(sheet, upright)
    text = " ".join(word.text for word in words)
    recognised = content.invisible > _UNPAINTED or content.covered >= _PAGE_WIDE
    if not _trusted(text, recognised):
        return None
    pictures = [] if recognised else [image.box for image in content.images]
    return TextLayer(
        words=(*words, *stamps.words),
        overlays=tuple(box for box in (*pictures, *stamps.overlays) if _is_visible(box)),
        rules=tuple(_rules(sheet)),
        valid_share=valid_share(text),
        recognised=recognised,
        aspect=_height(sheet) / _width(sheet),
    )


def _trusted(text: str, recognised: bool) -> bool:
    """Whether spelling vouches for ``text``; strict where an earlier OCR wrote it.

    A page that was typed may be full of English terms (a list of servers): then the words with
    Vietnamese letters vouch for it, which are the first to break in a wrong encoding.
    """
    share, foreign = valid_share(text), foreign_share(text)
    if recognised:
        return share >= _RECOGNISED_VALID and foreign <= _RECOGNISED_FOREIGN
    if foreign > _FOREIGN:
        return False
    accented = " ".join(word for word in text.split() if not word.isascii())
    return share >= _VALID or (share >= _HALF and bool(accented) and valid_share(accented) >= _SURE)


def _is_visible(box: Box) -> bool:
    return box.width > _SMALLEST_PICTURE and box.height > _SMALLEST_PICTURE


def _words(sheet: Page, characters: Sequence[dict[str, Any]]) -> list[LayerWord]:
    found = joined_words(characters)
    encodings = _encodings(found)
    words: list[LayerWord] = []
    for word in found:
        text = to_unicode(word["text"], encodings[word["fontname"]])
        text = unicodedata.normalize("NFC", text.translate(_LOOK_ALIKES)).strip()
        if text:
            words.append(_placed(sheet, word, text))
    return words


def _encodings(words: Iterable[dict[str, Any]]) -> dict[str, Encoding]:
    """The encoding of each font: by its name, else by what its text reads like."""
    texts: dict[str, list[str]] = defaultdict(list)
    for word in words:
        texts[word["fontname"]].append(word["text"])
    named = {font: font_encoding(font) for font in texts}
    return {
        font: guess_encoding(" ".join(texts[font])) if encoding is Encoding.UNICODE else encoding
        for font, encoding in named.items()
    }


def _placed(sheet: Page, word: dict[str, Any], text: str) -> LayerWord:
    font = str(word["fontname"]).split("+", 1)[-1]
    return LayerWord(
        text=text,
        box=_fractions(sheet, word),
        font=font,
        size=round(float(word["size"]), 1),
        bold=bool(_BOLD.search(font)),
        italic=bool(_ITALIC.search(font)),
    )


def _width(sheet: Page) -> float:
    return float(sheet.cropbox[2] - sheet.cropbox[0])


def _height(sheet: Page) -> float:
    return float(sheet.cropbox[3] - sheet.cropbox[1])


def _fractions(sheet: Page, item: dict[str, Any]) -> Box:
    """A pdfplumber object's place as fractions of the crop box, which is what is shown."""
    left, top = float(sheet.cropbox[0]), float(sheet.cropbox[1])
    across = sorted((float(item["x0"]) - left, float(item["x1"]) - left))
    down = sorted((float(item["top"]) - top, float(item["bottom"]) - top))
    x0, x1 = (min(1.0, max(0.0, x / _width(sheet))) for x in across)
    y0, y1 = (min(1.0, max(0.0, y / _height(sheet))) for y in down)
    return Box(x0, y0, x1, y1)


def _rules(sheet: Page) -> Iterable[Box]:
    """Straight lines across or down, and the borders of drawn boxes (table cells).

    Word draws a rule as a filled rectangle that is very thin; broad filled rectangles are shading.
    """
    from pdfplumber.utils.geometry import rect_to_edges

    for line in sheet.lines:
        if min(line["width"], line["height"]) <= _THIN:
            yield from _long(sheet, line)
    for rectangle in sheet.rects:
        if min(rectangle["width"], rectangle["height"]) <= _THIN:
            yield from _long(sheet, rectangle)
        elif rectangle["stroke"]:
            for edge in rect_to_edges(rectangle):
                yield from _long(sheet, edge)


def _long(sheet: Page, rule: dict[str, Any]) -> Iterable[Box]:
    if max(rule["width"], rule["height"]) >= _SHORTEST_RULE:
        yield _fractions(sheet, rule)
