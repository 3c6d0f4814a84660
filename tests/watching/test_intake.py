"""From a watched folder into the intake ledger: the very files that the scan saw, each once."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from models.errors import FileUnreadable, StoreUnavailable, WatchRefused
from models.register import IntakeItem, IntakeState
from pipeline.store.files import FileStore, Shelf
from pipeline.store.ledger import items
from pipeline.store.receiving import receive
from pipeline.store.store import Store
from pipeline.watching import intake as module
from pipeline.watching.found import Reason, Refused, Seen
from pipeline.watching.intake import FolderIntake, Taken, checked_root, memory_of
from pipeline.watching.opening import opened


@pytest.fixture
def intake(store: Store, root: Path, tmp_path: Path) -> FolderIntake:
    return a_new_one(store, root, tmp_path)


def a_new_one(store: Store, root: Path, tmp_path: Path) -> FolderIntake:
    return FolderIntake(store, root, tmp_path / "m.jsonl", settle=0, label="đợt 1")


def look(intake: FolderIntake) -> Taken:
    return intake.look(Event())


def looked(intake: FolderIntake) -> Taken:
    """The second look finds what has not changed since the first."""
    look(intake)
    return look(intake)


def ledger(store: Store) -> list[IntakeItem]:
    with store.reading() as session:
        return list(reversed(items(session, most=99)))


def test_a_file_that_rests_is_received_with_its_folder(
    store: Store, root: Path, intake: FolderIntake
) -> None:
    (root / "Sở Y tế").mkdir()
    (root / "Sở Y tế" / "1.txt").write_text("một")
    assert looked(intake).received == 1
    (item,) = ledger(store)
    assert (item.name, item.folder, item.label) == ("1.txt", "Sở Y tế", "đợt 1")
    assert (item.source, item.state) == ("folder", IntakeState.RECEIVED)
    assert looked(intake).received == 0


def test_after_a_restart_nothing_comes_twice(
    store: Store, root: Path, intake: FolderIntake, tmp_path: Path
) -> None:
    (root / "1.txt").write_text("một")
    assert looked(intake).received == 1
    assert looked(a_new_one(store, root, tmp_path)).received == 0
    assert len(ledger(store)) == 1


def test_other_kinds_of_files_are_passed_over_and_named_once(
    store: Store, root: Path, intake: FolderIntake
) -> None:
    (root / "bảng.xlsx").write_bytes(b"PK")
    assert looked(intake).passed == [root / "bảng.xlsx"]
    assert looked(intake).passed == []
    assert ledger(store) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (os.fsdecode(b"c\xf4ng v\xe3n.txt"), "c�ng v�n.txt"),
        (unicodedata.normalize("NFD", "công văn.txt"), "công văn.txt"),
    ],
    ids=["no UTF-8", "NFD"],
)
def test_any_name_is_taken(
    store: Store, root: Path, intake: FolderIntake, name: str, told: str
) -> None:
    (root / name).write_text("một")
    assert looked(intake).received == 1
    assert [item.name for item in ledger(store)] == [told]


def before_it_is_opened(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], object]) -> None:
    def late(path: Path, seen: Seen) -> AbstractContextManager[tuple[Path, Callable[[], None]]]:
        happens(path)
        return opened(path, seen)

    monkeypatch.setattr(module, "opened", late)


def becomes_a_link(path: Path) -> None:
    secret = path.parents[2] / "bí mật.txt"
    secret.write_text("mật")
    path.unlink()
    path.symlink_to(secret)


def becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def lies_in_a_linked_folder(path: Path) -> None:
    """The folder above it leads to another place, where a file has the same name."""
    other = path.parents[2] / "nơi khác"
    path.parent.rename(other.with_name("đi vắng"))
    other.mkdir()
    (other / path.name).write_text("mật")
    path.parent.symlink_to(other)


def becomes_longer(path: Path) -> None:
    path.write_text("hai, dài hơn")


@pytest.mark.parametrize(
    ("happens", "later"),
    [
        (becomes_a_link, 0),
        (becomes_a_pipe, 0),
        (lies_in_a_linked_folder, 0),
        (Path.unlink, 0),
        (becomes_longer, 1),
    ],
)
def test_what_is_no_longer_what_the_scan_saw_is_left_to_the_next_one(
    store: Store,
    root: Path,
    intake: FolderIntake,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Path], object],
    later: int,
) -> None:
    (root / "sở").mkdir()
    path = root / "sở" / "1.txt"
    path.write_text("một")
    with monkeypatch.context() as patched:
        before_it_is_opened(patched, happens)
        assert looked(intake).received == 0
    assert ledger(store) == []
    looked(intake)
    assert len(ledger(store)) == later


def test_a_file_that_changes_while_it_is_copied_is_not_entered(
    store: Store, root: Path, intake: FolderIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "1.txt"
    path.write_text("một")
    keep = type(store.files).keep_file

    def slowly(*words: object) -> object:
        kept = keep(*words)  # type: ignore[arg-type]
        path.write_text("một, hai")
        return kept

    with monkeypatch.context() as patched:
        patched.setattr(type(store.files), "keep_file", slowly)
        assert looked(intake).received == 0
    assert ledger(store) == []
    assert looked(intake).received == 1


def test_what_could_not_be_kept_comes_again(
    store: Store, root: Path, intake: FolderIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (root / f"{number}.txt").write_text("một")
    tried = []

    def full(_self: object, _shelf: str, source: Path) -> None:
        tried.append(source)
        raise StoreUnavailable("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(type(store.files), "keep_file", full)
        taken = looked(intake)
    assert isinstance(taken.trouble, StoreUnavailable)
    assert len(tried) == 1  # the others would fare the same
    assert look(intake).received == 3


def test_what_cannot_be_read_to_its_end_is_told_once_and_comes_again(
    store: Store, root: Path, intake: FolderIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = root / "1.txt", (root / "2.txt").write_text("hai")
    path.write_text("một")
    keep = type(store.files).keep_file

    def broken(files: FileStore, shelf: Shelf, source: Path) -> tuple[str, int]:
        if source.read_text() == "một":
            raise FileUnreadable(source.name) from OSError(errno.EIO, os.strerror(errno.EIO))
        return keep(files, shelf, source)

    with monkeypatch.context() as patched:
        patched.setattr(type(store.files), "keep_file", broken)
        taken = looked(intake)
        assert taken.refused == [Refused(path, Reason.UNREADABLE, os.strerror(errno.EIO))]
        assert look(intake).refused == []
    assert [item.name for item in ledger(store)] == ["2.txt"]
    assert look(intake).received == 1


def test_a_memory_that_cannot_be_written_stops_nothing_and_is_written_later(
    store: Store,
    root: Path,
    intake: FolderIntake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (root / "1.txt").write_text("một")

    def full(*_: object) -> None:
        raise StoreUnavailable("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(module, "save", full)
        taken = looked(intake)
    assert isinstance(taken.trouble, StoreUnavailable)
    assert taken.received == 1
    assert look(intake).trouble is None
    assert looked(a_new_one(store, root, tmp_path)).received == 0


def test_what_was_not_yet_received_is_not_remembered(
    store: Store,
    root: Path,
    intake: FolderIntake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program is killed in the middle of many files; the next one takes the others."""
    for number in range(9):
        (root / f"{number}.txt").write_text(f"{number}")
    monkeypatch.setattr(module, "BATCH", 2)

    def killed(*words: Any, **more: Any) -> IntakeItem:  # noqa: ANN401
        if len(ledger(store)) == 5:
            monkeypatch.setattr(module, "save", lambda *_: None)  # it has no time for that
            raise KeyboardInterrupt
        return receive(*words, **more)

    monkeypatch.setattr(module, "receive", killed)
    with pytest.raises(KeyboardInterrupt):
        looked(intake)
    monkeypatch.undo()
    assert looked(a_new_one(store, root, tmp_path)).received == 4
    assert len({item.name for item in ledger(store)}) == len(ledger(store)) == 9


