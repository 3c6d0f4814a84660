"""The register is derived again from what is kept: readings, corrections, decisions, vocabulary.

Letters, links, tasks and search entries follow from the current readings by the rules and the
vocabulary of today. Where neither has changed, nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import CongvanError
from models.register import Original, StoredReading
from pipeline.store.amending import register_again
from pipeline.store.attempts import attempt, persist
from pipeline.store.mentions import file_name
from pipeline.store.shift import patiently
from pipeline.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """One file and how many letters it has; with an ``error`` all of it is as it was."""

    name: str
    letters: int
    error: CongvanError | None = None


@dataclass(slots=True)
class Relinks:
    """What was done of many files; ``failed`` are those that stayed as they were, and why.

    ``away``: why the register could not be used any more.
    """

    files: int = 0
    letters: int = 0
    failed: list[tuple[str, CongvanError]] = field(default_factory=list)
    away: CongvanError | None = None

    def add(self, each: Relinked) -> None:
        """Count a file."""
        if each.error is not None:
            self.failed.append((each.name, each.error))
            return
        self.files += 1
        self.letters += each.letters

    def join(self, other: Relinks) -> None:
        """Count what came after."""
        self.files += other.files
        self.letters += other.letters
        self.failed += other.failed
        self.away = other.away


def files_read(session: Session) -> list[str]:
    """The hashes of all files that have a reading; those that came first are first."""
    query = (
        select(col(Original.sha256))
        .join(StoredReading, col(StoredReading.original_sha256) == col(Original.sha256))
        .where(col(StoredReading.is_current))
    )
    return list(session.scalars(query.order_by(col(Original.stored_at), col(Original.sha256))))


def relink_files(store: Store, files: Iterable[str]) -> Iterator[Relinked]:
    """Derive the letters of these files anew, each file in a transaction of its own.

    What is wrong with one file does not stop the others. Raises :class:`StoreBusy` and
    :class:`StoreUnavailable` where the register stays away.
    """
    for sha256 in files:
        yield _relinked(store, sha256)


def _relinked(store: Store, sha256: str) -> Relinked:
    name = patiently(lambda: _name(store, sha256))
    letters = attempt(name, lambda: persist(lambda: _relink(store, sha256)))
    if isinstance(letters, CongvanError):
        return Relinked(name=name, letters=0, error=letters)
    return Relinked(name=name, letters=letters)


def _name(store: Store, sha256: str) -> str:
    with store.reading() as session:
        return file_name(session, sha256)


def _relink(store: Store, sha256: str) -> int:
    """Derive what is in one file anew; how many letters that are."""
    with store.writing() as session:
        return len(register_again(session, sha256).letters)
