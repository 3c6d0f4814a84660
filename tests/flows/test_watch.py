"""`congvan watch` as its users run it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import WatchedAlready
from models.register import IntakeState
from pipeline.store.ledger import counted, items
from pipeline.store.store import Store
from tests.cli.test_register import CHAIN, a_letter
from tests.flows.test_ingest import ended, register, started, to_whom
from tests.ocr.pdf_maker import Page, Text, make_pdf

__all__ = ["register"]
LETTERS = 40


def linked(store: Store) -> int:
    with store.reading() as session:
        return counted(session).by_state[IntakeState.LINKED]


def wait_until_linked(store: Store, number: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while linked(store) < number:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.slow
def test_what_comes_is_taken_in_until_it_is_told_to_stop(
    tmp_path: Path, environment: dict[str, str], register: Store
) -> None:
    folder = tmp_path / "đến"
    (folder / "Sở Y tế").mkdir(parents=True)
    a_letter(folder, "1/UBND-NC", CHAIN[1])
    with started(environment, "watch", folder, "--settle", "0.5") as watching:
        wait_until_linked(register, 1, watching)
        a_letter(folder / "Sở Y tế", "2/UBND-NC", CHAIN[1])
        (folder / "bảng.xlsx").write_bytes(b"PK")
        wait_until_linked(register, 2, watching)
        watching.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        out, err = watching.communicate(timeout=60)
        assert watching.returncode == 0, err
        assert time.monotonic() - begun < 10
    assert "Traceback" not in err
    assert len(out.splitlines()) == 2
    assert "bảng.xlsx" in err
    with register.reading() as session:
        found = {item.folder for item in items(session, most=9)}
    assert found == {None, "Sở Y tế"}
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert names == {"1-Sơn La.txt", "2-Sơn La.txt", "bảng.xlsx"}


def test_once_takes_what_is_there_and_ends(
    tmp_path: Path, environment: dict[str, str], register: Store
) -> None:
    folder = tmp_path / "đến" / "Sở Y tế"
    folder.mkdir(parents=True)
    lines = ("Số: 41/UBND-NC", "Sơn La, ngày 12 tháng 5 năm 2023", "Kính gửi: Sở Nội vụ")
    texts = tuple(Text(line, y=700 - 20 * row) for row, line in enumerate(lines))
    (folder / "41.pdf").write_bytes(make_pdf(Page(texts)))
    words = ("watch", folder.parent, "--settle", "0.5", "--once")
    assert ended(started(environment, *words)).startswith("41.pdf: đã vào sổ")
    assert ended(started(environment, *words)) == ""
    with register.reading() as session:
        (item,) = items(session, most=9)
    assert (item.source, item.folder, item.state) == ("folder", "Sở Y tế", IntakeState.LINKED)
    assert [path.name for path in folder.iterdir()] == ["41.pdf"]


@pytest.mark.slow
@to_whom
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_whoever_hears_the_signal(
    tmp_path: Path,
    environment: dict[str, str],
    register: Store,
    number: signal.Signals,
    whom: Callable[[int, int], None],
) -> None:
    folder = tmp_path / "đến"
    folder.mkdir()
    for letter in range(LETTERS):
        a_letter(folder, f"{letter + 100}/UBND-NC", CHAIN[1])
    words = ("watch", folder, "--settle", "0.5")
    with started(environment, *words) as watching:
        wait_until_linked(register, 1, watching)
        whom(watching.pid, number)
        assert watching.wait(10) == 0
        assert watching.stderr is not None
        assert "Traceback" not in watching.stderr.read()
    with register.reading() as session:
        count = counted(session)
    assert count.by_state[IntakeState.READING] == 0
    assert count.received == LETTERS
    ended(started(environment, *words, "--once"))
    assert linked(register) == LETTERS
    with register.reading() as session:
        assert counted(session).received == LETTERS


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1.0, 4.0, 7.0])
def test_a_stop_while_prefect_starts_is_heard(
    tmp_path: Path, environment: dict[str, str], seconds: float
) -> None:
    folder = tmp_path / "đến"
    folder.mkdir()
    with started(environment, "watch", folder) as watching:
        assert watching.stderr is not None
        assert "đang theo dõi" in watching.stderr.readline()
        time.sleep(seconds)
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(10) == 0
        assert watching.stderr.read() == ""


@pytest.mark.slow
def test_a_second_one_is_refused_while_the_first_one_watches(
    tmp_path: Path, environment: dict[str, str], register: Store
) -> None:
    folder = tmp_path / "đến"
    folder.mkdir()
    a_letter(folder, "1/UBND-NC", CHAIN[1])
    words = ("watch", folder, "--settle", "0.5")
    with started(environment, *words) as first:
        wait_until_linked(register, 1, first)
        second = started(environment, *words)
        _, err = second.communicate(timeout=60)
        assert second.returncode == WatchedAlready.exit_code
        assert err.splitlines()[1:] == [f"lỗi: {WatchedAlready()}"]
        first.send_signal(signal.SIGTERM)
        assert first.wait(10) == 0
    assert linked(register) == 1
