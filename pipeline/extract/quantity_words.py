"""Numbers written out in words: ``một trăm linh năm``, ``hai phần ba``, ``nửa``.

``năm`` is five only before ``trăm``, ``mươi`` or a scale, after ``linh``, or alone: behind ``mươi``
and ``mười`` it is a year, and five is ``lăm`` there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.casing_lexicon import key
from pipeline.extract.quantity_tokens import Token
from pipeline.extract.quantity_vocabulary import number_words

TEN, TENS, HUNDRED, HALF, PART, AND_A_HALF, ONE, FIVE, MANY = (
    key(word) for word in ("mười", "mươi", "trăm", "nửa", "phần", "rưỡi", "một", "năm", "số")
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words that ends before token ``last``; ``scale`` is its largest scale word."""

    value: Decimal
    scale: int
    last: int
    is_fraction: bool = False


def _key(tokens: Sequence[Token], index: int) -> str:
    """The key at ``index``; empty behind the end and where a new paragraph begins."""
    if index >= len(tokens) or tokens[index].opens:
        return ""
    return tokens[index].key


def spelled(tokens: Sequence[Token], first: int) -> Spelled | None:
    """The number in words that begins with ``tokens[first]``; ``None`` if none does."""
    return _fraction(tokens, first) or _whole(tokens, first)


def _fraction(tokens: Sequence[Token], first: int) -> Spelled | None:
    words = number_words()
    word, after = tokens[first].key, _key(tokens, first + 1)
    half_at = first if word == HALF else first + 1 if (word, after) == (ONE, HALF) else None
    if half_at is not None:
        scale = words.scales.get(_key(tokens, half_at + 1))
        if scale:
            return Spelled(scale / Decimal(2), scale, half_at + 2)
        # "nửa đầu năm", "nửa nhiệm kỳ" are times: half of something is "nửa số ...".
        known = half_at > first or _key(tokens, half_at + 1) == MANY
        return Spelled(Decimal("0.5"), 1, half_at + 1, True) if known else None
    parts = {**words.digits, **words.unit_digits, TEN: 10}
    below = parts.get(_key(tokens, first + 2))
    if word in words.digits and after == PART and below and below > 1:
        return Spelled(round(Decimal(words.digits[word]) / below, 4), 1, first + 3, True)
    return None


def _whole(tokens: Sequence[Token], first: int) -> Spelled | None:
    """Groups below a thousand, each with its scale, in falling order."""
    total, largest, smallest, index = 0, 1, 0, first
    while group := _group(tokens, index):
        value, after = group
        scale, last = scale_at(tokens, after)
        if smallest and (scale >= smallest or after - index == 1):
            break
        total, smallest, largest, index = total + value * scale, scale, max(largest, scale), last
        if scale == 1:
            break
    if index == first:
        return None
    if largest > 1 and _key(tokens, index) == AND_A_HALF:
        return Spelled(Decimal(total) + smallest / Decimal(2), largest, index + 1)
    return Spelled(Decimal(total), largest, index)


def scale_at(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """The product of the scale words at ``index`` (``nghìn tỷ``), 1 for none, and their end."""
    scale = 1
    while (factor := number_words().scales.get(_key(tokens, index))) and scale <= 1_000_000:
        scale, index = scale * factor, index + 1
    return scale, index


def _group(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """A number below a thousand and the index behind it."""
    words = number_words()
    word = _key(tokens, first) or (tokens[first].key if first < len(tokens) else "")
    if word in words.digits and _key(tokens, first + 1) == HUNDRED:
        hundreds, rest = words.digits[word] * 100, first + 2
        if _key(tokens, rest) in words.zeros:
            last = {**words.digits, **words.unit_digits}.get(_key(tokens, rest + 1))
            return (hundreds + last, rest + 2) if last else (hundreds, rest)
        tens = _tens(tokens, rest)
        return (hundreds + tens[0], tens[1]) if tens else (hundreds, rest)
    tens = _tens(tokens, first)
    if tens:
        return tens
    return (words.digits[word], first + 1) if word in words.digits else None


def _tens(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """``mười ba``, ``hai mươi lăm``: a number of ten and more, and the index behind it."""
    words = number_words()
    if first >= len(tokens):
        return None
    word = tokens[first].key
    if word == TEN:
        tens, rest = 10, first + 1
    elif word in words.digits and _key(tokens, first + 1) == TENS:
        tens, rest = words.digits[word] * 10, first + 2
    else:
        return None
    following = _key(tokens, rest)
    unit = {**words.digits, **words.unit_digits}.get(following, 0) if following != FIVE else 0
    return (tens + unit, rest + 1) if unit else (tens, rest)
