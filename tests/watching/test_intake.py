"""From a watched folder into the intake ledger: the very files that the scan saw, each once."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import StoreUnavailable, WatchRefused
from models.register import IntakeItem, IntakeState
from pipeline.store.ledger import items
from pipeline.store.store import Store
from pipeline.watching import intake as module
from pipeline.watching.found import Found
from pipeline.watching.intake import FolderIntake, Taken, checked_root, memory_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "đến"
    folder.mkdir()
    return folder


@pytest.fixture
def intake(store: Store, root: Path, tmp_path: Path) -> FolderIntake:
    return a_new_one(store, root, tmp_path)


def a_new_one(store: Store, root: Path, tmp_path: Path) -> FolderIntake:
    return FolderIntake(store, root, tmp_path / "memory" / "m.jsonl", settle=0, label="đợt 1")


def looked(intake: FolderIntake) -> Taken:
    """The second look finds what has not changed since the first."""
    intake.look()
    return intake.look()


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
    opened = module._opened

    def late(found: Found) -> object:
        happens(found.path)
        return opened(found)

    monkeypatch.setattr(module, "_opened", late)


def becomes_a_link(path: Path) -> None:
    secret = path.parent.parent / "bí mật.txt"
    secret.write_text("mật")
    path.unlink()
    path.symlink_to(secret)


@pytest.mark.parametrize(
    "happens", [becomes_a_link, Path.unlink, lambda path: path.write_text("hai, dài hơn")]
)
def test_what_is_no_longer_what_the_scan_saw_is_left_to_the_next_one(
    store: Store,
    root: Path,
    intake: FolderIntake,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Path], object],
) -> None:
    (root / "1.txt").write_text("một")
    with monkeypatch.context() as patched:
        before_it_is_opened(patched, happens)
        assert looked(intake).received == 0
    assert ledger(store) == []
    looked(intake)
    still_there = (root / "1.txt").is_file() and not (root / "1.txt").is_symlink()
    assert len(ledger(store)) == still_there


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
    (root / "1.txt").write_text("một")

    def full(*_: object) -> None:
        raise StoreUnavailable("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(type(store.files), "keep_file", full)
        (told,) = looked(intake).errors
    assert told[0] == root / "1.txt"
    assert intake.look().received == 1


def test_an_empty_file_is_named_by_its_own_name(
    store: Store, root: Path, intake: FolderIntake
) -> None:
    (root / "rỗng.txt").touch()
    for _ in range(20):
        intake.look()
    (item,) = ledger(store)
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
