"""Numbers that count nothing: names, ordinals, dates, articles, telephones, codes.

Rules from NĐ 30/2020 (phụ lục I: how documents, articles and dates are cited) and from what
letters print; the words stand in ``data/vocabulary/quantities.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.quantity_tokens import Token, ends_sentence, glued
from pipeline.extract.quantity_vocabulary import number_words, units

_REACH = 7  # tokens back to a word that announces a telephone or account number
_LINKS = frozenset({",", "và", "hoặc", "-", "đến", "tới", "&"})
_CODE_MARKS = frozenset({"/", "_", "@", "#", "+", "\\", "."})


def is_code(tokens: Sequence[Token], index: int) -> bool:
    """Whether the digits are part of something written without spaces: 20b, 1A, 19-NQ, 08:30."""
    before = tokens[index - 1] if index else None
    if before is not None and glued(before, tokens[index]):
        if before.is_word or before.key in _CODE_MARKS:
            return True
        if before.key in {"-", ":"} and index > 1 and glued(tokens[index - 2], before):
            return tokens[index - 2].is_word or tokens[index - 2].is_number
    return code_goes_on(tokens, index)


def code_goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether letters, a slash or a colon follow the digits without a space."""
    if index + 1 >= len(tokens) or not glued(tokens[index], tokens[index + 1]):
        return False
    following = tokens[index + 1]
    if following.is_word:
        return following.raw not in number_words().glued
    after = tokens[index + 2] if index + 2 < len(tokens) else None
    joined = after is not None and glued(following, after)
    if following.key == "-" and joined and after is not None:
        return after.is_word
    return following.key in {"/", ":", "_", "@"} and joined


def is_marker(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number counts a list's items: ``1.``, ``(2)``, ``3)``, ``4 Các sở``."""
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None:
        return True
    if token.opens:
        return after.key in {".", ")"} or after.raw[0].isupper()
    return index > 0 and tokens[index - 1].key == "(" and after.key == ")"


def is_year(token: Token) -> bool:
    """Four plain digits from 1900 to 2099."""
    return len(token.raw) == 4 and token.raw.isdigit() and token.raw[:2] in {"19", "20"}


def is_named(tokens: Sequence[Token], index: int, last: int, refused: int | None) -> bool:
    """Whether the word before makes the number at ``index:last`` a name's or an ordinal.

    ``refused`` is the index of the last number that was refused: a list goes on after it
    (``khoản 2, 3``).
    """
    at = index - 1 if index and tokens[index - 1].key == ":" else index
    found = number_words().before.before(tokens, at)
    verdict = found[0] if found else None
    if verdict == "always":
        return not _is_percentage(tokens, last)
    listed = refused is not None and refused == index - 2 and tokens[index - 1].key in _LINKS
    if verdict == "perhaps" or listed or _after_telephone(tokens, index):
        return not counts(tokens, last)
    return is_year(tokens[index]) and last == index + 1 and not _year_counts(tokens, index)


def counts(tokens: Sequence[Token], last: int) -> bool:
    """Whether a known unit, money or a percent sign stands at ``last``."""
    if last >= len(tokens) or tokens[last].opens:
        return False
    if number_words().percents.at(tokens, last - 1) or number_words().percents.at(tokens, last):
        return True
    known = units()
    found = known.nouns.at(tokens, last) or known.money.at(tokens, last)
    refused = known.refused.at(tokens, last)
    scaled = tokens[last - 1].key in number_words().scales
    return scaled or (found is not None and (refused is None or found[1] > refused[1]))


def _is_percentage(tokens: Sequence[Token], last: int) -> bool:
    """A percentage is never a name: ``sĩ số 99%``."""
    return number_words().percents.at(tokens, last - 1) is not None


def _year_counts(tokens: Sequence[Token], index: int) -> bool:
    """``trồng 2000 ha``: a unit follows, and no list or span of years stands before."""
    before = tokens[index - 1].key if index else ""
    return before not in _LINKS | {"/", ";", "từ"} and counts(tokens, index + 1)


def _after_telephone(tokens: Sequence[Token], index: int) -> bool:
    phrases = number_words().telephone
    for at in range(index, max(0, index - _REACH), -1):
        if at < index and ends_sentence(tokens, at):
            return False
        if phrases.before(tokens, at):
            return True
    return False
