"""Letters of a world in a register of their own: which document does each naming mean?"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.linking_letters import Read
from benchmarks.linking_worlds import World

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Naming:
    """A letter (``mention`` is ``None``) or one of its citations, and what it was led to.

    ``meant`` is the id of the document in the world, ``None`` if nobody can say; ``words`` are the
    citation's as it was read. ``document`` is the row of the register, ``None`` for none.
    """

    letter: int
    mention: int | None
    meant: str | None
    document: int | None
    words: str = ""

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter's own name."""
        return self.mention is None and not self.words


@contextmanager
def empty_register() -> Iterator[Engine]:
    """The engine of a migrated SQLite register that goes when it is left."""
    from pipeline.store.database import open_engine
    from pipeline.store.migrate import migrate

    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'register.sqlite'}")
        migrate(engine)
        yield engine
        engine.dispose()


def linked(engine: Engine, world: World, letters: Sequence[Read], seed: int) -> list[Naming]:
    """Link ``letters`` in a shuffled order; the register is empty again afterwards.

    A citation outside all mentions, and one that the reader missed, are there too.
    """
    from pipeline.store.database import write_session

    order = list(range(len(letters)))
    random.Random(f"{seed} {world.trap}").shuffle(order)
    found: list[Naming] = []
    try:
        with write_session(engine) as session:
            rows = {index: _put(session, index, letters[index]) for index in order}
            for index, row in sorted(rows.items()):
                found += _namings(session, world, index, row, letters[index])
            raise _TakeBack
    except _TakeBack:
        return found


class _TakeBack(Exception):
    """Takes a transaction back."""


def _put(session: Session, index: int, read: Read) -> int:
    from models.register import Original, StoredLetter
    from pipeline.link.letter_names import names_of_file
    from pipeline.store.linking import link_letters

    sha256 = hashlib.sha256(str(index).encode()).hexdigest()
    session.add(Original(sha256=sha256, size=1, media_type="text/plain", stored_at=NOW))
    session.flush()
    row = StoredLetter(
        original_sha256=sha256,
        position=0,
        first_page=1,
        last_page=1,
        system=read.letter.system,
        number=read.letter.number,
        date=read.letter.date,
        subject=read.letter.subject,
        received_on=NOW.date(),
    )
    session.add(row)
    session.flush()
    link_letters(session, [row], names_of_file([read.letter], sha256))
    return row.id or 0


def _namings(session: Session, world: World, index: int, row: int, read: Read) -> Iterator[Naming]:
    """The letter, its citations as read, and its mentions that were not read."""
    letter = world.letter[index]
    yield Naming(index, None, letter.id, _own(session, row))
    led = _led(session, row)
    mentions = letter.mentions
    for place, mention in enumerate(read.of):
        meant = None if mention is None else mentions[mention].id
        words = read.letter.citations[place].text
        yield Naming(index, mention, meant, led.get(place), words)
    for mention in set(range(len(mentions))) - set(read.of):
        yield Naming(index, mention, mentions[mention].id, None)


def _own(session: Session, row: int) -> int | None:
    from sqlalchemy import select
    from sqlmodel import col

    from models.register import Reference

    query = select(col(Reference.document_id)).where(col(Reference.letter_id) == row)
    return session.scalar(query)


def _led(session: Session, row: int) -> dict[int, int | None]:
    """Citation → the document that it was led to."""
    from sqlalchemy import select
    from sqlmodel import col

    from models.register import Claim, Edge, Reference

    query = (
        select(col(Edge.citation), col(Reference.document_id))
        .join(Claim, col(Edge.claim_id) == col(Claim.id))
        .join(Reference, col(Claim.target_id) == col(Reference.id))
    )
    rows = session.execute(query.where(col(Edge.letter_id) == row))
    return {citation: document for citation, document in rows if citation is not None}
