"""A watched folder for every test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watching.inboxes import Inbox, inbox_at


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    root = tmp_path / "văn bản đến"
    root.mkdir()
    return inbox_at(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "đến"
    folder.mkdir()
    return folder


@pytest.fixture
def public_inbox() -> Iterator[Inbox]:
    """One that other users reach too; pytest's own folders are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield inbox_at(Path(name))
