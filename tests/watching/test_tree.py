"""What a scan does not take: links out, folders it may not enter, what is no file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline.watching.found import Reason, Refused
from pipeline.watching.tree import MAX_DEPTH
from tests.watching.inboxes import PDF, SETTLE, Inbox, as_nobody, inbox_at


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "nơi khác"
    folder.mkdir()
    (folder / "mật.pdf").write_bytes(PDF)
    return folder


def test_links_out_are_refused_once(inbox: Inbox, outside: Path) -> None:
    to_file, to_folder = inbox.root / "a.pdf", inbox.root / "b"
    to_file.symlink_to(outside / "mật.pdf")
    to_folder.symlink_to(outside)
    assert set(inbox.scan().refused) == {
        Refused(to_file, Reason.LINK_OUTSIDE),
        Refused(to_folder, Reason.LINK_OUTSIDE),
    }
    scan = inbox.scan(after=SETTLE)
    assert (scan.ready, scan.waiting, scan.refused) == ([], [], [])


def test_a_link_out_that_comes_again_is_refused_again(inbox: Inbox, outside: Path) -> None:
    link = inbox.root / "a.pdf"
    for _ in range(2):
        link.symlink_to(outside / "mật.pdf")
        assert len(inbox.scan().refused) == 1
        link.unlink()
        assert inbox.scan().refused == []


@pytest.mark.parametrize("target", ["../nơi khác", "/không/có/đâu", "b/../../nơi khác", ".."])
def test_a_link_out_is_known_however_it_is_written(
    inbox: Inbox, outside: Path, target: str
) -> None:
    (inbox.root / "b").mkdir()
    (inbox.root / "a").symlink_to(target)
    assert [each.reason for each in inbox.scan().refused] == [Reason.LINK_OUTSIDE]


def test_a_folder_beside_the_root_with_a_longer_name_is_outside(inbox: Inbox) -> None:
    sibling = inbox.root.with_name(inbox.root.name + " cũ")
    sibling.mkdir()
    (inbox.root / "a").symlink_to(sibling)
    assert [each.reason for each in inbox.scan().refused] == [Reason.LINK_OUTSIDE]


def test_a_link_out_by_way_of_a_link_within_is_refused(inbox: Inbox, outside: Path) -> None:
    (inbox.root / "a").symlink_to(outside)
    (inbox.root / "b.pdf").symlink_to("a/mật.pdf")
    assert [each.reason for each in inbox.scan().refused] == [Reason.LINK_OUTSIDE] * 2


def test_links_within_are_passed_over_and_their_targets_taken_once(inbox: Inbox) -> None:
    inbox.put("Sở Y tế/cv1.pdf")
    (inbox.root / "cv1.pdf").symlink_to("Sở Y tế/cv1.pdf")
    (inbox.root / "y tế").symlink_to("Sở Y tế")
    (inbox.root / "chưa có.pdf").symlink_to("sẽ có.pdf")
    assert inbox.scan().refused == []
    assert inbox.ready(after=SETTLE) == ["Sở Y tế/cv1.pdf"]


def test_loops_do_no_harm(inbox: Inbox) -> None:
    inbox.put("a/cv1.pdf")
    (inbox.root / "a" / "lên").symlink_to("..")
    (inbox.root / "x").symlink_to("y")
    (inbox.root / "y").symlink_to("x")
    assert inbox.scan().refused == []
    assert inbox.ready(after=SETTLE) == ["a/cv1.pdf"]


def test_the_root_may_be_a_link(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put("a/cv1.pdf")
    (inbox.root / "cv1.pdf").symlink_to(inbox.root / "a" / "cv1.pdf")
    link = tmp_path / "đến"
    link.symlink_to(inbox.root)
    linked = inbox_at(link)
    assert linked.scan().refused == []
    assert linked.ready(after=SETTLE) == ["a/cv1.pdf"]


def test_a_folder_without_rights_is_refused_and_the_others_go_on(public_inbox: Inbox) -> None:
    closed = public_inbox.put("a/cv1.pdf").parent
    public_inbox.put("b/cv2.pdf")
    closed.chmod(0)
    try:
        with as_nobody():
            refused = public_inbox.scan().refused
            assert public_inbox.ready(after=SETTLE) == ["b/cv2.pdf"]
    finally:
        closed.chmod(0o755)
    assert refused == [Refused(closed, Reason.UNREADABLE, os.strerror(errno.EACCES))]
    with as_nobody():
        assert public_inbox.settled() == ["a/cv1.pdf"]


def test_a_folder_that_is_swapped_for_a_link_while_one_looks_is_not_followed(
    inbox: Inbox, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox.put("a/cv1.pdf").parent
    real = os.open

    def swapped(name: str, flags: int, *, dir_fd: int | None = None) -> int:
        if name == "a":
            folder.rename(outside / "a")
            folder.symlink_to(outside)
        return real(name, flags, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", swapped)
        scan = inbox.scan()
    assert scan.waiting == []
    assert [(each.path, each.reason) for each in scan.refused] == [(folder, Reason.UNREADABLE)]


def test_a_folder_that_vanishes_while_one_looks_is_no_fault(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox.root / "a"
    folder.mkdir()
    inbox.put("b/cv1.pdf")
    real = os.open

    def gone(name: str, flags: int, *, dir_fd: int | None = None) -> int:
        if name == "a":
            folder.rmdir()
        return real(name, flags, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", gone)
        scan = inbox.scan()
    assert [path.name for path in scan.waiting] == ["cv1.pdf"]
    assert scan.refused == []


def test_a_root_that_is_away_for_a_while_makes_nothing_new(inbox: Inbox) -> None:
    inbox.put("a/cv1.pdf")
    assert inbox.settled() == ["a/cv1.pdf"]
    away = inbox.root.rename(inbox.root.with_name("đi vắng"))
    refused = inbox.scan().refused
    assert refused == [Refused(inbox.root, Reason.UNREADABLE, os.strerror(errno.ENOENT))]
    assert inbox.scan().refused == []
    away.rename(inbox.root)
    assert inbox.settled() == []


def test_what_is_no_file_is_refused_and_holds_nobody_up(inbox: Inbox) -> None:
    pipe = inbox.root / "ống.pdf"
    os.mkfifo(pipe)
    assert inbox.scan().refused == [Refused(pipe, Reason.NOT_A_FILE)]
    assert inbox.scan(after=SETTLE).refused == []


def test_folders_nested_without_end_are_refused_at_some_depth(inbox: Inbox) -> None:
    inbox.put("a/" * MAX_DEPTH + "cv1.pdf")
    inbox.put("a/" * (MAX_DEPTH + 1) + "cv2.pdf")
    assert [each.reason for each in inbox.scan().refused] == [Reason.TOO_DEEP]
    assert inbox.ready(after=SETTLE) == ["a/" * MAX_DEPTH + "cv1.pdf"]
