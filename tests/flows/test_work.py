"""The worker beside the app, as `congvan serve` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import Session, col

import cli.work
from flows.niceness import MOST
from flows.workplace import Workplace, set_up
from models.register import IntakeState, RereadOrder, Role, StoredReading
from pipeline.review.directing import order_reread
from pipeline.review.ordered import next_order
from pipeline.settings import load_settings
from pipeline.store.at_work import is_worked_off
from pipeline.store.ledger import counted, utc_now
from pipeline.store.store import Store
from tests.flows.test_ingest import register, started
from tests.flows.test_reaper import family, killed
from tests.web.registers import PASSWORD, make_people, sample_files
from tests.web.tus import sent

__all__ = ["register"]
PATIENCE = 120.0
"""Seconds in which a worker starts Prefect on a machine that is busy and reads a page."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.2)


def linked(store: Store) -> int:
    with store.reading() as session:
        return counted(session).by_state[IntakeState.LINKED]


def is_worked(store: Store) -> bool:
    with store.reading() as session:
        return is_worked_off(session, store.home, utc_now())


def workers(process: subprocess.Popen[str]) -> list[int]:
    return [number for number, line in family(process).items() if line.rstrip().endswith(" work")]


@pytest.mark.slow
def test_what_is_uploaded_is_worked_off_and_the_worker_lives_and_dies_with_the_app(
    environment: dict[str, str], register: Store
) -> None:
    make_people(register, [Role.ARCHIVIST])
    port = free_port()
    assert not is_worked(register)
    with started(environment, "serve", "--port", port) as serving:
        wait_for(lambda: answers(port), serving)
        wait_for(lambda: bool(workers(serving)), serving)
        (first,) = workers(serving)
        assert os.getpriority(os.PRIO_PROCESS, first) == os.getpriority(os.PRIO_PROCESS, 0) + MOST
        upload(port, *sample_files("04-"))
        wait_for(lambda: linked(register) == 1, serving)
        assert is_worked(register)

        os.kill(first, signal.SIGKILL)  # another one takes its place
        wait_for(lambda: workers(serving) not in ([], [first]), serving)
        wait_for(lambda: is_worked(register), serving)

        begun = time.monotonic()
        serving.send_signal(signal.SIGTERM)
        _, err = serving.communicate(timeout=60)
        assert time.monotonic() - begun < 10
        assert "Traceback" not in err, err
        assert serving.returncode == 0, err
    assert not is_worked(register)


@pytest.mark.slow
def test_what_people_order_to_be_read_anew_is_read_by_the_worker(
    environment: dict[str, str], register: Store
) -> None:
    make_people(register, [Role.ARCHIVIST])
    port = free_port()
    with started(environment, "serve", "--port", port) as serving:
        wait_for(lambda: answers(port), serving)
        upload(port, *sample_files("04-"))
        wait_for(lambda: linked(register) == 1, serving)
        with register.writing() as session:
            before = reading_of(session).made_at
            order_reread(session, reading_of(session).original_sha256, actor="An", now=utc_now())
        wait_for(lambda: next_order(register) is None, serving)
        serving.terminate()
    with register.reading() as session:
        order = session.scalars(select(RereadOrder)).one()
        assert order.error is None
        assert reading_of(session).made_at > before


def reading_of(session: Session) -> StoredReading:
    return session.scalars(select(StoredReading).where(col(StoredReading.is_current))).one()


@pytest.mark.slow
def test_the_worker_does_not_outlive_an_app_that_was_killed(
    environment: dict[str, str], register: Store
) -> None:
    with started(environment, "serve", "--port", free_port()) as serving:
        wait_for(lambda: is_worked(register), serving)
        assert len(family(serving)) >= 3
        assert killed(serving) == {}
    assert not is_worked(register)


def test_a_worker_says_that_it_is_there_while_prefect_still_starts(
    register: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setenv("CONGVAN_HOME", str(register.home))
    monkeypatch.setattr(cli.work, "run_flow", lambda *_, **__: seen.append(is_worked(register)))
    with set_up(Workplace(load_settings())) as place:
        cli.work._run(place)
    assert seen == [True]
    assert not is_worked(register)


@pytest.mark.slow
def test_an_app_may_be_without_a_worker(environment: dict[str, str], register: Store) -> None:
    port = free_port()
    with started(environment, "serve", "--no-work", "--port", port) as serving:
        wait_for(lambda: answers(port), serving)
        working = workers(serving)
        serving.terminate()
        assert serving.wait(10) == 0
    assert working == []


def answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/login").status_code == 200
    except httpx2.ConnectError:
        return False


def upload(port: int, *paths: Path) -> None:
    origin = f"http://127.0.0.1:{port}"
    with httpx2.Client(base_url=origin, headers={"origin": origin}) as client:
        data = {"name": "archivist", "password": PASSWORD}
        assert client.post("/login", data=data).status_code == 303
        for path in paths:
            assert sent(client, path.read_bytes(), path.name).status_code == 204
