"""The app under load: many people who read, some who upload, and how long a page takes.

`python -m benchmarks.web [--documents 100000] [--readers 50] [--uploads 5] [--seconds 60]
[--think 2] [--keep DIR] [--json]`. The register is made up and kept in DIR, where it is built once;
the app is `congvan serve` with its worker. Each reader asks for a page, looks at it for ``think``
seconds (half to one and a half times as long) and asks for the next: the start page, searches, a
document found, what it rests on, tasks. Uploaders send sample letters (tus), one after the other,
each made another file by a comment at its end.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.running import CONGVAN, machine
from benchmarks.web_register import PASSWORD, web_register

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
PORT = 8765
AIM = 300.0
WORDS = ("vùng", "quêu", "gưới vùng", "vương", "thộ gương", "rờ")
_DOCUMENT = re.compile(r'href="(/d/[^"#]+)"')


@dataclass(slots=True)
class Heard:
    """What the app answered: milliseconds by kind of page, and what went wrong."""

    pages: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    uploaded: int = 0


class Somebody:
    """Somebody who is logged in, on a connection of their own."""

    def __init__(self, name: str, heard: Heard) -> None:
        self._heard = heard
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._headers = {"origin": f"http://127.0.0.1:{PORT}", "accept-encoding": "gzip"}
        form = urlencode({"name": name, "password": PASSWORD}).encode()
        more = {"content-type": "application/x-www-form-urlencoded"}
        answer, _ = self._ask("POST", "/login", form, more)
        cookie = answer.headers["set-cookie"] or ""
        self._headers["cookie"] = cookie.partition(";")[0]

    def look(self, kind: str, path: str) -> str:
        """A page, and how long it took."""
        start = time.monotonic()
        answer, content = self._ask("GET", path)
        self._heard.pages[kind].append((time.monotonic() - start) * 1000)
        if answer.status != http.client.OK:
            self._heard.errors.append(f"{answer.status} {path}")
        return content.decode("utf-8", "replace")

    def upload(self, name: str, content: bytes) -> None:
        """A file, in one piece."""
        named = {"filename": name, "sha256": hashlib.sha256(content).hexdigest()}
        encoded = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in named.items())
        tus = {"tus-resumable": "1.0.0"}
        made, _ = self._ask(
            "POST",
            "/api/v1/uploads",
            b"",
            {**tus, "upload-length": str(len(content)), "upload-metadata": ",".join(encoded)},
        )
        if made.status != http.client.CREATED:
            self._heard.errors.append(f"{made.status} upload")
            return
        path = re.sub(r"^https?://[^/]+", "", made.headers["location"] or "")
        piece = {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
        done, _ = self._ask("PATCH", path, content, {**tus, **piece})
        if done.status != http.client.NO_CONTENT:
            self._heard.errors.append(f"{done.status} {path}")
            return
        self._heard.uploaded += 1

    def _ask(
        self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        try:
            return self._once(method, path, body, more or {})
        except (http.client.RemoteDisconnected, ConnectionResetError):
            self._connection.close()  # kept too long without a question: it is opened anew
            return self._once(method, path, body, more or {})

    def _once(
        self, method: str, path: str, body: bytes | None, more: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        self._connection.request(method, path, body, {**self._headers, **more})
        answer = self._connection.getresponse()
        content = answer.read()
        is_zipped = answer.headers["content-encoding"] == "gzip"
        return answer, gzip.decompress(content) if is_zipped else content


def read_on(somebody: Somebody, number: int, think: float, heard: Heard, stop: Event) -> None:
    """One reader, until told to stop."""
    chance = random.Random(number)
    stop.wait(chance.uniform(0, think))
    while not stop.is_set():
        for kind, path in _visit(somebody, chance, heard):
            somebody.look(kind, path)
            if stop.wait(chance.uniform(0.5, 1.5) * think):
                return


def _visit(somebody: Somebody, chance: random.Random, heard: Heard) -> Iterator[tuple[str, str]]:
    yield "start", "/"
    words, page = chance.choice(WORDS), chance.randint(1, 4)
    found = somebody.look("search", f"/letters?{urlencode({'q': words, 'page': page})}")
    documents = _DOCUMENT.findall(found)
    if not documents:
        heard.errors.append(f"nothing found: {words}")
        return
    path = chance.choice(documents)
    yield "document", path
    yield "lineage", f"/lineage/{path.removeprefix('/d/')}?direction=up"
    yield "tasks", "/tasks?standing=overdue"


def send_on(somebody: Somebody, number: int, heard: Heard, stop: Event) -> None:
    """One uploader, until told to stop."""
    letters = sorted(SAMPLES.glob("*.pdf"))
    turn = 0
    stop.wait(number)  # not all in the same moment
    while not stop.is_set():
        letter = letters[(number + turn) % len(letters)]
        content = letter.read_bytes() + f"\n% {number}-{turn}-{time.time_ns()}".encode()
        somebody.upload(f"{number}-{turn}-{letter.name}", content)
        turn += 1
        stop.wait(5)


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """`congvan serve` over a register."""
    environment = {**os.environ, "CONGVAN_HOME": str(home)}
    command = [str(CONGVAN), "serve", "--port", str(PORT)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_until_it_answers(process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/login")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("congvan serve did not start")


def measure(readers: int, uploads: int, seconds: float, think: float) -> Heard:
    """What a crowd hears, who are all logged in when the clock begins to run."""
    heard, stop = Heard(), Event()
    people = [Somebody("reader", heard) for _ in range(readers)]
    uploaders = [Somebody("archivist", heard) for _ in range(uploads)]
    crowd = [
        Thread(target=read_on, args=(each, number, think, heard, stop))
        for number, each in enumerate(people)
    ]
    crowd += [
        Thread(target=send_on, args=(each, number, heard, stop))
        for number, each in enumerate(uploaders)
    ]
    for each in crowd:
        each.start()
    time.sleep(seconds)
    stop.set()
    for each in crowd:
        each.join()
    return heard


def main() -> None:
    """Build the register, serve it, let people come, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--uploads", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=2)
    parser.add_argument("--keep", type=Path, help="where the register is kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="web") as name:
        home = web_register(options.documents, options.keep or Path(name))
        with serving(home):
            heard = measure(options.readers, options.uploads, options.seconds, options.think)
    if options.json:
        print(json.dumps({"pages": heard.pages, "errors": heard.errors, "sent": heard.uploaded}))
        return
    _show(heard, options)


def _show(heard: Heard, options: argparse.Namespace) -> None:
    console = Console()
    console.print(
        f"{options.readers} readers who think {options.think:g} s, {options.uploads} uploaders, "
        f"{options.seconds:g} s, {options.documents:,} documents, {machine()}"
    )
    table = Table("page", "asked", "p50 ms", "p95 ms", "most", "aim")
    every = [each for times in heard.pages.values() for each in times]
    for kind, times in (*heard.pages.items(), ("all", every)):
        p50, p95 = np.percentile(times, (50, 95))
        aim = f"p95 ≤ {AIM:.0f}" if kind == "all" else ""
        row = (str(len(times)), f"{p50:.0f}", f"{p95:.0f}", f"{max(times):.0f}")
        table.add_row(kind, *row, aim)
    console.print(table)
    console.print(f"{heard.uploaded} files uploaded, {len(heard.errors)} errors")
    for error in sorted(set(heard.errors))[:10]:
        console.print(f"  {error}")


if __name__ == "__main__":
    main()
