"""Quantities in Vietnamese text: comparator, number, unit, what one is for, what it is part of.

``ít nhất 75% số hộ``, ``mỗi xã có ít nhất 01 mô hình``, ``trên 80 tỷ đồng``, ``tăng 5% so với cùng
kỳ``. Whether one of them is a target is for ``pipeline.extract.targets`` to say. Nothing is found
in dates, numbers of documents, quotation marks and whatever else the caller blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.reading import Comparator
from pipeline.extract.dates import find_dates
from pipeline.extract.number import find_numbers
from pipeline.extract.quantity_comparators import Before, Each, before, each_before
from pipeline.extract.quantity_numbers import Amount, find_amounts
from pipeline.extract.quantity_pers import Per, per_after, per_head_before
from pipeline.extract.quantity_tokens import Token, tokens_of
from pipeline.extract.quantity_units import Unit, against_at, printed, unit_after
from pipeline.extract.quantity_vocabulary import comparisons, number_words

_PAIRS = {"“": "”", '"': '"', "«": "»"}
_LEVEL_REACH = 5  # tokens: "tăng từ 18% (năm 2012) lên"
_WHEN = frozenset({"năm", "tháng", "quý", "vào", "đầu", "cuối", "/", "(", ")"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` goes from the comparator, or the ``mỗi`` it is for, to the unit's end.

    ``value`` is in units of ``unit``: ``%``, ``VND``, or the noun as printed; ``value_max`` ends a
    range. ``per`` is what one of it is for, ``base`` what a percentage is of or a change against.
    ``kind`` is that of the unit in ``units.toml``, ``""`` if the noun is unknown. ``number`` is
    the span of the number alone, ``first:last`` the tokens. ``is_start``: the level that a change
    leaves (75 in ``tăng từ 75% lên 90%``). ``is_exact``: no comparator is printed.
    """

    start: int
    end: int
    comparator: Comparator
    value: int | float
    value_max: int | float | None
    unit: str | None
    per: str | None
    base: str | None
    kind: str
    number: Span
    first: int
    last: int
    is_start: bool = False
    is_exact: bool = False


def find_quantities(text: str, blocked: Sequence[Span] = ()) -> list[Quantity]:
    """All quantities of ``text``, in order; none that begins in one of the ``blocked`` spans."""
    tokens = tokens_of(text)
    return quantities_in(text, tokens, closed_tokens(text, tokens, blocked))


def closed_tokens(text: str, tokens: Sequence[Token], blocked: Sequence[Span]) -> list[bool]:
    """For each token whether it lies in a blocked span, a date, a document number or a quote."""
    spans = [*blocked, *quoted_spans(tokens)]
    spans += [(date.start, date.end) for date in find_dates(text)]
    spans += [(number.start, number.end) for number in find_numbers(text)]
    closed = [False] * len(tokens)
    open_until, next_span = 0, 0
    spans.sort()
    for index, token in enumerate(tokens):
        while next_span < len(spans) and spans[next_span][0] < token.end:
            open_until = max(open_until, spans[next_span][1])
            next_span += 1
        closed[index] = token.start < open_until
    return closed


def quoted_spans(tokens: Sequence[Token]) -> list[Span]:
    """What stands in quotation marks; a mark without its partner in the paragraph opens nothing."""
    found: list[Span] = []
    opened: Token | None = None
    for token in tokens:
        if token.opens:
            opened = None
        if opened is not None and token.raw == _PAIRS[opened.raw]:
            found.append((opened.start, token.end))
            opened = None
        elif opened is None and token.raw in _PAIRS:
            opened = token
    return found


def quantities_in(text: str, tokens: Sequence[Token], closed: Sequence[bool]) -> list[Quantity]:
    """``find_quantities`` for one who has the tokens."""
    return list(_found(text, tokens, closed))


