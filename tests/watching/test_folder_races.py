"""What happens between looking at a file and opening it, and files that cannot be opened."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline.watching.found import Reason, Refused
from tests.watching.inboxes import PDF, SETTLE, Inbox, as_nobody


def test_a_file_that_vanishes_before_it_is_opened_is_no_fault(inbox: Inbox) -> None:
    path, _ = inbox.put("cv1.pdf"), inbox.put("cv2.pdf")
    inbox.scan()
    inbox.clock.afterwards = path.unlink
    scan = inbox.scan(after=SETTLE)
    assert [each.path.name for each in scan.ready] == ["cv2.pdf"]
    assert (scan.waiting, scan.refused) == ([], [])


def test_a_file_that_grows_just_before_it_is_opened_waits(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")

    def grow() -> None:
        path.write_bytes(PDF + PDF)

    inbox.scan()
    inbox.clock.afterwards = grow
    assert inbox.scan(after=SETTLE).waiting == [path]
    assert inbox.settled() == ["cv1.pdf"]


def test_a_file_swapped_for_a_link_is_not_followed(inbox: Inbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    path = inbox.put("cv1.pdf")

    def swap() -> None:
        path.unlink()
        path.symlink_to(secret)

    inbox.scan()
    inbox.clock.afterwards = swap
    scan = inbox.scan(after=SETTLE)
    assert scan.ready == []
    assert [each.reason for each in scan.refused] == [Reason.UNREADABLE]
    assert [each.reason for each in inbox.scan().refused] == [Reason.LINK_OUTSIDE]


@pytest.mark.parametrize("number", [errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.ESTALE])
def test_a_file_that_somebody_holds_waits(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = inbox.put("cv1.pdf")
    inbox.scan()
    with monkeypatch.context() as patch:
        fail_to_open(patch, path, number)
        assert inbox.scan(after=SETTLE).waiting == [path]
    assert inbox.ready() == ["cv1.pdf"]


def test_a_file_that_cannot_be_read_is_refused_once_and_taken_when_it_can(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = inbox.put("cv1.pdf")
    inbox.scan()
    with monkeypatch.context() as patch:
        fail_to_open(patch, path, errno.EIO)
        scan = inbox.scan(after=SETTLE)
        assert scan.refused == [Refused(path, Reason.UNREADABLE, os.strerror(errno.EIO))]
        assert (scan.ready, scan.waiting) == ([], [])
        assert inbox.scan().refused == []
    assert inbox.ready() == ["cv1.pdf"]


def fail_to_open(patch: pytest.MonkeyPatch, path: Path, number: int) -> None:
    real = os.open

    def opened(name: str | Path, flags: int, *, dir_fd: int | None = None) -> int:
        if name == path:
            raise OSError(number, os.strerror(number))
        return real(name, flags, dir_fd=dir_fd)

    patch.setattr(os, "open", opened)


def test_a_file_without_rights_is_refused_and_the_others_go_on(public_inbox: Inbox) -> None:
    closed, _ = public_inbox.put("cv1.pdf"), public_inbox.put("cv2.pdf")
    closed.chmod(0)
    with as_nobody():
        public_inbox.scan()
        scan = public_inbox.scan(after=SETTLE)
    assert [each.path.name for each in scan.ready] == ["cv2.pdf"]
    assert scan.refused == [Refused(closed, Reason.UNREADABLE, os.strerror(errno.EACCES))]
