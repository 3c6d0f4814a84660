"""The spelling of số hiệu: look-alikes, spaces, and repairs of a recogniser's misreadings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from pipeline import vocabulary

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("ÐƉ", "Đ"),
        **dict.fromkeys("ðɖ", "đ"),
        **dict.fromkeys("–—‐‑‒−―﹣－", "-"),
        **dict.fromkeys("∕⁄／", "/"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\t\n\r", " "),
    }
)
_DROPPED = re.compile("[*\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_CUE = re.compile(
    r"^\s*(?:(?:bộ\s+)?luật|lệnh|pháp\s+lệnh)?\s*(?:số(?:\s+(?:ký\s+)?hiệu)?|s[ốôóo]\s*:)[\s:.]*",
    re.IGNORECASE,
)


def clean(text: str) -> tuple[str, range | list[int]]:
    """``text`` without look-alikes and invisible marks, and each letter's place in ``text``.

    Đ, dashes, slashes and spaces become the usual ones; ``*`` (bold), zero-width and soft
    hyphens vanish.
    """
    plain = text.translate(_SAME_LENGTH)
    if not _DROPPED.search(plain):
        return plain, range(len(plain))
    kept = [index for index, letter in enumerate(plain) if not _DROPPED.match(letter)]
    return "".join(plain[index] for index in kept), kept


def drop_cue(text: str) -> str:
    """``text`` without a leading ``Số:``, ``Luật số:`` or ``số`` and without space around."""
    return _CUE.sub("", unicodedata.normalize("NFC", text)).strip()


def squeeze(text: str) -> tuple[str, bool]:
    """``text`` without spaces round ``-`` and ``/`` and between the digits of the ordinal.

    Also whether there were any.
    """
    closed = _ORDINAL_DIGITS.sub(lambda match: match.group().replace(" ", ""), text)
    closed = re.sub(r" *([-/]) *", r"\1", closed)
    return closed, closed != text


_ORDINAL_DIGITS = re.compile(r"^\d[\d ]*\d(?= *[-/])")


# Letters that recognisers take for each other in a symbol: one representative each.
_CONFUSED = str.maketrans(
    {"Đ": "D", "đ": "d", "Q": "O", "0": "O", "Ơ": "O", "Ô": "O", "Ó": "O", "Ư": "U", "Ú": "U"}
    | {"1": "I", "|": "I", "l": "I", "5": "S", "8": "B", "2": "Z", "Ê": "E", "É": "E", "Ă": "A"}
    | {"Â": "A", "Á": "A"}
)


@cache
def _by_shape(codes: frozenset[str]) -> dict[str, tuple[str, ...]]:
    shapes: dict[str, tuple[str, ...]] = {}
    for code in sorted(codes):
        shapes[_shape(code)] = (*shapes.get(_shape(code), ()), code)
    return shapes


def _shape(code: str) -> str:
    return code.translate(_CONFUSED).upper()


def repair_symbol(symbol: str, known: Collection[str] | None = None) -> tuple[str, bool]:
    """``symbol`` with misread groups replaced by the code they must be, and whether any was.

    Only kind and organ are looked at: the codes of drafting units are too many to know. A group
    is changed only where it is no known code itself and exactly one of ``known`` looks
    like it (UBNĐ → UBND, OĐ → QĐ, TTG → TTg). ``known``: codes of kinds and bodies of the
    vocabulary by default. HD and HĐ are both kinds, so neither becomes the other.
    """
    codes = frozenset(known) if known is not None else _all_codes()
    plain, _ = squeeze(drop_cue(clean(symbol)[0]))
    groups = re.split(r"([-/])", plain)
    groups[0] = _repaired(groups[0], codes)
    if groups[0] in vocabulary.type_codes() and len(groups) > 2:
        groups[2] = _repaired(groups[2], codes)
    repaired = "".join(groups)
    return repaired, repaired != plain


@cache
def _all_codes() -> frozenset[str]:
    return vocabulary.type_codes() | vocabulary.body_codes()


def _repaired(group: str, codes: frozenset[str]) -> str:
    if len(group) < 2 or group in codes or group.isdigit():
        return group
    like = _by_shape(codes).get(_shape(group), ())
    return like[0] if len(like) == 1 else group


_DIGIT_FOR = str.maketrans({"O": "0", "o": "0", "Ο": "0", "l": "1", "I": "1", "|": "1", "!": "1"})


def repair_ordinal(text: str) -> tuple[str | None, bool]:
    """The digits that ``text`` must be, and whether a letter was read as one.

    Only O and 0, l I | and 1 are exchanged, and only beside a digit: ``2O52`` is 2052. ``None``
    where anything else is there.
    """
    bare = re.sub(r"\s+", "", text)
    digits = bare.translate(_DIGIT_FOR)
    if not re.fullmatch(r"\d{1,5}", digits) or not any(letter.isdigit() for letter in bare):
        return None, False
    return digits, digits != bare
