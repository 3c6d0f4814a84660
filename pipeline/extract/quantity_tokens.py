"""The words, numbers and marks of a text, and phrases looked up among them.

Everything about quantities is read from these tokens with bounded look-ahead, never with nested
patterns over the text, so that the time taken grows with the text's length and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.extract.casing_lexicon import key

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[ck]?m[23](?!\w)|[^\W\d_]+)|(?P<mark>[^\w\s]|_)"
)
# A blank line, or a line that begins with a bullet or an item's number.
_PARAGRAPH = re.compile(
    r"\n[ \t]*(?:\n|(?=(?:[-+*•–]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]\)|[IVX]{1,5}\.)[ \t]))"
)
_STOPS = frozenset(".?!…")
_ABBREVIATIONS = frozenset({"tp", "tx", "tt", "ths", "ts", "pgs", "gs", "bs", "đ", "c", "st", "cn"})


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]``; ``key`` is it for comparison, ``opens`` whether a paragraph begins."""

    start: int
    end: int
    raw: str
    key: str
    is_number: bool = False
    is_word: bool = False
    opens: bool = False


def tokens_of(text: str) -> list[Token]:
    """All tokens of ``text``; dashes count as ``-``."""
    breaks = [match.end() for match in _PARAGRAPH.finditer(text)]
    found: list[Token] = []
    passed = 0
    for match in _TOKEN.finditer(text):
        before = passed
        while passed < len(breaks) and breaks[passed] <= match.start():
            passed += 1
        raw = match.group()
        is_word = match.lastgroup == "word"
        plain = key(raw) if is_word else "-" if raw in "–—‐‑−" else raw
        opens = passed > before or not found
        found.append(Token(*match.span(), raw, plain, match.lastgroup == "number", is_word, opens))
    return found


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of the tokens of a phrase of the vocabulary."""
    return tuple(token.key for token in tokens_of(phrase))


class Phrases(Generic[T]):
    """Phrases of the vocabulary, each with what it stands for; of two the longer one wins."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._ahead: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._back: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        table = {keys_of(phrase): meaning for phrase, meaning in meanings.items()}
        for keys, meaning in sorted(table.items(), key=lambda item: -len(item[0])):
            self._ahead.setdefault(keys[0], []).append((keys, meaning))
            self._back.setdefault(keys[-1], []).append((keys, meaning))

    @classmethod
    def of(cls, phrases: Iterable[str], meaning: T) -> Phrases[T]:
        """Phrases that all stand for the same."""
        return cls(dict.fromkeys(phrases, meaning))

    def at(self, tokens: Sequence[Token], index: int) -> tuple[T, int] | None:
        """What the longest phrase beginning at ``index`` stands for, and the index behind it."""
        if not 0 <= index < len(tokens):
            return None
        for keys, meaning in self._ahead.get(tokens[index].key, ()):
            end = index + len(keys)
            if end <= len(tokens) and _same(tokens, index, keys):
                return meaning, end
        return None

    def before(self, tokens: Sequence[Token], index: int) -> tuple[T, int] | None:
        """What the longest phrase ending just before ``index`` stands for, and where it begins."""
        if not 0 < index <= len(tokens):
            return None
        for keys, meaning in self._back.get(tokens[index - 1].key, ()):
            start = index - len(keys)
            if start >= 0 and _same(tokens, start, keys):
                return meaning, start
        return None


def _same(tokens: Sequence[Token], start: int, keys: tuple[str, ...]) -> bool:
    """Whether ``keys`` stand at ``start``, without a new paragraph between them."""
    return all(
        tokens[start + offset].key == wanted and (offset == 0 or not tokens[start + offset].opens)
        for offset, wanted in enumerate(keys)
    )


def glued(left: Token, right: Token) -> bool:
    """Whether nothing stands between two neighbouring tokens."""
    return left.end == right.start


def ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Whether the sentence ends with ``tokens[index]``: a stop before a capital or a paragraph."""
    token = tokens[index]
    if index + 1 == len(tokens) or tokens[index + 1].opens:
        return True
    if token.raw not in _STOPS or glued(token, tokens[index + 1]):
        return False
    before = tokens[index - 1] if index else None
    short = before is not None and glued(before, token) and before.key in _ABBREVIATIONS
    following = tokens[index + 1].raw[0]
    return not short and (following.isupper() or not following.isalpha())
