"""`reread`, `relink`, `remind` and `evaluate` with a real Prefect, also cut off in the middle."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from models.errors import WorkStopped
from models.register import StoredReading
from pipeline.settings import Settings, StoreSettings
from pipeline.store.canonical import canonical_graph
from pipeline.store.checking import find_faults
from pipeline.store.intake import Added, add_files
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.receiving import Receipt
from pipeline.store.stale_readings import waiting_files
from pipeline.store.store import Store, open_store
from tests.cli.test_register import CHAIN, a_letter
from tests.store.on_disk import on_disk

ROOT = Path(__file__).parents[2]
COUNT = 16
NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def letters(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    return [a_letter(folder, f"{number + 100}/UBND-NC", CHAIN[1]) for number in range(COUNT)]


@pytest.fixture
def old(tmp_path: Path, letters: list[Path]) -> Iterator[Store]:
    """A register whose letters were all read by an older version."""
    receipt = Receipt(received_on=NOW.date(), now=NOW)
    with open_store(StoreSettings(home=tmp_path / "home", actor="x")) as store:
        for _, outcome in add_files(store, letters, receipt, settings=Settings(jobs=2)):
            assert isinstance(outcome, Added)
        with store.writing() as session:
            session.execute(update(StoredReading).values(reader_version="0.0.1"))
        yield store


def a_gold(folder: Path) -> Path:
    path = a_letter(folder, "41/UBND-NC", CHAIN[1])
    gold = {
        "source": {"name": path.name},
        "pages": [],
        "letters": [{"pages": [1], "number": "41/UBND-NC", "date": "2023-05-13"}],
    }
    path.with_suffix(".gold.json").write_text(json.dumps(gold))
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    gold["source"] = {"name": "hỏng.pdf"}
    (folder / "hỏng.gold.json").write_text(json.dumps(gold))
    return folder


def started(environment: dict[str, str], *command: object) -> subprocess.Popen[str]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True}
    words = [sys.executable, *map(str, command)]
    return subprocess.Popen(words, cwd=ROOT, env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def congvan(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return started(environment, "-c", "from cli.main import run; run()", *words)


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    out, err = process.communicate(timeout=240)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return out


def left(store: Store) -> int:
    with store.reading() as session:
        return len(waiting_files(session, DEFAULT_OPTIONS))


def assert_all_are_read_once(store: Store) -> None:
    assert left(store) == 0
    assert list(find_faults(store)) == []
    with store.reading() as session:
        query = select(col(StoredReading.is_current)).order_by(col(StoredReading.is_current))
        assert list(session.scalars(query)) == [False] * COUNT + [True] * COUNT


def count_of(page: str, words: str) -> str:
    (row,) = (line for line in page.splitlines() if words in line)
    return row.split("|")[2].strip(" *")


@pytest.mark.slow
def test_all_flows_show_what_they_did(
    old: Store, environment: dict[str, str], letters: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "gold").mkdir()
    gold, out = a_gold(tmp_path / "gold"), tmp_path / "evaluation.json"
    with old.reading() as session:
        before = canonical_graph(session)
        lost = waiting_files(session, DEFAULT_OPTIONS)[0]
    on_disk(old).path("originals", lost.sha256).unlink()
    quiet = environment | {"PREFECT_LOGGING_LEVEL": "CRITICAL"}  # as the commands run them
    program = ROOT / "tests" / "flows" / "four_flows.py"
    known: dict[str, Any] = json.loads(ended(started(quiet, program, gold, out)))

    assert known["runs"] == {
        "Đọc lại tháng 5": ["congvan-reread", "Completed"],
        "Nối lại tháng 5": ["congvan-relink", "Completed"],
        "Nhắc việc sáng thứ hai": ["congvan-remind", "Completed"],
        "Nhắc việc không gửi được": ["congvan-remind", "Failed"],
        "Chấm bộ mẫu": ["congvan-evaluate", "Completed"],
    }
    tasks, pages = known["tasks"], known["artifacts"]
    names = [path.name for path in letters]
    states = {name: "kept_old_reading" if name == lost.name else "linked" for name in names}
    assert tasks["Đọc lại tháng 5"] == [[name, states[name], 1] for name in sorted(names)]
    assert count_of(pages["congvan-reread"], "linked") == str(COUNT - 1)
    assert lost.name in pages["congvan-reread"]
    assert tasks["Nối lại tháng 5"] == [[f"1–{COUNT} / {COUNT}", "relinked", 1]]
    assert count_of(pages["congvan-relink"], "letters") == str(COUNT)
    with old.reading() as session:
        assert canonical_graph(session) == before
    assert "Nhắc việc ngày" in pages["congvan-remind"]
    assert list((tmp_path / "home" / "reminders").glob("*.md"))
    ((_, state, attempts),) = tasks["Nhắc việc không gửi được"]
    assert (state, attempts) == ("Failed", 3)
    assert tasks["Chấm bộ mẫu"] == [
        ["41-Sơn La.txt", "read", 1],
        ["hỏng.pdf", "file_damaged", 1],
    ]
    assert count_of(pages["congvan-evaluate"], "number ") == "1 / 2"
    assert "hỏng.pdf" in pages["congvan-evaluate"]
    assert json.loads(out.read_text())["files"] == 2


@pytest.mark.slow
def test_two_at_once_and_one_of_them_killed_read_every_file_once(
    old: Store, environment: dict[str, str]
) -> None:
    with congvan(environment, "reread") as killed, congvan(environment, "reread") as other:
        assert killed.stdout is not None
        assert killed.stdout.readline()
        os.killpg(killed.pid, signal.SIGKILL)  # with the server that Prefect started for it
        ended(other)
    assert_all_are_read_once(old)


@pytest.mark.slow
def test_sigterm_ends_it_in_good_order_and_the_next_run_does_what_is_left(
    old: Store, environment: dict[str, str]
) -> None:
    with congvan(environment, "reread", "--jobs", "1") as stopped:
        assert stopped.stdout is not None
        assert stopped.stderr is not None
        assert stopped.stdout.readline()
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(30) == WorkStopped.exit_code
        (said,) = stopped.stderr.read().splitlines()
        assert said.startswith("lỗi: chương trình dừng")
    assert 0 < left(old) < COUNT
    ended(congvan(environment, "reread"))
    assert_all_are_read_once(old)
