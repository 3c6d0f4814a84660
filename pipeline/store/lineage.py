"""Queries on the graph: what a document rests on, what came of it, and the way between two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session, SQLModel, col

from models.register import Document
from pipeline.link.key_places import place_untold
from pipeline.link.relations import RESTS_ON
from pipeline.store.finding import find_document
from pipeline.store.naming_rows import batches
from pipeline.store.steps import Direction, Link, links_from, tree_below, youngest_links

Side = Literal["up", "down", "both"]
"""Which parts of the graph: a direction, or what a document rests on with what came of it."""

# Documents that a lineage shows at most: more is no picture any more.
MOST_DOCUMENTS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One document of a lineage; ``depth`` counts the steps from the first one.

    ``place`` is the province of its issuer where the name alone does not say it.
    """

    id: int
    key: str
    number: str | None
    type_code: str | None
    date: dt.date | None
    issuer: str | None
    place: str | None
    subject: str | None
    state: str
    flags: tuple[str, ...]
    depth: int

    @property
    def issued_by(self) -> str | None:
        """The issuer with its ``place``."""
        return f"{self.issuer} ({self.place})" if self.place else self.issuer


@dataclass(slots=True)
class Lineage:
    """A part of the graph around its ``start``.

    ``links`` all run from the citing to the cited document. ``time_travel`` are links to a document
    that is younger than the one that cites it: reported, and followed only where the citing letter
    itself is here and says so, for then a date is wrong and not the citation. ``cycles`` are groups
    of documents that rest on one another. ``is_cut``: there was more.
    """

    start: int
    direction: Side
    nodes: dict[int, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    time_travel: list[Link] = field(default_factory=list)
    cycles: list[tuple[int, ...]] = field(default_factory=list)
    is_cut: bool = False


def lineage(
    session: Session,
    start: int,
    direction: Direction,
    *,
    depth: int,
    as_of: dt.date | None = None,
    relations: Collection[str] = RESTS_ON,
    most: int = MOST_DOCUMENTS,
) -> Lineage:
    """What the document ``start`` rests on (``up``) or what came of it (``down``).

    Links of other relations than ``relations`` are shown and not followed, but to documents that
    are shown anyway.
    """
    found = Lineage(start, direction)
    walk = _Walk(session, direction, as_of, relations, most, {start: 0}, {start})
    walk.look_up({start})
    front = [start]
    for level in range(1, depth + 1):
        front = walk.step(front, level, found)
        if not front or len(walk.depths) >= most:
            break
    walk.join(found)
    found.nodes = {each: _node(walk.rows[each], depth) for each, depth in walk.depths.items()}
    found.cycles = [] if all(map(walk.goes_back, found.links)) else cycles_of(found.links)
    return found


@dataclass(slots=True)
class _Walk:
    """Step by step through the graph; ``depths`` are the documents met, ``gone`` those left.

    ``rows`` are those of all documents at the ends of links, ``days`` their dates as numbers.
    """

    session: Session
    direction: Direction
    as_of: dt.date | None
    relations: Collection[str]
    most: int
    depths: dict[int, int]
    gone: set[int]
    rows: dict[int, Row[Any]] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)

    def look_up(self, documents: set[int]) -> None:
        """Get what is to be known of documents."""
        for row in _rows_of(self.session, documents - self.rows.keys()):
            self.rows[row.id] = row
            if row.date is not None:
                self.days[row.id] = row.date.toordinal()

    def step(self, front: Sequence[int], level: int, found: Lineage) -> list[int]:
        """The documents to go on from."""
        links = self._links(front, found)
        self.look_up({link.source for link in links} | {link.target for link in links})
        following: list[int] = []
        for link in sorted(links, key=self._order):
            far = self._far(link)
            if far not in self.depths and len(self.depths) >= self.most:
                found.is_cut = True
                continue
            self.depths.setdefault(far, level)
            if not self._take(link, found):
                continue
            if link.relation in self.relations and far not in self.gone:
                self.gone.add(far)
                following.append(far)
        return following

    def join(self, found: Lineage) -> None:
        """Links from documents that were met and not followed to others that were met."""
        left = sorted(self.depths.keys() - self.gone)
        step = youngest_links(self.session, left, self.direction, self.most, as_of=self.as_of)
        met = (link for link in step.links if self._far(link) in self.depths)
        for link in sorted(met, key=self._order):
            self._take(link, found)

    def _take(self, link: Link, found: Lineage) -> bool:
        """Show a link; whether it may be followed."""
        if self._travels(link):
            found.time_travel.append(link)
            if not link.direct:
                return False
        found.links.append(link)
        return True

    def _far(self, link: Link) -> int:
        return link.target if self.direction == "up" else link.source

    def _links(self, front: Sequence[int], found: Lineage) -> list[Link]:
        step = youngest_links(self.session, front, self.direction, self.most, as_of=self.as_of)
        found.is_cut |= step.is_cut
        return step.links

    def goes_back(self, link: Link) -> bool:
        """Whether it surely leads to an older document; a cycle has links that do not."""
        source, target = self.days.get(link.source), self.days.get(link.target)
        return source is not None and target is not None and target < source

    def _order(self, link: Link) -> tuple[object, ...]:
        """Younger documents first, then by number: the same picture every time."""
        far = self._far(link)
        return (-self.days.get(far, 0), far, link.relation, link.direct)

    def _travels(self, link: Link) -> bool:
        """Whether a document would cite one that is younger."""
        source, target = self.days.get(link.source), self.days.get(link.target)
        return source is not None and target is not None and target > source


