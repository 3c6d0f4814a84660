"""What stands behind a number: its unit, and what a percentage or a change is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.quantity_numbers import Amount
from pipeline.extract.quantity_phrases import begins_noun, noun_phrase
from pipeline.extract.quantity_tokens import Token
from pipeline.extract.quantity_vocabulary import comparisons, units

_UNIT_REACH, _BASE_REACH, _QUOTE_REACH, _PARENTHESIS_REACH = 10, 18, 9, 8  # tokens
_QUOTES = {"“": "”", '"': '"', "«": "»"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends before token ``last``; ``kind`` as in ``units.toml``, ``""`` if unknown."""

    last: int
    unit: str | None
    kind: str
    base: str | None = None


def printed(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    """``tokens[first:last]`` as printed, white space closed."""
    return " ".join(text[tokens[first].start : tokens[last - 1].end].split())


def unit_after(text: str, tokens: Sequence[Token], amount: Amount, at: int) -> Unit | None:
    """The unit of ``amount`` at token ``at``; ``None`` where nothing is counted."""
    if amount.percent or amount.is_fraction:
        base, last = base_at(text, tokens, at)
        unit = amount.percent
        return Unit(last, unit, "percent", base) if unit or base else None
    known = units()
    if at >= len(tokens) or tokens[at].opens:
        return _unnamed_money(tokens, amount, at)
    money, refused = known.money.at(tokens, at), known.refused.at(tokens, at)
    if money and not (refused and refused[1] > money[1]):  # "01 đồng chí" is no money
        return Unit(money[1], money[0], "money")
    return (
        _quoted(text, tokens, at)
        or _counted(text, tokens, amount, at)
        or _unnamed_money(tokens, amount, at)
    )


def _counted(text: str, tokens: Sequence[Token], amount: Amount, at: int) -> Unit | None:
    known = units()
    noun, refused = known.nouns.at(tokens, at), known.refused.at(tokens, at)
    if refused and (noun is None or noun[1] <= refused[1]):
        return None
    last = noun_phrase(tokens, at, _UNIT_REACH)
    if last is None:
        return None
    kind = noun[0] if noun else ""
    unit = printed(text, tokens, at, noun[1] if noun and kind == "measure" else last)
    whole = f"{amount.total} {unit}" if amount.total else None
    return Unit(last, unit, kind, whole)


def _quoted(text: str, tokens: Sequence[Token], at: int) -> Unit | None:
    """A unit in quotation marks: ``120 "Địa chỉ đỏ"``; a common noun, so without its capital."""
    closing = _QUOTES.get(tokens[at].raw)
    if closing is None:
        return None
    for index in range(at + 1, min(at + _QUOTE_REACH, len(tokens))):
        if tokens[index].raw == closing and index > at + 1:
            unit = printed(text, tokens, at + 1, index)
            lowered = unit[0].lower() + unit[1:] if unit[1:2].islower() else unit
            return Unit(index + 1, lowered, "thing")
        if not tokens[index].is_word:
            return None
    return None


def _unnamed_money(tokens: Sequence[Token], amount: Amount, at: int) -> Unit | None:
    """``kinh phí 80 tỷ``: money without its currency, where the clause speaks of money."""
    if amount.scale < 1_000_000 or (at < len(tokens) and begins_noun(tokens, at)):
        return None
    cues = units().money_cues
    for index in range(amount.first, max(0, amount.first - 12), -1):
        if cues.before(tokens, index):
            return Unit(at, "VND", "money")
        if tokens[index - 1].key in {".", ";"}:
            break
    return None


def base_at(text: str, tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """What a percentage at ``at`` is of, as printed, and the index behind it."""
    start = _after_parenthesis(tokens, at)
    if start >= len(tokens) or tokens[start].opens:
        return None, at
    opening = units().base_opens.at(tokens, start)
    noun = opening[1] if opening else start
    last = noun_phrase(tokens, noun, _BASE_REACH, crosses=True)
    if last is None:
        return None, at
    first = noun if opening and tokens[start].key == "của" else start
    return printed(text, tokens, first, last), last


def _after_parenthesis(tokens: Sequence[Token], at: int) -> int:
    """Past ``(35/35)`` between the sign and its noun."""
    if at < len(tokens) and tokens[at].key == "(":
        for index in range(at + 1, min(at + _PARENTHESIS_REACH, len(tokens))):
            if tokens[index].key == ")":
                return index + 1
    return at


def against_at(text: str, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """``so với cùng kỳ năm 2023``: what a change is measured against, and the index behind it."""
    found = comparisons().against.at(tokens, at)
    if found is None or found[1] >= len(tokens) or not tokens[found[1]].is_word:
        return None
    last = found[1] + 1
    fixed = units().compounds.at(tokens, found[1])
    last = fixed[1] if fixed else last
    while last - at < _UNIT_REACH and last < len(tokens) and not tokens[last].opens:
        token, fixed = tokens[last], units().compounds.at(tokens, last)
        if fixed:
            last = fixed[1]
        elif token.is_number or _goes_on(tokens, last):
            last += 1
        else:
            break
    return printed(text, tokens, found[1], last), last


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether the base goes on: with a word that does not end it, or inside a date."""
    token = tokens[index]
    if token.is_word:
        return not units().ends.at(tokens, index)
    return token.key in {"/", "-"} and tokens[index - 1].is_number
