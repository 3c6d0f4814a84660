"""Files of the store for a backup: which ones the register names, and whether they are sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.sql.selectable import CompoundSelect

from models.errors import StoreUnavailable
from pipeline.store.backup_archive import AT_ONCE
from pipeline.store.backup_manifest import FileMember, LostFile
from pipeline.store.files import FileStore, Shelf

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
    path = files.path(shelf, sha256)
    try:
        if files.hash_of(path) != sha256:
            return LostFile(shelf=shelf, sha256=sha256)
        return FileMember(shelf=shelf, size=path.stat().st_size, sha256=sha256)
    except FileNotFoundError:
        return LostFile(shelf=shelf, sha256=sha256)
    except OSError as error:
        raise StoreUnavailable(f"{shelf}/{sha256[:12]}: {error.strerror}") from error


def blocks_of(path: Path) -> Iterator[bytes]:
    """The content of a file, a block at a time. Raises :class:`StoreUnavailable`."""
    try:
        with path.open("rb") as file:
            while block := file.read(AT_ONCE):
                yield block
    except OSError as error:
        raise StoreUnavailable(f"{path.name[:20]}: {error.strerror}") from error
