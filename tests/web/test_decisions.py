"""Merging and splitting documents on their page and by the API."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.register import AuditEntry, Decision, Document, Reference
from pipeline.store.store import Store
from tests.store.read_letters import take_in
from tests.store.registers import a_citation, a_letter
from tests.web.conftest import LogIn
from tests.web.registers import SECRET

FIRST, SECOND = "4127/BTNMT-TCMT", "258/CT-UBND"


def key_of(register: Store, number: str) -> str:
    with register.reading() as session:
        query = select(col(Document.key)).where(col(Document.number) == number)
        return str(session.scalars(query).one())


def test_two_documents_are_joined_and_parted_again(log_in: LogIn, register: Store) -> None:
    client = log_in("policy")
    form = {"key": key_of(register, SECOND), "other": key_of(register, FIRST), "reason": "thử"}
    done = client.post("/decisions/merge", data=form)
    assert done.status_code == 303
    assert client.get(done.headers["location"]).text.count("thử") == 1
    with register.reading() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.actor, decision.kind) == ("policy", "merge")
        actions = [x.action for x in session.scalars(select(AuditEntry))]
        assert actions[-1] == "merge"
    undone = {"key": form["key"], "decision": str(decision.id)}
    assert client.post("/decisions/undo", data=undone).status_code == 303
    assert key_of(register, FIRST) == form["other"]


def test_a_naming_becomes_a_document_of_its_own(log_in: LogIn, register: Store) -> None:
    issuer = "Ủy ban nhân dân tỉnh Sơn La"
    with register.writing() as session:
        take_in(session, "a", a_letter("77/KH-UBND", "2023-04-05", issuer))
        cited = a_citation("77/KH-UBND", "2023-05-04", "UBND tỉnh")
        take_in(session, "b", a_letter("9/UBND-TH", "2023-06-05", issuer, cited))
        named = col(Reference.number) == "77/KH-UBND"
        query = select(col(Reference.id)).where(named, col(Reference.kind) == "cited")
        naming = session.scalars(query).one()
    key = key_of(register, "77/KH-UBND")
    split = {"key": key, "naming": naming, "reason": "văn bản khác"}
    found = log_in("policy").post("/api/v1/decisions:split", json=split)
    assert found.status_code == 200
    assert found.json()["key"] != key


def test_what_somebody_joined_is_parted_by_undoing_that(log_in: LogIn, register: Store) -> None:
    client = log_in("policy")
    merged = {"key": key_of(register, SECOND), "other": key_of(register, FIRST), "reason": "thử"}
    client.post("/api/v1/decisions:merge", json=merged)
    with register.reading() as session:
        named = col(Reference.number) == FIRST
        naming = session.scalars(select(col(Reference.id)).where(named)).one()
    split = {"key": merged["key"], "naming": naming, "reason": "văn bản khác"}
    found = client.post("/api/v1/decisions:split", json=split)
    assert (found.status_code, "undo the merge" in found.json()["detail"]) == (409, True)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_decides_without_saying_why(log_in: LogIn, register: Store, reason: str) -> None:
    form = {"key": key_of(register, SECOND), "other": key_of(register, FIRST), "reason": reason}
    assert log_in("policy").post("/decisions/merge", data=form).status_code == 409


def test_nobody_decides_about_what_they_do_not_see(log_in: LogIn, register: Store) -> None:
    form = {"key": key_of(register, SECOND), "other": SECRET, "reason": "thử"}
    assert log_in("policy").post("/decisions/merge", data=form).status_code == 404
    form = {"key": SECRET, "naming": "1", "reason": "thử"}
    assert log_in("policy").post("/decisions/split", data=form).status_code == 404


def test_what_was_decided_about_secret_documents_tells_no_administrator_their_names(
    log_in: LogIn, register: Store
) -> None:
    client = log_in("cleared")
    first = key_of(register, SECRET)
    merged = client.post(
        "/api/v1/decisions:merge",
        json={"key": key_of(register, FIRST), "other": first, "reason": "thử"},
    )
    assert merged.status_code == 200
    with register.reading() as session:
        decision = session.scalars(select(Decision)).one()
    undone = client.post("/api/v1/decisions:undo", json={"key": first, "decision": decision.id})
    assert undone.status_code == 200
    assert SECRET not in log_in("admin").get("/admin/audit").text
    assert client.get("/admin/audit").text.count(SECRET) >= 2
