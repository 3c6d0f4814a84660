"""Namings as rows of the table ``reference``, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, insert, select
from sqlmodel import Session, SQLModel, col

from models.register import Reference, ReferenceKind
from pipeline.link.names import Naming
from pipeline.link.number_keys import Series

# A statement names at most this many values.
BATCH = 500

REFERENCES = SQLModel.metadata.tables["reference"]

# Made once: making them takes longer than the answer.
_KNOWN = select(REFERENCES.c.fingerprint, REFERENCES.c.id).where(
    REFERENCES.c.fingerprint.in_(bindparam("fingerprints", expanding=True))
)
_MAKE = insert(REFERENCES).returning(REFERENCES.c.fingerprint, REFERENCES.c.id)


def batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    """``items`` in lists that one statement can name."""
    whole = list(items)
    return (whole[start : start + BATCH] for start in range(0, len(whole), BATCH))


def ids_of(session: Session, namings: Iterable[Naming]) -> tuple[dict[Naming, int], list[int]]:
    """The row of every naming, made where it is new, and which rows are new."""
    wanted = {naming.fingerprint: naming for naming in namings}
    known: dict[str, int] = {}
    for part in batches(wanted):
        known |= dict(session.connection().execute(_KNOWN, {"fingerprints": part}).all())
    missing = [naming for key, naming in wanted.items() if key not in known]
    made = _insert(session, missing)
    known |= made
    return {naming: known[key] for key, naming in wanted.items()}, sorted(made.values())


def _insert(session: Session, namings: list[Naming]) -> dict[str, int]:
    if not namings:
        return {}
    rows = session.connection().execute(_MAKE, [row_of(naming) for naming in namings])
    return dict(rows.all())


def row_of(naming: Naming) -> dict[str, object]:
    """The columns of ``naming``."""
    return {
        "kind": naming.kind.value,
        "fingerprint": naming.fingerprint,
        "slip_key": naming.slip_key,
        "number": naming.number,
        "number_key": naming.number_key,
        "type_code": naming.type_code,
        "date": naming.date,
        "issuer": naming.issuer,
        "series": naming.body if naming.is_placed else None,
        "hint": None if naming.is_placed else naming.body,
        "numbering": naming.numbering.value,
        "term": naming.term,
        "cited_year": naming.cited_year,
        "subject_key": naming.subject_key,
        "owner": naming.owner,
        "mentions": 0,
    }


COLUMNS = (
    col(Reference.id),
    col(Reference.kind),
    col(Reference.slip_key),
    col(Reference.number),
    col(Reference.number_key),
    col(Reference.type_code),
    col(Reference.date),
    col(Reference.issuer),
    col(Reference.series),
    col(Reference.hint),
    col(Reference.numbering),
    col(Reference.term),
    col(Reference.cited_year),
    col(Reference.subject_key),
    col(Reference.owner),
    col(Reference.document_id),
    col(Reference.mentions),
)


def naming_of(row: Row[Any]) -> Naming:
    """The naming that a row of :data:`COLUMNS` holds."""
    return Naming(
        kind=ReferenceKind(row.kind),
        number=row.number,
        number_key=row.number_key,
        slip_key=row.slip_key,
        numbering=Series(row.numbering),
        type_code=row.type_code,
        date=row.date,
        issuer=row.issuer,
        body=row.series or row.hint,
        term=row.term,
        cited_year=row.cited_year,
        subject_key=row.subject_key,
        owner=row.owner,
    )
