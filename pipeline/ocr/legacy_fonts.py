"""Text set in fonts older than Unicode: TCVN3 (``.VnTime``) and VNI (``VNI-Times``).

In such a font the byte for ``©`` shows ``â``; copied as text, "Uỷ ban nhân dân" comes out as
"Uû ban nh©n d©n". The encoding is told by the font's name, span by span; where the name was lost
(subset fonts), by which table turns the most words into Vietnamese syllables.
Tables: ``data/encodings/*.json``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.ocr.syllables import valid_share


class Encoding(StrEnum):
    """How the characters of a span stand for letters."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3_capitals"  # the H fonts, which draw small letters as capitals
    VNI = "vni"


_TCVN3_FONT = re.compile(r"^\.?Vn[A-Z]")
_VNI_FONT = re.compile(r"^VNI[-_ ]", re.IGNORECASE)
_CID = re.compile(r"\(cid:(\d{1,3})\)")
_NEEDED = 0.85  # share of syllables after conversion by guess
_MARKED_WORDS = 3
_GAIN = 0.2  # and how much better than before it must be


@lru_cache(maxsize=1024)
def font_encoding(font: str) -> Encoding:
    """The encoding that a font's name stands for.

    ``font`` is the name as in the PDF or DOCX, with or without subset prefix (``ABCDEF+``) and
    style suffix (``,Bold``). Names: ``.VnTime``, ``.VnTimeH`` (capitals), ``VNI-Helve``.
    """
    name = font.split("+", 1)[-1].replace("#2E", ".").replace("#20", " ")
    if _VNI_FONT.match(name):
        return Encoding.VNI
    if not _TCVN3_FONT.match(name):
        return Encoding.UNICODE
    family = re.split(r"[,\-]", name)[0].removesuffix("Bold").removesuffix("Italic").strip()
    return Encoding.TCVN3_CAPITALS if family.endswith("H") else Encoding.TCVN3


@cache
def _table(name: str) -> dict[str, str]:
    text = (files("data") / "encodings" / f"{name}.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)["table"]
    return table


@cache
def _tcvn3() -> dict[int, str]:
    return {ord(byte): letter for byte, letter in _table("tcvn3").items()}


@cache
def _vni_pattern() -> re.Pattern[str]:
    keys = sorted(_table("vni"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def to_unicode(text: str, encoding: Encoding) -> str:
    """``text`` of a legacy font as Unicode NFC.

    Characters are taken as Windows-1252; ``(cid:173)``, which pdfminer writes for a byte without
    a glyph name, counts as that byte. Text that already holds Vietnamese letters beyond Latin-1
    is returned as it is (a document whose font was replaced after conversion).
    """
    if encoding is Encoding.UNICODE or _is_vietnamese_unicode(text):
        return unicodedata.normalize("NFC", text)
    text = _CID.sub(lambda match: _byte(int(match.group(1))), text)
    if encoding is Encoding.VNI:
        table = _table("vni")
        return _vni_pattern().sub(lambda match: table[match.group()], text)
    converted = text.translate(_tcvn3())
    return converted.upper() if encoding is Encoding.TCVN3_CAPITALS else converted


def _byte(code: int) -> str:
    return bytes([code]).decode("cp1252", errors="replace") if code < 256 else "\ufffd"


def _is_vietnamese_unicode(text: str) -> bool:
    return any("\u1ea0" <= letter <= "\u1ef9" or letter in "đĐ\u0301\u0300" for letter in text)


def guess_encoding(text: str) -> Encoding:
    """The encoding under which ``text`` is Vietnamese, for spans whose font's name says nothing.

    ``UNICODE`` unless another table makes at least 85 % of the words syllables and clearly
    more than there were; fewer than three words with marks are too little to go by.
    """
    if sum(not word.isascii() for word in text.split()) < _MARKED_WORDS:
        return Encoding.UNICODE
    before = valid_share(text)
    shares = {
        encoding: valid_share(to_unicode(text, encoding))
        for encoding in (Encoding.TCVN3, Encoding.VNI)
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    better = shares[best] >= _NEEDED and shares[best] - before >= _GAIN
    return best if better else Encoding.UNICODE
