"""How the letter itself writes a name: the same words in mixed case in its own text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipeline.ocr.syllables import canonical_tone

# The printed block of a digital signature is typed by software, with capitals of its own.
_SIGNATURE = re.compile(r"^\W*(?:Người ký|Ký bởi|Cơ quan|Email|Thời gian ký)\b", re.IGNORECASE)


def casing_in(text: str, evidence: Sequence[str]) -> str | None:
    """``text`` as most occurrences in ``evidence`` write it; ``None`` without a useful one.

    Useful is what is neither all small nor all capitals. An occurrence inside a sentence counts
    more than one that opens a line, and Title Case On Every Word only where there is no other.
    The words keep the spelling of ``text``, only the case is taken.
    """
    if not evidence:
        return None
    votes: Counter[str] = Counter()
    whole, folded = _joined(tuple(evidence))
    for match in _pattern(text).finditer(folded):
        found = whole[match.start() : match.end()]
        if _is_mixed(found):
            votes[found] += 1 if _is_titled(found) else 10 + (match.start() > 0) * 5
    if not votes:
        return None
    return _with_case(text, votes.most_common(1)[0][0])


@lru_cache(maxsize=8)
def _joined(lines: tuple[str, ...]) -> tuple[str, str]:
    """All lines as one text, and the same folded letter by letter for the search."""
    kept = [" ".join(line.split()) for line in lines if not _SIGNATURE.match(line)]
    whole = " ".join(kept)
    folded = canonical_tone(whole)
    lowered = folded.lower()
    return (whole, lowered) if len(lowered) == len(whole) else (folded, folded)


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]+", canonical_tone(text).lower())
    return re.compile(r"(?<!\w)" + r"[\s,–—-]+".join(map(re.escape, words)) + r"(?!\w)")


def _is_mixed(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return 0 < capitals < 0.6 * len(letters)


def _is_titled(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 2 and all(word[0].isupper() for word in words)


def _with_case(text: str, model: str) -> str:
    """``text`` with the case of ``model``, which has the same words."""
    cased = iter(re.findall(r"[^\W_]+", model))

    def recase(match: re.Match[str]) -> str:
        return "".join(
            letter.upper() if like.isupper() else letter.lower()
            for letter, like in zip(match.group(), next(cased), strict=True)
        )

    return re.sub(r"[^\W_]+", recase, text)
