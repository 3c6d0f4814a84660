"""Vietnamese spelling: is this a syllable, how much of a text is Vietnamese, comparison keys.

A syllable (âm tiết) is judged by orthography alone, onset × rime × tone, not by a word list:
real but rare syllables pass, and most misreadings of tone marks (``tồ chưc``) do not.
The onsets and rimes are data: ``data/vocabulary/syllables.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LOWER_LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
)
"""Letters of written Vietnamese in lower case, with f, j, w, z of loan words."""

TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""The tone marks huyền, sắc, hỏi, ngã, nặng, as they combine with a vowel."""

_STOP_TONES = ("\u0301", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơ"
_RUN = re.compile(r"[^\W\d_]+")
_LINKED = re.compile(r"\S*[@/\\]\S*|\S*\w\.\w\S*")


@cache
def _spelling() -> dict[str, Any]:
    text = (files("data") / "vocabulary" / "syllables.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _onset_rimes(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rimes = table["open_rimes"] + table["nasal_rimes"] + table["stopped_rimes"]
    for rime in rimes:
        if rime == "y":
            yield from ((onset, rime) for onset in table["y_onsets"])
            continue
        side = "front_onsets" if rime[0] in "ieê" else "back_onsets"
        yield from ((onset, rime) for onset in table["onsets"] + table[side])
    yield from (("", rime) for rime in table["yee_rimes"])
    yield from (("qu", rime) for rime in table["qu_rimes"])
    yield from (("gi", rime) for rime in table["gi_rimes"])
    yield from (("gi", rime) for rime in rimes if rime[0] not in "iyê")


def _tone_places(onset: str, rime: str) -> Iterable[int]:
    """Positions in ``rime`` that may carry the tone mark; two where old and new style differ."""
    vowels = [i for i, letter in enumerate(rime) if letter in _VOWELS]
    marked = [i for i in vowels if rime[i] in _MARKED]
    if marked:
        return marked[-1:]
    if len(vowels) == 1 or rime in {"ia", "ua", "ưa", "ưu", "ưi", "iu", "ui"}:
        return vowels[:1]
    if rime in {"oa", "oe", "uy"}:
        return vowels
    glide_first = rime[:2] in {"oa", "oe", "uy", "oo"}
    return vowels[1:2] if glide_first else vowels[:1]


def _spellings(onset: str, rime: str) -> Iterator[str]:
    if onset == "gi" and not any(letter in _VOWELS for letter in rime):
        onset, rime = "g", "i" + rime
    stopped = rime.endswith(("c", "ch", "p", "t"))
    for place in _tone_places(onset, rime):
        for tone in _STOP_TONES if stopped else ("", *TONES):
            spelled = rime[: place + 1] + tone + rime[place + 1 :]
            yield unicodedata.normalize("NFC", onset + spelled)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(
        spelling
        for onset, rime in _onset_rimes(_spelling())
        for spelling in _spellings(onset, rime)
    )


@cache
def _neutral_words() -> frozenset[str]:
    return frozenset(_spelling()["neutral"])


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether ``word`` is spelled as one Vietnamese syllable, in any case, NFC or NFD.

    Both tone placements (``hoà``, ``hòa``) and both of i and y (``kĩ``, ``kỹ``) are right.
    Stop-final syllables carry sắc or nặng only: ``tóc`` is one, ``toc`` is not.
    """
    return unicodedata.normalize("NFC", word).lower() in _syllables()


@lru_cache(maxsize=65536)
def _verdict(word: str) -> bool | None:
    """True for a syllable, False for a misspelling, None where spelling says nothing."""
    if is_syllable(word):
        return True
    if len(word) == 1 or sum(letter.isupper() for letter in word) > 1:
        return None if _is_plain(word) else False
    return None if word.lower() in _neutral_words() else False


def _is_plain(word: str) -> bool:
    """Letters that abbreviations are made of (UBND, TTg, QĐ); mojibake such as ``µ·`` is not."""
    return all(letter.isascii() or letter in "ĐÔƠƯĂÂÊđôơưăâê" for letter in word)


def valid_share(text: str) -> float:
    """Share of letter runs that are Vietnamese syllables, 0…1.

    Numbers, abbreviations, addresses (e-mail, web) and known foreign words are neutral.
    1.0 when nothing countable is there: then spelling has no objection.
    """
    plain = _LINKED.sub(_without_address, unicodedata.normalize("NFC", text))
    verdicts = [_verdict(word) for word in _RUN.findall(plain)]
    counted = [verdict for verdict in verdicts if verdict is not None]
    return sum(counted) / len(counted) if counted else 1.0


def _without_address(match: re.Match[str]) -> str:
    """Blank an e-mail or web address, keep ``xã/phường`` and ``01.Tên``."""
    word = match.group()
    return " " if "@" in word or ".vn" in word or "://" in word or "www." in word else word


def foreign_share(text: str) -> float:
    """Share of letters outside written Vietnamese, 0…1; 0.0 for a text without letters."""
    letters = [c for c in unicodedata.normalize("NFC", text) if c.isalpha()]
    if not letters:
        return 0.0
    return sum(c.lower() not in LOWER_LETTERS for c in letters) / len(letters)


def _old_style() -> dict[str, str]:
    """``oà`` → ``òa`` and its kin, for oa, oe, uy in every case."""
    pairs: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in TONES:
            for one in (first, first.upper()):
                for two in (second, second.upper()):
                    new = unicodedata.normalize("NFC", one + two + tone)
                    pairs[new] = unicodedata.normalize("NFC", one + tone + two)
    return pairs


_OLD_STYLE = _old_style()
_NEW_STYLE = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD_STYLE)})(?![^\W\d_])")


def canonical_tone(text: str) -> str:
    """``text`` in NFC with the tone of oa, oe, uy on the first vowel (hòa, khỏe, ủy).

    For comparison keys only: displayed text keeps what was printed. i and y stay apart.
    """
    return _NEW_STYLE.sub(
        lambda match: _OLD_STYLE[match.group()], unicodedata.normalize("NFC", text)
    )


def fold(text: str) -> str:
    """``text`` in lower case without marks, đ and its look-alikes as d: a search key."""
    bare = text.lower().translate(_FOLDED)
    if bare.isascii():
        return bare
    decomposed = unicodedata.normalize("NFD", bare)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_FOLDED = str.maketrans(
    {letter: unicodedata.normalize("NFD", letter)[0] for letter in LOWER_LETTERS}
    | {"đ": "d", "ð": "d", "ɖ": "d"}
)
