"""What one of a quantity is for, where it is printed behind the unit: ``/năm``, ``mỗi xã``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.quantity_tokens import Token
from pipeline.extract.quantity_units import printed
from pipeline.extract.quantity_vocabulary import comparisons, units

_HEAD_REACH = 8  # tokens back to "bình quân đầu người"


@dataclass(frozen=True, slots=True)
class Per:
    """``per`` as printed, without ``/`` or ``mỗi`` before it; it ends before token ``last``.

    ``is_unit``: it belongs to the unit (``tấn/ha``, ``giường trên 10.000 dân``); ``cho mỗi hộ`` and
    ``hằng năm`` do not.
    """

    per: str
    last: int
    is_unit: bool = False


def per_after(text: str, tokens: Sequence[Token], at: int) -> Per | None:
    """``/người/tháng``, ``/10.000 dân``, ``trên 10.000 dân``, ``mỗi năm``, ``hằng năm``."""
    known = comparisons()
    if at >= len(tokens) or tokens[at].opens:
        return None
    if tokens[at].key == "/":
        last = _slashed(tokens, at)
        return Per(printed(text, tokens, at + 1, last), last, True) if last else None
    yearly = known.yearly.at(tokens, at)
    if yearly:
        return Per(*yearly)
    if tokens[at].key == "trên" and (counted := _noun(tokens, at + 1, numbered=True)):
        return Per(printed(text, tokens, at + 1, counted), counted, True)
    opening = known.per_after.at(tokens, at)
    if opening is None:
        return None
    only_time = tokens[at].key in {"một", "trong"}
    noun = known.time_units.at(tokens, opening[1])
    last = noun[1] if noun else None if only_time else _noun(tokens, opening[1])
    return Per(printed(text, tokens, opening[1], last), last) if last else None


def _slashed(tokens: Sequence[Token], at: int) -> int | None:
    """The end of ``/A/B``."""
    last: int | None = None
    while at < len(tokens) and tokens[at].key == "/":
        end = _noun(tokens, at + 1) or _noun(tokens, at + 1, numbered=True)
        if end is None and at + 1 < len(tokens) and tokens[at + 1].is_word:
            end = at + 2
        if end is None:
            break
        last = at = end
    return last


def _noun(tokens: Sequence[Token], at: int, *, numbered: bool = False) -> int | None:
    """The end of a known noun or time at ``at``; ``numbered``: of a number of people (dân)."""
    if at >= len(tokens) or tokens[at].opens:
        return None
    if numbered:
        if not tokens[at].is_number and tokens[at].key != "vạn":
            return None
        noun = units().nouns.at(tokens, at + 1)
        return noun[1] if noun and noun[0] == "person" else None
    found = units().nouns.at(tokens, at) or comparisons().time_units.at(tokens, at)
    return found[1] if found else None


def per_head_before(tokens: Sequence[Token], first: int) -> str | None:
    """``bình quân đầu người đạt 60 triệu đồng``."""
    for at in range(first, max(0, first - _HEAD_REACH), -1):
        found = comparisons().per_head.before(tokens, at)
        if found:
            return found[0]
        if tokens[at - 1].key in {",", ";", "."}:
            return None
    return None
