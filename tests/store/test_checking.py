"""`congvan check` names every file that was deleted, cut short, swapped or left over."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from models.reading import Reading
from models.register import Reference, StoredReading
from pipeline.read import read_files
from pipeline.settings import Settings
from pipeline.store.canonical import canonical_graph
from pipeline.store.checking import CODES, find_faults
from pipeline.store.intake import add_files
from pipeline.store.receiving import Receipt
from pipeline.store.repairing import repair
from pipeline.store.search_index import unindex_letter
from pipeline.store.store import Store
from tests.store.on_disk import on_disk, paths
from tests.store.taken_in import add_reading

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FILES = ("04-tinh-uy-cong-van.pdf", "13-giay-moi.docx", "08-tinh-doan-chup-dien-thoai.jpg")
SETTINGS = Settings(jobs=1)


@pytest.fixture(scope="module")
def readings() -> list[tuple[Path, Reading]]:
    """Three files, two of them with page images, read once for all tests."""
    found = []
    for path, outcome in read_files([SAMPLES / name for name in FILES], settings=SETTINGS):
        assert isinstance(outcome, Reading)
        found.append((path, outcome))
    return found


@pytest.fixture
def full(store: Store, readings: list[tuple[Path, Reading]]) -> Store:
    """A register with three files."""
    for path, reading in readings:
        add_reading(store, path, reading, Receipt(received_on=NOW.date(), now=NOW))
    return store


def faults(store: Store) -> list[tuple[str, str]]:
    return sorted((fault.code, fault.about) for fault in find_faults(store))


def put_right(store: Store) -> None:
    repair(store, list(find_faults(store)), SETTINGS, NOW)


def cut_short(path: Path) -> None:
    path.chmod(0o600)
    os.truncate(path, path.stat().st_size // 2)


def test_a_whole_register_has_no_faults(full: Store) -> None:
    assert faults(full) == []


def test_every_deleted_truncated_and_swapped_file_is_named(full: Store) -> None:
    first, second, third = paths(full, "originals")
    image, other, *_ = paths(full, "images")
    first.unlink()
    one, two = second.read_bytes(), third.read_bytes()
    for path, content in ((second, two), (third, one)):
        path.chmod(0o600)
        path.write_bytes(content)
    cut_short(image)
    other.unlink()
    assert faults(full) == sorted(
        [
            ("original_missing", first.name),
            ("original_changed", second.name),
            ("original_changed", third.name),
            ("image_changed", image.name),
            ("image_missing", other.name),
        ]
    )


def test_what_is_left_over_is_named(full: Store) -> None:
    stray = on_disk(full).root / "originals" / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"who am I")
    unfinished = stray.with_name("x.part")
    unfinished.write_bytes(b"half")
    assert faults(full) == [("file_unfinished", "x.part"), ("original_orphan", stray.name)]
    put_right(full)
    assert faults(full) == []
    assert sorted(path.name for path in (on_disk(full).root / "quarantine").iterdir()) == [
        stray.name,
        "x.part",
    ]


def test_swapped_files_find_their_places_again(full: Store) -> None:
    first, second, _ = paths(full, "originals")
    aside = first.with_suffix(".x")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)
    put_right(full)
    assert faults(full) == []


def test_lost_page_images_are_drawn_again_from_the_original(full: Store) -> None:
    lost, damaged, *_ = paths(full, "images")
    lost.unlink()
    cut_short(damaged)
    put_right(full)
    assert faults(full) == []


def test_a_lost_original_stays_named_until_it_comes_again(full: Store) -> None:
    digest = hashlib.sha256((SAMPLES / FILES[0]).read_bytes()).hexdigest()
    lost = on_disk(full).path("originals", digest)
    lost.unlink()
    put_right(full)
    assert faults(full) == [("original_missing", lost.name)]
    receipt = Receipt(received_on=NOW.date(), now=NOW)
    list(add_files(full, [SAMPLES / FILES[0]], receipt, settings=SETTINGS))
    assert faults(full) == []


def test_rows_that_lost_their_partners_are_named_and_put_right(full: Store) -> None:
    with full.reading() as session:
        before = canonical_graph(session)
    with full.writing() as session:
        session.execute(update(Reference).values(document_id=None))
        unindex_letter(session, 1)
        session.execute(
            update(StoredReading).where(col(StoredReading.id) == 1).values(reader_version="0.0.1")
        )
    codes = {code for code, _ in faults(full)}
    assert codes == {
        "claim_misplaced",
        "document_empty",
        "letter_unsearchable",
        "reading_stale",
        "reference_dangling",
    }
    assert codes <= CODES.keys()
    put_right(full)
    assert faults(full) == []
    with full.reading() as session:
        assert canonical_graph(session) == before
