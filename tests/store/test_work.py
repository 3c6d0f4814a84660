"""A file is worked off once, also where its work is done again or its end gets lost."""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest
from sqlalchemy import func, select

from models.errors import StoreUnavailable
from models.register import Arrival, IntakeItem, IntakeState, StoredLetter
from pipeline.store import ledger, shift
from pipeline.store.ledger import claim, utc_now
from pipeline.store.reading_room import Read
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import new_owner
from pipeline.store.store import Store
from pipeline.store.work import Desk, Worked
from tests.store.adding_process import a_reading

OWNER = new_owner()


def received(store: Store, folder: Path) -> tuple[Path, IntakeItem]:
    path = folder / "1.txt"
    path.write_text("1", encoding="utf-8")
    now = utc_now()
    return path, receive(store, path, Receipt(received_on=now.date(), now=now))


def test_work_that_is_done_twice_for_one_owner_takes_the_file_in_once(
    store: Store, tmp_path: Path
) -> None:
    """Dask runs a task again when it has lost sight of the worker, which goes on."""
    path, item = received(store, tmp_path)
    number = item.id or 0
    with store.writing() as session:
        claim(session, OWNER, utc_now(), 1)

    def meanwhile(_: Path, name: str) -> Read:
        with store.reading() as session:
            is_stored = session.get_one(IntakeItem, number).state == IntakeState.STORED
        if not is_stored:
            stops_when_stored.work(number, name)
        return Read(a_reading(path, 1), {})

    def read(*_: object) -> Read:
        return Read(a_reading(path, 1), {})

    class Stops(Desk):
        """Its process is gone when the file is stored."""

        def _link(self, *_: object) -> Worked:
            raise StoreUnavailable

        def _ended(self, *_: object) -> Worked:
            return Worked.lost(number, path.name, StoreUnavailable())

    stops_when_stored = Stops(store, OWNER, read, DEFAULT_OPTIONS)
    worked = Desk(store, OWNER, meanwhile, DEFAULT_OPTIONS).work(number, path.name)
    assert worked.state is IntakeState.LINKED
    with store.reading() as session:
        for table in (Arrival, StoredLetter):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_a_file_whose_end_could_not_be_written_down_is_taken_up_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same process, which goes on and whose heart beats."""
    path, _ = received(store, tmp_path)
    lease = ledger.LEASE / 60
    monkeypatch.setattr(ledger, "LEASE", lease)
    monkeypatch.setattr(shift, "HEARTBEAT", lease.total_seconds() / 4)
    ends: SimpleQueue[Worked] = SimpleQueue()
    desk = Desk(store, OWNER, lambda *_: Read(a_reading(path, 1), {}), DEFAULT_OPTIONS)
    attempts = 0

    def submit(item: IntakeItem) -> None:
        nonlocal attempts
        attempts += 1
        number = item.id or 0
        is_first = attempts == 1
        lost = Worked.lost(number, item.name, StoreUnavailable())
        ends.put(lost if is_first else desk.work(number, item.name))

    found = list(shift.shift(store, OWNER, submit, ends, width=1, stop=Event()))
    assert [each.state for each in found] == [IntakeState.RECEIVED, IntakeState.LINKED]
