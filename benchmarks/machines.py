"""What several machines share, and their processes, started here on one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from benchmarks.running import processes

ROOT = Path(__file__).parents[1]
PREFECT = Path(sys.executable).with_name("prefect")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


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


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Look again and again until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds:g} s")
        time.sleep(0.5)
