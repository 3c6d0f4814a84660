"""What is here already, and need not be sent: the ledger only notes that it came again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import IntakeItem, IntakeState, Original
from pipeline.store.files import place_of
from pipeline.store.intake_events import log_received
from pipeline.store.naming_rows import batches
from pipeline.store.store import Store
from pipeline.uploads.desk import receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file that somebody has and may send."""

    sha256: str
    name: str
    size: int
    folder: str | None = None


def known_files(session: Session, hashes: Collection[str]) -> set[str]:
    """Those that have come in before, as far as ``session`` sees.

    With a session that looks through a lens a secret file is not known, so that nobody learns by
    asking whether it is here.
    """
    known: set[str] = set()
    for part in batches(sorted(hashes)):
        came = select(col(IntakeItem.sha256)).where(col(IntakeItem.sha256).in_(part)).distinct()
        read = select(col(Original.sha256)).where(col(Original.sha256).in_(part))
        known |= {each for each in session.scalars(came) if each is not None}
        known |= set(session.scalars(read))
    return known


def note_again(
    store: Store, offered: Sequence[Offered], label: str | None
) -> list[IntakeItem | None]:
    """Write into the ledger that files came again whose bytes are here; a row for each.

    Whoever works the ledger off finds that they are duplicates, without reading them. ``None`` for
    a file whose bytes are not in the store any more: it has to be sent.
    """
    hashes = {each.sha256 for each in offered}
    kept = {sha256 for sha256 in hashes if store.files.has(place_of("originals", sha256))}
    rows = [_row(store, each, label) if each.sha256 in kept else None for each in offered]
    noted = [row for row in rows if row is not None]
    with store.writing() as session:
        session.add_all(noted)
    for row in noted:
        log_received(row)
    return rows


def _row(store: Store, offered: Offered, label: str | None) -> IntakeItem:
    about = receipt(label, offered.folder)
    return IntakeItem(
        sha256=offered.sha256,
        name=offered.name,
        size=offered.size,
        source=about.source,
        folder=about.folder,
        label=about.label,
        received_on=about.received_on,
        received_at=about.now,
        actor=store.actor,
        state=IntakeState.RECEIVED,
    )
