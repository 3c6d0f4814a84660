"""Which files were last read by another reader than this one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from models.register import Arrival, Original, StoredReading
from pipeline.store.naming_rows import batches
from pipeline.store.readings import is_by_this_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file to be read anew, under the name by which it first came.

    ``reader_version`` and ``options`` are those of its current reading, ``None``: it has none.
    """

    sha256: str
    name: str
    reader_version: str | None
    options: str | None


def waiting_files(
    session: Session,
    options: str,
    *,
    everything: bool = False,
    only: Collection[str] | None = None,
) -> list[Waiting]:
    """The files whose current reading is by another version, or with other ``options``.

    ``everything``: also the others. ``only`` are the hashes of those that may be named. Those that
    came first are first.
    """
    own = col(StoredReading.original_sha256) == col(Original.sha256)
    current = and_(own, col(StoredReading.is_current))
    arrival = select(col(Arrival.name)).where(col(Arrival.original_sha256) == col(Original.sha256))
    name = arrival.order_by(col(Arrival.id)).limit(1).scalar_subquery()
    reading = (col(StoredReading.reader_version), col(StoredReading.options))
    query = select(col(Original.sha256), name, *reading).outerjoin(StoredReading, current)
    if not everything:
        unread = col(StoredReading.id).is_(None)
        query = query.where(or_(unread, ~is_by_this_reader(options)))
    query = query.order_by(col(Original.stored_at), col(Original.sha256))
    named = col(Original.sha256)
    parts = [query] if only is None else [query.where(named.in_(part)) for part in batches(only)]
    return [
        Waiting(sha256=sha256, name=name or sha256[:12], reader_version=version, options=how)
        for part in parts
        for sha256, name, version, how in session.execute(part)
    ]
