"""The files of a register in a folder, for tests that damage them."""

from __future__ import annotations

from pathlib import Path

from pipeline.store.files import Shelf
from pipeline.store.files_local import LocalFiles
from pipeline.store.store import Store


def on_disk(store: Store) -> LocalFiles:
    """The file store as the folder that it is."""
    assert isinstance(store.files, LocalFiles)
    return store.files


def paths(store: Store, shelf: Shelf) -> list[Path]:
    """Every file on the shelf."""
    return [on_disk(store).root / place for place in store.files.listing(shelf)]
