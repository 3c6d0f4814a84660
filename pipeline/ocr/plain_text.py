"""Plain text files: which bytes are text, in which encoding, and their lines.

Old Vietnamese text files are TCVN3, VNI or Windows-1258 as often as UTF-8; all of them are
one byte a character and nothing in the file says which, so spelling decides.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable

from pipeline.ocr.legacy_fonts import Encoding, guess_encoding, to_unicode
from pipeline.ocr.syllables import valid_share

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ODD_CONTROLS = 0.002  # share of control characters above which bytes are no text
_VIETNAMESE = 0.6  # share of syllables that one-byte text needs to be believed
_MARKUP = ("<!doctype", "<html", "<?xml", "{\\rtf", "%!ps")


def decode(data: bytes) -> str | None:
    """``data`` as text in NFC with ``\\n`` line ends, or ``None`` where it is no readable text.

    Tried in turn: the byte order mark, UTF-8 (a cut last character is forgiven), UTF-16, then the
    one-byte encodings, of which the most Vietnamese wins. Mark-up and RTF are not plain text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _readable(data[len(bom) :].decode(encoding, errors="replace"))
    for attempt in (_utf8, _utf16, _one_byte):
        text = attempt(data)
        if text is not None:
            return _readable(text)
    return None


def _readable(text: str) -> str | None:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.lstrip().lower().startswith(_MARKUP):
        return None
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in "\n\t\f" for c in text)
    odd += text.count("\ufffd")
    return text if odd <= len(text) * _ODD_CONTROLS else None


def _utf8(data: bytes) -> str | None:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else to_unicode(text, guess_encoding(text))


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of line feeds and spaces is zero."""
    if data.count(0) < len(data) // 10:
        return None
    encoding = "utf-16-le" if data.count(b" \0") >= data.count(b"\0 ") else "utf-16-be"
    try:
        return data[: len(data) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return None


def _one_byte(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    ansi = data.decode("cp1252", errors="replace")
    readings: list[Callable[[], str]] = [
        lambda: unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        lambda: to_unicode(ansi, Encoding.TCVN3),
        lambda: to_unicode(ansi, Encoding.VNI),
    ]
    best = max((reading() for reading in readings), key=valid_share)
    return best if valid_share(best) >= _VIETNAMESE else None
