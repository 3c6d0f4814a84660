"""What was handed out is remembered over a restart."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import StoreUnavailable
from pipeline.watching import memory
from pipeline.watching.found import Seen
from tests.watching.inboxes import Inbox, inbox_at

STATES = [
    Seen("Sở Y tế/công\u2028văn\n1.pdf", 12, 1_700_000_000_123_456_789, 2**63 + 1),
    Seen(os.fsdecode(b"S\xea/cv.pdf"), 0, -1, 7),
]


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "seen.jsonl"
    memory.save(path, STATES)
    assert memory.load(path) == STATES
    assert len(path.read_text().splitlines()) == 2


def test_after_a_restart_only_new_files_are_handed_out(inbox: Inbox, tmp_path: Path) -> None:
    path = tmp_path / "seen.jsonl"
    inbox.put("Sở Y tế/cv1.pdf")
    assert inbox.settled() == ["Sở Y tế/cv1.pdf"]
    memory.save(path, inbox.watched.seen())
    again = inbox_at(inbox.root, known=memory.load(path))
    again.put("Sở Y tế/cv2.pdf")
    assert again.settled() == ["Sở Y tế/cv2.pdf"]


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert memory.load(tmp_path / "seen.jsonl") == []


def test_lines_that_are_not_understood_are_left_out_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "seen.jsonl"
    memory.save(path, STATES)
    rows = [b"{", b"[]", b'{"path": "a"}', b'{"path":"a","size":null,"mtime_ns":1,"inode":1}']
    path.write_bytes(path.read_bytes() + b"\n".join([*rows, b"\xff"]))
    with caplog.at_level(logging.WARNING, "congvan.watching"):
        assert memory.load(path) == STATES
    assert "5 lines" in caplog.text


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "seen.jsonl"
    memory.save(path, STATES)

    def broken() -> Iterator[Seen]:
        yield STATES[1]
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreUnavailable, match="No space left"):
        memory.save(path, broken())
    assert memory.load(path) == STATES
    assert os.listdir(tmp_path) == ["seen.jsonl"]


def test_a_place_that_cannot_be_written_or_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        memory.save(tmp_path / "nowhere" / "seen.jsonl", STATES)
    with pytest.raises(StoreUnavailable, match=tmp_path.name):
        memory.load(tmp_path)
