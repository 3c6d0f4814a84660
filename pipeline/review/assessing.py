"""Letters get their doubt when they are registered; who has accepted a header takes it away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress

from pydantic import ValidationError
from sqlalchemy import bindparam, select, update
from sqlmodel import Session, SQLModel, col

from models.reading import Letter, Reading
from models.register import Review, StoredLetter, StoredReading
from pipeline.review.doubt import doubt_of, header_hash
from pipeline.store.corrections import corrected, corrections_of
from pipeline.store.readings import current_reading
from pipeline.store.taking_back import taken_back

_LETTERS = SQLModel.metadata.tables["letter"]
# Made once: making them takes longer than the answer.
_ACCEPTED = select(col(Review.position), col(Review.header)).where(
    col(Review.original_sha256) == bindparam("file"), col(Review.undone_at).is_(None)
)
_SET = (
    update(_LETTERS)
    .where(_LETTERS.c.original_sha256 == bindparam("file"))
    .where(_LETTERS.c.position == bindparam("at"))
    .values(doubt=bindparam("new"))
)


def assess(session: Session, sha256: str, letters: Sequence[Letter]) -> None:
    """Say of the letters of a file, as they count, how doubtful they are."""
    session.flush()
    connection = session.connection()
    accepted = {tuple(row) for row in connection.execute(_ACCEPTED, {"file": sha256})}
    rows = [
        {"file": sha256, "at": position, "new": _doubt(letter, position, accepted)}
        for position, letter in enumerate(letters)
    ]
    if rows:
        connection.execute(_SET, rows)


def _doubt(letter: Letter, position: int, accepted: set[tuple[object, ...]]) -> float:
    return 0.0 if (position, header_hash(letter)) in accepted else doubt_of(letter)


def accept(
    session: Session, row: StoredLetter, letter: Letter, *, actor: str, now: dt.datetime
) -> Review:
    """Somebody has found the header of ``letter``, as it counts, right."""
    made = Review(
        original_sha256=row.original_sha256,
        position=row.position,
        header=header_hash(letter),
        actor=actor,
        at=now,
    )
    session.add(made)
    row.doubt = 0.0
    session.add(row)
    session.flush()
    return made


def undo_review(session: Session, number: int, *, actor: str, now: dt.datetime) -> Review:
    """Somebody has accepted a letter too early: it waits again, unless others accepted it too.

    The row stays. Raises :class:`DecisionRefused`.
    """
    review = taken_back(session, Review, number, actor=actor, now=now)
    sha256 = review.original_sha256
    letters = current_reading(session, sha256).letters
    assess(session, sha256, corrected(letters, corrections_of(session, sha256)))
    return review


def assess_all(session: Session) -> None:
    """The same for every letter of the register, a file at a time."""
    for sha256, reading in _readings(session):
        assess(session, sha256, corrected(reading.letters, corrections_of(session, sha256)))


def _readings(session: Session) -> Iterator[tuple[str, Reading]]:
    files = session.scalars(
        select(col(StoredReading.original_sha256)).where(col(StoredReading.is_current))
    ).all()
    for sha256 in files:
        text = select(col(StoredReading.json_text)).where(
            col(StoredReading.original_sha256) == sha256, col(StoredReading.is_current)
        )
        with suppress(ValidationError):  # nobody could say of what it is in doubt
            yield sha256, Reading.model_validate_json(session.scalars(text).one())
