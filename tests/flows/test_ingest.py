"""`congvan ingest` as its users run it: with Prefect, killed, stopped and twice at once."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from flows import prefect_settings
from models.errors import OrchestratorUnavailable, StoreUnavailable, WorkStopped
from models.register import Arrival, IntakeState, Original, StoredLetter
from pipeline.settings import Settings, StoreSettings
from pipeline.store.checking import find_faults
from pipeline.store.intake import work_here
from pipeline.store.ledger import counted
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.store import Store, open_store
from tests.cli.test_register import CHAIN, a_letter

ROOT = Path(__file__).parents[2]
COUNT = 16
SEED = 5

to_whom = pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the command", "its group"])
"""A terminal, `timeout` and systemd tell Prefect's server too."""


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNT):
        a_letter(folder, f"{number + 100}/UBND-NC", CHAIN[1])
    return folder


def started(environment: dict[str, str], *words: object) -> subprocess.Popen[str]:
    """In a process group of its own, as a terminal and systemd start a command."""
    command = [sys.executable, "-c", "from cli.main import run; run()", *map(str, words)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = {"cwd": ROOT, "env": environment, "text": True, "process_group": 0}
    return subprocess.Popen(command, **options, **pipes)  # type: ignore[call-overload,no-any-return]


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    out, err = process.communicate(timeout=150)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return out


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Store]:
    with open_store(StoreSettings(home=tmp_path / "home", actor="x")) as store:
        yield store


def assert_all_are_there_once(store: Store, letters: int, *, others: int = 0) -> None:
    with store.reading() as session:
        count = counted(session)
        for table in (Original, StoredLetter):
            number = session.execute(select(func.count()).select_from(table)).scalar_one()
            assert number == letters
        assert count.open == 0
        assert count.by_state[IntakeState.LINKED] == letters
        assert count.received == letters + others
    assert list(find_faults(store)) == []


def first_lines(process: subprocess.Popen[str], count: int) -> None:
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline()


def kill_amid(environment: dict[str, str], command: str, letters: Path, attempt: int) -> None:
    """Kill a command at a moment when it has taken in some letters."""
    with started(environment, command, letters) as killed:
        first_lines(killed, 1)
        time.sleep(random.Random(SEED + attempt).uniform(0.0, 1.0))
        killed.send_signal(signal.SIGKILL)


def states_in_prefect(environment: dict[str, str], run: str) -> Counter[str]:
    """The states of the tasks of a run, as they are in Prefect's own database."""
    query = (
        "SELECT state_name FROM task_run WHERE flow_run_id = (SELECT id FROM flow_run WHERE name=?)"
    )
    path = Path(environment["PREFECT_HOME"], "prefect.db")
    with closing(sqlite3.connect(path)) as database:
        return Counter(name for (name,) in database.execute(query, [run]))


def test_count_in_is_count_out_and_the_bad_ones_are_named(
    letters: Path, environment: dict[str, str], register: Store
) -> None:
    shutil.copy(next(letters.iterdir()), letters / "bản sao.txt")
    (letters / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    out = ended(started(environment, "ingest", letters, "--label", "đợt 1"), code=3)
    assert f"{COUNT + 2} tệp đã đến" in out
    assert_all_are_there_once(register, COUNT, others=2)
    said = ended(started(environment, "intake", "--json", "--state", "failed")).splitlines()
    by_state = json.loads(said[0])["by_state"]
    assert (by_state["failed"], by_state["duplicate"]) == (1, 1)
    assert json.loads(said[1])["reason"] == "file_damaged"
    assert "hỏng.pdf" in json.loads(said[1])["name"]
    # The server writes states many at once, and ended with the command: none was lost.
    assert states_in_prefect(environment, "đợt 1") == {"linked": COUNT, "duplicate": 1, "failed": 1}


def test_where_prefect_cannot_be_reached_what_came_waits_in_the_ledger(
    letters: Path, environment: dict[str, str], register: Store
) -> None:
    nobody = environment | {"PREFECT_API_URL": "http://127.0.0.1:1/api"}
    command = started(nobody, "ingest", letters)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, out) == (OrchestratorUnavailable.exit_code, "")
    (line,) = err.splitlines()
    assert line.startswith("lỗi: không dùng được máy chủ Prefect")
    with register.reading() as session:
        assert counted(session).open == COUNT


