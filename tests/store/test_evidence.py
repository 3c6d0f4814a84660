"""What shows that something was done: kept by its address, shown to who may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from models.errors import DocumentUnknown, QueryInvalid, TransitionRefused
from models.register import (
    IntakeItem,
    IntakeSource,
    IntakeState,
    SecrecyLevel,
    SecretDocument,
    SecretFile,
    SecretLetter,
    StoredTask,
    TaskEventKind,
)
from pipeline.store.evidence import Evidence, evidence_of, shown_evidence
from pipeline.store.exports.task_sheet import task_sheet
from pipeline.store.finding import find_document
from pipeline.store.lens import lens_of
from pipeline.store.store import Store
from pipeline.store.task_filters import TaskWords, target_filter, task_filter
from pipeline.store.task_view import task_view
from pipeline.track.queries import TaskFilter, counts, tasks
from tests.track.made_up import NOW, due, happens, letter, put, task

TODAY = dt.date(2026, 6, 1)
FILE, OTHER = "a" * 64, "b" * 64


def one_task(session: Session) -> tuple[str, int]:
    """The key of a task, and its letter."""
    row = put(session, letter(task("lấp hố", lead="Sở Y tế", **due(TODAY))))
    return session.exec(select(StoredTask.key)).one(), row.id or 0


def received(session: Session, sha256: str, name: str) -> None:
    session.add(
        IntakeItem(
            sha256=sha256, name=name, source=IntakeSource.UPLOAD, received_on=TODAY,
            received_at=NOW, actor="ai", state=IntakeState.RECEIVED,
        )
    )  # fmt: skip
    session.flush()


def test_a_letter_is_kept_by_its_address_and_a_file_by_its_hash(store: Store) -> None:
    with store.writing() as session:
        _, number = one_task(session)
        put(session, letter(number="8/BC-SYT"), name="b")
        received(session, FILE, "báo cáo.pdf")
        assert evidence_of(session, " 8/BC-SYT@b ", number) == "8/BC-SYT@b"
        assert evidence_of(session, FILE, number) == FILE
        assert evidence_of(session, "  ", number) is None
        for unknown in ("9/BC-SYT", OTHER):
            with pytest.raises(DocumentUnknown):
                evidence_of(session, unknown, number)
        shown = shown_evidence(session, ["8/BC-SYT@b", FILE, OTHER, "9/X@y", "theo họp", None])
    assert shown == {
        "8/BC-SYT@b": Evidence(text="8/BC-SYT", document_key="8/BC-SYT@b"),
        FILE: Evidence(text="báo cáo.pdf", is_waiting=True),
        "theo họp": Evidence(text="theo họp"),
    }


def test_evidence_that_became_secret_is_kept_from_who_may_not_see_it(store: Store) -> None:
    with store.writing() as session:
        key, number = one_task(session)
        secret = put(session, letter(number="8/BC-SYT"), name="b")
        happens(session, key, TaskEventKind.REPORT, TODAY, evidence="8/BC-SYT@b")
        session.add(SecretLetter(letter_id=secret.id or 0, level=1))
        session.add(SecretFile(sha256=secret.original_sha256, level=1))
        session.flush()
        with pytest.raises(TransitionRefused):
            evidence_of(session, "8/BC-SYT@b", number)
        assert evidence_of(session, "8/BC-SYT@b", secret.id or 0) == "8/BC-SYT@b"
        document = find_document(session, "8/BC-SYT@b")
        session.add(
            SecretDocument(document_id=document.id or 0, clearance=0, cited_less=0, is_hidden=True)
        )
    for level, is_shown in ((SecrecyLevel.OPEN, False), (SecrecyLevel.SECRET, True)):
        lens = lens_of(store, level)
        with lens.reading() as session:
            (entry,) = task_view(session, key, today=TODAY).entries
            (row,) = task_sheet(session, TaskFilter(today=TODAY)).rows
        lens.close()
        assert (entry.evidence is not None) == is_shown
        assert row["result"] == ("8/BC-SYT, 01/06/2026" if is_shown else "01/06/2026")


def test_words_become_filters(store: Store) -> None:
    with store.writing() as session:
        one_task(session)
        other = put(session, letter(task("trồng rừng"), number="9/UBND"), name="b")
        other.issuer_key = "so-y-te/ha-nam"
        session.flush()
        ways = {
            "Ủy ban nhân dân tỉnh Quảng Ninh": ["lấp hố"],
            "quảng ninh": ["lấp hố"],
            "so-y-te": ["trồng rừng"],
            "bộ y tế": [],
        }
        for issuer, expected in ways.items():
            asked = task_filter(session, TaskWords(issuer=issuer), TODAY)
            assert [row.text for row in tasks(session, asked)] == expected, issuer
            assert counts(session, asked).total == len(expected)
        under = task_filter(session, TaskWords(under="9/UBND@b"), TODAY)
        assert [row.text for row in tasks(session, under)] == ["trồng rừng"]
        past = task_filter(session, TaskWords(as_of=dt.date(2026, 1, 1)), TODAY)
        assert (past.as_of, tasks(session, past)) == (True, [])
        assert not task_filter(session, TaskWords(as_of=TODAY), TODAY).as_of
        for wrong in (TaskWords(standing="late"), TaskWords(issuer=" - ")):
            with pytest.raises(QueryInvalid):
                task_filter(session, wrong, TODAY)
        with pytest.raises(QueryInvalid):
            target_filter(session, kind="x")
        assert replace(under, document_ids=None) == task_filter(session, TaskWords(), TODAY)
