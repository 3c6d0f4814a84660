"""A real server that speaks S3 over HTTP (moto), and an empty bucket for every test that asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

if TYPE_CHECKING:
    from s3fs import S3FileSystem

KEY, SECRET = "nguoi-thu", "mat-khau/cua/kho"
_numbers = count(1)


class S3Server:
    """The server, and what a test does behind the back of the register."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def system(self) -> S3FileSystem:
        """A connection of the test's own."""
        from s3fs import S3FileSystem

        return S3FileSystem(use_listings_cache=False)

    def refuse(self, *, everybody: bool) -> None:
        """Let everybody in, or nobody."""
        allowed = b"0" if everybody else b"inf"
        headers = {"Content-Type": "text/plain"}
        with urlopen(Request(f"{self.url}/moto-api/reset-auth", allowed, headers)):
            pass


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """A server of our own on a free port."""
    from moto.server import ThreadedMotoServer

    server: Any = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield S3Server(f"http://{host}:{port}")
    server.stop()


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """The server, which the environment leads to; no key of the developer's own is used."""
    from s3fs import S3FileSystem

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3_server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    S3FileSystem.clear_instance_cache()
    yield s3_server
    s3_server.refuse(everybody=False)
    S3FileSystem.clear_instance_cache()


@pytest.fixture
def bucket(s3: S3Server) -> str:
    """An empty bucket: ``s3://name``."""
    name = f"cong-van-{next(_numbers)}"
    s3.system.mkdir(name)
    return f"s3://{name}"
