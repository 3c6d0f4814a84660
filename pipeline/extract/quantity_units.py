"""What stands behind a number: its unit, what one of it is for, what a percentage is of.

A noun phrase has no closing mark in Vietnamese. It is taken to go on until a verb, an adverb or
a preposition of ``data/vocabulary/units.toml``, a number or a mark; over a comma or ``và`` only to
a noun of the same kind (``cơ quan, đơn vị``, ``hộ nghèo và hộ cận nghèo``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.quantity_numbers import Amount
from pipeline.extract.quantity_tokens import Token
from pipeline.extract.quantity_vocabulary import comparisons, units

_UNIT_REACH, _BASE_REACH, _QUOTE_REACH, _PARENTHESIS_REACH = 10, 18, 9, 8  # tokens
_GROUPS = {"body": "place"}
_QUOTES = {"“": "”", '"': '"', "«": "»"}
_TIMES = frozenset({"năm", "tháng", "quý", "ngày"})
_AGES = frozenset({"tuổi", "tháng"})


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
    money = known.money.at(tokens, at)
    if money:
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
    if amount.scale < 1_000_000 or (at < len(tokens) and _begins_noun(tokens, at)):
        return None
    cues = units().money_cues
    for index in range(amount.first, max(0, amount.first - 12), -1):
        if cues.before(tokens, index):
            return Unit(at, "VND", "money")
        if tokens[index - 1].key in {".", ";"}:
            break
    return None


def _begins_noun(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.is_word and not token.opens and units().ends.at(tokens, at) is None


def noun_phrase(
    tokens: Sequence[Token], first: int, reach: int, *, crosses: bool = False
) -> int | None:
    """The end of the noun phrase at ``first``; ``None`` if none begins there.

    ``crosses``: over prepositions too. A phrase that does not end within ``reach`` tokens is cut
    back to its known noun, or to two syllables.
    """
    if first >= len(tokens) or tokens[first].opens:
        return None
    head = units().nouns.at(tokens, first)
    if head is None and not (_begins_noun(tokens, first) and tokens[first].raw[0].islower()):
        return None
    kind = head[0] if head else ""
    index = head[1] if head else first + 1
    while index - first < reach:
        after = _step(tokens, index, kind, crosses)
        if after is None:
            return index
        index = after
    return head[1] if head else min(first + 2, index)


def _step(tokens: Sequence[Token], index: int, kind: str, crosses: bool) -> int | None:
    """The index behind the next word of a phrase; ``None`` where the phrase ends."""
    if index >= len(tokens) or tokens[index].opens:
        return None
    known = units()
    fixed = known.tails.at(tokens, index) or known.compounds.at(tokens, index)
    if fixed:
        return fixed[1]
    token = tokens[index]
    if token.key in {",", "và", "/"}:
        return _same_kind(tokens, index, kind)
    if token.is_number:
        year = tokens[index - 1].key in _TIMES and len(token.raw) == 4
        return index + 1 if year else None
    if not token.is_word:
        return None
    if _is_time(tokens, index):
        dated = kind == "plan" or tokens[index - 1].key in {"của", "kỳ"}
        return index + 1 if dated else None
    if known.ends.at(tokens, index):
        return _cross(tokens, index) if crosses else None
    return index + 1


def _same_kind(tokens: Sequence[Token], index: int, kind: str) -> int | None:
    """Over a comma, ``và`` or ``/`` to a noun of the same kind that is no new beginning."""
    at = index + 1
    if at < len(tokens) and tokens[at].key == "các":
        at += 1
    noun = units().nouns.at(tokens, at)
    if noun is None or not kind or _group(noun[0]) != _group(kind) or tokens[at].opens:
        return None
    follows_number = noun[1] < len(tokens) and tokens[noun[1]].is_number
    return None if follows_number else noun[1]


def _group(kind: str) -> str:
    return _GROUPS.get(kind, kind)


def _is_time(tokens: Sequence[Token], index: int) -> bool:
    """Whether a date begins here: ``năm 2024``, ``quý II``."""
    if tokens[index].key not in _TIMES or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    return after.is_number or set(after.raw) <= set("IV") or after.key in {"nay", "qua"}


def _cross(tokens: Sequence[Token], index: int) -> int | None:
    """Over a preposition, with the word behind it: ``của tỉnh``, ``dưới 5 tuổi trở lên``."""
    join = units().base_joins.at(tokens, index)
    if join is None or join[1] >= len(tokens):
        return None
    at = join[1]
    if tokens[at].is_number and at + 1 < len(tokens) and tokens[at + 1].key in _AGES:
        last = at + 2 + (tokens[at + 2 : at + 3] != [] and tokens[at + 2].key == "tuổi")
        upward = comparisons().after.at(tokens, last)
        return upward[1] if upward else last
    if tokens[index].key in {"từ", "dưới"} or not _begins_noun(tokens, at):
        return None
    timed = tokens[at].key in _TIMES or comparisons().time_units.at(tokens, at)
    if timed and tokens[index].key != "của":
        return None
    return None if tokens[at].key in {"giai", "thời"} else at + 1


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
