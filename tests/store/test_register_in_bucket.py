"""A register whose files are in a bucket of S3: checked, put right, saved and restored."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import CongvanError, FileMissing, StoreDamaged, StoreUnavailable
from models.reading import Reading
from models.register import IntakeState
from pipeline.read import read_file
from pipeline.settings import Settings, StoreSettings
from pipeline.store.backup import write_backup
from pipeline.store.backup_restoring import restore_backup
from pipeline.store.checking import find_faults
from pipeline.store.files import SHELVES, FileStore, place_of
from pipeline.store.intake import Added, add_files
from pipeline.store.ledger import claim, items
from pipeline.store.reading_room import Read
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.receiving import Receipt, receive
from pipeline.store.repairing import repair
from pipeline.store.shift import new_owner
from pipeline.store.store import Store, open_store
from pipeline.store.work import Desk, Worked
from tests.s3_fixtures import S3Server
from tests.store.taken_in import add_reading

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
RECEIPT = Receipt(received_on=NOW.date(), now=NOW)
SETTINGS = Settings(jobs=1)
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "09-quyet-dinh-dien-tu.pdf"
ORIGINAL = hashlib.sha256(SAMPLE.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def reading() -> Reading:
    """A file with page images, read once for all tests."""
    return read_file(SAMPLE, SETTINGS)


@pytest.fixture
def settings(store_settings: StoreSettings, bucket: str) -> StoreSettings:
    """An empty register with its files in a bucket."""
    return dataclasses.replace(store_settings, files=f"{bucket}/so")


@pytest.fixture
def register(settings: StoreSettings) -> Iterator[Store]:
    with open_store(settings) as store:
        yield store


@pytest.fixture
def full(register: Store, reading: Reading, tmp_path: Path) -> Store:
    """A register with a scan and a short letter."""
    add_reading(register, SAMPLE, reading, RECEIPT)
    letter = tmp_path / "41.txt"
    letter.write_text("Số: 41/UBND-NC\n\nKính gửi: Sở Nội vụ", encoding="utf-8")
    (outcome,) = [each for _, each in add_files(register, [letter], RECEIPT, settings=SETTINGS)]
    assert isinstance(outcome, Added)
    return register


def delete(s3: S3Server, store: Store, place: str) -> None:
    s3.system.rm_file(f"{store.files.url}/{place}")  # type: ignore[attr-defined]


def change(s3: S3Server, store: Store, place: str) -> None:
    s3.system.pipe_file(f"{store.files.url}/{place}", b"x")  # type: ignore[attr-defined]


def contents(files: FileStore) -> dict[str, bytes]:
    return {
        place: b"".join(files.blocks(place)) for shelf in SHELVES for place in files.listing(shelf)
    }


def faults(store: Store) -> list[tuple[str, str]]:
    return sorted((fault.code, fault.about) for fault in find_faults(store))


def put_right(store: Store) -> None:
    repair(store, list(find_faults(store)), SETTINGS, NOW)


def test_nothing_is_kept_at_home_but_the_database(full: Store, settings: StoreSettings) -> None:
    assert not (settings.home / "files").exists()
    assert full.files.has(place_of("originals", ORIGINAL))
    assert faults(full) == []


def test_every_deleted_and_changed_object_is_named(full: Store, s3: S3Server) -> None:
    image, *_ = full.files.listing("images")
    delete(s3, full, place_of("originals", ORIGINAL))
    change(s3, full, image)
    assert faults(full) == [
        ("image_changed", image.rpartition("/")[2]),
        ("original_missing", ORIGINAL),
    ]


def test_what_can_be_put_right_is(full: Store, s3: S3Server) -> None:
    lost, *_ = full.files.listing("images")
    delete(s3, full, lost)
    change(s3, full, f"originals/00/{'0' * 64}")
    original = place_of("originals", ORIGINAL)
    full.files.move(original, "originals/ab/misplaced")
    assert [code for code, _ in faults(full)] == [
        "image_missing",
        "original_missing",
        "original_orphan",
        "original_orphan",
    ]
    put_right(full)
    assert faults(full) == []
    assert full.files.hash_of(original) == ORIGINAL
    assert list(full.files.listing("quarantine")) == [f"quarantine/{'0' * 64}"]


def test_a_bucket_that_is_out_of_reach_is_no_fault_of_the_files(full: Store, s3: S3Server) -> None:
    s3.refuse(everybody=True)
    with pytest.raises(StoreUnavailable):
        list(find_faults(full))


@pytest.mark.parametrize("place", ["bucket", "folder"])
def test_a_backup_is_restored_into_either(
    full: Store, s3: S3Server, tmp_path: Path, place: str
) -> None:
    s3.system.makedirs("noi-khac", exist_ok=True)
    summary = write_backup(full, tmp_path / "so.tar")
    assert summary.lost == ()
    files = f"s3://noi-khac/{tmp_path.name}" if place == "bucket" else None
    there = StoreSettings(home=tmp_path / "there", actor="x", files=files)
    assert restore_backup(tmp_path / "so.tar", there).files == summary.files
    with open_store(there) as restored:
        assert faults(restored) == []
        assert contents(restored.files) == contents(full.files)


def test_a_backup_tells_what_was_lost_and_another_file_is_not_written_over(
    full: Store, s3: S3Server, tmp_path: Path
) -> None:
    changed, *_ = full.files.listing("images")
    sound = tmp_path / "sound.tar"
    write_backup(full, sound)
    change(s3, full, changed)
    delete(s3, full, place_of("originals", ORIGINAL))
    lost = write_backup(full, tmp_path / "so.tar").lost
    assert sorted(lost) == [f"images/{changed.rpartition('/')[2]}", f"originals/{ORIGINAL}"]
    same_files = full.files.url  # type: ignore[attr-defined]
    with pytest.raises(StoreDamaged):
        restore_backup(sound, StoreSettings(home=tmp_path / "there", actor="x", files=same_files))


def worked(store: Store, read: Reading) -> Worked:
    """The end of a file that was received and is worked off once."""
    with store.reading() as session:
        (item,) = items(session, most=2)
    desk = Desk(store, new_owner(), lambda *_: Read(read, {}), DEFAULT_OPTIONS)
    with store.writing() as session:
        assert claim(session, desk.owner, NOW, 1, only=[item.id or 0])
    return desk.work(item.id or 0, item.name)


def test_a_file_waits_while_its_bucket_cannot_be_reached(
    register: Store, s3: S3Server, reading: Reading
) -> None:
    receive(register, SAMPLE, RECEIPT)
    s3.refuse(everybody=True)
    end = worked(register, reading)
    assert end.state is IntakeState.RECEIVED
    assert isinstance(end.error, StoreUnavailable)


def test_a_received_file_that_is_missing_is_called_by_its_name(
    register: Store, s3: S3Server, reading: Reading
) -> None:
    receive(register, SAMPLE, RECEIPT)
    delete(s3, register, place_of("originals", ORIGINAL))
    end = worked(register, reading)
    error: CongvanError | None = end.error
    assert end.state is IntakeState.FAILED
    assert isinstance(error, FileMissing)
    assert error.detail == SAMPLE.name


def test_a_file_does_not_come_in_while_its_bucket_cannot_be_reached(
    register: Store, s3: S3Server
) -> None:
    s3.refuse(everybody=True)
    ((_, outcome),) = add_files(register, [SAMPLE], RECEIPT, settings=SETTINGS)
    assert isinstance(outcome, StoreUnavailable)
    with register.reading() as session:
        assert list(items(session, most=2)) == []
