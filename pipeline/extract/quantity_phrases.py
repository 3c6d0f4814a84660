"""Noun phrases behind numbers: where ``hộ nghèo và hộ cận nghèo được hỗ trợ`` ends as a unit.

A noun phrase has no closing mark in Vietnamese. It is taken to go on until a verb, an adverb or
a preposition of ``data/vocabulary/units.toml``, a number or a mark; over a comma or ``và`` only to
a noun of the same kind (``cơ quan, đơn vị``, ``hộ nghèo và hộ cận nghèo``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.quantity_tokens import Token
from pipeline.extract.quantity_vocabulary import comparisons, number_words, units

_GROUPS = {"body": "place"}
_TIMES = frozenset({"năm", "tháng", "quý", "ngày"})
_PLURALS = frozenset({"các", "những"})  # open another noun phrase: "1.200 thành viên | các tổ"
_AGES = frozenset({"tuổi", "tháng"})


def begins_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that may open a noun phrase stands at ``at``."""
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
    fixed = None if head else units().compounds.at(tokens, first)
    if head is None and not (begins_noun(tokens, first) and tokens[first].raw[0].islower()):
        return None
    kind = head[0] if head else ""
    index = head[1] if head else fixed[1] if fixed else first + 1
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
        return index + 1 if year else index + 2 if crosses and _is_age(tokens, index) else None
    if not token.is_word:
        return None
    if _is_time(tokens, index):
        dated = kind == "plan" or tokens[index - 1].key in {"của", "kỳ"}
        return index + 1 if dated else None
    if _names_number(tokens, index):
        return None
    if known.ends.at(tokens, index):
        return _cross(tokens, index) if crosses else None
    return None if token.key in _PLURALS and not crosses else index + 1


def _same_kind(tokens: Sequence[Token], index: int, kind: str) -> int | None:
    """Over a comma, ``và`` or ``/`` to a noun of the same kind that is no new beginning."""
    at = index + 1
    if tokens[index].key == "/" and _group(kind) != "place":
        return None  # "tạ/ha", "học sinh/giáo viên" are rates
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


def _is_age(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].key == "tuổi"


def _names_number(tokens: Sequence[Token], index: int) -> bool:
    """``mức độ 2``, ``lớp 9`` at the end of a phrase: a rank, no part of the noun."""
    named = number_words().before.at(tokens, index)
    if named is None or named[0] == "never" or named[1] >= len(tokens):
        return False
    return tokens[named[1]].is_number


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
    if tokens[index].key in {"từ", "dưới"} or not begins_noun(tokens, at):
        return None
    timed = tokens[at].key in _TIMES or comparisons().time_units.at(tokens, at)
    if timed and tokens[index].key != "của":
        return None
    return None if tokens[at].key in {"giai", "thời"} else at + 1
