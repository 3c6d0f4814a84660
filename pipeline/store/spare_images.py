"""Page images that no page has any more: they would count as damage, but nothing is thrown away.

Whoever is about to name an image that somebody else took for a spare one brings it back. Both
happen in transactions that write, of which there is one at a time: so none is lost between them.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import select
from sqlmodel import col

from models.errors import FileMissing
from models.register import StoredPage
from pipeline.store.files import FileStore, place_of
from pipeline.store.naming_rows import batches
from pipeline.store.repairing import QUARANTINE
from pipeline.store.store import Store


def set_aside(store: Store, images: Collection[str]) -> None:
    """Move those of these images (hashes) that no page has to the quarantine."""
    with store.writing() as session:
        of_page = select(col(StoredPage.image_sha256))
        named = {
            sha256
            for part in batches(images)
            for sha256 in session.scalars(of_page.where(col(StoredPage.image_sha256).in_(part)))
        }
        for sha256 in {*images} - named:
            if not store.files.has(_aside(sha256)):
                with suppress(FileMissing):
                    store.files.move(place_of("images", sha256), _aside(sha256))


def bring_back(files: FileStore, images: Collection[str]) -> None:
    """Let these images be where they belong; called in a transaction that writes."""
    for sha256 in images:
        if not files.has(place_of("images", sha256)):
            with suppress(FileMissing):
                files.move(_aside(sha256), place_of("images", sha256))


def _aside(sha256: str) -> str:
    return f"{QUARANTINE}/{sha256}"
