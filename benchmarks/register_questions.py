"""What is asked of the made-up register: questions drawn from a seed, by kind."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlmodel import Session, col

from benchmarks.register_words import Phrases, phrases
from models.register import Document
from pipeline.link.relations import RESTS_ON
from pipeline.ocr.syllables import fold
from pipeline.store.lineage import documents_under, hubs, lineage, path_between
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter, parse
from pipeline.store.steps import links_from
from pipeline.track.queries import TaskFilter, counts, tasks

DEPTH = 6
COUNT = 200
"""Questions of a kind."""
HUBS = 20
SLOW = 3
"""Hubs whose whole tree is asked for: it holds most of the register."""
TODAY = dt.date(2025, 7, 1)

Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question, those that are asked, and the time that they may take (ms), if any."""

    name: str
    asked: list[Ask]
    aim: float | None = None


@dataclass(slots=True)
class Drawn:
    """What the questions are about: (id, address) of documents."""

    hubs: list[tuple[int, str]] = field(default_factory=list)
    cited: list[tuple[int, str]] = field(default_factory=list)
    rested_on: list[tuple[int, str]] = field(default_factory=list)
    letters: list[tuple[int, str]] = field(default_factory=list)


def drawn(session: Session, seed: int = 4) -> Drawn:
    """Documents at random, and those that are cited most."""
    rng = random.Random(seed)
    found = Drawn(hubs=[(hub.node.id, hub.node.key) for hub in hubs(session, HUBS)])
    last = session.execute(select(func.max(col(Document.id)))).scalar_one() or 0
    columns = (Document.id, Document.key, Document.cited_by, Document.state)
    while min(map(len, (found.cited, found.rested_on, found.letters))) < COUNT:
        query = select(*map(col, columns)).where(col(Document.id) == rng.randint(1, last))
        for number, key, cited_by, state in session.execute(query):
            _keep(session, found, (number or 0, key), cited_by, state == "present")
    return found


def _keep(
    session: Session, found: Drawn, document: tuple[int, str], cited_by: int, is_letter: bool
) -> None:
    if is_letter and len(found.letters) < COUNT:
        found.letters.append(document)
    if cited_by and len(found.cited) < COUNT:
        found.cited.append(document)
    if cited_by and len(found.rested_on) < COUNT:
        below = links_from(session, [document[0]], "down")
        if any(link.relation in RESTS_ON for link in below):
            found.rested_on.append(document)


def questions(about: Drawn, seed: int = 4) -> Iterator[Question]:
    """All kinds of questions."""
    rng = random.Random(seed)
    yield from _lineages(about, rng)
    yield from _tasks(about, rng)
    yield from _searches(about, rng, phrases(seed))
    yield Question("hubs", [lambda session: hubs(session, HUBS)] * COUNT, 100)


def _lineages(about: Drawn, rng: random.Random) -> Iterator[Question]:
    yield Question("lineage up, letters", [_up(each) for each, _ in about.letters], 100)
    yield Question("lineage up, cited", [_up(each) for each, _ in about.cited], 100)
    yield Question("lineage down, cited", [_down(each) for each, _ in about.cited], 100)
    yield Question("lineage up, hubs", [_up(each) for each, _ in about.hubs])
    yield Question("lineage down, hubs", [_down(each) for each, _ in about.hubs])
    pairs = [(each, rng.choice(about.hubs)[0]) for each, _ in about.letters[:HUBS]]
    yield Question("path to a hub", [_path(*pair) for pair in pairs])


def _up(start: int) -> Ask:
    return lambda session: lineage(session, start, "up", depth=DEPTH)


def _down(start: int) -> Ask:
    return lambda session: lineage(session, start, "down", depth=DEPTH)


def _path(first: int, second: int) -> Ask:
    return lambda session: path_between(session, first, second)


def _tasks(about: Drawn, rng: random.Random) -> Iterator[Question]:
    yield Question("tasks under a directive", [_under(key) for _, key in about.rested_on], 100)
    yield Question("tasks under a hub", [_under(key) for _, key in about.hubs[:SLOW]])
    places = ("Sơn La", "Cà Mau", "Nghệ An", "Bến Tre", "Lào Cai", "Hà Giang")
    offices = ("Sở Y tế", "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp")
    names = [f"{rng.choice(offices)} tỉnh {rng.choice(places)}" for _ in range(COUNT)]
    yield Question("tasks of a body", [_assigned(name) for name in names], 100)
    yield Question("tasks of a kind of body", [_assigned(rng.choice(offices)) for _ in names], 100)
    yield Question("all tasks, first page", [_listed(TaskFilter(today=TODAY))] * COUNT, 100)


def _under(key: str) -> Ask:
    """As `congvan tasks --under` asks: the first page, and how many there are."""

    def ask(session: Session) -> object:
        asked = TaskFilter(document_ids=documents_under(session, key), today=TODAY)
        return tasks(session, asked), counts(session, asked)

    return ask


def _assigned(name: str) -> Ask:
    return _listed(TaskFilter(assignee=name, today=TODAY))


def _listed(asked: TaskFilter) -> Ask:
    return lambda session: tasks(session, asked)


def _searches(about: Drawn, rng: random.Random, known: Phrases) -> Iterator[Question]:
    common = [each.text.strip(".").split() for each in known.sentences[:COUNT]]
    rare = [each.text.strip(".").split() for each in known.sentences[-COUNT:]]
    numbers = [key.split("@")[0] for _, key in about.cited]
    bare = ["".join(filter(str.isalnum, number)) for number in numbers]
    folded = [" ".join(map(fold, rng.sample(words, 2))) for words in common]
    phrased = [f'"{" ".join(words[2:5])}"' for words in common]
    narrow = SearchFilter(type_code="BC", issuers=("so-y-te",), date_from=dt.date(2015, 1, 1))
    asked = (
        ("one word", [words[2] for words in common], SearchFilter()),
        ("two words", [" ".join(rng.sample(words, 2)) for words in common], SearchFilter()),
        ("words of rare sentences", [" ".join(words[1:3]) for words in rare], SearchFilter()),
        ("folded words", folded, SearchFilter()),
        ("a phrase", phrased, SearchFilter()),
        ("a number without punctuation", bare, SearchFilter()),
        ("one word, with filters", [words[2] for words in common], narrow),
    )
    for name, queries, filter_ in asked:
        yield Question(f"search: {name}", _sought(queries, filter_), 100)


def _sought(queries: Sequence[str], filter_: SearchFilter) -> list[Ask]:
    def seek(words: str) -> Ask:
        return lambda session: search(session, parse(words), filter_)

    return [seek(words) for words in queries]
