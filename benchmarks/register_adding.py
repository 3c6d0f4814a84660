"""Letters that come into the made-up register: each cites twelve documents, half of them hubs."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from benchmarks.register_questions import TODAY, Drawn
from benchmarks.register_words import phrases
from models.reading import Citation, Deadline, DocumentType, Letter, Page, Reading, Source, Task
from models.register import Document, Original, StoredLetter
from pipeline.link.letter_names import names_of_file
from pipeline.store.database import write_session
from pipeline.store.linking import link_letters
from pipeline.store.readings import keep_reading
from pipeline.store.registering import register
from pipeline.store.resemblances import find_resemblances

CITED = 6
"""Hubs that a letter cites, and other documents."""
LETTERS, WARM = 220, 20
_NOW = dt.datetime(2025, 7, 1, 8, tzinfo=dt.UTC)
_PROVINCES = ("Sơn La", "Cà Mau", "Nghệ An", "Bến Tre")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A letter as it was read; ``sha256`` names its file."""

    sha256: str
    reading: Reading


def incoming(engine: Engine, about: Drawn, seed: int) -> list[Incoming]:
    """Letters that are not there yet."""
    rng = random.Random(seed)
    with write_session(engine) as session:
        known = session.execute(select(func.count()).select_from(Original)).scalar_one()
        ids = {each for each, _ in (*about.hubs, *about.cited)}
        query = select(Document).where(col(Document.id).in_(ids))
        documents = {each.id or 0: each for each in session.scalars(query)}
    hubs = [documents[each] for each, _ in about.hubs]
    others = [documents[each] for each, _ in about.cited]
    return [_letter(rng, known + number, hubs, others) for number in range(LETTERS)]


def _letter(
    rng: random.Random, number: int, hubs: list[Document], others: list[Document]
) -> Incoming:
    cited = [*rng.sample(hubs, CITED), *rng.sample(others, CITED)]
    name = f"Sở Y tế tỉnh {rng.choice(_PROVINCES)}"
    sentences = [each.text for each in rng.sample(phrases(4).sentences, 12)]
    letter = Letter(
        pages=[1],
        system="state",
        type=DocumentType(code="KH", name="Kế hoạch"),
        number=f"{number}/KH-SYT",
        date=TODAY - dt.timedelta(days=rng.randint(1, 60)),
        issuer=name,
        subject=sentences[0],
        citations=[_citation(each) for each in cited],
        tasks=[Task(text=each, lead=["Sở Nội vụ"], deadline=Deadline()) for each in sentences[1:3]],
    )
    sha256 = hashlib.sha256(f"incoming {number}".encode()).hexdigest()
    page = Page(number=1, origin="ocr", confidence=1.0, text=" ".join(sentences))
    source = Source(name=f"{number}.pdf", sha256=sha256, page_count=1)
    return Incoming(sha256, Reading(source=source, pages=[page], letters=[letter]))


def _citation(document: Document) -> Citation:
    return Citation(
        text=f"văn bản số {document.number}",
        number=document.number,
        date=document.date,
        issuer=document.issuer,
        relation="implements",
    )


def adding(engine: Engine, letters: list[Incoming]) -> Iterator[float]:
    """Milliseconds of adding each letter for good, from its reading to the end of its commit."""
    for each in letters:
        start = time.perf_counter()
        with write_session(engine) as session:
            _begin(session, each)
            keep_reading(session, each.sha256, each.reading, _NOW)
            rows = register(session, each.sha256, each.reading, {}, TODAY)
            find_resemblances(session, rows)
        yield (time.perf_counter() - start) * 1000


def linking(engine: Engine, letters: list[Incoming]) -> Iterator[float]:
    """Milliseconds of linking each letter, which is then taken back."""
    for each in letters:
        try:
            with write_session(engine) as session:
                yield _linking(session, each)
                raise _Undo
        except _Undo:
            pass


class _Undo(Exception):
    """Takes a transaction back."""


def _linking(session: Session, incoming: Incoming) -> float:
    _begin(session, incoming)
    (letter,) = incoming.reading.letters
    row = StoredLetter(
        original_sha256=incoming.sha256,
        position=0,
        first_page=1,
        last_page=1,
        system=letter.system,
        number=letter.number,
        date=letter.date,
        received_on=TODAY,
    )
    session.add(row)
    session.flush()
    start = time.perf_counter()
    link_letters(session, [row], names_of_file([letter], incoming.sha256))
    return (time.perf_counter() - start) * 1000


def _begin(session: Session, incoming: Incoming) -> None:
    sha256 = incoming.sha256
    session.add(Original(sha256=sha256, size=1, media_type="application/pdf", stored_at=_NOW))
    session.flush()
