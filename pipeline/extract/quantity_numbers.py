"""Numbers in Vietnamese text: ``1.250``, ``36,6%``, ``3,5 nghìn tỷ``, ``30/35``, ``từ 5 đến 7%``.

Thousands are set apart by ``.``, decimals by ``,``; ``1.250`` is always 1250. A dot group of
another length is a date or a section (``08.03.2019``, ``1.3``) unless a percent sign, a scale or
a measure follows (``36.6%``, ``2.5 ha``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract import quantity_refusals as refusals
from pipeline.extract.quantity_tokens import Token, glued
from pipeline.extract.quantity_vocabulary import number_words, units
from pipeline.extract.quantity_words import AND_A_HALF, scale_at, spelled

_PLAIN = re.compile(r"(?:0|[1-9]\d*|0[1-9])(?:,\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_DECIMAL_DOT = re.compile(r"(?:0|[1-9]\d*)\.\d{1,2}")
_PERHAPS_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
_LONGEST = 24  # letters: the budget of a country with its dots; longer ones are codes
_RATES = frozenset({"1.000", "10.000", "100.000"})  # "5/10.000 dân"
_TO = frozenset({"-", "đến", "tới", "~"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at ``tokens[first:last]``, percent sign included.

    ``scale`` is the scale word that it was multiplied by (10⁹ for ``80 tỷ``). ``total`` is 35 in
    ``30/35``. ``is_fraction``: a part of one (``hai phần ba``). ``is_bare``: a single number word,
    which mostly counts nothing (``một số``). ``comma_thousands``: ``1,250`` of things that cannot
    be divided is 1250.
    """

    first: int
    last: int
    value: Decimal
    value_max: Decimal | None = None
    scale: int = 1
    percent: str | None = None
    total: int | None = None
    is_fraction: bool = False
    is_bare: bool = False
    comma_thousands: bool = False


def find_amounts(tokens: Sequence[Token], closed: Sequence[bool]) -> list[Amount]:
    """All numbers that may count something; ``closed`` tells which tokens to pass over."""
    found: list[Amount] = []
    refused: int | None = None
    index = 0
    while index < len(tokens):
        amount = None if closed[index] else _amount(tokens, index, refused)
        if amount is None:
            refused = index if tokens[index].is_number else refused
            index += 1
        else:
            found.append(amount)
            index = amount.last
    return found


def _amount(tokens: Sequence[Token], index: int, refused: int | None) -> Amount | None:
    first = _single(tokens, index)
    if first is None:
        return None
    amount = _ranged(tokens, first)
    return None if refusals.is_named(tokens, index, amount.last, refused) else amount


def _single(tokens: Sequence[Token], index: int) -> Amount | None:
    """One number with its scale and percent sign."""
    if tokens[index].is_number:
        return _ratio(tokens, index) or _digits(tokens, index)
    if not tokens[index].is_word:
        return None
    words = spelled(tokens, index)
    if words is None:
        return None
    amount = Amount(
        index,
        words.last,
        words.value,
        scale=words.scale,
        is_fraction=words.is_fraction,
        is_bare=words.last == index + 1 and not words.is_fraction,
    )
    return _with_percent(tokens, amount)


def _with_percent(tokens: Sequence[Token], amount: Amount) -> Amount:
    sign = number_words().percents.at(tokens, amount.last)
    if sign is None or tokens[amount.last].opens:
        return amount
    return replace(amount, percent=sign[0], last=sign[1], is_bare=False)


def _digits(tokens: Sequence[Token], index: int, *, after_dash: bool = False) -> Amount | None:
    """A number in digits; ``after_dash``: the upper end of a range, whose dash makes no code."""
    raw = tokens[index].raw
    coded = refusals.code_goes_on if after_dash else refusals.is_code
    if coded(tokens, index) or refusals.is_marker(tokens, index):
        return None
    scale, last = scale_at(tokens, index + 1)
    value = _literal(raw)
    if value is None and _DECIMAL_DOT.fullmatch(raw) and _may_be_decimal(tokens, last, scale):
        value = Decimal(raw)
    if value is None:
        return None
    value *= scale
    if scale > 1:
        value, last = _goes_on(tokens, last, value, scale)
    doubtful = scale == 1 and bool(_PERHAPS_THOUSANDS.fullmatch(raw))
    amount = Amount(index, last, value, scale=scale, comma_thousands=doubtful)
    return _with_percent(tokens, amount)


