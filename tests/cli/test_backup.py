"""`congvan backup` and `congvan restore`: what they say, and with which exit code they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.backup import backup
from cli.restore import restore
from models.errors import (
    BackupInvalid,
    FileMissing,
    FileUnreadable,
    RestoreRefused,
    SettingInvalid,
)
from pipeline.store.checking import find_faults
from pipeline.store.migrate import HEAD
from pipeline.store.store import open_store
from tests.cli.running import done, refused, run
from tests.store.exported import a_register
from tests.store.on_disk import paths

FILES = ("z.pdf", "a.pdf", "m.pdf", "b.pdf")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The two commands over a small register."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "home"))
    with open_store() as store:
        a_register(store)
        for name in FILES:
            store.files.keep("originals", name.encode())
        for name in ("a.pdf", "b.pdf"):
            store.files.keep("images", f"ảnh {name}".encode())
    made = typer.Typer()
    made.command("backup")(backup)
    made.command("restore")(restore)
    return made


@pytest.fixture
def elsewhere(app: typer.Typer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A backup was made, and the home is another one from now on."""
    path = tmp_path / "so.tar"
    done(app, "backup", str(path))
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "elsewhere"))
    return path


def test_a_register_is_saved_and_restored_elsewhere(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "so.tar")
    said = done(app, "backup", path)
    assert said.startswith(f"{path}: đã sao lưu")
    assert "5 văn bản · letters, 6 tệp · files" in said
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "elsewhere"))
    said = done(app, "restore", path)
    assert said.startswith(f"{path}: đã phục hồi · restored: 5 văn bản · letters, 6 tệp · files")
    with open_store() as store:
        assert list(find_faults(store)) == []


def test_json_tells_the_rows_of_every_table(app: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "so.tar"
    found: dict[str, Any] = json.loads(done(app, "backup", str(path), "--json"))
    assert found.keys() == {"file", "version", "made_at", "rows", "files", "size", "lost"}
    assert (found["file"], found["version"], found["lost"]) == ("so.tar", HEAD, [])
    assert (found["rows"]["letter"], found["files"]) == (5, 6)
    assert found["size"] == path.stat().st_size


def test_the_restore_tells_the_same_as_the_backup(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "so.tar")
    saved = done(app, "backup", path, "--json")
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "elsewhere"))
    assert done(app, "restore", path, "--json") == saved


def test_lost_files_are_named_and_the_exit_code_tells(app: typer.Typer, tmp_path: Path) -> None:
    with open_store() as store:
        (lost, *_) = paths(store, "originals")
    lost.unlink()
    result = run(app, "backup", str(tmp_path / "so.tar"))
    assert result.exit_code == 3
    assert f"originals/{lost.name}: mất hoặc bị thay đổi từ trước" in result.stderr
    assert "5 tệp · files" in result.stdout


def test_a_backup_is_not_restored_over_a_register(app: typer.Typer, elsewhere: Path) -> None:
    done(app, "restore", str(elsewhere))
    error = refused(app, "restore", str(elsewhere))
    assert isinstance(error, RestoreRefused)
    assert error.exit_code == 77
    assert "sổ đăng ký không trống" in str(error)


def test_a_damaged_backup_is_refused(app: typer.Typer, elsewhere: Path) -> None:
    elsewhere.write_bytes(elsewhere.read_bytes()[:-3000])
    error = refused(app, "restore", str(elsewhere))
    assert isinstance(error, BackupInvalid)
    assert error.exit_code == 65
    assert "files/images/" in str(error)


def test_files_that_cannot_be_used_are_told(app: typer.Typer, tmp_path: Path) -> None:
    assert isinstance(refused(app, "restore", str(tmp_path / "no")), FileMissing)
    assert isinstance(refused(app, "restore", str(tmp_path)), FileUnreadable)
    assert isinstance(refused(app, "backup", str(tmp_path)), SettingInvalid)
    assert isinstance(refused(app, "backup", str(tmp_path / "no" / "so.tar")), SettingInvalid)
