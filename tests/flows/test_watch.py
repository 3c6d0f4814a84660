"""`congvan watch` as its users run it."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from models.register import IntakeState
from pipeline.store.ledger import counted, items
from pipeline.store.store import Store
from tests.cli.test_register import CHAIN, a_letter
from tests.flows.test_ingest import ended, environment, prefect_home, register, started

__all__ = ["environment", "prefect_home", "register"]


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
        came = sorted(folder.rglob("*"))
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
    assert sorted(folder.rglob("*")) == came  # nothing was moved, deleted or added


@pytest.mark.slow
def test_once_takes_what_is_there_and_ends(
    tmp_path: Path, environment: dict[str, str], register: Store
) -> None:
    folder = tmp_path / "đến"
    folder.mkdir()
    a_letter(folder, "1/UBND-NC", CHAIN[1])
    words = ("watch", folder, "--settle", "0.5", "--once")
    assert len(ended(started(environment, *words)).splitlines()) == 1
    assert ended(started(environment, *words)) == ""
    assert linked(register) == 1


def test_a_folder_that_is_none_is_refused_in_one_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    process = started(environment, "watch", tmp_path / "không có")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 51
    assert len(err.splitlines()) == 1
