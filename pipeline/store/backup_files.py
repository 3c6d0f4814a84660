"""Files of the store for a backup: which ones the register names, and whether they are sound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.sql.selectable import CompoundSelect

from models.errors import FileMissing, StoreUnavailable
from pipeline.store.backup_manifest import FileMember, LostFile
from pipeline.store.files import FileStore, Shelf, place_of

_NAMES_AT_ONCE = 10_000


def named_files(connection: Connection, tables: Mapping[str, Table]) -> Iterator[tuple[Shelf, str]]:
    """Shelf and hash of every file that the register names, also files that are not read yet."""
    for shelf, query in _queries(tables):
        names = connection.execute(query, execution_options={"yield_per": _NAMES_AT_ONCE})
        yield from ((shelf, sha256) for sha256 in names.scalars())


def _queries(
    tables: Mapping[str, Table],
) -> Iterator[tuple[Shelf, Select[str] | CompoundSelect[str]]]:
    originals = select(tables["original"].c.sha256)
    if "intake" in tables:
        received = tables["intake"].c.sha256
        yield "originals", originals.union(select(received).where(received.is_not(None)))
    else:
        yield "originals", originals
    image = tables["page"].c.image_sha256
    yield "images", select(image).where(image.is_not(None)).distinct()


def look_at(files: FileStore, shelf: Shelf, sha256: str) -> FileMember | LostFile:
    """A file as a member, if its content is what it is called by.

    Raises :class:`StoreUnavailable` for one that is there and cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    try:
        for block in files.blocks(place_of(shelf, sha256)):
            digest.update(block)
            size += len(block)
    except FileMissing:
        return LostFile(shelf=shelf, sha256=sha256)
    if digest.hexdigest() != sha256:
        return LostFile(shelf=shelf, sha256=sha256)
    return FileMember(shelf=shelf, size=size, sha256=sha256)


def content_of(files: FileStore, member: FileMember) -> Iterator[bytes]:
    """The content of a file that was sound when it was looked at, a block at a time.

    Raises :class:`StoreUnavailable`, also where it has gone since.
    """
    try:
        yield from files.blocks(place_of(member.shelf, member.sha256))
    except FileMissing as error:
        raise StoreUnavailable(f"{member.path}: không còn · has gone") from error
