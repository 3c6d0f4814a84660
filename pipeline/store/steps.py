"""One step in the graph: the edges that leave documents, up to what they cite or down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

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
    asked = _Asked(session, direction, as_of)
    return [link for part in batches(sorted(documents)) for link in asked.links("all", part)]


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
    asked = _Asked(session, direction, as_of)
    found: list[Link] = []
    crowded: list[int] = []
    for part in batches(sorted(documents)):
        crowded += asked.crowded(part, most)
        found += asked.links("few", part, most=most)
    looked_at = most if direction == "down" else SAID_AGAIN
    for part in batches(crowded):
        found += asked.links("young", part, last=looked_at - 1)
        if as_of is None:
            found += asked.links("undated", part)
    return Step(_joined(found), direction == "down" and bool(crowded))


SAID_AGAIN = 32
"""Edges of a much cited document that are looked at upwards, the youngest ones."""

Which = Literal["all", "few", "young", "undated"]
"""All edges of documents; those of namings that few letters use; of namings, the youngest edges
or those without a date."""

_REFERENCES = SQLModel.metadata.tables["reference"]
_EDGES = SQLModel.metadata.tables["edge"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks for the edges of one direction, straight from the connection: there are thousands."""

    session: Session
    direction: Direction
    as_of: dt.date | None

    def links(self, which: Which, ids: Sequence[int], **values: int) -> Iterator[Link]:
        """The links of documents, or of namings, with these ids."""
        question = _question(self.direction, which, self.as_of is not None)
        given = {"ids": ids, **values, **({"as_of": self.as_of} if self.as_of else {})}
        yield from map(Link._make, self.session.connection().execute(question, given))

    def crowded(self, documents: Sequence[int], most: int) -> Iterator[int]:
        """The namings of documents that more than ``most`` letters use."""
        given = {"ids": documents, "most": most}
        yield from self.session.connection().execute(_crowded(), given).scalars()


@cache
def _crowded() -> Select[int]:
    here = _REFERENCES.c.document_id.in_(bindparam("ids", expanding=True))
    return select(_REFERENCES.c.id).where(here, _REFERENCES.c.mentions > bindparam("most"))


@cache
def _question(direction: Direction, which: Which, has_day: bool) -> Select[*tuple[Any, ...]]:
    """The statement, made once: making it takes longer than many an answer."""
    source, target = _REFERENCES.alias("source"), _REFERENCES.alias("target")
    near = source if direction == "up" else target
    group = (source.c.document_id, target.c.document_id, _EDGES.c.relation, _EDGES.c.direct)
    question: Select[*tuple[Any, ...]] = (
        select(*group, func.min(_EDGES.c.date), func.count(), func.min(_EDGES.c.id))
        .select_from(_EDGES)
        .join(source, _EDGES.c.source_id == source.c.id)
        .join(target, _EDGES.c.target_id == target.c.id)
        .where(source.c.document_id != target.c.document_id)
        .where(*_conditions(direction, which, near, has_day))
        .group_by(*group)
    )
    return question.where(_EDGES.c.date <= bindparam("as_of")) if has_day else question


def _conditions(
    direction: Direction, which: Which, near: FromClause, has_day: bool
) -> Iterator[ColumnElement[bool]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    of_documents = which in ("all", "few")
    yield near.c.document_id.in_(ids) if of_documents else near.c.id.in_(ids)
    if which == "few":
        yield near.c.mentions <= bindparam("most")
    elif which == "young":
        yield _EDGES.c.date >= _first_day(direction, near, has_day)
    elif which == "undated":
        yield _EDGES.c.date.is_(None)


def _first_day(direction: Direction, near: FromClause, has_day: bool) -> ColumnElement[dt.date]:
    """The day from which on a naming has the edges asked for, or all of them."""
    other = _EDGES.alias("other")
    own = (other.c.source_id if direction == "up" else other.c.target_id) == near.c.id
    days = select(other.c.date).where(own, other.c.date.is_not(None))
    if has_day:
        days = days.where(other.c.date <= bindparam("as_of"))
    last = days.order_by(other.c.date.desc()).offset(bindparam("last")).limit(1)
    return func.coalesce(last.correlate(near).scalar_subquery(), dt.date.min)


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
