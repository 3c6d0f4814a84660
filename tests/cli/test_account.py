"""Accounts of the app, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from models.errors import AccountInvalid, LoginRefused
from pipeline.access.sessions import log_in
from pipeline.settings import load_store_settings
from pipeline.store.store import open_store


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path))
    monkeypatch.setenv("CONGVAN_ACTOR", "An")


def typed(*words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["account", *words, "--json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


def may_log_in(name: str, password: str) -> bool:
    with open_store(load_store_settings()) as store, store.reading() as session:
        try:
            log_in(session, name, password)
        except LoginRefused:
            return False
        return True


def test_an_account_is_made_changed_and_closed() -> None:
    (made,) = typed("lan", "--add", "--full-name", "Nguyễn Thị Lan", "--role", "archivist")
    assert (made["name"], made["roles"], made["clearance"]) == ("lan", ["archivist"], 0)
    assert may_log_in("lan", made["password"])
    (changed,) = typed("lan", "--role", "admin", "--role", "policy", "--clearance", "1")
    assert (changed["roles"], changed["clearance"]) == (["policy", "admin"], 1)
    assert "password" not in changed
    (given,) = typed("lan", "--password")
    assert not may_log_in("lan", made["password"])
    assert may_log_in("lan", given["password"])
    typed("binh", "--add", "--role", "admin")
    typed("lan", "--close")
    assert not may_log_in("lan", given["password"])
    assert [each["name"] for each in typed()] == ["binh", "lan"]
    typed("lan", "--open")
    assert may_log_in("lan", given["password"])


@pytest.mark.parametrize(
    "words",
    [
        ("lan",),
        ("lan", "--add"),
        ("lan", "--add", "--role", "boss"),
        ("X y", "--add", "--role", "admin"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(AccountInvalid):
        typed(*words)
    assert typed() == []


def test_the_last_administrator_cannot_be_closed() -> None:
    typed("lan", "--add", "--role", "admin")
    with pytest.raises(AccountInvalid):
        typed("lan", "--close")
    (lan,) = typed()
    assert lan["is_active"]
