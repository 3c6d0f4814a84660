"""One step in the graph: the claims that leave documents, up to what they cite or down."""

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
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from models.register import Claim, Reference
from pipeline.store.naming_rows import batches

Direction = Literal["up", "down"]
"""``up``: to what a document cites and rests on. ``down``: to what came of it."""


class Link(NamedTuple):
    """All claims between two documents with one relation, as one.

    ``direct`` is whether the source's own letter says so; ``since`` the date of the first letter
    that does; ``mentions`` how often letters do.
    """

    source: int
    target: int
    relation: str
    direct: bool
    since: dt.date | None
    mentions: int


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
    """The links that leave ``documents``; with ``as_of`` only what letters until then say.

    What an undated letter says, it says on no day.
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
    """The same, but of a naming that more than ``most`` letters use only the youngest claims.

    So a step down costs no more for a document that everybody cites. These are ``most`` claims, and
    all of the same day; ``mentions`` and ``since`` are theirs. Upwards there is nothing to leave
    out: however many letters say what a document rests on, they say the same.
    """
    if direction == "up":
        return Step(links_from(session, documents, direction, as_of=as_of), is_cut=False)
    asked = _Asked(session, direction, as_of)
    found: list[Link] = []
    crowded: list[int] = []
    for part in batches(sorted(documents)):
        crowded += asked.crowded(part, most)
        found += asked.links("few", part, most=most)
    for part in batches(crowded):
        found += asked.links("young", part, last=most - 1)
        if as_of is None:
            found += asked.links("undated", part)
    return Step(_joined(found), bool(crowded))


Which = Literal["all", "few", "young", "undated"]
"""All claims about documents; those with namings that few letters use; of namings, the youngest
claims or those without a date."""

_REFERENCES = SQLModel.metadata.tables["reference"]
_CLAIMS = SQLModel.metadata.tables["claim"]
_EDGES = SQLModel.metadata.tables["edge"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks for the claims of one direction, straight from the connection: there are thousands."""

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
    group = (source.c.document_id, target.c.document_id, _CLAIMS.c.relation, _CLAIMS.c.direct)
    mentions = func.sum(_until_then() if has_day else _CLAIMS.c.mentions)
    question: Select[*tuple[Any, ...]] = (
        select(*group, func.min(_CLAIMS.c.since), mentions)
        .select_from(_CLAIMS)
        .join(source, _CLAIMS.c.source_id == source.c.id)
        .join(target, _CLAIMS.c.target_id == target.c.id)
        .where(source.c.document_id != target.c.document_id)
        .where(*_conditions(direction, which, near, has_day))
        .group_by(*group)
    )
    return question.where(_CLAIMS.c.since <= bindparam("as_of")) if has_day else question


def _until_then() -> ColumnElement[int]:
    """How often a claim had been made until a day."""
    own = (_EDGES.c.claim_id == _CLAIMS.c.id, _EDGES.c.date <= bindparam("as_of"))
    counted = select(func.count()).select_from(_EDGES).where(*own).correlate(_CLAIMS)
    return case((_CLAIMS.c.mentions == 1, 1), else_=counted.scalar_subquery())


def _conditions(
    direction: Direction, which: Which, near: FromClause, has_day: bool
) -> Iterator[ColumnElement[bool]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    of_documents = which in ("all", "few")
    yield near.c.document_id.in_(ids) if of_documents else near.c.id.in_(ids)
    if which == "few":
        yield near.c.mentions <= bindparam("most")
    elif which == "young":
        yield _CLAIMS.c.since >= _first_day(near, has_day)
    elif which == "undated":
        yield _CLAIMS.c.since.is_(None)


def _first_day(target: FromClause, has_day: bool) -> ColumnElement[dt.date]:
    """The day from which on a cited naming has the claims asked for, or all of them."""
    other = _CLAIMS.alias("other")
    days = select(other.c.since).where(other.c.target_id == target.c.id, other.c.since.is_not(None))
    if has_day:
        days = days.where(other.c.since <= bindparam("as_of"))
    last = days.order_by(other.c.since.desc()).offset(bindparam("last")).limit(1)
    return func.coalesce(last.correlate(target).scalar_subquery(), dt.date.min)


def _joined(links: Iterable[Link]) -> list[Link]:
    """Links that two namings of one document made, as one."""
    found: dict[tuple[object, ...], Link] = {}
    for link in links:
        known = found.get(link[:4])
        found[link[:4]] = link if known is None else _sum(known, link)
    return list(found.values())


def _sum(one: Link, other: Link) -> Link:
    since = min((each.since for each in (one, other) if each.since), default=None)
    return one._replace(since=since, mentions=one.mentions + other.mentions)


def tree_below(start: int, as_of: dt.date | None, relations: Collection[str]) -> CTE:
    """A table with one column ``id``: ``start`` and all that rests on it, near or far.

    The database walks by itself: the tree below a much cited document is a large part of all.
    """
    source, target = aliased(Reference), aliased(Reference)
    found = select(literal(start).label("id")).cte("below", recursive=True)
    said = col(Claim.relation).in_(sorted(relations))
    following = (
        select(col(source.document_id))
        .select_from(found)
        .join(target, col(target.document_id) == found.c.id)
        .join(Claim, and_(col(Claim.target_id) == col(target.id), said))
        .join(source, col(source.id) == col(Claim.source_id))
        .where(col(source.document_id).is_not(None))
    )
    return found.union(following if as_of is None else following.where(col(Claim.since) <= as_of))