@pytest.mark.slow
def test_where_prefect_does_not_start_one_line_says_so(
    letters: Path, environment: dict[str, str], register: Store
) -> None:
    home = letters.parent / "prefect"
    home.mkdir()
    (home / "prefect.db").write_bytes(b"no database" * 1000)
    command = started(environment | {"PREFECT_HOME": str(home)}, "ingest", letters)
    _, err = command.communicate(timeout=150)
    assert command.returncode == OrchestratorUnavailable.exit_code
    assert len(err.splitlines()) == 1, err
    with register.reading() as session:
        assert counted(session).open == COUNT


def test_prefect_has_a_folder_before_the_register_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefect_settings, "end_children_with_this_process", lambda: None)
    monkeypatch.setattr(os, "environ", {})
    prefect_settings.settle(tmp_path / "văn thư" / "sổ")
    assert Path(os.environ["PREFECT_HOME"]).is_dir()
    (tmp_path / "tệp").touch()
    monkeypatch.setattr(os, "environ", {})
    with pytest.raises(StoreUnavailable):
        prefect_settings.settle(tmp_path / "tệp" / "sổ")


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(5))
def test_what_a_killed_process_left_is_taken_up(
    letters: Path, environment: dict[str, str], register: Store, attempt: int
) -> None:
    kill_amid(environment, "ingest", letters, attempt)
    ended(started(environment, "ingest"))
    assert_all_are_there_once(register, COUNT)


@pytest.mark.parametrize("attempt", [0, 1])
def test_what_a_killed_add_left_is_taken_up_without_prefect(
    letters: Path, environment: dict[str, str], register: Store, attempt: int
) -> None:
    kill_amid(environment, "add", letters, attempt)
    settings = Settings(jobs=2)
    with ReadingRoom(settings, register.files) as room:
        ends = list(work_here(register, room, settings, stop=Event()))
    assert all(end.error is None for end in ends)
    assert_all_are_there_once(register, COUNT)


@pytest.mark.slow
@to_whom
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order_whoever_hears_it(
    letters: Path,
    environment: dict[str, str],
    register: Store,
    number: signal.Signals,
    whom: Callable[[int, int], None],
) -> None:
    stopped = started(environment, "ingest", letters)
    with stopped:
        first_lines(stopped, 1)
        whom(stopped.pid, number)
        assert stopped.wait(10) == WorkStopped.exit_code
        assert stopped.stderr is not None
        (said,) = stopped.stderr.read().splitlines()
        assert said.startswith("lỗi: chương trình dừng")
    with register.reading() as session:
        assert counted(session).by_state[IntakeState.READING] == 0
    ended(started(environment, "ingest"))
    assert_all_are_there_once(register, COUNT)


@pytest.mark.slow
def test_the_same_folder_by_two_processes_at_once(
    letters: Path, environment: dict[str, str], register: Store
) -> None:
    both = [started(environment, "ingest", letters) for _ in range(2)]
    for process in both:
        ended(process)
    with register.reading() as session:
        arrivals = session.execute(select(func.count()).select_from(Arrival)).scalar_one()
        assert counted(session).by_state[IntakeState.DUPLICATE] == COUNT
    assert arrivals == 2 * COUNT
    assert_all_are_there_once(register, COUNT, others=COUNT)


def test_prefect_server_can_be_imported_with_the_pinned_fastapi(
    environment: dict[str, str],
) -> None:
    command = [sys.executable, "-c", "import prefect.server.api.server"]
    subprocess.run(command, env=environment, check=True, timeout=60)


def test_the_pinned_fastapi_takes_a_null_for_the_default_as_prefect_sends_it() -> None:
    app = FastAPI()

    @app.post("/")
    def limited(name: str = Body(""), limit: int = Body(200)) -> int:
        return limit

    assert TestClient(app).post("/", json={"name": "", "limit": None}).json() == 200


@pytest.mark.parametrize("module", ["pipeline.read", "pipeline.store.intake", "cli.main"])
def test_the_rest_does_not_import_prefect(module: str, environment: dict[str, str]) -> None:
    code = f"import sys, {module}; sys.exit('prefect' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60, cwd=ROOT)
