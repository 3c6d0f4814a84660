"""Queries as conditions on the tokens of the index, best matches first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.store.search_query import SearchFilter, SearchQuery, Term
from pipeline.store.search_tokens import (
    FIELD,
    body_token,
    exact_token,
    issuer_word_token,
    number_token,
    pair_token,
    relation_token,
    type_token,
)
from pipeline.store.search_words import words_of

AllOf = tuple[str, ...]
AnyOf = tuple[AllOf, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Entries that fulfil each of ``required`` and none of ``excluded``."""

    required: tuple[AnyOf, ...]
    excluded: tuple[AnyOf, ...] = ()

    def and_any_of(self, tokens: Iterator[str]) -> Condition:
        """The same entries, if they have one of ``tokens`` too."""
        return Condition((*self.required, tuple((token,) for token in tokens)), self.excluded)

    def render(self, quote: Callable[[str], str], and_: str, or_: str, not_: str) -> str:
        """The condition in a query language that has brackets; ``not_`` joins two operands."""
        wanted = and_.join(_any(group, quote, and_, or_) for group in self.required)
        unwanted = or_.join(_any(group, quote, and_, or_) for group in self.excluded)
        return f"({wanted}){not_}({unwanted})" if unwanted else wanted


def _any(group: AnyOf, quote: Callable[[str], str], and_: str, or_: str) -> str:
    return f"({or_.join(f'({and_.join(map(quote, tokens))})' for tokens in group)})"


@dataclass(frozen=True, slots=True)
class Tier:
    """How good a match is: in exact words or folded, in the header or anywhere."""

    exact: bool
    in_header: bool


TIERS = (Tier(True, True), Tier(True, False), Tier(False, True), Tier(False, False))
"""Best first; a letter of one tier is also in the wider ones."""


def condition(query: SearchQuery | None, filter: SearchFilter, tier: Tier) -> Condition:
    """What the index is asked; without query and filters on tokens, nothing is required."""
    terms = query.terms if query else ()
    excluded = query.excluded if query else ()
    return Condition(
        (*(_term(term, tier) for term in terms), *_filters(filter)),
        tuple(_term(term, Tier(_has_marks(term), False)) for term in excluded),
    )


def _has_marks(term: Term) -> bool:
    """Whether it was typed with marks; then words with other marks are not excluded."""
    return any(word.exact != word.folded for word in term.words)


def _term(term: Term, tier: Tier) -> AnyOf:
    mark = FIELD if tier.in_header else ""
    ways = [tuple(_side_by_side(term, tier.exact))]
    ways += [(number_token(number),) for number in term.numbers]
    return tuple(tuple(mark + token for token in way) for way in ways)


def _side_by_side(term: Term, exact: bool) -> Iterator[str]:
    if exact:
        yield from (exact_token(word) for word in term.words)
    elif len(term.words) == 1:
        yield term.words[0].folded
    yield from (pair_token(first, second) for first, second in pairwise(term.words))


def _filters(filter: SearchFilter) -> Iterator[AnyOf]:
    if filter.issuers:
        yield tuple(way for issuer in filter.issuers for way in _issuer(issuer))
    if filter.type_code:
        yield ((type_token(filter.type_code),),)
    if filter.relation:
        yield ((relation_token(filter.relation),),)


_KEY = re.compile(r"[a-z0-9?]+(?:[-/][a-z0-9?]+)+")


def _issuer(issuer: str) -> Iterator[AllOf]:
    """A key is taken as such; anything else as words of the name."""
    if _KEY.fullmatch(issuer):
        yield (body_token(issuer),)
    else:
        yield tuple(issuer_word_token(word) for word in words_of(issuer))
