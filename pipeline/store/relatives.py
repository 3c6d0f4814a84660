"""The namings of the register that can influence one another: what has to be looked at together.

Those of one number and body, vague ones of the same number and date, and what people decided about
any of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Row, bindparam, or_, select
from sqlmodel import Session, col

from models.register import Decision, DecisionKind, Reference
from pipeline.link.clustering import Cluster
from pipeline.link.grouping import Ruling
from pipeline.link.names import Naming
from pipeline.store.naming_rows import COLUMNS, batches, naming_of

# Made once: making them takes longer than the answer.
_BY_ID = select(*COLUMNS).where(col(Reference.id).in_(bindparam("rows", expanding=True)))
_BY_FINGERPRINT = select(*COLUMNS).where(
    col(Reference.fingerprint).in_(bindparam("fingerprints", expanding=True))
)
_NUMBERED = select(*COLUMNS).where(col(Reference.slip_key) == bindparam("slip"))
_OF_SCOPE = _NUMBERED.where(col(Reference.series).in_(bindparam("among", expanding=True)))
_OF_DAY = _NUMBERED.where(col(Reference.date).in_(bindparam("among", expanding=True)))
_VAGUE_OF_DAY = _OF_DAY.where(col(Reference.series).is_(None))
_DECIDED = select(
    col(Decision.id), col(Decision.kind), col(Decision.first), col(Decision.second)
).where(
    or_(
        col(Decision.first).in_(bindparam("fingerprints", expanding=True)),
        col(Decision.second).in_(bindparam("fingerprints", expanding=True)),
    ),
    col(Decision.undone_at).is_(None),
)


@dataclass(slots=True)
class Relatives:
    """The namings loaded so far, with their rows and the documents that they belonged to."""

    ids: dict[Naming, int] = field(default_factory=dict)
    documents: dict[Naming, int | None] = field(default_factory=dict)
    mentions: dict[Naming, int] = field(default_factory=dict)
    rulings: dict[int, Ruling] = field(default_factory=dict)

    def take(self, rows: Iterable[Row[Any]]) -> list[Naming]:
        """Keep ``rows``; those that were not there before."""
        fresh = []
        for row in rows:
            naming = naming_of(row)
            if naming not in self.ids:
                self.ids[naming] = row.id
                self.documents[naming] = row.document_id
                self.mentions[naming] = row.mentions
                fresh.append(naming)
        return fresh

    def document_of(self, each: Cluster, used: Collection[int] = ()) -> int | None:
        """The document that most of its letters name, which moves least; none of ``used``."""
        weights: Counter[int] = Counter()
        for naming in (*each.letters, *each.members):
            number = self.documents.get(naming)
            if number is not None and number not in used:
                weights[number] += 1 + self.mentions[naming]
        return max(weights, key=weights.__getitem__) if weights else None


def relatives_of_rows(session: Session, touched: Sequence[int]) -> Relatives:
    """The rows ``touched`` of ``reference`` and all that hangs together with them."""
    table = Relatives()
    fresh: list[Naming] = []
    for part in batches(touched):
        fresh += table.take(session.connection().execute(_BY_ID, {"rows": part}))
    _complete(session, table, fresh)
    return table


def relatives_of(session: Session, namings: Sequence[Naming]) -> Relatives:
    """All that hangs together with ``namings``, which need not be in the register themselves."""
    table = Relatives()
    _complete(session, table, namings)
    return table


def _complete(session: Session, table: Relatives, fresh: Sequence[Naming]) -> None:
    while fresh:
        fresh = [
            *_same_scope(session, table, fresh),
            *_same_day(session, table, fresh),
            *_decided(session, table, fresh),
        ]


def _same_scope(session: Session, table: Relatives, fresh: Sequence[Naming]) -> list[Naming]:
    """The whole scopes of placed namings."""
    scopes = {
        (each.slip_key, each.body)
        for each in fresh
        if each.is_placed and each.slip_key and each.body
    }
    return _numbered(session, table, _OF_SCOPE, scopes)


def _same_day(session: Session, table: Relatives, fresh: Sequence[Naming]) -> list[Naming]:
    """Vague namings of a number and day, and for vague ones all of that number and day."""
    days = {
        (each.slip_key, each.date, each.is_placed) for each in fresh if each.slip_key and each.date
    }
    every = {(slip, day) for slip, day, placed in days if not placed}
    vague = {(slip, day) for slip, day, placed in days if placed}
    # Two questions: with an "or" between them SQLite reads the whole table.
    return [
        *_numbered(session, table, _OF_DAY, every),
        *_numbered(session, table, _VAGUE_OF_DAY, vague),
    ]


def _numbered(
    session: Session, table: Relatives, query: Executable, pairs: Collection[tuple[str, Any]]
) -> list[Naming]:
    """What ``query`` tells of each number, among the values that belong to it in ``pairs``.

    Number by number: for a list of pairs, SQLite would read the whole table.
    """
    values: defaultdict[str, list[Any]] = defaultdict(list)
    for slip, value in sorted(pairs):
        values[slip].append(value)
    connection = session.connection()
    return [
        naming
        for slip, those in values.items()
        for part in batches(those)
        for naming in table.take(connection.execute(query, {"slip": slip, "among": part}))
    ]


def _decided(session: Session, table: Relatives, fresh: Sequence[Naming]) -> list[Naming]:
    """What people decided about these, and the other namings that they decided about."""
    found: list[Naming] = []
    connection = session.connection()
    for part in batches(each.fingerprint for each in fresh):
        others: set[str] = set()
        for each in connection.execute(_DECIDED, {"fingerprints": part}):
            table.rulings[each.id] = Ruling(DecisionKind(each.kind), each.first, each.second)
            others |= {each.first, each.second or each.first}
        if others := others - set(part):
            asked = {"fingerprints": sorted(others)}
            found += table.take(connection.execute(_BY_FINGERPRINT, asked))
    return found
