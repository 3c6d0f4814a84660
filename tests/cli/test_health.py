"""`congvan health`: one line a check, and an exit code for whoever watches the program."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from cli.health import health
from models.register import IntakeItem, IntakeState
from pipeline.operate import health as looks
from pipeline.operate import health_disk
from pipeline.operate.checks import Check
from pipeline.settings import StoreSettings
from pipeline.store.ledger import LEASE, utc_now
from pipeline.store.store import Store
from tests.s3_fixtures import S3Server


class Said(NamedTuple):
    code: int
    checks: dict[str, dict[str, Any]]

    def state(self, check: str) -> str:
        return str(self.checks[check]["state"])


def asked() -> Said:
    """What the command says in JSON, by check."""
    app = typer.Typer()
    app.command()(health)
    result = CliRunner().invoke(app, ["--json"], catch_exceptions=False)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return Said(result.exit_code, {each["check"]: each for each in found})


@pytest.fixture(autouse=True)
def here(store_settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command looks at the register of the test; its home."""
    monkeypatch.setenv("CONGVAN_HOME", str(store_settings.home))
    if store_settings.database_url:
        monkeypatch.setenv("CONGVAN_DATABASE_URL", store_settings.database_url)
    (store_settings.home / "files").mkdir()
    return store_settings.home


def came_in(store: Store, state: IntakeState, **more: Any) -> None:  # noqa: ANN401
    own = {"received_at": utc_now(), "name": "a.pdf", "source": "command", "actor": "x"}
    with store.writing() as session:
        session.add(IntakeItem(state=state, received_on=utc_now().date(), **{**own, **more}))


def room(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


def test_all_is_well_with_a_register_that_is_worked_in(store: Store) -> None:
    came_in(store, IntakeState.LINKED)
    came_in(store, IntakeState.READING, owner="máy:1:a", lease_until=utc_now() + LEASE)
    said = asked()
    assert said.code == 0
    assert {each["state"] for each in said.checks.values()} == {"ok"}
    assert list(said.checks) == ["database", "intake", "leases", "failed", "files", "reader"]
    assert said.checks["intake"]["open"] == 1
    assert said.checks["files"]["bytes_free"] > 0


def test_what_a_person_should_look_at_is_no_failure(store: Store) -> None:
    came_in(store, IntakeState.RECEIVED, received_at=utc_now() - dt.timedelta(hours=3))
    came_in(store, IntakeState.RECEIVED)
    came_in(store, IntakeState.READING, owner="máy:1:a", lease_until=utc_now() - LEASE)
    came_in(store, IntakeState.FAILED, reason="file_damaged", ended_at=utc_now())
    said = asked()
    assert said.code == 0
    assert {said.state(name) for name in ("intake", "leases", "failed")} == {"warn"}
    assert 3 * 3600 <= said.checks["intake"]["oldest_open_seconds"] < 3 * 3600 + 600
    assert (said.checks["leases"]["left_behind"], said.checks["failed"]["failed"]) == (1, 1)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_no_register_is_made_where_none_is(here: Path) -> None:
    (here / "register.sqlite").unlink()
    said = asked()
    assert (said.code, said.checks["database"]["code"]) == (61, "store_unavailable")
    assert not (here / "register.sqlite").exists()
    assert said.state("files") == "ok"
    assert "intake" not in said.checks


@pytest.mark.parametrize(("version", "code", "state"), [("0003", 0, "warn"), ("9999", 63, "fail")])
def test_another_version_is_told_and_left_as_it_is(
    store: Store, version: str, code: int, state: str
) -> None:
    with store.writing() as session:
        session.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))
    said = asked()
    assert (said.code, said.state("database")) == (code, state)
    assert "intake" not in said.checks
    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == version


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_server_that_is_away_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"postgresql://x:mat-khau@/so?host={tmp_path}"
    monkeypatch.setenv("CONGVAN_DATABASE_URL", url)
    said = asked()
    assert (said.code, said.state("database")) == (61, "fail")
    assert "mat-khau" not in str(said.checks)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("free", "code", "state"),
    [
        (health_disk.FEW_BYTES, 0, "ok"),
        (health_disk.FEW_BYTES - 1, 0, "warn"),
        (health_disk.TOO_FEW_BYTES - 1, 61, "fail"),
    ],
)
def test_room_on_the_disk_is_bounded(
    monkeypatch: pytest.MonkeyPatch, free: int, code: int, state: str
) -> None:
    room(monkeypatch, free)
    said = asked()
    assert (said.code, said.state("files")) == (code, state)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_files_that_are_not_mounted_are_noticed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_FILES", str(here / "mnt" / "so"))
    assert asked().state("files") == "warn"
    assert not (here / "mnt").exists()
    (here / "mnt").write_bytes(b"no folder")
    (here / "files").rmdir()
    monkeypatch.setenv("CONGVAN_FILES", "/proc/so")
    said = asked()
    assert (said.code, said.state("files")) == (61, "fail")


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_database_on_another_disk_than_the_files_is_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_FILES", "/dev/shm")
    if Path("/dev/shm").stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("one disk only")
    assert asked().state("disk") == "ok"


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_bucket_is_asked_and_nothing_is_left_in_it(
    bucket: str, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_FILES", f"{bucket}/so")
    assert asked().state("files") == "ok"
    assert s3.system.find(bucket) == []
    s3.refuse(everybody=True)
    said = asked()
    assert (said.code, said.state("files")) == (61, "fail")


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_without_a_recogniser_no_page_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVAN_ENGINE", "pytesseract")
    monkeypatch.setenv("PATH", str(tmp_path))
    said = asked()
    assert (said.code, said.checks["reader"]["code"]) == (30, "engine_missing")


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_whatever_hangs_has_failed_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from threading import Event

    ended = Event()

    def hangs(_: StoreSettings) -> Iterator[Check]:
        ended.wait()
        yield from ()

    monkeypatch.setattr(looks, "check_files", hangs)
    monkeypatch.setattr(looks, "PATIENCE", 1.0)
    said = asked()
    ended.set()
    assert (said.code, said.state("files")) == (61, "fail")
    assert "1 s" in said.checks["files"]["detail"]


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_people_read_one_line_a_check_in_both_languages(store: Store) -> None:
    app = typer.Typer()
    app.command()(health)
    lines = CliRunner().invoke(app, []).stdout.splitlines()
    assert lines[0].startswith("[tốt · ok] cơ sở dữ liệu · database: sqlite")
    assert len(lines) == 6
    assert all(" · " in line for line in lines)
