"""Is everything in the register that should be, and nothing else? Every fault is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import (
    Claim,
    Document,
    Edge,
    IntakeItem,
    Original,
    Reference,
    StoredLetter,
    StoredPage,
    StoredReading,
)
from pipeline.store.files import SHELVES, TEMPORARY, Shelf, place_of
from pipeline.store.readings import is_by_this_reader
from pipeline.store.search_tables import entry_table
from pipeline.store.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code, and what it is about (a file's hash, a number of a row).

    ``place`` is where in the file store it is, if it is about a file.
    """

    code: str
    about: str
    place: str | None = None

    @property
    def is_damage(self) -> bool:
        """Whether something is wrong; a reading of an older version is only out of date."""
        return self.code != "reading_stale"


CODES: dict[str, tuple[str, str]] = {
    "original_missing": ("mất bản gốc", "the original file is missing"),
    "original_changed": ("bản gốc bị thay đổi", "the original file was changed"),
    "original_orphan": ("tệp gốc không có trong sổ", "an original that the register does not know"),
    "image_missing": ("mất ảnh trang", "a page image is missing"),
    "image_changed": ("ảnh trang bị thay đổi", "a page image was changed"),
    "image_orphan": ("ảnh không có trong sổ", "a page image that the register does not know"),
    "file_unfinished": ("tệp ghi dở", "a file that was not written to its end"),
    "reading_missing": ("văn bản chưa có bản đọc", "a file without a current reading"),
    "reading_stale": ("bản đọc của phiên bản cũ", "read by another version"),
    "letter_unlinked": ("văn bản chưa được nối", "a letter that is no document"),
    "letter_unsearchable": ("văn bản không tìm được", "a letter that cannot be searched for"),
    "reference_dangling": ("cách gọi không có văn bản", "a naming without document"),
    "reference_unused": ("cách gọi không ai dùng", "a naming that nobody uses"),
    "claim_miscounted": ("quan hệ đếm sai số lần nhắc", "a claim with a wrong count of mentions"),
    "claim_misplaced": ("quan hệ nối sai văn bản", "a claim that connects the wrong documents"),
    "document_empty": ("văn bản không ai nhắc đến", "a document that nobody names"),
}
"""What can be wrong, in Vietnamese and in English."""


def find_faults(store: Store, on_progress: Progress | None = None) -> Iterator[Fault]:
    """Everything that is wrong; files are read whole, so that a changed byte is found."""
    with store.reading() as session:
        originals = set(session.scalars(select(col(Original.sha256))))
        received = select(col(IntakeItem.sha256)).where(col(IntakeItem.sha256).is_not(None))
        originals |= {str(sha256) for sha256 in session.scalars(received)}
        named = select(col(StoredPage.image_sha256)).where(
            col(StoredPage.image_sha256).is_not(None)
        )
        images = {str(sha256) for sha256 in session.scalars(named)}
        known = {"originals": originals, "images": images}
        rows = [*_letter_faults(session), *_graph_faults(session)]
    total = sum(len(each) for each in known.values())
    done = 0
    for shelf in SHELVES:
        for fault, steps in _shelf_faults(store, shelf, known[shelf]):
            done += steps
            if on_progress:
                on_progress(min(done, total), total)
            if fault:
                yield fault
    yield from rows


def _shelf_faults(
    store: Store, shelf: Shelf, known: set[str]
) -> Iterator[tuple[Fault | None, int]]:
    """The faults of a shelf, and for the progress how many known files were looked at."""
    what = "original" if shelf == "originals" else "image"
    missing = set(known)
    for place in store.files.listing(shelf):
        name = PurePosixPath(place).name
        if name.endswith(TEMPORARY):
            yield Fault("file_unfinished", name, place), 0
        elif name not in known or place != place_of(shelf, name):
            yield Fault(f"{what}_orphan", name, place), 0
        else:
            missing.discard(name)
            changed = store.files.hash_of(place) != name
            yield (Fault(f"{what}_changed", name, place) if changed else None), 1
    for sha256 in sorted(missing):
        yield Fault(f"{what}_missing", sha256, place_of(shelf, sha256)), 1


def _letter_faults(session: Session) -> Iterator[Fault]:
    current = (
        exists()
        .where(col(StoredReading.original_sha256) == col(Original.sha256))
        .where(col(StoredReading.is_current))
    )
    yield from _named(session, select(col(Original.sha256)).where(~current), "reading_missing")
    stale = select(col(StoredReading.original_sha256)).where(
        col(StoredReading.is_current), ~is_by_this_reader()
    )
    yield from _named(session, stale, "reading_stale")
    own = exists().where(col(Reference.letter_id) == col(StoredLetter.id))
    yield from _named(session, select(col(StoredLetter.id)).where(~own), "letter_unlinked")
    findable = exists().where(entry_table.c.letter_id == col(StoredLetter.id))
    unfound = select(col(StoredLetter.id)).where(~findable)
    yield from _named(session, unfound, "letter_unsearchable")


def _graph_faults(session: Session) -> Iterator[Fault]:
    homeless = select(col(Reference.id)).where(col(Reference.document_id).is_(None))
    yield from _named(session, homeless, "reference_dangling")
    named = exists().where(
        (col(Claim.source_id) == col(Reference.id)) | (col(Claim.target_id) == col(Reference.id))
    )
    unused = select(col(Reference.id)).where(~named, col(Reference.letter_id).is_(None))
    yield from _named(session, unused, "reference_unused")
    own = col(Edge.claim_id) == col(Claim.id)
    supported = select(func.count()).select_from(Edge).where(own).scalar_subquery()
    miscounted = select(col(Claim.id)).where(col(Claim.mentions) != supported)
    yield from _named(session, miscounted, "claim_miscounted")
    source, target = aliased(Reference), aliased(Reference)
    misplaced = (
        select(col(Claim.id))
        .join(source, col(Claim.source_id) == col(source.id))
        .join(target, col(Claim.target_id) == col(target.id))
        .where(
            col(Claim.source_document_id).is_distinct_from(col(source.document_id))
            | col(Claim.target_document_id).is_distinct_from(col(target.document_id))
        )
    )
    yield from _named(session, misplaced, "claim_misplaced")
    filled = exists().where(col(Reference.document_id) == col(Document.id))
    yield from _named(session, select(col(Document.key)).where(~filled), "document_empty")


def _named(session: Session, query: Select[Any], code: str) -> Iterator[Fault]:
    for (about,) in session.execute(query):
        yield Fault(code, str(about))
