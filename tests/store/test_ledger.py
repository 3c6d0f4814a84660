"""The intake ledger: every file is worked off once, whoever dies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.register import IntakeItem, IntakeState
from pipeline.store.ledger import (
    LEASE,
    MOST_ATTEMPTS,
    claim,
    counted,
    expire,
    hold,
    items,
    next_moment,
    release,
    renew,
    retry_failed,
    settle,
)
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import is_dead, new_owner
from pipeline.store.store import Store

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
RECEIPT = Receipt(received_on=NOW.date(), now=NOW, label="đợt 1")
A, B = "máy:1:a", "máy:2:b"


def received(store: Store, folder: Path, *texts: str) -> list[int]:
    """Files with these texts come in; their rows."""
    numbers = []
    for index, text in enumerate(texts):
        path = folder / f"{index}.txt"
        path.write_text(text, encoding="utf-8")
        numbers.append(receive(store, path, RECEIPT).id or 0)
    return numbers


def claimed(
    store: Store, owner: str, now: dt.datetime = NOW, most: int = 9, only: list[int] | None = None
) -> list[int]:
    with store.writing() as session:
        return [item.id or 0 for item in claim(session, owner, now, most, only=only)]


def state_of(store: Store, number: int) -> IntakeItem:
    with store.reading() as session:
        return session.get_one(IntakeItem, number)


def test_files_are_taken_once_the_oldest_first(store: Store, tmp_path: Path) -> None:
    one, two, three = received(store, tmp_path, "a", "b", "c")
    assert claimed(store, A, most=2) == [one, two]
    assert claimed(store, B) == [three]
    assert claimed(store, B) == []
    assert state_of(store, one).state == IntakeState.READING


def test_only_what_is_meant_is_taken(store: Store, tmp_path: Path) -> None:
    _, two, _ = received(store, tmp_path, "a", "b", "c")
    assert claimed(store, A, only=[two]) == [two]


def test_the_same_bytes_wait_for_the_end_of_the_first(store: Store, tmp_path: Path) -> None:
    one, again, other = received(store, tmp_path, "a", "a", "b")
    assert claimed(store, A) == [one, other]
    assert claimed(store, B) == []
    with store.writing() as session:
        item = hold(session, one, A)
        assert item is not None
        settle(session, item, IntakeState.LINKED, NOW)
    assert claimed(store, B) == [again]


def test_a_lease_ends_unless_it_is_renewed(store: Store, tmp_path: Path) -> None:
    one, ended = received(store, tmp_path, "a", "b")
    claimed(store, A)
    later = NOW + LEASE * 0.9
    with store.writing() as session:
        renew(session, A, [one], later)  # that the other one came to an end is not in the ledger
    assert claimed(store, B, NOW + LEASE * 1.5) == [ended]
    assert claimed(store, B, later + LEASE) == [one]
    with store.writing() as session:
        assert hold(session, one, A) is None


def test_a_file_over_which_workers_die_is_given_up_and_can_be_tried_again(
    store: Store, tmp_path: Path
) -> None:
    (one,) = received(store, tmp_path, "a")
    for attempt in range(MOST_ATTEMPTS):
        assert claimed(store, A, NOW + attempt * LEASE) == [one]
    assert claimed(store, A, NOW + MOST_ATTEMPTS * LEASE) == []
    item = state_of(store, one)
    assert (item.state, item.reason) == (IntakeState.FAILED, "work_abandoned")
    with store.writing() as session:
        assert retry_failed(session) == [one]
    assert claimed(store, A, NOW + MOST_ATTEMPTS * LEASE) == [one]


def test_who_ends_in_good_order_leaves_everything_to_others(store: Store, tmp_path: Path) -> None:
    (one,) = received(store, tmp_path, "a")
    claimed(store, A)
    with store.writing() as session:
        release(session, A)
    assert claimed(store, B) == [one]
    assert state_of(store, one).attempts == 1


def test_a_dead_process_of_this_machine_loses_its_files_at_once(
    store: Store, tmp_path: Path
) -> None:
    one, two = received(store, tmp_path, "a", "b")
    alive = new_owner()
    host, _, token = alive.rsplit(":", 2)
    dead = f"{host}:{2**22 + 1}:{token}"  # above Linux's largest process id
    claimed(store, dead, only=[one])
    claimed(store, alive, only=[two])
    with store.writing() as session:
        expire(session, is_dead, NOW)
    assert claimed(store, B) == [one]


@pytest.mark.parametrize("owner", ["máy khác:1:a", new_owner()], ids=["elsewhere", "here"])
def test_who_may_be_alive_is_not_called_dead(owner: str) -> None:
    assert not is_dead(owner)


def test_count_in_is_count_out(store: Store, tmp_path: Path) -> None:
    one, *_ = received(store, tmp_path, "a", "b", "a")
    empty = tmp_path / "trống.pdf"
    empty.touch()
    assert receive(store, empty, RECEIPT).state == IntakeState.FAILED
    with store.reading() as session:
        count = counted(session)
        assert [item.name for item in items(session, [IntakeState.FAILED], most=9)] == [empty.name]
    assert count.received == sum(count.by_state.values()) == 4
    assert count.open == 3
    claimed(store, A, only=[one])
    with store.reading() as session:
        assert counted(session).by_state[IntakeState.READING] == 1
        assert next_moment(session, NOW, [one]) == NOW + LEASE
        assert next_moment(session, NOW, []) is None
