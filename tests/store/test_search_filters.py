"""Filters leave the letters that are meant, with and without words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session

from models.register import OccurrenceState
from pipeline.store import search_candidates, search_postgresql
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter, SearchQuery, parse
from pipeline.store.store import Store
from tests.store.registered import add_task, findable

WORDS = [None, parse("kế hoạch")]


def ids(session: Session, query: SearchQuery | None, filter: SearchFilter) -> list[int]:
    return [hit.letter_id for hit in search(session, query, filter).hits]


def planned(session: Session, **header: Any) -> int:  # noqa: ANN401
    return findable(session, "kế hoạch", **header)


@pytest.mark.parametrize("query", WORDS)
def test_by_type(store: Store, query: SearchQuery | None) -> None:
    with store.writing() as session:
        planned(session, type_code="CV")
        decision = planned(session, type_code="QĐ")
    with store.reading() as session:
        assert ids(session, query, SearchFilter(type_code="QĐ")) == [decision]
        assert ids(session, query, SearchFilter(type_code="qđ")) == [decision]


@pytest.mark.parametrize("query", WORDS)
def test_by_issuer(store: Store, query: SearchQuery | None) -> None:
    with store.writing() as session:
        here = planned(session, issuer="Sở Y tế Sông Xanh", issuer_key="so-y-te/song-xanh")
        there = planned(session, issuer="Sở Y tế Núi Đỏ", issuer_key="so-y-te/nui-do")
        other = planned(session, issuer="Sở Xây dựng Núi Đỏ", issuer_key="so-xay-dung/nui-do")
        planned(session)
    with store.reading() as session:
        for issuers, letters in {
            ("so-y-te/nui-do",): [there],
            ("so-y-te",): [here, there],
            ("so y te",): [here, there],
            ("Núi Đỏ",): [there, other],
            ("so-xay-dung/nui-do", "Sông Xanh"): [here, other],
        }.items():
            assert sorted(ids(session, query, SearchFilter(issuers=issuers))) == letters


@pytest.mark.parametrize("query", WORDS)
def test_by_date(store: Store, query: SearchQuery | None) -> None:
    with store.writing() as session:
        days = [dt.date(2024, 3, day) for day in (1, 2, 3)]
        first, second, third = (planned(session, date=day) for day in days)
        planned(session, date=None, received_on=days[1])
    with store.reading() as session:
        for start, end, letters in [
            (days[1], None, [third, second]),
            (None, days[1], [second, first]),
            (days[1], days[1], [second]),
            (dt.date(2030, 1, 1), None, []),
        ]:
            assert ids(session, query, SearchFilter(date_from=start, date_to=end)) == letters


@pytest.mark.parametrize("query", WORDS)
def test_by_relation(store: Store, query: SearchQuery | None) -> None:
    with store.writing() as session:
        replacing = findable(session, "kế hoạch", relations=("replaces", "per"))
        findable(session, "kế hoạch", relations=("per",))
    with store.reading() as session:
        assert ids(session, query, SearchFilter(relation="replaces")) == [replacing]


@pytest.mark.parametrize("rare", [0, 1000])
@pytest.mark.parametrize("query", WORDS)
def test_by_task_state(
    store: Store, query: SearchQuery | None, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same letters, whether a state is rare enough to begin with it or not."""
    monkeypatch.setattr(search_candidates, "RARE", rare)
    with store.writing() as session:
        letters = [planned(session) for _ in range(3)]
        add_task(session, letters[0], OccurrenceState.PAUSED)
        add_task(session, letters[0], OccurrenceState.PAUSED, position=1)
        add_task(session, letters[1], OccurrenceState.CONFIRMED)
        add_task(session, findable(session, "khác"), OccurrenceState.WITHDRAWN)
    paused = SearchFilter(task_state=OccurrenceState.PAUSED)
    with store.reading() as session:
        assert ids(session, query, paused) == [letters[0]]
        assert ids(session, parse("khác"), paused) == []
        old = SearchFilter(task_state=OccurrenceState.PAUSED, date_to=dt.date(2000, 1, 1))
        assert ids(session, query, old) == []


def test_a_filter_that_few_letters_fit_looks_further_than_the_first_letters(store: Store) -> None:
    with store.writing() as session:
        old = planned(session, date=dt.date(2020, 1, 1))
        for _ in range(12):
            planned(session, date=None)
        add_task(session, old, OccurrenceState.PAUSED)
    with store.reading() as session:
        found = search(session, None, SearchFilter(date_from=dt.date(2019, 1, 1)), limit=1)
        assert [hit.letter_id for hit in found.hits] == [old]
        assert not found.more


def test_how_far_a_filter_was_tried_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_candidates, "MOST_TRIED", 5)
    with store.writing() as session:
        for _ in range(12):
            planned(session, date=None)
    with store.reading() as session:
        found = search(session, None, SearchFilter(date_from=dt.date(2019, 1, 1)), limit=1)
    assert (found.hits, found.more) == ((), True)


def test_all_steps_back_in_time_find_their_letters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL goes back in steps; a step of few letters leads through all of them."""
    monkeypatch.setattr(search_postgresql, "FIRST_WINDOW", 2)
    monkeypatch.setattr(search_postgresql, "MOST_MONTHS", 5)
    with store.writing() as session:
        days = [dt.date(2024 - i // 12, 12 - i % 12, 1) for i in range(40)]
        letters = [planned(session, date=day) for day in days]
    with store.reading() as session:
        found = search(session, parse("kế hoạch"), SearchFilter(), limit=50)
        assert [hit.letter_id for hit in found.hits] == letters
        until = SearchFilter(date_from=days[30], date_to=days[20])
        assert ids(session, parse("kế hoạch"), until) == letters[20:31][:20]
