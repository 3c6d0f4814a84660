"""Whether a file's end is there."""

from __future__ import annotations

import pytest

from pipeline.watching.ending import lacks_its_end
from tests.watching.inboxes import PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv1.pdf", PDF[:-8]),
        ("CV1.PDF", b"x" * 900),
        ("cv1.pdf", bytes(900)),
        ("quét", b"\r\n" + PDF[:-8]),
        ("trống.txt", b""),
        ("quét.jpg", bytes(1024)),
    ],
)
def test_empty_hollow_and_cut_files_lack_their_end(name: str, content: bytes) -> None:
    assert lacks_its_end(name, content[:1024], content[-1024:])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv1.pdf", PDF),
        ("cv1.pdf", PDF + b"\0" * 500),
        ("quét.tif", b"II*\0" + bytes(500)),
        ("cv1.txt", b"Kinh"),
    ],
)
def test_whole_files_do_not(name: str, content: bytes) -> None:
    assert not lacks_its_end(name, content[:1024], content[-1024:])