def test_it_can_be_stopped_between_two_files(
    store: Store, root: Path, intake: FolderIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (root / f"{number}.txt").write_text(f"{number}")
    stop = Event()

    def last(*words: Any, **more: Any) -> IntakeItem:  # noqa: ANN401
        stop.set()
        return receive(*words, **more)

    look(intake)
    with monkeypatch.context() as patched:
        patched.setattr(module, "receive", last)
        assert intake.look(stop).received == 1
    assert look(intake).received == 2


def test_an_empty_file_is_named_by_its_own_name(
    store: Store, root: Path, intake: FolderIntake
) -> None:
    (root / "rỗng.txt").touch()
    failed = [each for _ in range(20) for each in look(intake).failed]
    (item,) = ledger(store)
    assert [(path, error.code) for path, error in failed] == [(root / "rỗng.txt", "file_empty")]
    assert (item.state, item.reason, item.name) == (IntakeState.FAILED, "file_empty", "rỗng.txt")
    assert "fd" not in (item.detail or "")


def test_a_folder_around_the_register_or_in_it_is_refused(tmp_path: Path, root: Path) -> None:
    for folder, home in (
        (tmp_path, root),
        (root, tmp_path),
        (root, root),
        (tmp_path / "none", root),
    ):
        with pytest.raises(WatchRefused):
            checked_root(folder, home)
    assert checked_root(root, tmp_path / "home") == root


def test_each_folder_has_a_memory_of_its_own(tmp_path: Path) -> None:
    assert memory_of(tmp_path / "a", tmp_path) != memory_of(tmp_path / "b", tmp_path)
