"""Files in a bucket: what is fetched is verified and let go, and every trouble is one sentence."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from models.errors import FileMissing, SettingInvalid, StoreDamaged, StoreUnavailable
from pipeline.store import files_opening
from pipeline.store.files import place_of
from pipeline.store.files_local import LocalFiles
from pipeline.store.files_opening import open_files
from pipeline.store.files_remote import RemoteFiles
from tests.s3_fixtures import KEY, SECRET, S3Server

NOBODY = "http://127.0.0.1:9"  # nobody listens at the port of "discard"


@pytest.fixture
def files(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RemoteFiles:
    """An empty bucket; what is fetched goes to the folder ``fetched``."""
    (tmp_path / "fetched").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "fetched"))
    return RemoteFiles(bucket)


def left_behind(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "fetched").iterdir())


def test_a_local_copy_is_there_for_the_time_being(files: RemoteFiles, tmp_path: Path) -> None:
    sha256 = files.keep("originals", b"x")
    with files.local("originals", sha256) as path:
        assert left_behind(tmp_path) == [path.parent]
    assert left_behind(tmp_path) == []
    with pytest.raises(ZeroDivisionError), files.local("originals", sha256):
        raise ZeroDivisionError
    assert left_behind(tmp_path) == []


def test_an_object_that_was_changed_is_not_handed_out(files: RemoteFiles, tmp_path: Path) -> None:
    sha256 = files.keep("originals", b"x")
    files._put(place_of("originals", sha256), b"y")
    with pytest.raises(StoreDamaged, match=sha256[:12]), files.local("originals", sha256):
        pytest.fail("the copy was handed out")
    assert left_behind(tmp_path) == []


def test_a_missing_object_leaves_nothing_behind(files: RemoteFiles, tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="0" * 64), files.local("originals", "0" * 64):
        pytest.fail("there is no copy")
    assert left_behind(tmp_path) == []


def test_no_room_for_a_copy_may_pass(
    files: RemoteFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sha256 = files.keep("originals", b"x")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    with pytest.raises(StoreUnavailable), files.local("originals", sha256):
        pytest.fail("there is no copy")


def test_what_stands_for_a_folder_is_no_file(files: RemoteFiles, s3: S3Server) -> None:
    name = files.url.removeprefix("s3://")
    for key in ("originals/", "originals/ab/"):
        s3.system.call_s3("put_object", Bucket=name, Key=key, Body=b"")
    sha256 = files.keep("originals", b"x")
    assert list(files.listing("originals")) == [place_of("originals", sha256)]
    assert not files.has("originals")


def test_another_machine_is_seen_at_once(files: RemoteFiles, s3: S3Server) -> None:
    place = place_of("originals", files.keep("originals", b"x"))
    assert files.has(place)
    s3.system.rm_file(f"{files.url}/{place}")
    assert not files.has(place)
    assert list(files.listing("originals")) == []


USES: dict[str, Callable[[RemoteFiles], object]] = {
    "has": lambda files: files.has("originals/ab/x"),
    "keep": lambda files: files.keep("originals", b"x"),
    "hash_of": lambda files: files.hash_of("originals/ab/x"),
    "listing": lambda files: list(files.listing("originals")),
    "move": lambda files: files.move("originals/ab/x", "quarantine/x"),
}


def trouble(files: RemoteFiles, use: str) -> str:
    with pytest.raises(StoreUnavailable) as raised:
        USES[use](files)
    said = str(raised.value)
    assert KEY not in said
    assert SECRET not in said
    return said


@pytest.mark.parametrize("use", USES)
@pytest.mark.usefixtures("s3")
def test_a_missing_bucket_is_no_missing_file(use: str) -> None:
    said = trouble(RemoteFiles("s3://khong-co/so"), use)
    assert "s3://khong-co: không có bucket này · no such bucket" in said


@pytest.mark.parametrize("use", USES)
def test_whoever_is_refused_is_told(files: RemoteFiles, s3: S3Server, use: str) -> None:
    s3.refuse(everybody=True)
    assert "không được phép · access denied" in trouble(files, use)


@pytest.mark.parametrize("use", USES)
def test_a_server_that_is_down_may_come_back(
    files: RemoteFiles, monkeypatch: pytest.MonkeyPatch, use: str
) -> None:
    with monkeypatch.context() as down:
        down.setenv("AWS_ENDPOINT_URL_S3", NOBODY)
        S3FileSystem.clear_instance_cache()
        assert "không kết nối được · cannot be reached" in trouble(files, use)
    S3FileSystem.clear_instance_cache()
    assert files.keep("originals", b"x")


def test_an_address_that_is_none_is_told(
    files: RemoteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "minio")
    S3FileSystem.clear_instance_cache()
    assert "AWS_ENDPOINT_URL" in trouble(files, "has")


def test_missing_credentials_are_told(files: RemoteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    S3FileSystem.clear_instance_cache()
    assert "AWS_ACCESS_KEY_ID" in trouble(files, "has")


def test_credentials_are_never_logged(files: RemoteFiles, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        S3FileSystem.clear_instance_cache()
        files.keep("originals", b"x")
    assert "put_object" in caplog.text
    assert KEY not in caplog.text
    assert SECRET not in caplog.text


def test_a_setting_names_a_folder_or_a_bucket(tmp_path: Path) -> None:
    assert open_files(None, tmp_path) == LocalFiles(tmp_path / "files")
    assert open_files("~/so", tmp_path) == LocalFiles(Path.home() / "so")
    assert open_files("s3://so-dk/2026/", tmp_path) == RemoteFiles("s3://so-dk/2026")


def test_without_s3fs_a_bucket_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_opening, "find_spec", lambda _: None)
    with pytest.raises(SettingInvalid, match=r"congvan\[s3\]"):
        open_files("s3://so-dk", tmp_path)
