"""Files that have been read are taken into a register, without the readers."""

from __future__ import annotations

import time
from pathlib import Path

from models.errors import CongvanError
from models.reading import Reading
from pipeline.ocr.page_image import render_pages
from pipeline.store.intake import Added, outcome_of
from pipeline.store.ledger import claim, utc_now
from pipeline.store.page_work import KeptImage
from pipeline.store.reading_room import Read
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.receiving import Receipt, receive
from pipeline.store.shift import new_owner
from pipeline.store.store import Store
from pipeline.store.work import Desk


def _is_claimed(store: Store, owner: str, item_id: int) -> bool:
    with store.writing() as session:
        return bool(claim(session, owner, utc_now(), 1, only=[item_id]))


def add_reading(store: Store, path: Path, reading: Reading, receipt: Receipt) -> Added:
    """Take in a file that has been read already. Raises :class:`CongvanError`."""
    item = receive(store, path, receipt)
    assert item.sha256 == reading.source.sha256
    images = {
        page.number: KeptImage(store.files.keep("images", page.content), page.page_hash)
        for page in render_pages(path, reading.pages)
    }
    desk = Desk(store, new_owner(), lambda *_: Read(reading, images), DEFAULT_OPTIONS)
    while not _is_claimed(store, desk.owner, item.id or 0):
        time.sleep(0.01)  # another process works on the same bytes
    outcome = outcome_of(desk.work(item.id or 0, item.name))
    if isinstance(outcome, CongvanError):
        raise outcome
    return outcome
