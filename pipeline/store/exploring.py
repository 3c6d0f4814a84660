"""A lineage as one explores it: up, down or both ways, of some relations, of some years."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sqlmodel import Session

from pipeline.link.relations import RESTS_ON
from pipeline.store.lineage import MOST_DOCUMENTS, Lineage, Node, Side, cycles_of, lineage
from pipeline.store.steps import Direction

Arrangement = Literal["depth", "year"]
"""What makes a layer: the steps from the first document, or the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """What is asked for.

    ``relations``: only links of these and what they connect; none named: all. Links are followed
    by which a document rests on another, and those named. A document of a day before ``date_from``
    or behind ``date_to`` is left out, one of an unknown day is not. ``as_of``: as known on that
    day.
    """

    direction: Side = "both"
    depth: int = 6
    relations: Collection[str] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    as_of: dt.date | None = None
    most: int = MOST_DOCUMENTS


@dataclass(frozen=True, slots=True)
class Layer:
    """Documents that stand in one row: ``at`` is a depth or a year, ``None`` an unknown year."""

    at: int | None
    nodes: tuple[Node, ...]


def explore(session: Session, start: int, asked: Exploration) -> Lineage:
    """The lineage of the document ``start``.

    The depth of what it rests on is negative, of what came of it positive.
    """
    found = Lineage(start, asked.direction)
    if asked.direction != "down":
        most = asked.most if asked.direction == "up" else asked.most // 2
        _add(found, _one_way(session, start, "up", asked, most), -1)
    if asked.direction != "up":
        most = asked.most - max(0, len(found.nodes) - 1)
        _add(found, _one_way(session, start, "down", asked, most), 1)
    if asked.relations:
        _keep_links(found, asked.relations)
        _keep(found, _linked(found))
    _keep(found, {each.id for each in found.nodes.values() if _is_within(each, asked)} | {start})
    return found


def layers(nodes: Iterable[Node], by: Arrangement) -> list[Layer]:
    """Documents in layers, newest last; those of unknown years first."""
    rows: defaultdict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        year = node.date.year if node.date else None
        rows[node.depth if by == "depth" else year].append(node)
    order = sorted(rows, key=lambda at: (at is not None, at or 0))
    return [Layer(at, tuple(sorted(rows[at], key=_order))) for at in order]


def _order(node: Node) -> tuple[object, ...]:
    return node.date or dt.date.min, node.number or "", node.key


def _one_way(
    session: Session, start: int, direction: Direction, asked: Exploration, most: int
) -> Lineage:
    return lineage(
        session,
        start,
        direction,
        depth=asked.depth,
        as_of=asked.as_of,
        relations=RESTS_ON | set(asked.relations),
        most=most,
    )


def _add(found: Lineage, part: Lineage, sign: int) -> None:
    """What a walk found; a document that both ways lead to stays where it is nearer."""
    for node in part.nodes.values():
        known = found.nodes.get(node.id)
        if known is None or node.depth < abs(known.depth):
            found.nodes[node.id] = replace(node, depth=sign * node.depth)
    found.links = list(dict.fromkeys([*found.links, *part.links]))
    found.time_travel = list(dict.fromkeys([*found.time_travel, *part.time_travel]))
    found.is_cut |= part.is_cut
    found.cycles = cycles_of(found.links) if found.cycles or part.cycles else []


def _is_within(node: Node, asked: Exploration) -> bool:
    if node.date is None:
        return True
    too_old = asked.date_from is not None and node.date < asked.date_from
    too_new = asked.date_to is not None and node.date > asked.date_to
    return not (too_old or too_new)


def _keep_links(found: Lineage, relations: Collection[str]) -> None:
    found.links = [each for each in found.links if each.relation in relations]
    found.time_travel = [each for each in found.time_travel if each.relation in relations]


def _linked(found: Lineage) -> set[int]:
    """The first document and all that have a link."""
    links = [*found.links, *found.time_travel]
    return {found.start} | {end for link in links for end in (link.source, link.target)}


def _keep(found: Lineage, documents: set[int]) -> None:
    """Leave out all other documents, and the links that lead to them."""
    if found.nodes.keys() <= documents:
        return
    found.nodes = {each: node for each, node in found.nodes.items() if each in documents}
    for links in (found.links, found.time_travel):
        links[:] = [x for x in links if x.source in documents and x.target in documents]
    found.cycles = cycles_of(found.links) if found.cycles else []
