"""Whatever moment a process dies at, a letter is in the register whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.register import (
    Arrival,
    Document,
    Edge,
    IntakeState,
    Original,
    Reference,
    StoredLetter,
    StoredReading,
)
from pipeline.settings import StoreSettings
from pipeline.store.checking import find_faults
from pipeline.store.database import open_engine
from pipeline.store.ledger import claim, counted, expire
from pipeline.store.migrate import HEAD, version_of
from pipeline.store.reading_room import Read
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.shift import is_dead, new_owner
from pipeline.store.store import DATABASE, Store, open_store
from pipeline.store.work import Desk
from tests.store.adding_process import a_reading

ROOT = Path(__file__).parents[2]
SEED = 4


def adding(home: Path, folder: Path, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.adding_process", str(home), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command.append(str(last))
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def killed_while_adding(home: Path, folder: Path, seconds: float) -> int:
    """The number of the last letter that the process said it had added before it was killed."""
    with adding(home, folder, 2000) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first letter is in: from here on anything may happen
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    return int(rest[-1]) if rest else 1


def count(session: Session, table: type) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def take_up(store: Store, folder: Path) -> None:
    """Go on with what a dead process left behind."""

    def read(_: Path, name: str) -> Read:
        return Read(a_reading(folder / name, int(name.removesuffix(".txt"))), {})

    desk = Desk(store, new_owner(), read, DEFAULT_OPTIONS)
    now = dt.datetime.now(dt.UTC)
    with store.writing() as session:
        expire(session, is_dead, now)
        left = claim(session, desk.owner, now, 5)
    for item in left:
        desk.work(item.id or 0, item.name)


def assert_whole(store: Store, said: int) -> None:
    with store.reading() as session:
        added = count(session, StoredLetter)
        assert added in (said, said + 1)
        assert count(session, StoredReading) == count(session, Original) == added
        assert count(session, Edge) == added
        assert count(session, Document) == added + 1
        present = (
            select(func.count()).select_from(Reference).where(col(Reference.letter_id).is_not(None))
        )
        assert session.execute(present).scalar_one() == added
        assert {IntakeState.LINKED: added} == {
            state: number
            for state, number in counted(session).by_state.items()
            if number and state not in (IntakeState.FAILED, IntakeState.DUPLICATE)
        }
    named = {fault.code for fault in find_faults(store)}
    assert named <= {"original_orphan", "file_unfinished"}
    files = [each for each in store.files.listing("originals") if not each.endswith(".part")]
    assert len(files) - added <= 1


@pytest.mark.parametrize(
    "attempt", [*range(5), *(pytest.param(n, marks=pytest.mark.slow) for n in range(5, 50))]
)
def test_a_killed_process_leaves_every_letter_whole_or_absent(tmp_path: Path, attempt: int) -> None:
    home, folder = tmp_path / "home", tmp_path / "in"
    folder.mkdir()
    moment = random.Random(SEED + attempt).uniform(0.0, 0.4)
    said = killed_while_adding(home, folder, moment)
    with open_store(StoreSettings(home=home, actor="x")) as store:
        take_up(store, folder)
        assert_whole(store, said)


def test_two_processes_that_add_the_same_letters_add_each_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    processes = [adding(home, folder, 12) for folder in folders]
    for process in processes:
        with process:
            assert process.communicate()[0].split() == [str(n) for n in range(1, 13)]
        assert process.returncode == 0
    with open_store(StoreSettings(home=home, actor="x")) as store:
        assert_whole(store, 12)
        with store.reading() as session:
            assert count(session, Arrival) == 24


DYING = """
import os, signal, sys
from pathlib import Path
from alembic.runtime.migration import HeadMaintainer
from pipeline.settings import StoreSettings
from pipeline.store.store import open_store

recorded, note = [], HeadMaintainer.update_to_step

def note_and_die(self, step):
    note(self, step)
    recorded.append(step)
    if len(recorded) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

HeadMaintainer.update_to_step = note_and_die
with open_store(StoreSettings(home=Path(sys.argv[1]), actor="x")):
    pass
"""
"""Dies after the last statement of a migration, before its transaction ends."""


@pytest.mark.parametrize("step", [1, 2])
def test_a_migration_that_was_killed_is_taken_up_again(tmp_path: Path, step: int) -> None:
    command = [sys.executable, "-c", DYING, str(tmp_path), str(step)]
    process = subprocess.run(command, cwd=ROOT, check=False)
    assert process.returncode == -signal.SIGKILL
    engine = open_engine(f"sqlite:///{tmp_path / DATABASE}")
    with engine.connect() as connection:
        assert version_of(connection) == (None if step == 1 else f"{step - 1:04d}")
    engine.dispose()
    with open_store(StoreSettings(home=tmp_path, actor="x")) as store, store.reading() as session:
        assert version_of(session.connection()) == HEAD
        assert count(session, Original) == 0
