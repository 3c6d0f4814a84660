"""One step in the graph: the edges that leave documents, up to what they cite or down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import Edge, Reference
from pipeline.store.naming_rows import batches

Direction = Literal["up", "down"]
"""``up``: to what a document cites and rests on. ``down``: to what came of it."""


class Link(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Step:
    """Links that leave documents; ``is_cut``: there are, or may be, more."""

    links: list[Link]
    is_cut: bool


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
        near = _near(direction)
        query = _links(direction, col(near.document_id).in_(part), near, as_of)
        found += _run(session, query)
    return found


def youngest_links(
    session: Session,
    documents: Collection[int],
    direction: Direction,
    most: int,
    *,
    as_of: dt.date | None = None,
) -> Step:
    """The same, but where very many letters name a document in one way, only the youngest edges.

    So a step costs no more for a document that everybody cites. Downwards these are ``most`` edges
    of each naming, and all of the same day; upwards :data:`SAID_AGAIN`, for only third parties say
    so much of one document, and they say the same. ``mentions`` and ``since`` are those of the
    edges that were looked at.
    """
    found: list[Link] = []
    crowded: list[int] = []
    for part in batches(sorted(documents)):
        near = _near(direction)
        many = col(near.mentions) > most
        here = col(near.document_id).in_(part)
        crowded += session.execute(select(col(near.id)).where(here, many)).scalars()
        found += _run(session, _links(direction, and_(here, ~many), near, as_of))
    looked_at = most if direction == "down" else SAID_AGAIN
    for part in batches(crowded):
        found += _youngest(session, part, direction, looked_at, as_of)
    return Step(_joined(found), direction == "down" and bool(crowded))


SAID_AGAIN = 32
"""Edges of a much cited document that are looked at upwards, the youngest ones."""


def _near(direction: Direction) -> type[Reference]:
    """The end of an edge that a step in this direction begins at."""
    return aliased(Reference, name="source" if direction == "up" else "target")


def _youngest(
    session: Session,
    namings: Sequence[int],
    direction: Direction,
    most: int,
    as_of: dt.date | None,
) -> Iterator[Link]:
    """The links of ``most`` edges of each naming, and of all without a date."""
    near = _near(direction)
    here = col(near.id).in_(namings)
    first = _first_day(near, direction, most, as_of)
    yield from _run(session, _links(direction, and_(here, col(Edge.date) >= first), near, as_of))
    if as_of is None:
        undated = _links(direction, and_(here, col(Edge.date).is_(None)), near, None)
        yield from _run(session, undated)


def _first_day(
    near: type[Reference], direction: Direction, most: int, as_of: dt.date | None
) -> ColumnElement[dt.date]:
    """The day from which on a naming has ``most`` edges, or all of them."""
    other = aliased(Edge)
    own = col(other.source_id if direction == "up" else other.target_id) == col(near.id)
    days = select(col(other.date)).where(own, col(other.date).is_not(None))
    if as_of is not None:
        days = days.where(col(other.date) <= as_of)
    last = days.order_by(col(other.date).desc()).offset(most - 1).limit(1)
    return func.coalesce(last.correlate(near).scalar_subquery(), dt.date.min)


def _links(
    direction: Direction,
    where: ColumnElement[bool],
    near: type[Reference],
    as_of: dt.date | None,
) -> Select[*tuple[Any, ...]]:
    far = aliased(Reference, name="far")
    source, target = (near, far) if direction == "up" else (far, near)
    group = (
        col(source.document_id),
        col(target.document_id),
        col(Edge.relation),
        col(Edge.direct),
    )
    query: Select[*tuple[Any, ...]] = (
        select(*group, func.min(col(Edge.date)), func.count(), func.min(col(Edge.id)))
        .select_from(Edge)
        .join(source, col(Edge.source_id) == col(source.id))
        .join(target, col(Edge.target_id) == col(target.id))
        .where(where, col(source.document_id) != col(target.document_id))
        .group_by(*group)
    )
    return query if as_of is None else query.where(col(Edge.date) <= as_of)


def _run(session: Session, query: Select[*tuple[Any, ...]]) -> Iterable[Link]:
    """The rows as links: straight from the connection, which halves the time of thousands."""
    session.flush()
    return map(Link._make, session.connection().execute(query))


def _joined(links: Iterable[Link]) -> list[Link]:
    """Links that two namings of one document made, as one."""
    found: dict[tuple[object, ...], Link] = {}
    for link in links:
        known = found.get(link[:4])
        found[link[:4]] = link if known is None else _sum(known, link)
    return list(found.values())


def _sum(one: Link, other: Link) -> Link:
    since = min((each.since for each in (one, other) if each.since), default=None)
    mentions = one.mentions + other.mentions
    return one._replace(since=since, mentions=mentions, edge_id=min(one.edge_id, other.edge_id))


def tree_below(start: int, as_of: dt.date | None, relations: Collection[str]) -> CTE:
    """A table with one column ``id``: ``start`` and all that rests on it, near or far.

    The database walks by itself: the tree below a much cited document is a large part of all.
    """
    source, target = aliased(Reference), aliased(Reference)
    found = select(literal(start).label("id")).cte("below", recursive=True)
    said = col(Edge.relation).in_(sorted(relations))
    following = (
        select(col(source.document_id))
        .select_from(found)
        .join(target, col(target.document_id) == found.c.id)
        .join(Edge, and_(col(Edge.target_id) == col(target.id), said))
        .join(source, col(source.id) == col(Edge.source_id))
        .where(col(source.document_id).is_not(None))
    )
    return found.union(following if as_of is None else following.where(col(Edge.date) <= as_of))
