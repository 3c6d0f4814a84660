"""Put right what can be put right without guessing; nothing is thrown away.

Files that are not what their names say go to ``quarantine`` beside the shelves; those whose content
the register misses come back from there to where they belong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import PurePosixPath

from sqlalchemy import delete, exists, select, update
from sqlmodel import Session, col

from models.errors import CongvanError
from models.register import Document, IntakeItem, Original, Reference, StoredLetter, StoredPage
from pipeline.ocr.page_image import render_pages
from pipeline.read import read_file
from pipeline.settings import Settings
from pipeline.store.amending import register_again
from pipeline.store.checking import Fault
from pipeline.store.claims import recount, replace_documents
from pipeline.store.files import FileStore, place_of
from pipeline.store.naming_rows import batches
from pipeline.store.readings import current_reading, keep_reading
from pipeline.store.relinking import relink
from pipeline.store.secrecy import renew_secrecy
from pipeline.store.store import Store

QUARANTINE = "quarantine"


def repair(store: Store, faults: Sequence[Fault], settings: Settings, now: dt.datetime) -> None:
    """Put right what can be; whoever wants to know what is left looks for faults again.

    Files first, then images, readings and rows: each rests on the one before.
    """
    places = [fault.place for fault in faults if fault.place]
    _sort_files(store, [place for place in places if store.files.has(place)])
    for sha256 in _with_lost_images(store, faults):
        _render_again(store, sha256)
    for fault in faults:
        if fault.code in ("reading_stale", "reading_missing"):
            _read_again(store, fault.about, settings, now)
    with store.writing() as session:
        _repair_rows(session, faults)


def _sort_files(store: Store, misplaced: Iterable[str]) -> None:
    """All that is misplaced goes aside, then whatever is missed comes back."""
    files = store.files
    for place in misplaced:
        files.move(place, _free_place(files, PurePosixPath(place).name))
    for place in list(files.listing(QUARANTINE)):
        home = _home_of(store, files.hash_of(place))
        if home is not None and not files.has(home):
            files.move(place, home)


def _free_place(files: FileStore, name: str) -> str:
    places = (
        f"{QUARANTINE}/{name}.{number}" if number else f"{QUARANTINE}/{name}" for number in count()
    )
    return next(place for place in places if not files.has(place))


def _home_of(store: Store, sha256: str) -> str | None:
    """Where a file of this content belongs."""
    with store.reading() as session:
        received = select(col(IntakeItem.id)).where(col(IntakeItem.sha256) == sha256)
        is_received = session.scalars(received.limit(1)).first() is not None
        if is_received or session.get(Original, sha256) is not None:
            return place_of("originals", sha256)
        page = select(col(StoredPage.id)).where(col(StoredPage.image_sha256) == sha256)
        if session.scalars(page.limit(1)).first() is not None:
            return place_of("images", sha256)
    return None


def _with_lost_images(store: Store, faults: Sequence[Fault]) -> list[str]:
    """The originals of page images that are still missing."""
    lost = [
        fault.about
        for fault in faults
        if fault.code in ("image_missing", "image_changed")
        and not store.files.has(place_of("images", fault.about))
    ]
    found: set[str] = set()
    with store.reading() as session:
        for part in batches(lost):
            of_page = select(col(StoredPage.original_sha256))
            found |= set(session.scalars(of_page.where(col(StoredPage.image_sha256).in_(part))))
    return sorted(found)


def _render_again(store: Store, sha256: str) -> None:
    """Draw the page images of a file anew, if the file itself is there."""
    if not store.files.has(place_of("originals", sha256)):
        return
    with store.files.local("originals", sha256) as path, store.writing() as session:
        for image in render_pages(path, current_reading(session, sha256).pages):
            page = (col(StoredPage.original_sha256) == sha256) & (
                col(StoredPage.number) == image.number
            )
            kept = store.files.keep("images", image.content)
            session.execute(update(StoredPage).where(page).values(image_sha256=kept))


def _read_again(store: Store, sha256: str, settings: Settings, now: dt.datetime) -> None:
    """Read a file anew; what cannot be read stays as it was and is named again."""
    try:
        with store.files.local("originals", sha256) as path:
            reading = read_file(path, settings)
    except CongvanError:
        return
    with store.writing() as session:
        keep_reading(session, sha256, reading, now)
        register_again(session, sha256)


def _repair_rows(session: Session, faults: Sequence[Fault]) -> None:
    about = {code: [x.about for x in faults if x.code == code] for code in {x.code for x in faults}}
    dangling = [int(each) for each in about.get("reference_dangling", ())]
    unused = [int(each) for each in about.get("reference_unused", ())]
    recount(session, [int(each) for each in about.get("claim_miscounted", ())])
    relink(session, dangling + unused, gone=unused)
    replace_documents(session, [int(each) for each in about.get("claim_misplaced", ())])
    named = exists().where(col(Reference.document_id) == col(Document.id))
    session.execute(delete(Document).where(~named))
    lost = {*about.get("letter_unlinked", ()), *about.get("letter_unsearchable", ())}
    for part in batches(int(each) for each in lost):
        files = select(col(StoredLetter.original_sha256)).where(col(StoredLetter.id).in_(part))
        for sha256 in set(session.scalars(files)):
            register_again(session, sha256)
    renew_secrecy(session)
