"""How people say that a file is to be read, and that it is then read so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from models.directions import AS_FOUND, Directions
from models.errors import DecisionRefused
from models.reading import Reading
from pipeline.review.directing import (
    direct_starts,
    direct_turns,
    directions_of,
    last_order,
    order_reread,
    undo_direction,
)
from pipeline.review.ordered import reread_ordered
from pipeline.settings import Settings, StoreSettings
from pipeline.store.checking import find_faults
from pipeline.store.intake import add_files
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.readings import DEFAULT_OPTIONS, current_reading
from pipeline.store.receiving import Receipt
from pipeline.store.rereading import Rereader
from pipeline.store.stale_readings import waiting_files
from pipeline.store.store import Store, open_store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NOW = dt.datetime(2024, 11, 1, 8, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """A register with one file of two letters, and its readers."""

    store: Store
    room: ReadingRoom
    sha256: str

    def read_anew(self) -> Reading:
        """What the file says when the orders are done."""
        with self.store.writing() as session:
            order_reread(session, self.sha256, actor="An", now=NOW)
        rereader = Rereader(self.store, self.room.read, DEFAULT_OPTIONS, everything=True)
        (done,) = reread_ordered(self.store, rereader.work, Event())
        assert done.error is None
        with self.store.reading() as session:
            return current_reading(session, self.sha256)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Read once; every test takes back what it said."""
    home = tmp_path_factory.mktemp("home")
    (path,) = (x for x in SAMPLES.glob("03-*") if ".gold." not in x.name)
    settings = Settings(jobs=1)
    with (
        open_store(StoreSettings(home=home, actor="An")) as store,
        ReadingRoom(settings, store.files) as room,
    ):
        receipt = Receipt(received_on=NOW.date(), now=NOW)
        ((_, added),) = add_files(store, [path], receipt, settings=settings)
        assert not isinstance(added, Exception)
        yield Desk(store, room, added.sha256)


def test_letters_begin_where_a_person_says(desk: Desk) -> None:
    with desk.store.reading() as session:
        before = current_reading(session, desk.sha256)
    assert len(before.letters) == 2
    with desk.store.writing() as session:
        made = direct_starts(session, desk.sha256, [1], actor="An", reason="phụ lục", now=NOW)
    (one,) = desk.read_anew().letters
    assert one.pages == [page.number for page in before.pages]
    with desk.store.reading() as session:
        assert waiting_files(session, DEFAULT_OPTIONS) == []
    assert list(find_faults(desk.store)) == []
    with desk.store.writing() as session:
        undo_direction(session, made.id or 0, actor="An", now=NOW)
    assert desk.read_anew().letters == before.letters


def test_a_page_is_turned_as_a_person_says(desk: Desk) -> None:
    with desk.store.writing() as session:
        made = direct_turns(session, desk.sha256, {2: 180}, actor="An", reason="ngược", now=NOW)
    turned = {page.number: page.rotation for page in desk.read_anew().pages}
    assert turned == {1: 0, 2: 180} | {n: 0 for n in turned if n > 2}
    with desk.store.writing() as session:
        undo_direction(session, made.id or 0, actor="An", now=NOW)
    assert {page.rotation for page in desk.read_anew().pages} == {0}


def test_turns_add_up_and_the_last_word_on_starts_holds(desk: Desk) -> None:
    made = []
    how = {"actor": "An", "reason": "thử", "now": NOW}
    with desk.store.writing() as session:
        made.append(direct_turns(session, desk.sha256, {1: 90}, **how))  # type: ignore[arg-type]
        made.append(direct_turns(session, desk.sha256, {2: 270}, **how))  # type: ignore[arg-type]
        made.append(direct_starts(session, desk.sha256, [2], **how))  # type: ignore[arg-type]
        found = directions_of(session, desk.sha256)
        assert found == Directions(starts=(1, 2), turns=((1, 90), (2, 270)))
        assert found.options == ";starts=1,2;turns=1:90,2:270"
        for each in made:
            undo_direction(session, each.id or 0, actor="An", now=NOW)
        assert directions_of(session, desk.sha256) == AS_FOUND


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    how = {"actor": "An", "now": NOW}
    with desk.store.writing() as session:
        for starts, reason in (([99], "x"), ([1], " ")):
            with pytest.raises(DecisionRefused):
                direct_starts(session, desk.sha256, starts, reason=reason, **how)  # type: ignore[arg-type]
        for turns in ({1: 45}, {99: 90}, {}):
            with pytest.raises(DecisionRefused):
                direct_turns(session, desk.sha256, turns, reason="x", **how)  # type: ignore[arg-type]


def test_asking_twice_reads_once(desk: Desk) -> None:
    with desk.store.writing() as session:
        first = order_reread(session, desk.sha256, actor="An", now=NOW)
        again = order_reread(session, desk.sha256, actor="Bình", now=NOW)
        assert (first.id, again.actor) == (again.id, "An")
    desk.read_anew()
    with desk.store.reading() as session:
        order = last_order(session, desk.sha256)
        assert order is not None
        assert order.done_at is not None
