"""What several machines share, and their processes, started here on one: also for the tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from sqlalchemy import select
from sqlmodel import col

from benchmarks.running import processes
from models.register import IntakeItem, IntakeState
from pipeline.store.ledger import counted
from pipeline.store.store import Store

ROOT = Path(__file__).parents[1]
PREFECT = Path(sys.executable).with_name("prefect")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def shared_settings(folder: Path, database: str) -> dict[str, str]:
    """The settings that all machines have, each with one reader; ``folder`` holds all they keep."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CONGVAN_HOME": str(folder / "home"),
        "CONGVAN_DATABASE_URL": database,
        "CONGVAN_JOBS": "1",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder}/prefect.db",
    }


def linked(store: Store) -> int:
    """How many files are done."""
    with store.reading() as session:
        return counted(session).by_state[IntakeState.LINKED]


def owners(store: Store) -> set[str | None]:
    """The runs that have files in hand."""
    with store.reading() as session:
        held = select(col(IntakeItem.owner)).where(col(IntakeItem.owner).is_not(None))
        return set(session.scalars(held))


@contextmanager
def running(
    command: list[str | Path], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with all that it starts; none of them outlives the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill_all(process)
            process.wait()


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL, as by a power cut: the process and whatever it started, in other groups too."""
    for number in reversed(list(processes(process.pid))):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


@contextmanager
def prefect_server(environment: dict[str, str], log: Path) -> Iterator[None]:
    """A Prefect server at the address that ``environment`` names."""
    url = environment["PREFECT_API_URL"]
    port = url.removesuffix("/api").rsplit(":", 1)[1]
    command: list[str | Path] = [
        PREFECT,
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--no-ui",
    ]
    with running(command, environment, log) as process:
        wait_until(lambda: process.poll() is not None or _answers(f"{url}/health"), 180)
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        yield


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (URLError, OSError):
        return False


def prefect(environment: dict[str, str], *words: str) -> None:
    """Run a command of Prefect to its end."""
    command = [str(PREFECT), "--no-prompt", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout[-1500:]}{done.stderr[-1500:]}")


def deploy(environment: dict[str, str]) -> None:
    """The pool and the deployments of ``prefect.yaml``."""
    prefect(environment, "work-pool", "create", "congvan", "--type", "process")
    prefect(environment, "deploy", "--all")


def worker(
    environment: dict[str, str], folder: Path, name: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker of the pool, which runs one flow at a time; its log is in ``folder``."""
    command: list[str | Path] = [PREFECT, "worker", "start", "--pool", "congvan", "--limit", "1"]
    return running([*command, "--name", name], environment, folder / f"{name}.log")


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Look again and again until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds:g} s")
        time.sleep(0.5)
