"""People merge and split documents, and take it back."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DecisionRefused
from models.register import Decision, Document, Reference
from pipeline.store.canonical import canonical_graph
from pipeline.store.decisions import merge_documents, split_naming, undo_decision
from pipeline.store.finding import find_document
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter, put

STATE = "Ủy ban nhân dân tỉnh Sơn La"


def a_doubtful_register(session: Session) -> None:
    """A plan of 2022, and a letter that cites it with the wrong year."""
    put(session, "a", a_letter("77/KH-UBND", "2022-04-05", STATE))
    cited = a_citation("77/KH-UBND", "2023-04-05", "UBND tỉnh")
    put(session, "b", a_letter("9/UBND-TH", "2023-06-05", STATE, cited))


def plans(session: Session) -> list[Document]:
    query = select(Document).where(col(Document.number) == "77/KH-UBND")
    return list(session.scalars(query.order_by(col(Document.key))))


def merge(session: Session) -> Decision:
    first, second = plans(session)
    return merge_documents(session, first, second, actor="An", reason="sai năm", now=NOW)


def test_a_person_joins_what_a_misprint_kept_apart(store: Store) -> None:
    with store.writing() as session:
        a_doubtful_register(session)
        merge(session)
        (plan,) = plans(session)
        assert (plan.state, str(plan.date), plan.flags) == ("present", "2022-04-05", "merged")


def test_a_decision_holds_for_what_arrives_later(store: Store) -> None:
    with store.writing() as session:
        a_doubtful_register(session)
        merge(session)
        again = a_citation("77/KH-UBND", "2023-04-05", "UBND tỉnh")
        put(session, "c", a_letter("10/UBND-TH", "2023-07-05", STATE, again))
        (plan,) = plans(session)
        assert plan.cited_by == 2


def test_an_undone_decision_leaves_the_graph_as_it_was(store: Store) -> None:
    with store.writing() as session:
        a_doubtful_register(session)
        before = canonical_graph(session)
        decision = merge(session)
        assert canonical_graph(session) != before
        undo_decision(session, decision.id or 0, actor="Bình", now=NOW)
        session.expire_all()
        assert canonical_graph(session) == before
        kept = session.scalars(select(Decision)).one()
        assert (kept.actor, kept.reason, kept.undone_by) == ("An", "sai năm", "Bình")


def test_a_person_splits_off_a_naming_that_means_another_document(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("77/KH-UBND", "2023-04-05", STATE))
        cited = a_citation("77/KH-UBND", "2023-05-04", "UBND tỉnh")
        put(session, "b", a_letter("9/UBND-TH", "2023-06-05", STATE, cited))
        before = canonical_graph(session)
        naming = session.scalars(select(Reference).where(col(Reference.kind) == "cited")).one()
        decision = split_naming(session, naming, actor="An", reason="văn bản khác", now=NOW)
        assert [plan.state for plan in plans(session)] == ["present", "unresolved"]
        undo_decision(session, decision.id or 0, actor="An", now=NOW)
        assert canonical_graph(session) == before


def test_decisions_that_make_no_sense_are_refused(store: Store) -> None:
    with store.writing() as session:
        a_doubtful_register(session)
        first, second = plans(session)
        with pytest.raises(DecisionRefused):
            merge_documents(session, first, first, actor="An", reason="x", now=NOW)
        with pytest.raises(DecisionRefused):
            merge_documents(session, first, second, actor="An", reason=" ", now=NOW)
        with pytest.raises(DecisionRefused):
            undo_decision(session, 99, actor="An", now=NOW)
        alone = session.scalars(
            select(Reference).where(col(Reference.document_id) == second.id)
        ).one()
        with pytest.raises(DecisionRefused):
            split_naming(session, alone, actor="An", reason="x", now=NOW)


def test_the_letters_of_a_cycle_of_merges_are_one(store: Store) -> None:
    with store.writing() as session:
        for year in (2020, 2021, 2022):
            put(session, str(year), a_letter("77/KH-UBND", f"{year}-04-05", STATE))
        first, second, third = plans(session)
        for one, other in ((first, second), (second, third)):
            merge_documents(session, one, other, actor="An", reason="một", now=NOW)
        session.expire_all()
        assert len(plans(session)) == 1
        assert find_document(session, "77/KH-UBND").state == "present"
