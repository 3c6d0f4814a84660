"""What the letters of an older register say is kept, each claim once."""

from __future__ import annotations

import datetime as dt

import pytest
from alembic import op
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.register import Claim, Document, DocumentState, Edge, Reference, ReferenceKind
from pipeline.store.database import read_session, write_session
from pipeline.store.migrate import migrate, upgrade_to
from tests.store.old_registers import add_old_edge, register_old

MARCH, MAY = dt.date(2024, 3, 1), dt.date(2024, 5, 2)


def _fill(session: Session) -> tuple[int | None, int | None]:
    """Two letters and an undated one say that a document continues another; one names both."""
    documents = [Document(key=str(i), state=DocumentState.UNRESOLVED) for i in range(2)]
    session.add_all(documents)
    session.flush()
    ends = [
        Reference(kind=ReferenceKind.CITED, fingerprint=each.key, document_id=each.id)
        for each in documents
    ]
    session.add_all(ends)
    session.flush()
    here = (ends[0].id, ends[1].id)
    for words, day in (("một", MAY), ("hai", MARCH), ("ba", None)):
        letter = register_old(session, words, date=day)
        date = day.isoformat() if day else None
        add_old_edge(
            session, here, letter, relation="continues", direct=False, citation=3, date=date
        )
    add_old_edge(session, here, letter, relation="mentions")
    return here


def _claims(engine: Engine) -> set[tuple[object, ...]]:
    with read_session(engine) as session:
        return {
            (x.source_id, x.target_id, x.relation, x.direct, x.since, x.mentions)
            for x in session.scalars(select(Claim))
        }


def test_each_claim_is_kept_once_with_all_its_citations(first_version: Engine) -> None:
    with write_session(first_version) as session:
        one, other = _fill(session)
    migrate(first_version)
    assert _claims(first_version) == {
        (one, other, "continues", False, MARCH, 3),
        (one, other, "mentions", True, None, 1),
    }
    with read_session(first_version) as session:
        joined = select(col(Claim.relation), col(Edge.citation), col(Edge.date))
        joined = joined.join(Edge, col(Edge.claim_id) == col(Claim.id)).order_by(col(Edge.id))
        assert [tuple(row) for row in session.execute(joined)] == [
            ("continues", 3, MAY),
            ("continues", 3, MARCH),
            ("continues", 3, None),
            ("mentions", None, None),
        ]


def test_claims_connect_the_documents_of_their_namings(first_version: Engine) -> None:
    with write_session(first_version) as session:
        ends = _fill(session)
        found = dict(session.execute(select(col(Reference.id), col(Reference.document_id))).all())
    migrate(first_version)
    with read_session(first_version) as session:
        documents = {
            (x.source_document_id, x.target_document_id) for x in session.scalars(select(Claim))
        }
    assert documents == {(found[ends[0]], found[ends[1]])}
    assert None not in found.values()


def test_a_move_that_was_cut_off_is_made_again(
    first_version: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write_session(first_version) as session:
        _fill(session)
    upgrade_to(first_version, "0003")
    with monkeypatch.context() as patched:
        patched.setattr(op, "drop_table", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            migrate(first_version)
    migrate(first_version)
    assert len(_claims(first_version)) == 2


def _cut_off(table: str) -> None:
    """Dies before the last step, when all else is done."""
    if table == "edge_before":
        raise KeyboardInterrupt
    op.execute(f"DROP TABLE {table}")