def _literal(raw: str) -> Decimal | None:
    if len(raw) > _LONGEST:
        return None
    if _THOUSANDS.fullmatch(raw):
        return Decimal(raw.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(raw):
        return Decimal(raw.replace(",", ""))
    return Decimal(raw.replace(",", ".")) if _PLAIN.fullmatch(raw) else None


def _may_be_decimal(tokens: Sequence[Token], last: int, scale: int) -> bool:
    noun = units().nouns.at(tokens, last)
    percent = number_words().percents.at(tokens, last)
    return scale > 1 or percent is not None or (noun is not None and noun[0] == "measure")


def _goes_on(tokens: Sequence[Token], last: int, value: Decimal, scale: int) -> tuple[Decimal, int]:
    """``1 tỷ rưỡi`` and ``2 tỷ 500 triệu``: what a smaller scale adds."""
    if last >= len(tokens) or tokens[last].opens:
        return value, last
    if tokens[last].key == AND_A_HALF:
        return value + scale / Decimal(2), last + 1
    if not tokens[last].is_number:
        return value, last
    smaller, end = scale_at(tokens, last + 1)
    more = _literal(tokens[last].raw)
    if more is None or not 1 < smaller < scale or more >= 1000:
        return value, last
    return value + more * smaller, end


def _ratio(tokens: Sequence[Token], index: int) -> Amount | None:
    """``30/35 xã``, ``2/3 số hộ``: a part of a whole; ``30/4`` and ``15/5`` are days."""
    if index + 3 >= len(tokens) or refusals.is_marker(tokens, index):
        return None
    part, slash, whole = tokens[index : index + 3]
    if slash.key != "/" or not whole.is_number or not glued(part, slash):
        return None
    few, many = _count(part.raw), _count(whole.raw)
    if few is None or many is None or few > many or whole.raw in _RATES:
        return None
    inside = index and glued(tokens[index - 1], part) and tokens[index - 1].key not in {"(", "≥"}
    last = index + 3
    if inside or refusals.is_year(whole) or tokens[last].key in {"/", "-"}:
        return None
    of_many = units().base_opens.at(tokens, last) is not None
    if not (of_many or refusals.counts(tokens, last)):
        return None
    if of_many and few < 10 > many:
        return Amount(index, last, round(Decimal(few) / many, 4), is_fraction=True)
    return Amount(index, last, Decimal(few), total=many)


def _count(raw: str) -> int | None:
    """A whole number, thousands perhaps set apart."""
    plain = raw.replace(".", "") if _THOUSANDS.fullmatch(raw) else raw
    return int(plain) if plain.isdigit() else None


def _ranged(tokens: Sequence[Token], low: Amount) -> Amount:
    """``low`` with the upper end that follows it: ``10 - 15%``, ``5 đến 7 triệu đồng``."""
    at = low.last
    money = units().money.at(tokens, at) if low.scale > 1 or low.value >= 1000 else None
    at = money[1] if money else at
    if at + 1 >= len(tokens) or tokens[at].key not in _TO or tokens[at].opens:
        return low
    high = _upper(tokens, at + 1)
    if high is None or low.total or low.is_fraction or low.is_bare != high.is_bare:
        return low
    value = low.value
    if low.scale == 1 and low.percent is None and not money:
        value *= high.scale
    if value >= high.value or (low.percent and low.percent != high.percent):
        return low
    return replace(high, first=low.first, value=value, value_max=high.value)


def _upper(tokens: Sequence[Token], index: int) -> Amount | None:
    """The upper end of a range: a number, not a year, that something is counted by."""
    if tokens[index].opens or (tokens[index].is_number and refusals.is_year(tokens[index])):
        return None
    if not tokens[index].is_number:
        return _single(tokens, index)
    return _digits(tokens, index, after_dash=True)
