"""The documents of one run are spread over a Dask cluster, a worker of which dies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.machines import (
    free_port,
    kill_all,
    linked,
    prefect_server,
    running,
    wait_until,
)
from models.errors import SettingInvalid
from pipeline.settings import load_dask_address
from pipeline.store.store import Store
from tests.flows.test_ingest import assert_all_are_there_once
from tests.flows.test_workers import (
    KILLED_AT,
    LETTERS,
    database,
    receive_letters,
    register,
    shared,
)

__all__ = ["database", "register", "shared"]
DASK = Path(sys.executable).with_name("dask")
THREADS = 3


@contextmanager
def dask_worker(
    address: str, environment: dict[str, str], folder: Path, name: str
) -> Iterator[subprocess.Popen[bytes]]:
    """As a machine has it: a nanny and its worker."""
    command: list[str | Path] = [DASK, "worker", address, "--name", name, "--no-dashboard"]
    command += ["--nthreads", str(THREADS), "--local-directory", folder / name]
    with running(command, environment, folder / f"{name}.log") as process:
        yield process


@contextmanager
def dask_scheduler(environment: dict[str, str], folder: Path) -> Iterator[str]:
    port = str(free_port())
    command: list[str | Path] = [DASK, "scheduler", "--host", "127.0.0.1", "--port", port]
    with running([*command, "--no-dashboard"], environment, folder / "scheduler.log"):
        yield f"tcp://127.0.0.1:{port}"


def are_both_at_work(address: str) -> bool:
    """Asked in a process of its own: the client leaves threads behind."""
    code = (
        "import sys; from distributed import Client\n"
        "with Client(sys.argv[1]) as client: print(sum(map(bool, client.processing().values())))"
    )
    command = [sys.executable, "-c", code, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return said.stdout.strip() == "2"


@pytest.mark.slow
def test_every_letter_is_stored_once_though_a_dask_worker_dies(
    tmp_path: Path, shared: dict[str, str], register: Store
) -> None:
    receive_letters(register, tmp_path / "in")
    with (
        prefect_server(shared, tmp_path / "server.log"),
        dask_scheduler(shared, tmp_path) as address,
        dask_worker(address, shared, tmp_path, "một") as one,
        dask_worker(address, shared, tmp_path, "hai"),
    ):
        command: list[str | Path] = [sys.executable, "-c", "from cli.main import run; run()"]
        flow = {**shared, "CONGVAN_DASK_ADDRESS": address}
        with running([*command, "ingest"], flow, tmp_path / "flow.log") as run:
            wait_until(lambda: linked(register) >= KILLED_AT or run.poll() is not None, 240)
            assert run.poll() is None, (tmp_path / "flow.log").read_text()[-2000:]
            wait_until(lambda: are_both_at_work(address), 60)
            assert linked(register) < LETTERS
            kill_all(one)
            assert run.wait(300) == 0, (tmp_path / "flow.log").read_text()[-2000:]
    assert "Traceback" not in (tmp_path / "flow.log").read_text()
    assert_all_are_there_once(register, LETTERS)


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://dask:8786", "tcp://dask"])
def test_an_address_of_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert load_dask_address() is None
    monkeypatch.setenv("CONGVAN_DASK_ADDRESS", address)
    with pytest.raises(SettingInvalid, match="CONGVAN_DASK_ADDRESS"):
        load_dask_address()
