"""A lineage as its page lists it: layers of documents, each with its links in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session

from models.register import SecrecyLevel
from pipeline.store.exploring import Arrangement, Exploration, Layer, explore, layers
from pipeline.store.finding import find_document
from pipeline.store.lineage import Lineage, Node, nodes_of, path_between
from pipeline.store.mentions import Mention, MentionFinder
from pipeline.store.secrecy import level_of_file
from pipeline.store.steps import Link, links_from
from web.labels import LABELS
from web.listed import highest_level
from web.security.asking import Asked

MOST_LISTED = 60
"""Documents that the page itself lists; the front end lists all that it draws."""
MOST_WORDS = 3
"""Mentions that are shown of each step of a way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLineage:
    """A lineage and its list.

    ``layers`` are those of the documents that are listed, the nearest to the start; ``cites`` the
    links that leave each document upwards. ``graph`` is what is drawn (:func:`graph_of`), ``None``
    where the browser has to ask for more than is shown.
    """

    start: Node
    found: Lineage
    layers: Sequence[Layer]
    cites: dict[int, list[Link]]
    relations: dict[str, int]
    graph: dict[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWay:
    """The steps from one document to another, each with the words that say so."""

    first: Node
    last: Node
    steps: list[tuple[Link, list[Mention]]]
    nodes: dict[int, Node]


def lineage_view(
    session: Session, typed: str, wanted: Exploration, by: Arrangement, *, is_whole: bool = False
) -> ShownLineage:
    """The lineage of a document, listed in full or the beginning of it.

    Raises :class:`DocumentUnknown`, :class:`DocumentAmbiguous`.
    """
    start = find_document(session, typed).id or 0
    found = explore(session, start, wanted)
    cites: defaultdict[int, list[Link]] = defaultdict(list)
    counted: defaultdict[str, int] = defaultdict(int)
    for link in dict.fromkeys([*found.links, *found.time_travel]):
        cites[link.source].append(link)
        counted[link.relation] += 1
    return ShownLineage(
        start=found.nodes[start],
        found=found,
        layers=layers(found.nodes.values() if is_whole else _nearest(found), by),
        cites=dict(cites),
        relations=dict(counted),
        graph=None if wanted.date_from or wanted.date_to else graph_of(found, wanted),
    )


def _nearest(found: Lineage) -> list[Node]:
    """The documents that are listed where not all are: they come in the order of their steps."""
    return sorted(found.nodes.values(), key=lambda node: abs(node.depth))[:MOST_LISTED]


def graph_of(found: Lineage, wanted: Exploration) -> dict[str, object]:
    """The graph for the front end, in few bytes (``lineage_data.ts`` reads it).

    Of a link: the places of its two ends among the ``nodes``, the relation, whether the citing
    document says so itself, how many letters do, and whether the cited one is younger. ``asked`` is
    the query of the API that has the same answer.
    """
    places = {number: place for place, number in enumerate(found.nodes)}
    younger = set(found.time_travel)
    asked = [("direction", wanted.direction), ("depth", str(wanted.depth))]
    asked += [("as_of", str(wanted.as_of))] if wanted.as_of else []
    asked += [("relations", each) for each in LABELS["relation"] if each in wanted.relations]
    return {
        "asked": urlencode(asked),
        "nodes": [_drawn(node) for node in found.nodes.values()],
        "links": [
            (places[each.source], places[each.target], *each[2:4], each.mentions, each in younger)
            for each in dict.fromkeys([*found.links, *found.time_travel])
        ],
        "is_cut": found.is_cut,
    }


def _drawn(node: Node) -> dict[str, object]:
    return {
        "key": node.key,
        "number": node.number,
        "date": node.date and node.date.isoformat(),
        "issuer": node.issuer,
        "place": node.place,
        "subject": node.subject,
        "state": node.state,
        "flags": node.flags,
        "depth": node.depth,
    }


def way_view(asked: Asked, first: str, last: str) -> ShownWay:
    """The way between two documents; restricted letters whose words it shows are noted as read."""
    with asked.reading() as session:
        ends = [find_document(session, each).id or 0 for each in (first, last)]
        links = path_between(session, *ends)
        finder = MentionFinder(session)
        steps = [(link, finder.of_link(link, MOST_WORDS)) for link in links]
        met = {end for link in links for end in (link.source, link.target)}
        nodes = nodes_of(session, dict.fromkeys([*ends, *met], 0))
        levels = _levels(session, (each for _, said in steps for each in said))
        start, highest = nodes[ends[0]].key, highest_level(asked, session, nodes)
    asked.note_readings(levels | {start: max(highest, levels.get(start, SecrecyLevel.OPEN))})
    return ShownWay(first=nodes[ends[0]], last=nodes[ends[1]], steps=steps, nodes=nodes)


def words_between(asked: Asked, source: str, target: str, most: int) -> list[Mention]:
    """The words by which one document cites another; restricted letters are noted as read."""
    with asked.reading() as session:
        ends = [find_document(session, each).id or 0 for each in (source, target)]
        finder = MentionFinder(session)
        links = [each for each in links_from(session, ends[:1], "up") if each.target == ends[1]]
        found = [said for link in links for said in finder.of_link(link, most)][:most]
        levels = _levels(session, found)
    asked.note_readings(levels)
    return found


def _levels(session: Session, mentions: Iterable[Mention]) -> dict[str, SecrecyLevel]:
    """How secret each letter is whose words are shown, by its address."""
    return {each.letter: level_of_file(session, each.sha256) for each in mentions}
