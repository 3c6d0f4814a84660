"""The documents of the graph follow from what is named: put right what a change touches.

Only the namings that can influence one another are looked at: those of one number and body,
vague ones of the same number and date, and what people decided about any of them. How many
letters the register holds, or how often a document is cited, does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from models.register import Decision, DecisionKind, Document, Reference, StoredLetter
from pipeline.link.clustering import Cluster
from pipeline.link.documents import describe
from pipeline.link.grouping import Ruling, group
from pipeline.link.names import Naming
from pipeline.store.claims import follow
from pipeline.store.naming_rows import COLUMNS, batches, naming_of

_T = TypeVar("_T")


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
    emptied = {number for number in table.documents.values() if number is not None}
    emptied -= _write(session, clusters, table)
    for part in batches(dropped):
        session.execute(delete(Reference).where(col(Reference.id).in_(part)))
    for part in batches(emptied):
        session.execute(delete(Document).where(col(Document.id).in_(part)))


def _load(session: Session, touched: Sequence[int]) -> _Table:
    """The rows ``touched`` and all that hangs together with them."""
    table = _Table()
    fresh: list[Naming] = []
    for part in batches(touched):
        fresh += table.take(_where(session, col(Reference.id).in_(part)))
    while fresh:
        fresh = [
            *_same_scope(session, table, fresh),
            *_same_day(session, table, fresh),
            *_decided(session, table, fresh),
        ]
    return table


def _where(session: Session, condition: Any) -> Iterable[Row[Any]]:  # noqa: ANN401
    return session.execute(select(*COLUMNS).where(condition)).all()


def _same_scope(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
    """The whole scopes of placed namings."""
    scopes = {
        (each.slip_key, each.body)
        for each in fresh
        if each.is_placed and each.slip_key and each.body
    }
    return [
        naming
        for part in batches(sorted(scopes))
        for naming in table.take(_where(session, _with_number(col(Reference.series), part)))
    ]


def _same_day(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
    """Vague namings of a number and day, and for vague ones all of that number and day."""
    days = {
        (each.slip_key, each.date, each.is_placed) for each in fresh if each.slip_key and each.date
    }
    found: list[Naming] = []
    dates = col(Reference.date)
    for part in batches(sorted(days)):
        every = [(slip, day) for slip, day, placed in part if not placed]
        vague = [(slip, day) for slip, day, placed in part if placed]
        # Two questions: with an "or" between them SQLite reads the whole table.
        if every:
            found += table.take(_where(session, _with_number(dates, every)))
        if vague:
            is_vague = col(Reference.series).is_(None)
            found += table.take(_where(session, and_(_with_number(dates, vague), is_vague)))
    return found


def _with_number(column: Mapped[Any], pairs: Iterable[tuple[str, _T]]) -> ColumnElement[bool]:
    """Whether a row has one of these numbers, and in ``column`` what belongs to it.

    Number by number: for a list of pairs, SQLite would read the whole table.
    """
    values: defaultdict[str, list[_T]] = defaultdict(list)
    for slip, value in pairs:
        values[slip].append(value)
    return or_(
        *(
            and_(col(Reference.slip_key) == slip, column.in_(those))
            for slip, those in values.items()
        )
    )


def _decided(session: Session, table: _Table, fresh: Sequence[Naming]) -> list[Naming]:
    """What people decided about these, and the other namings that they decided about."""
    found: list[Naming] = []
    for part in batches(each.fingerprint for each in fresh):
        about = or_(col(Decision.first).in_(part), col(Decision.second).in_(part))
        query = select(Decision).where(about, col(Decision.undone_at).is_(None))
        others: set[str] = set()
        for each in session.scalars(query):
            kind = DecisionKind(each.kind)
            table.rulings[each.id or 0] = Ruling(kind, each.first, each.second)
            others |= {each.first, each.second or each.first}
        if others := others - set(part):
            found += table.take(_where(session, col(Reference.fingerprint).in_(others)))
    return found


def _write(session: Session, clusters: Sequence[Cluster], table: _Table) -> set[int]:
    """Bring the tables in line with ``clusters``; the documents that stay or are new."""
    used: set[int] = set()
    subjects = _subjects(session, clusters, table)
    # The most cited first: where a document comes apart, as little as possible has to move.
    for each in sorted(clusters, key=lambda each: -_mentions(each, table)):
        values = _values(each, subjects)
        values["cited_by"] = _mentions(each, table)
        number = _keep(session, _document_of(each, table, used), values)
        used.add(number)
        _move(session, [x for x in each.members if table.documents[x] != number], number, table)
    return used


def _mentions(each: Cluster, table: _Table) -> int:
    """How many letters name a document."""
    return sum(table.mentions[naming] for naming in each.members)


def _keep(session: Session, number: int | None, values: dict[str, object]) -> int:
    """Change the document ``number``, or make a new one."""
    if number is None:
        made = insert(Document).values(values).returning(col(Document.id))
        return int(session.execute(made).scalar_one())
    session.execute(update(Document).where(col(Document.id) == number).values(values))
    return number


def _document_of(each: Cluster, table: _Table, used: set[int]) -> int | None:
    """The document that a cluster goes on as: the one that most letters name, which moves least."""
    weights: Counter[int] = Counter()
    for naming in (*each.letters, *each.members):
        number = table.documents[naming]
        if number is not None and number not in used:
            weights[number] += 1 + table.mentions[naming]
    return max(weights, key=weights.__getitem__) if weights else None


def _move(session: Session, members: Sequence[Naming], number: int, table: _Table) -> None:
    for part in batches(table.ids[naming] for naming in members):
        where = col(Reference.id).in_(part)
        session.execute(update(Reference).where(where).values(document_id=number))
    for part in batches(table.ids[naming] for naming in members if table.documents[naming]):
        follow(session, part, number)  # what is new says nothing yet


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
    rows = [table.ids[naming] for each in clusters for naming in each.letters]
    found: dict[str, str | None] = {}
    for part in batches(rows):
        query = select(col(Reference.owner), col(StoredLetter.subject)).join(
            StoredLetter, col(StoredLetter.id) == col(Reference.letter_id)
        )
        for owner, subject in session.execute(query.where(col(Reference.id).in_(part))):
            found[owner] = subject
    return found
