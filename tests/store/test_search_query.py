"""What was typed, as a query and as conditions on the index."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import QueryInvalid
from pipeline.store import search_postgresql, search_sqlite
from pipeline.store.search_match import TIERS, condition
from pipeline.store.search_query import MOST_WORDS, SearchFilter, parse


def shape(words: str) -> tuple[list[str], list[str]]:
    """The exact words of what is wanted and of what is not."""
    query = parse(words)
    return [term.exact for term in query.terms], [term.exact for term in query.excluded]


@pytest.mark.parametrize(
    ("typed", "wanted", "excluded"),
    [
        ("Thông tư", ["thông", "tư"], []),
        ('"thông tư" mới', ["thông tư", "mới"], []),
        ("“thông tư” mới", ["thông tư", "mới"], []),
        ("phòng -cháy", ["phòng"], ["cháy"]),
        ('phòng -"chữa cháy"', ["phòng"], ["chữa cháy"]),
        ("xã/phường", ["xã phường"], []),
        ('"chưa đóng ngoặc', ["chưa đóng ngoặc"], []),
        ("một một", ["một"], []),
        ("a - b", ["a", "b"], []),
    ],
)
def test_words_phrases_and_exclusions(typed: str, wanted: list[str], excluded: list[str]) -> None:
    assert shape(typed) == (wanted, excluded)


def test_a_number_is_looked_for_as_one_word_and_as_its_parts() -> None:
    (term,) = parse("1716-cv/tu").terms
    assert term.numbers == ("1716cvtu",)
    assert term.exact == "1716 cv tu"


@pytest.mark.parametrize("typed", ["", "   ", "!?", '""', "-không", "- / -"])
def test_a_query_without_words_is_refused(typed: str) -> None:
    with pytest.raises(QueryInvalid):
        parse(typed)


def test_a_whole_paragraph_is_refused() -> None:
    with pytest.raises(QueryInvalid, match=str(MOST_WORDS)):
        parse(" ".join(f"từ{i}" for i in range(MOST_WORDS + 1)))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(QueryInvalid, match="2024-02-01"):
        SearchFilter(date_from=dt.date(2024, 2, 1), date_to=dt.date(2024, 1, 1))


def test_an_issuer_without_letters_is_refused() -> None:
    with pytest.raises(QueryInvalid):
        SearchFilter(issuers=("--",))


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_a_query_or_is_refused(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryInvalid:
        return
    for tier in TIERS:
        asked = condition(query, SearchFilter(issuers=("Sở Y tế", "so-y-te/?")), tier)
        assert search_sqlite.match(asked)
        assert search_postgresql.match(asked)
