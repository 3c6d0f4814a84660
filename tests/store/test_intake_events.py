"""What the log says of files on their way, and of those whose worker died."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest

from models.errors import FileDamaged, StoreBusy, WorkAbandoned
from models.register import IntakeItem, IntakeState
from pipeline.logs import set_up
from pipeline.store.ledger import MOST_ATTEMPTS, claim, expire, utc_now
from pipeline.store.left_behind import count_left_behind, left_behind
from pipeline.store.reading_room import Read
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import shift
from pipeline.store.store import Store
from pipeline.store.work import Desk, Worked
from tests.log_lines import JSON, events, named
from tests.store.adding_process import a_reading
from tests.store.taken_in import add_reading

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
RECEIPT = Receipt(received_on=NOW.date(), now=NOW)
DEAD, ALIVE = "máy:1:a", "máy:2:b"


def received(store: Store, folder: Path, name: str, text: str = "Số: 7/UBND") -> int:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return receive(store, path, RECEIPT).id or 0


def left_by_the_dead(store: Store, number: int, *, times: int = 1) -> None:
    """Somebody took the file, so many times, and died over it."""
    for _ in range(times):
        with store.writing() as session:
            assert claim(session, DEAD, utc_now(), 1, only=[number])
            expire(session, lambda owner: owner == DEAD, utc_now())


def one_shift(store: Store) -> list[int]:
    """Whoever comes next takes what there is, and ends."""
    stop, taken = Event(), []

    def submit(item: IntakeItem) -> None:
        taken.append(item.id or 0)
        stop.set()

    ends: SimpleQueue[Worked] = SimpleQueue()
    assert list(shift(store, ALIVE, submit, ends, width=1, stop=stop)) == []
    return taken


def fails(error: Exception) -> Read:
    raise error


def worked(store: Store, number: int, name: str, error: Exception) -> None:
    with store.writing() as session:
        claim(session, ALIVE, utc_now(), 1, only=[number])
    Desk(store, ALIVE, lambda *_: fails(error), "").work(number, name)


def test_a_file_is_followed_from_its_coming_to_the_register(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    path = tmp_path / "7.txt"
    reading = a_reading(path, 7)
    add_reading(store, path, reading, RECEIPT)
    add_reading(store, path, reading, RECEIPT)
    said = capsys.readouterr().err
    assert [each["event"] for each in events(said)] == [
        "received",
        "stored",
        "linked",
        "received",
        "duplicate",
    ]
    assert {each["document"] for each in events(said)} == {"7.txt"}
    assert {each["sha256"] for each in events(said)} == {reading.source.sha256[:12]}
    assert [each["item"] for each in events(said)] == [1, 1, 1, 2, 2]
    (linked,) = named(said, "linked")
    assert (linked["letters"], linked["level"]) == (1, "INFO")
    assert linked["seconds"] >= 0
    assert "UBND" not in said


def test_what_is_no_letter_has_failed_when_it_comes(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    received(store, tmp_path, "a.txt", text="")
    (failed,) = named(capsys.readouterr().err, "failed")
    assert (failed["code"], failed["document"]) == ("file_empty", "a.txt")


def test_a_fault_that_can_pass_is_told_from_one_that_cannot(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    for name, error in (("a.txt", StoreBusy()), ("b.txt", FileDamaged("giao ban lúc 5 giờ"))):
        worked(store, received(store, tmp_path, name, text=name), name, error)
    said = capsys.readouterr().err
    ends = [each for each in events(said) if each["event"] != "received"]
    assert [(each["event"], each["document"], each["code"]) for each in ends] == [
        ("put_back", "a.txt", "store_busy"),
        ("failed", "b.txt", "file_damaged"),
    ]
    assert "giao ban" not in said


def test_a_file_that_is_with_somebody_else_by_now_is_told(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    number = received(store, tmp_path, "a.txt")
    Desk(store, DEAD, lambda *_: fails(StoreBusy()), "").work(number, "a.txt")
    (lost,) = named(capsys.readouterr().err, "lease_lost")
    assert (lost["item"], lost["level"]) == (number, "WARNING")


def test_what_the_dead_left_behind_is_taken_over_and_what_is_released_is_not(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    number = received(store, tmp_path, "a.txt")
    left_by_the_dead(store, number)
    with store.reading() as session:
        assert [each.owner for each in left_behind(session, utc_now())] == [DEAD]
        assert count_left_behind(session, utc_now()) == 1
    assert one_shift(store) == [number]
    said = capsys.readouterr().err
    (over,) = named(said, "lease_taken_over")
    assert (over["owner"], over["document"], over["item"]) == (DEAD, "a.txt", number)
    assert [each["given_back"] for each in named(said, "shutdown")] == [1]
    with store.reading() as session:
        assert left_behind(session, utc_now()) == []
    assert one_shift(store) == [number]
    assert named(capsys.readouterr().err, "lease_taken_over") == []


def test_a_file_that_too_many_died_over_has_failed(
    store: Store, tmp_path: Path, log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    number = received(store, tmp_path, "a.txt")
    other = received(store, tmp_path, "b.txt", text="b")
    left_by_the_dead(store, number, times=MOST_ATTEMPTS)
    assert one_shift(store) == [other]
    said = capsys.readouterr().err
    (failed,) = named(said, "failed")
    assert (failed["code"], failed["item"]) == (WorkAbandoned.code, number)
    assert named(said, "lease_taken_over") == []
    with store.reading() as session:
        assert session.get_one(IntakeItem, number).state == IntakeState.FAILED
