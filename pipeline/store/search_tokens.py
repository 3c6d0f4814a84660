"""What the index keeps of a letter: a set of tokens, the same in SQLite and in PostgreSQL.

A token is a word with a mark for the question that it answers:

==================  =====================================================
``thong``           the folded word stands somewhere in the letter
``=thông``          the exact word does
``thong_tu``        two folded words stand side by side (for phrases)
``:1716cvtu``       a số hiệu, without punctuation
``#…``              one of the above stands in a header field
``@…``              what the letter is: its type, issuer, relations, month
==================  =====================================================

There are no positions: a phrase is its pairs. So the lists that a query walks through are as short
as can be, also for phrases of common words ("Ủy ban nhân dân"), and PostgreSQL's limits on
positions (16,383, and 256 for one word) do not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from pipeline.store.search_words import Word, number_words, words_of

FIELD = "#"
LARGEST_ENTRY = 900_000
"""Bytes of one entry's tokens, some 200 pages. PostgreSQL's tsvector holds 1 MiB of them."""


def exact_token(word: Word) -> str:
    """The exact word."""
    return "=" + word.exact


def pair_token(first: Word, second: Word) -> str:
    """Two folded words side by side."""
    return f"{first.folded}_{second.folded}"


def number_token(number_word: str) -> str:
    """A số hiệu as one of :func:`pipeline.store.search_words.number_words`."""
    return ":" + number_word


def type_token(code: str) -> str:
    """The type of the letter, a code of the vocabulary in any case."""
    return "@type:" + code.lower()


def relation_token(relation: str) -> str:
    """The letter cites something in this way."""
    return "@relation:" + relation


def body_token(key: str) -> str:
    """The issuer's key in the registry, or its kind, the part before the slash."""
    return "@body:" + key


def issuer_word_token(word: Word) -> str:
    """A word of the issuer's name."""
    return "@issuer:" + word.folded


def month_token(month: int) -> str:
    """The month by which the letter is found, counted from the year 0."""
    return f"@month:{month}"


def month_of(day: dt.date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> dt.date:
    """The first day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1)


def text_tokens(text: str) -> set[str]:
    """All tokens of running text."""
    words = words_of(text)
    return (
        {word.folded for word in words}
        | {exact_token(word) for word in words}
        | {pair_token(first, second) for first, second in pairwise(words)}
        | {number_token(number) for number in number_words(text)}
    )


def header_tokens(fields: Iterable[str]) -> set[str]:
    """All tokens of the header, as such and as words that stand somewhere."""
    found = {token for field in fields for token in text_tokens(field)}
    return found | {FIELD + token for token in found}


def letter_tokens(
    *,
    type_code: str | None,
    issuer: str | None,
    issuer_key: str | None,
    relations: Collection[str],
) -> set[str]:
    """What the letter is."""
    tokens = {relation_token(relation) for relation in relations}
    tokens |= {issuer_word_token(word) for word in words_of(issuer or "")}
    if type_code:
        tokens.add(type_token(type_code))
    if issuer_key:
        tokens |= {body_token(issuer_key), body_token(issuer_key.partition("/")[0])}
    return tokens


def entries_of(common: set[str], pages: Iterable[str]) -> Iterator[set[str]]:
    """The tokens of each entry: one for nearly every letter, more for very long ones.

    ``common`` goes into each, so that a word of the header and one of any page meet in one entry.
    """
    entry, size = set(common), 0
    for page in pages:
        for token in sorted(text_tokens(page) - entry, key=_pairs_last):
            size += len(token.encode())
            if size > LARGEST_ENTRY:
                yield entry
                entry, size = set(common), len(token.encode())
            entry.add(token)
    yield entry


def _pairs_last(token: str) -> tuple[bool, str]:
    """So that the single words of a page stay together where it does not fit into one entry."""
    return "_" in token, token
