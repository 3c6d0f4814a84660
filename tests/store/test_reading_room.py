"""Readers who stay: the same readings as for a list of files, for whoever asks, in any thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from models.errors import DocumentTimeout, FileDamaged, StoreUnavailable, WorkStopped
from pipeline.read import read_file
from pipeline.settings import Settings
from pipeline.store import reading_room
from pipeline.store.files_local import LocalFiles
from pipeline.store.reading_room import ReadingRoom

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SCAN = SAMPLES / "04-tinh-uy-cong-van.pdf"
PRINT = SAMPLES / "09-quyet-dinh-dien-tu.pdf"
SETTINGS = Settings(jobs=2)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> LocalFiles:
    return LocalFiles(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def room(files: LocalFiles) -> Iterator[ReadingRoom]:
    with ReadingRoom(SETTINGS, files) as opened:
        yield opened


def test_a_scan_is_read_as_ever_and_its_pages_are_kept(
    room: ReadingRoom, files: LocalFiles
) -> None:
    found = room.read(SCAN, SCAN.name)
    assert found.reading == read_file(SCAN, SETTINGS)
    assert sorted(found.images) == [page.number for page in found.reading.pages]
    for image in found.images.values():
        assert files.path("images", image.sha256).stat().st_size > 1000
        assert image.page_hash


def test_many_ask_at_once_and_each_hears_of_its_own_file(room: ReadingRoom, tmp_path: Path) -> None:
    paths = []
    for number in range(12):
        paths.append(tmp_path / str(number))
        paths[-1].write_text(f"Số: {number}/UBND-NC\n\nKính gửi: Sở Nội vụ", encoding="utf-8")
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda path: room.read(path, f"{path.name}.txt"), paths))
    for number, each in enumerate(found):
        assert each.reading.source.name == f"{number}.txt"
        assert f"{number}/UBND-NC" in each.reading.pages[0].text


def test_a_file_that_was_begun_ahead_is_read_once(files: LocalFiles) -> None:
    told: list[tuple[int, int]] = []
    with ReadingRoom(SETTINGS, files, lambda *pages: told.append(pages)) as room:
        for _ in range(2):
            room.read_ahead(SCAN, SCAN.name)
        pages = len(room.read(SCAN, SCAN.name).reading.pages)
        assert told[-1] == (pages, pages)
        room.read(SCAN, SCAN.name)
    assert told[-1] == (2 * pages, 2 * pages)


def test_only_a_few_files_are_begun_ahead(
    files: LocalFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(reading_room, "MOST_AHEAD", 1)
    with ReadingRoom(SETTINGS, files, lambda *pages: told.append(pages)) as room:
        room.read_ahead(PRINT, PRINT.name)
        room.read_ahead(SCAN, SCAN.name)
        pages = len(room.read(PRINT, PRINT.name).reading.pages)
    assert told[-1] == (pages, pages)


def test_errors_call_the_file_by_the_name_that_people_know(
    room: ReadingRoom, tmp_path: Path
) -> None:
    path = tmp_path / "0f3a"
    path.write_bytes(b"%PDF-1.7 nothing follows")
    with pytest.raises(FileDamaged) as raised:
        room.read(path, "công văn.pdf")
    assert "0f3a" not in str(raised.value)


def test_a_page_whose_picture_cannot_be_kept_is_no_failed_page(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"no folder")
    with ReadingRoom(SETTINGS, LocalFiles(tmp_path / "files")) as full:
        with pytest.raises(StoreUnavailable):
            full.read(PRINT, PRINT.name)
        (tmp_path / "files").unlink()
        assert full.read(PRINT, PRINT.name).images


def test_a_file_that_takes_too_long_is_given_up_again_and_again(files: LocalFiles) -> None:
    with ReadingRoom(dataclasses.replace(SETTINGS, document_timeout=0.05), files) as hasty:
        with pytest.raises(DocumentTimeout):
            hasty.read(SCAN, SCAN.name)
        with pytest.raises(DocumentTimeout):
            hasty.read(SCAN, SCAN.name)


def read_for_ever(room: ReadingRoom) -> None:
    while True:
        room.read(SCAN, SCAN.name)


def test_whoever_waits_when_the_room_closes_hears_of_it(files: LocalFiles) -> None:
    with ReadingRoom(SETTINGS, files) as closing:
        Timer(0.5, closing.close).start()
        with pytest.raises(WorkStopped):
            read_for_ever(closing)
    with pytest.raises(WorkStopped):
        closing.read(SCAN, SCAN.name)
