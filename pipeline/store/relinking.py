"""The documents of the graph follow from what is named: put right what a change touches.

Only the namings that can influence one another are looked at: those of one number and body,
vague ones of the same number and date, and what people decided about any of them. How many
letters the register holds, or how often a document is cited, does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from models.register import Document, Reference, StoredLetter
from pipeline.link.clustering import Cluster
from pipeline.link.documents import describe
from pipeline.link.grouping import group
from pipeline.link.names import Naming
from pipeline.store.claims import follow
from pipeline.store.naming_rows import REFERENCES, batches
from pipeline.store.relatives import Relatives, relatives_of_rows

DOCUMENTS = SQLModel.metadata.tables["document"]
# Made once: making them takes longer than the answer.
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


def relink(session: Session, touched: Sequence[int], gone: Iterable[int] = ()) -> None:
    """Group anew whatever these rows of ``reference`` can influence, and drop ``gone``."""
    table = relatives_of_rows(session, touched)
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


def _write(session: Session, clusters: Sequence[Cluster], table: Relatives) -> set[int]:
    """Bring the tables in line with ``clusters``; the documents that stay or are new."""
    used: set[int] = set()
    changed, moved = [], []
    subjects = _subjects(session, clusters, table)
    # The most cited first: where a document comes apart, as little as possible has to move.
    for each in sorted(clusters, key=lambda each: -_mentions(each, table)):
        values = {**_values(each, subjects), "cited_by": _mentions(each, table)}
        number = table.document_of(each, used)
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


def _mentions(each: Cluster, table: Relatives) -> int:
    """How many letters name a document."""
    return sum(table.mentions[naming] for naming in each.members)


def _move(session: Session, moved: Sequence[tuple[Naming, int]], table: Relatives) -> None:
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
    session: Session, clusters: Sequence[Cluster], table: Relatives
) -> dict[str, str | None]:
    """The subjects of the letters among ``clusters``, by the name of their owner."""
    letters = [table.ids[naming] for each in clusters for naming in each.letters]
    found: dict[str, str | None] = {}
    for part in batches(letters):
        rows = session.connection().execute(_SUBJECTS, {"rows": part})
        found |= {owner or "": subject for owner, subject in rows}
    return found
