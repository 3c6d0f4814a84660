"""One step in the graph: the claims that leave documents, up to what they cite or down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlmodel import Session, SQLModel, col

from models.register import Claim
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
    """The same, but of a document that more than ``most`` letters cite only the youngest claims.

    So a step down costs no more for a document that everybody cites. These are ``most`` claims, and
    all of the same day; ``mentions`` and ``since`` are theirs. Upwards there is nothing to leave
    out: however many letters say what a document rests on, they say the same.
    """
    if direction == "up":
        return Step(links_from(session, documents, direction, as_of=as_of), is_cut=False)
    asked = _Asked(session, direction, as_of)
    crowded = [each for part in batches(sorted(documents)) for each in asked.crowded(part, most)]
    found = links_from(session, set(documents) - set(crowded), direction, as_of=as_of)
    for part in batches(crowded):
        found += asked.links("young", part, last=most - 1)
        if as_of is None:
            found += asked.links("undated", part)
    return Step(_joined(found), bool(crowded))


Which = Literal["all", "young", "undated"]
"""All claims about documents; the youngest; those without a date."""

_DOCUMENTS = SQLModel.metadata.tables["document"]
_CLAIMS = SQLModel.metadata.tables["claim"]
_EDGES = SQLModel.metadata.tables["edge"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks for the claims of one direction, straight from the connection: there are thousands."""

    session: Session
    direction: Direction
    as_of: dt.date | None

    def links(self, which: Which, ids: Sequence[int], **values: int) -> Iterator[Link]:
        """The links of documents with these ids."""
        question = _question(self.direction, which, self.as_of is not None)
        given = {"ids": ids, **values, **({"as_of": self.as_of} if self.as_of else {})}
        yield from map(Link._make, self.session.connection().execute(question, given).all())

    def crowded(self, documents: Sequence[int], most: int) -> Iterator[int]:
        """Those that more than ``most`` letters cite."""
        given = {"ids": documents, "most": most}
        yield from self.session.connection().execute(_CROWDED, given).scalars()


# Statements are made once: making one takes longer than many an answer.
_CROWDED = select(_DOCUMENTS.c.id).where(
    _DOCUMENTS.c.id.in_(bindparam("ids", expanding=True)),
    _DOCUMENTS.c.cited_by > bindparam("most"),
)


@cache
def _question(direction: Direction, which: Which, has_day: bool) -> Select[*tuple[Any, ...]]:
    source, target = _CLAIMS.c.source_document_id, _CLAIMS.c.target_document_id
    near = source if direction == "up" else target
    group = (source, target, _CLAIMS.c.relation, _CLAIMS.c.direct)
    # PostgreSQL adds counts up to a decimal number
    mentions = cast(func.sum(_until_then() if has_day else _CLAIMS.c.mentions), Integer)
    question: Select[*tuple[Any, ...]] = (
        select(*group, func.min(_CLAIMS.c.since), mentions)
        .where(source != target, near.in_(bindparam("ids", expanding=True)))
        .group_by(*group)
    )
    if which == "young":
        # By way of the documents, so that the first day is looked up once for each.
        question = question.join_from(_CLAIMS, _DOCUMENTS, _DOCUMENTS.c.id == target)
        question = question.where(_CLAIMS.c.since >= _first_day(has_day))
    elif which == "undated":
        question = question.where(_CLAIMS.c.since.is_(None))
    return question.where(_CLAIMS.c.since <= bindparam("as_of")) if has_day else question


def _until_then() -> ColumnElement[int]:
    """How often a claim had been made until a day."""
    own = (_EDGES.c.claim_id == _CLAIMS.c.id, _EDGES.c.date <= bindparam("as_of"))
    counted = select(func.count()).select_from(_EDGES).where(*own).correlate(_CLAIMS)
    return case((_CLAIMS.c.mentions == 1, 1), else_=counted.scalar_subquery())


def _first_day(has_day: bool) -> ColumnElement[dt.date]:
    """The day from which on a cited document has the claims asked for, or all of them."""
    other = _CLAIMS.alias("other")
    own = (other.c.target_document_id == _DOCUMENTS.c.id, other.c.since.is_not(None))
    days = select(other.c.since).where(*own)
    if has_day:
        days = days.where(other.c.since <= bindparam("as_of"))
    last = days.order_by(other.c.since.desc()).offset(bindparam("last")).limit(1)
    return func.coalesce(last.correlate(_DOCUMENTS).scalar_subquery(), dt.date.min)


def _joined(links: Iterable[Link]) -> list[Link]:
    """Links that were found in two ways, as one."""
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
    found = select(literal(start).label("id")).cte("below", recursive=True)
    following = (
        select(col(Claim.source_document_id))
        .join(found, col(Claim.target_document_id) == found.c.id)
        .where(col(Claim.relation).in_(sorted(relations)))
    )
    return found.union(following if as_of is None else following.where(col(Claim.since) <= as_of))
