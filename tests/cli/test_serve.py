"""`congvan serve`: where it does not listen."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from models.errors import SettingInvalid


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "congvan.example"])
def test_it_is_not_open_to_others_with_the_secret_that_everybody_knows(host: str) -> None:
    done = CliRunner().invoke(app, ["serve", "--host", host])
    assert isinstance(done.exception, SettingInvalid)
    assert "CONGVAN_SECRET" in str(done.exception)


def test_a_secret_that_is_too_short_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_SECRET", "ngắn")
    done = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0"])
    assert isinstance(done.exception, SettingInvalid)
    assert "ngắn" not in str(done.exception)


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--port", port])
    assert isinstance(done.exception, SettingInvalid)
    assert port in str(done.exception)