def cycles_of(links: Iterable[Link]) -> list[tuple[int, ...]]:
    """Groups of documents that rest on one another, each sorted."""
    import networkx

    graph = networkx.DiGraph([(link.source, link.target) for link in links])
    groups = networkx.strongly_connected_components(graph)
    return sorted(tuple(sorted(group)) for group in groups if len(group) > 1)


def path_between(
    session: Session, first: int, second: int, *, as_of: dt.date | None = None, depth: int = 12
) -> list[Link]:
    """The shortest way of citations from one document to the other, whichever cites which.

    Empty where there is none of at most ``depth`` steps.
    """
    return _way_up(session, first, second, as_of, depth) or _way_up(
        session, second, first, as_of, depth
    )


def _way_up(
    session: Session, start: int, goal: int, as_of: dt.date | None, depth: int
) -> list[Link]:
    came: dict[int, Link] = {}
    front = [start]
    for _ in range(depth):
        links = links_from(session, front, "up", as_of=as_of)
        front = []
        for link in sorted(links, key=_worth):
            if link.target not in came and link.target != start:
                came[link.target] = link
                front.append(link.target)
        if goal in came:
            return _traced(came, start, goal)
    return []


def _worth(link: Link) -> tuple[object, ...]:
    """What a letter carries out says more than what it forwards or names."""
    return (link.target, not link.direct, link.relation in ("attaches", "mentions"), link.relation)


def _traced(came: Mapping[int, Link], start: int, goal: int) -> list[Link]:
    way: list[Link] = []
    while goal != start:
        way.append(came[goal])
        goal = came[goal].source
    return way[::-1]


def documents_under(
    session: Session,
    number: str,
    *,
    as_of: dt.date | None = None,
    relations: Collection[str] = RESTS_ON,
) -> list[int]:
    """The document that is meant by ``number`` and all that rests on it, near or far.

    Raises :class:`DocumentUnknown` and :class:`DocumentAmbiguous`.
    """
    start = find_document(session, number).id or 0
    found = session.connection().execute(select(tree_below(start, as_of, relations).c.id))
    return sorted(found.scalars())


@dataclass(frozen=True, slots=True)
class Hub:
    """A much cited document and how many letters name it."""

    node: Node
    cited_by: int


def hubs(session: Session, limit: int) -> list[Hub]:
    """The documents that are cited most."""
    query = select(col(Document.id), col(Document.cited_by)).where(col(Document.cited_by) > 0)
    query = query.order_by(col(Document.cited_by).desc(), col(Document.key)).limit(limit)
    counted = {number or 0: count for number, count in session.execute(query)}
    nodes = nodes_of(session, dict.fromkeys(counted, 0))
    return [Hub(nodes[number], count) for number, count in counted.items()]


def nodes_of(session: Session, depths: Mapping[int, int]) -> dict[int, Node]:
    """The documents with their depths."""
    return {row.id: _node(row, depths[row.id]) for row in _rows_of(session, depths)}


_DOCUMENTS = SQLModel.metadata.tables["document"]
_NODE = (
    "id",
    "key",
    "number",
    "type_code",
    "date",
    "issuer",
    "series",
    "subject",
    "state",
    "flags",
)
_WITH_IDS = select(*(_DOCUMENTS.c[name] for name in _NODE)).where(
    _DOCUMENTS.c.id.in_(bindparam("ids", expanding=True))
)


def _rows_of(session: Session, documents: Iterable[int]) -> Iterator[Row[Any]]:
    """What a :class:`Node` needs, straight from the connection: there are thousands."""
    for part in batches(sorted(documents)):
        yield from session.connection().execute(_WITH_IDS, {"ids": part}).all()


def _node(row: Row[Any], depth: int) -> Node:
    number, key, symbol, type_code, date, issuer, series, subject, state, flags = tuple(row)
    return Node(
        id=number,
        key=key,
        number=symbol,
        type_code=type_code,
        date=date,
        issuer=issuer,
        place=place_untold(issuer, series),
        subject=subject,
        state=state,
        flags=tuple(flags.split()),
        depth=depth,
    )
