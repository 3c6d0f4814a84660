"""The claims of the graph, each kept once, and the citations that support them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update
from sqlmodel import Session, SQLModel, col

from models.register import Claim, Edge, Reference, StoredLetter
from pipeline.link.letter_names import Statement
from pipeline.link.names import Naming
from pipeline.store.naming_rows import batches

_CLAIMS = SQLModel.metadata.tables["claim"]
_EDGES = SQLModel.metadata.tables["edge"]
_KEY = (col(Claim.source_id), col(Claim.target_id), col(Claim.relation), col(Claim.direct))


class _Key(NamedTuple):
    """What tells claims apart."""

    source_id: int
    target_id: int
    relation: str
    direct: bool


def add_edges(
    session: Session,
    letter: StoredLetter,
    statements: Sequence[Statement],
    rows: Mapping[Naming, int],
    documents: Mapping[int, int],
) -> None:
    """Keep what a letter says; ``rows`` are those of the namings, ``documents`` theirs."""
    if not statements:
        return
    keys = [_Key(rows[x.source], rows[x.target], x.relation, x.direct) for x in statements]
    claims = _said(session, Counter(keys), letter.date, documents)
    edges = [
        {
            "claim_id": claims[key],
            "letter_id": letter.id,
            "citation": each.citation,
            "date": letter.date,
        }
        for key, each in zip(keys, statements, strict=True)
    ]
    session.connection().execute(insert(_EDGES), edges)


def remove_edges(
    session: Session, letter_ids: Collection[int]
) -> Iterator[tuple[set[int], set[int]]]:
    """Forget what letters said; of each, the rows of the namings that cited and were cited.

    ``letter_ids`` are no more than one statement can name.
    """
    of_letters = col(Edge.letter_id).in_(letter_ids)
    query = select(col(Edge.letter_id), col(Claim.id), *_KEY[:2])
    query = query.join(Claim, col(Edge.claim_id) == col(Claim.id)).where(of_letters)
    ends: defaultdict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    claims: set[int] = set()
    for letter, claim, source, target in session.execute(query):
        ends[letter][0].add(source)
        ends[letter][1].add(target)
        claims.add(claim or 0)
    session.execute(delete(Edge).where(of_letters))
    recount(session, claims)
    yield from ends.values()


def follow(session: Session, namings: Collection[int], document: int) -> None:
    """The claims of namings that have moved to ``document`` connect it now.

    ``namings`` are no more than one statement can name.
    """
    for moved in _FOLLOW:
        session.connection().execute(moved, {"namings": list(namings), "document": document})


# Made once: making them takes longer than what they do.
_FOLLOW = [
    update(_CLAIMS)
    .where(_CLAIMS.c[f"{end}_id"].in_(bindparam("namings", expanding=True)))
    .values({f"{end}_document_id": bindparam("document")})
    for end in ("source", "target")
]


def replace_documents(session: Session, claims: Collection[int]) -> None:
    """Put right which documents claims connect: those of their namings."""
    ends = {
        f"{end}_document_id": select(col(Reference.document_id))
        .where(col(Reference.id) == _CLAIMS.c[f"{end}_id"])
        .scalar_subquery()
        for end in ("source", "target")
    }
    for part in batches(sorted(claims)):
        session.connection().execute(update(_CLAIMS).where(_CLAIMS.c.id.in_(part)).values(ends))


def recount(session: Session, claims: Collection[int]) -> None:
    """Put right the first day and the mentions of claims; those that nobody makes go."""
    own = col(Edge.claim_id) == col(Claim.id)
    since = select(func.min(col(Edge.date))).where(own).scalar_subquery()
    mentions = select(func.count()).select_from(Edge).where(own).scalar_subquery()
    for part in batches(sorted(claims)):
        here = col(Claim.id).in_(part)
        session.execute(update(Claim).where(here).values(since=since, mentions=mentions))
        session.execute(delete(Claim).where(here, col(Claim.mentions) == 0))


def _said(
    session: Session, said: Counter[_Key], date: dt.date | None, documents: Mapping[int, int]
) -> dict[_Key, int]:
    """The rows of the claims that a letter of this date makes, so often each."""
    known = {key: row for key, row in _known(session, said) if key in said}
    if known:
        again = [{"row": row, "more": said[key], "day": date} for key, row in known.items()]
        session.connection().execute(_AGAIN, again)
    new = [key for key in said if key not in known]
    if not new:
        return known
    values = [
        {
            **key._asdict(),
            "source_document_id": documents[key.source_id],
            "target_document_id": documents[key.target_id],
            "since": date,
            "mentions": said[key],
        }
        for key in new
    ]
    # SQLite tells the ids of many rows in no order: asked for afterwards they cost one question,
    # not one for each row.
    session.connection().execute(insert(_CLAIMS), values)
    return known | {key: row for key, row in _known(session, new) if key in said}


def _known(session: Session, keys: Collection[_Key]) -> Iterator[tuple[_Key, int]]:
    """Claims between the ends of ``keys``."""
    targets: defaultdict[int, set[int]] = defaultdict(set)
    for key in keys:
        targets[key.source_id].add(key.target_id)
    # A question for each source: for all at once, the databases would look up every pair.
    for source, cited in targets.items():
        for part in batches(cited):
            found = session.connection().execute(_BETWEEN, {"source": source, "targets": part})
            yield from ((_Key(*key), row) for row, *key in found)


# Made once: making it takes longer than the answer.
_BETWEEN = select(_CLAIMS.c.id, *(_CLAIMS.c[name] for name in _Key._fields)).where(
    _CLAIMS.c.source_id == bindparam("source"),
    _CLAIMS.c.target_id.in_(bindparam("targets", expanding=True)),
)

# One letter of this day more makes the claim, ``more`` times.
_DAY = bindparam("day", type_=_CLAIMS.c.since.type)
_AGAIN = (
    update(_CLAIMS)
    .where(_CLAIMS.c.id == bindparam("row"))
    .values(
        mentions=_CLAIMS.c.mentions + bindparam("more"),
        since=case(
            (or_(_CLAIMS.c.since.is_(None), _CLAIMS.c.since > _DAY), _DAY), else_=_CLAIMS.c.since
        ),
    )
)
