"""A file store keeps files whole and unchanged, in a folder and in a bucket of S3 alike."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from models.errors import FileMissing, FileUnreadable
from pipeline.store.files import FileStore, place_of
from pipeline.store.files_local import LocalFiles
from pipeline.store.files_remote import RemoteFiles

LETTER = "Số: 41/UBND-NC".encode()
SHA256 = hashlib.sha256(LETTER).hexdigest()
PLACE = f"originals/{SHA256[:2]}/{SHA256}"
NOWHERE = place_of("originals", "0" * 64)


@pytest.fixture(params=["folder", "bucket", "prefix"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return LocalFiles(tmp_path / "files")
    url: str = request.getfixturevalue("bucket")
    return RemoteFiles(url if request.param == "bucket" else f"{url}/so/2026")


def test_a_file_is_kept_under_the_hash_of_its_content(files: FileStore) -> None:
    assert files.keep("originals", LETTER) == SHA256
    assert list(files.listing("originals")) == [PLACE]
    assert files.has(PLACE)
    assert b"".join(files.blocks(PLACE)) == LETTER
    assert files.hash_of(PLACE) == SHA256
    with files.local("originals", SHA256) as path:
        assert (path.name, path.read_bytes()) == (SHA256, LETTER)


def test_a_file_of_another_place_is_copied(files: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "công văn.txt"
    source.write_bytes(LETTER)
    assert files.keep_file("originals", source) == (SHA256, len(LETTER))
    assert files.hash_of(PLACE) == SHA256
    with pytest.raises(FileUnreadable, match=tmp_path.name):
        files.keep_file("originals", tmp_path)


def test_an_empty_file_is_a_file(files: FileStore) -> None:
    sha256 = files.keep("images", b"")
    assert files.has(place_of("images", sha256))
    assert files.hash_of(place_of("images", sha256)) == sha256


def test_what_is_there_is_never_changed(files: FileStore) -> None:
    files._put(PLACE, b"damaged since")
    assert files.keep("originals", LETTER) == SHA256
    assert b"".join(files.blocks(PLACE)) == b"damaged since"


def test_what_is_missing_is_said_to_be(files: FileStore) -> None:
    files.keep("originals", LETTER)
    assert not files.has(NOWHERE)
    with pytest.raises(FileMissing):
        files.hash_of(NOWHERE)
    with pytest.raises(FileMissing):
        files.move(NOWHERE, "quarantine/x")
    assert not files.has("quarantine/x")


def test_a_shelf_lists_also_what_belongs_nowhere(files: FileStore) -> None:
    assert list(files.listing("images")) == []
    files.keep("originals", LETTER)
    strays = ["images/ghi chú.txt", "images/ab/sâu/hơn/x.part", f"images/00/{SHA256}"]
    for stray in strays:
        files._put(stray, b"?")
    assert sorted(files.listing("images")) == sorted(strays)
    assert list(files.listing("originals")) == [PLACE]


def test_a_moved_file_is_in_one_place_only(files: FileStore) -> None:
    files.keep("originals", LETTER)
    files.move(PLACE, f"quarantine/{SHA256}")
    assert list(files.listing("originals")) == []
    assert list(files.listing("quarantine")) == [f"quarantine/{SHA256}"]
    files.move(f"quarantine/{SHA256}", PLACE)
    assert files.hash_of(PLACE) == SHA256


def test_a_store_can_be_handed_to_a_worker(files: FileStore) -> None:
    files.keep("originals", LETTER)
    again: FileStore = pickle.loads(pickle.dumps(files))
    assert again == files
    assert again.hash_of(PLACE) == SHA256
