"""A folder of files: whatever stops the writing, nothing half is seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.errors import FileMissing, StoreUnavailable
from pipeline.ocr.load import sniff
from pipeline.store.files_local import LocalFiles


@pytest.fixture
def files(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path / "files")


def test_a_local_file_is_the_file_itself(files: LocalFiles) -> None:
    sha256 = files.keep("images", b"anh")
    with files.local("images", sha256) as path:
        assert path == files.root / "images" / sha256[:2] / sha256
    assert path.stat().st_mode & 0o777 == 0o440


def test_a_missing_file_is_noticed_by_whoever_opens_it(files: LocalFiles) -> None:
    with pytest.raises(FileMissing), files.local("images", "0" * 64) as path:
        sniff(path)


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_nothing_behind(
    files: LocalFiles, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(StoreUnavailable, match="No space left"):
        files.keep("originals", b"x")
    assert list(files.listing("originals")) == []


def test_a_file_in_the_place_of_the_folder_is_one_sentence(files: LocalFiles) -> None:
    files.root.write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        files.keep("originals", b"x")
    assert list(files.listing("originals")) == []
