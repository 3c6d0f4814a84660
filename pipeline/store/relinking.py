"""The documents of the graph follow from what is named: put right what a change touches.

Only the namings that can influence one another are looked at: those of one number and body,
vague ones of the same number and date, and what people decided about any of them. How many
letters the register holds, or how often a document is cited, does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Row, bindparam, delete, insert, or_, select, update
from sqlmodel import Session, SQLModel, col

from models.register import Decision, DecisionKind, Document, Reference, StoredLetter
from pipeline.link.clustering import Cluster
from pipeline.link.documents import describe
from pipeline.link.grouping import Ruling, group
from pipeline.link.names import Naming
from pipeline.store.claims import follow
from pipeline.store.naming_rows import COLUMNS, REFERENCES, batches, naming_of

DOCUMENTS = SQLModel.metadata.tables["document"]
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
_SUBJECTS = (
    select(col(Reference.owner), col(StoredLetter.subject))
    .join(StoredLetter, col(StoredLetter.id) == col(Reference.letter_id))
    .where(col(Reference.id).in_(bindparam("rows", expanding=True)))
)
_MAKE = insert(DOCUMENTS).returning(DOCUMENTS.c.id)
_CHANGE = (
    update(DOCUMENTS)
    .where(DOCUMENTS.c.id == bindparam("row"))
    .values({each: bindparam(f"new_{each.name}") for each in DOCUMENTS.c if not each.primary_key})
)
_MOVE = (
    update(REFERENCES)
    .where(REFERENCES.c.id == bindparam("row"))
    .values(document_id=bindparam("document"))
)


@dataclass(slots=True)
class _Table:
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


def relink(session: Session, touched: Sequence[int], gone: Iterable[int] = ()) -> None:
    """Group anew whatever these rows of ``reference`` can influence, and drop ``gone``."""
    table = _load(session, touched)
    dropped = set(gone)
    kept = [naming for naming, number in table.ids.items() if number not in dropped]
    clusters = group(kept, list(table.rulings.values()))
    before = {number for number in table.documents.values() if number is not None}
    after = _write(session, clusters, table)
    emptied = before - after
    session.info.setdefault(_REGROUPED, set()).update(before, after)
    for part in batches(dropped):
        session.execute(delete(Reference).where(col(Reference.id).in_(part)))
    for part in batches(emptied):
        session.execute(delete(Document).where(col(Document.id).in_(part)))
    _forget_loaded(session)


_REGROUPED = "regrouped"


def regrouped(session: Session) -> set[int]:
    """The documents whose namings have been grouped anew since this was asked last."""
    found: set[int] = session.info.pop(_REGROUPED, set())
    return found


def _forget_loaded(session: Session) -> None:
    """Rows that the session holds are read again when they are used: they may have changed."""
    for each in session.identity_map.values():
        if isinstance(each, Document | Reference):
            session.expire(each)


def _load(session: Session, touched: Sequence[int]) -> _Table:
    """The rows ``touched`` and all that hangs together with them."""
    table = _Table()
    fresh: list[Naming] = []
    for part in batches(touched):
        fresh += table.take(session.connection().execute(_BY_ID, {"rows": part}))
    while fresh:
        fresh = [
            *_same_scope(session, table, fresh),
            *_same_day(session, table, fresh),
            *_decided(session, table, fresh),
        ]
    return table


def _same_scope(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
    """The whole scopes of placed namings."""
    scopes = {
        (each.slip_key, each.body)
        for each in fresh
        if each.is_placed and each.slip_key and each.body
    }
    return _numbered(session, table, _OF_SCOPE, scopes)


def _same_day(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
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
    session: Session, table: _Table, query: Executable, pairs: Collection[tuple[str, Any]]
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


def _decided(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
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


def _write(session: Session, clusters: Sequence[Cluster], table: _Table) -> set[int]:
    """Bring the tables in line with ``clusters``; the documents that stay or are new."""
    used: set[int] = set()
    changed, moved = [], []
    subjects = _subjects(session, clusters, table)
    # The most cited first: where a document comes apart, as little as possible has to move.
    for each in sorted(clusters, key=lambda each: -_mentions(each, table)):
        values = {**_values(each, subjects), "cited_by": _mentions(each, table)}
        number = _document_of(each, table, used)
        if number is None:
            number = int(session.connection().execute(_MAKE, values).scalar_one())
        else:
            changed.append({"row": number} | {f"new_{key}": value for key, value in values.items()})
        used.add(number)
        moved += [(naming, number) for naming in each.members if table.documents[naming] != number]
    if changed:
        session.connection().execute(_CHANGE, changed)
    _move(session, moved, table)
    return used


def _mentions(each: Cluster, table: _Table) -> int:
    """How many letters name a document."""
    return sum(table.mentions[naming] for naming in each.members)


def _document_of(each: Cluster, table: _Table, used: set[int]) -> int | None:
    """The document that a cluster goes on as: the one that most letters name, which moves least."""
    weights: Counter[int] = Counter()
    for naming in (*each.letters, *each.members):
        number = table.documents[naming]
        if number is not None and number not in used:
            weights[number] += 1 + table.mentions[naming]
    return max(weights, key=weights.__getitem__) if weights else None


def _move(session: Session, moved: Sequence[tuple[Naming, int]], table: _Table) -> None:
    """Let namings belong to other documents, and what they say connect those."""
    if not moved:
        return
    rows = [{"row": table.ids[naming], "document": number} for naming, number in moved]
    session.connection().execute(_MOVE, rows)
    claiming: defaultdict[int, list[int]] = defaultdict(list)
    for naming, number in moved:
        if table.documents[naming]:  # what is new says nothing yet
            claiming[number].append(table.ids[naming])
    for number, namings in claiming.items():
        for part in batches(namings):
            follow(session, part, number)


def _values(each: Cluster, subjects: dict[str, str | None]) -> dict[str, object]:
    facts = describe(each.members, each.flags)
    return {
        "key": facts.key,
        "state": facts.state.value,
        "number": facts.number,
        "number_key": facts.number_key,
        "slip_key": facts.slip_key,
        "type_code": facts.type_code,
        "date": facts.date,
        "issuer": facts.issuer,
        "series": facts.series,
        "subject": subjects.get(facts.subject_owner or ""),
        "flags": facts.flags,
    }


def _subjects(
    session: Session, clusters: Sequence[Cluster], table: _Table
) -> dict[str, str | None]:
    """The subjects of the letters among ``clusters``, by the name of their owner."""
    letters = [table.ids[naming] for each in clusters for naming in each.letters]
    found: dict[str, str | None] = {}
    for part in batches(letters):
        rows = session.connection().execute(_SUBJECTS, {"rows": part})
        found |= {owner or "": subject for owner, subject in rows}
    return found
