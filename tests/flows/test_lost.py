"""A file whose task is lost goes back to the ledger, and fails at last."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from prefect.futures import PrefectFuture

from flows.hands import Hands
from flows.ingest import _end
from flows.lost import give_back
from models.errors import SettingInvalid, WorkAbandoned, WorkStopped
from models.register import IntakeItem, IntakeState
from pipeline.store.ledger import MOST_ATTEMPTS, claim, hold, items, put_back, utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import new_owner
from pipeline.store.store import Store
from pipeline.store.work import Worked
from tests.cli.test_register import CHAIN, a_letter

OWNER = new_owner()


class Died(Exception):
    """What a cluster says of a task over which its workers died."""


def a_future(failure: BaseException) -> PrefectFuture[Any]:
    def result(*, raise_on_failure: bool) -> None:
        raise failure

    return cast("PrefectFuture[Any]", SimpleNamespace(result=result))


@pytest.fixture
def item(store: Store, tmp_path: Path) -> IntakeItem:
    """A file with OWNER."""
    receipt = Receipt(received_on=utc_now().date(), now=utc_now())
    receive(store, a_letter(tmp_path, "1/UBND-NC", CHAIN[1]), receipt)
    return claimed(store)


def claimed(store: Store) -> IntakeItem:
    with store.writing() as session:
        for each in items(session, most=1):
            each.not_before = None
        session.flush()
        (taken,) = claim(session, OWNER, utc_now(), 1)
    return taken


def in_ledger(store: Store) -> IntakeItem:
    with store.reading() as session:
        (found,) = items(session, most=2)
    return found


def test_it_is_free_for_others_after_a_pause(store: Store, item: IntakeItem) -> None:
    given = give_back(store, OWNER, Worked.lost(item.id or 0, item.name, WorkStopped("x")))
    assert given.state is IntakeState.RECEIVED
    found = in_ledger(store)
    assert (found.state, found.owner, found.reason) == ("received", None, "work_stopped")
    assert found.not_before is not None


def test_it_fails_when_that_happened_too_often(store: Store, item: IntakeItem) -> None:
    for _ in range(MOST_ATTEMPTS - 1):
        give_back(store, OWNER, Worked.lost(item.id or 0, item.name, "lost"))
        claimed(store)
    given = give_back(store, OWNER, Worked.lost(item.id or 0, item.name, "lost"))
    assert given.state is IntakeState.FAILED
    assert isinstance(given.error, WorkAbandoned)
    assert in_ledger(store).reason == "work_abandoned"


def test_it_fails_at_once_when_the_cluster_has_tried_often_enough(
    store: Store, item: IntakeItem
) -> None:
    own = Hands(1, lambda **_: a_future(Died()), fatal=(Died,))
    given = give_back(store, OWNER, _end(item, own.submit(), own))
    assert (given.state, in_ledger(store).state) == (IntakeState.FAILED, "failed")
    assert isinstance(given.error, WorkAbandoned)


def test_what_anything_else_raised_is_an_end_too(item: IntakeItem) -> None:
    own = Hands(1, lambda **_: a_future(OSError("the scheduler has gone")))
    lost = _end(item, own.submit(), own)
    assert (lost.item_id, lost.state) == (item.id, IntakeState.RECEIVED)
    assert "the scheduler has gone" in str(lost.error)


def test_what_is_with_nobody_any_more_stays_as_it_is(store: Store, item: IntakeItem) -> None:
    with store.writing() as session:
        held = hold(session, item.id or 0, OWNER)
        assert held is not None
        put_back(session, held, not_before=None, reason="store_busy")
    lost = Worked.lost(item.id or 0, item.name, "lost")
    assert give_back(store, OWNER, lost) == lost
    assert in_ledger(store).reason == "store_busy"


def test_a_worker_that_does_not_find_it_has_another_register(
    store: Store, item: IntakeItem
) -> None:
    with pytest.raises(SettingInvalid, match="CONGVAN_DATABASE_URL"):
        give_back(store, OWNER, Worked(item_id=item.id or 0, name=item.name, state=None))