def _found(text: str, tokens: Sequence[Token], closed: Sequence[bool]) -> Iterator[Quantity]:
    floor = 0
    for amount in find_amounts(tokens, closed):
        if amount.first < floor:
            continue
        quantity = _quantity(text, tokens, amount, floor)
        if quantity:
            floor = quantity.last
            yield quantity


def _quantity(text: str, tokens: Sequence[Token], amount: Amount, floor: int) -> Quantity | None:
    left = before(tokens, amount.first, floor)
    each = each_before(tokens, amount.first)
    trailing = comparisons().after.at(tokens, amount.last)
    unit = unit_after(text, tokens, amount, trailing[1] if trailing else amount.last)
    if unit is None or _counts_nothing(tokens, amount, left, each, unit):
        return None
    last = unit.last
    per = per_after(text, tokens, last)
    last = per.last if per and per.is_unit else last
    if trailing is None and (trailing := comparisons().after.at(tokens, last)):
        last = trailing[1]
    versus = against_at(text, tokens, last)
    last = versus[1] if versus else last
    is_start = left.from_at is not None and _level_follows(tokens, last)
    if is_start:
        left = Before(left.from_at or amount.first)
    first = left.first
    if trailing and left.from_at is not None:
        first = min(first, left.from_at)
    if each and each.first >= floor:
        first = min(first, each.first)
    value, value_max = _scaled(amount, unit)
    return Quantity(
        start=tokens[first].start,
        end=tokens[max(last, amount.last) - 1].end,
        comparator=_against(
            left.comparator(trailing[0] if trailing else None, is_range=value_max is not None),
            versus is not None,
            left,
        ),
        value=value,
        value_max=value_max,
        unit=unit.unit,
        per=_per(text, tokens, amount, each, per),
        base=versus[0] if versus else unit.base,
        kind=unit.kind,
        number=(tokens[amount.first].start, tokens[amount.last - 1].end),
        first=first,
        last=max(last, amount.last),
        is_start=is_start,
        is_exact=not (left.names or trailing),
    )


def _against(found: Comparator, is_compared: bool, left: Before) -> Comparator:
    """``cao hơn 5% so với`` and ``gấp`` are changes."""
    if not is_compared or left.names[:1] not in ((">",), ("<",)) or left.leveled:
        return found
    return "increase" if left.names[0] == ">" else "decrease"


def _level_follows(tokens: Sequence[Token], last: int) -> bool:
    """Whether the change goes on to another level: ``lên 90%``, ``năm 2012 xuống còn 3%``."""
    for token in tokens[last : last + _LEVEL_REACH]:
        if token.key in {"lên", "xuống", "còn"}:
            return True
        if not token.is_number and token.key not in _WHEN:
            break
    return False


def _counts_nothing(
    tokens: Sequence[Token], amount: Amount, left: Before, each: Each | None, unit: Unit
) -> bool:
    """Slogans, ``trên một héc-ta`` (a per), and number words that count nothing."""
    if each and each.is_slogan:
        return True
    if left.is_bare_over and amount.value == 1 and not amount.percent:
        return True
    if not amount.is_bare:
        return False
    words = number_words()
    if words.not_after_word.at(tokens, amount.last):
        return True
    compared = bool(left.names)
    if compared:
        return not unit.kind
    return (
        each is None
        or not unit.kind
        or words.not_before_word.before(tokens, amount.first) is not None
    )


def _scaled(amount: Amount, unit: Unit) -> tuple[int | float, int | float | None]:
    """The values; ``1,250 hộ`` is 1250, for nobody counts a part of a household."""
    whole = amount.comma_thousands and unit.kind in {"person", "place", "body", "thing", "event"}
    factor = Decimal(1000 if whole else 1)
    high = None if amount.value_max is None else _number(amount.value_max * factor)
    return _number(amount.value * factor), high


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _per(
    text: str, tokens: Sequence[Token], amount: Amount, each: Each | None, per: Per | None
) -> str | None:
    if per:
        return per.per
    if each:
        return printed(text, tokens, each.noun, each.last)
    return per_head_before(tokens, amount.first)
