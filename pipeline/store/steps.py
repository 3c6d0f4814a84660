"""One step in the graph: the edges that leave documents, up to what they cite or down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import Edge, Reference
from pipeline.store.naming_rows import batches

Direction = Literal["up", "down"]
"""``up``: to what a document cites and rests on. ``down``: to what came of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """All edges between two documents with one relation, as one.

    ``direct`` is whether the source's own letter says so; ``since`` the date of the first letter
    that does; ``mentions`` their number; ``edge_id`` one of them.
    """

    source: int
    target: int
    relation: str
    direct: bool
    since: dt.date | None
    mentions: int
    edge_id: int


def links_from(
    session: Session,
    documents: Collection[int],
    direction: Direction,
    *,
    as_of: dt.date | None = None,
) -> list[Link]:
    """The links that leave ``documents``; with ``as_of`` only those that letters until then say.

    An edge of an undated letter is no edge of any day.
    """
    found: list[Link] = []
    for part in batches(sorted(documents)):
        found += _links(session, part, direction, as_of)
    return found


def _links(
    session: Session, documents: Collection[int], direction: Direction, as_of: dt.date | None
) -> Iterable[Link]:
    source, target = aliased(Reference), aliased(Reference)
    near = source if direction == "up" else target
    query = (
        select(
            col(source.document_id),
            col(target.document_id),
            col(Edge.relation),
            col(Edge.direct),
            func.min(col(Edge.date)),
            func.count(),
            func.min(col(Edge.id)),
        )
        .select_from(Edge)
        .join(source, col(Edge.source_id) == col(source.id))
        .join(target, col(Edge.target_id) == col(target.id))
        .where(col(near.document_id).in_(documents))
        .where(col(source.document_id) != col(target.document_id))
        .group_by(
            col(source.document_id), col(target.document_id), col(Edge.relation), col(Edge.direct)
        )
    )
    if as_of is not None:
        query = query.where(col(Edge.date) <= as_of)
    return [Link(*row) for row in session.execute(query)]
