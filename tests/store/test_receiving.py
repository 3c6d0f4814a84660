"""Files come in: whatever they are called, and whatever happens to them meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import FileMissing, FileUnreadable, error_of
from models.register import IntakeItem, IntakeSource, IntakeState
from pipeline.ocr.load import sniff
from pipeline.store import receiving
from pipeline.store.ledger import items
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store

BY_COMMAND = Receipt(
    received_on=dt.date(2026, 3, 2), now=dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
)
BY_FOLDER = replace(BY_COMMAND, source=IntakeSource.FOLDER)
NO_UTF8 = os.fsdecode(b"c\xf4ng v\xe3n")


def ledger(store: Store) -> list[IntakeItem]:
    with store.reading() as session:
        return items(session, most=9)


@pytest.mark.parametrize("receipt", [BY_COMMAND, BY_FOLDER], ids=["command", "folder"])
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (f"{NO_UTF8}.txt", "c�ng v�n.txt"),
        (unicodedata.normalize("NFD", "Kế hoạch số 5.txt"), "Kế hoạch số 5.txt"),
    ],
    ids=["no UTF-8", "NFD"],
)
def test_any_name_is_kept_as_every_database_takes_it(
    store: Store, tmp_path: Path, receipt: Receipt, name: str, kept: str
) -> None:
    (tmp_path / name).write_text("một")
    receive(store, tmp_path / name, receipt)
    (item,) = ledger(store)
    assert (item.name, item.state) == (kept, IntakeState.RECEIVED)
    assert unicodedata.is_normalized("NFC", item.name)


def test_why_it_cannot_be_read_is_told_by_the_name_that_is_kept(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / f"{NO_UTF8}.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    receive(store, path, BY_COMMAND)
    (item,) = ledger(store)
    assert (item.reason, item.detail) == ("not_a_document", "c�ng v�n.doc: .doc")


def test_an_old_word_file_is_called_by_its_own_name_and_not_by_that_of_the_open_file(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "5"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    item = receive(store, path, BY_FOLDER, name="kế hoạch.pdf")
    assert item.detail == "kế hoạch.pdf: .doc"


def test_what_is_not_there_did_not_come_in(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("một")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "không có")
    for path in ("không có.txt", "a.txt/b.txt", "nowhere.txt"):
        with pytest.raises(FileMissing):
            receive(store, tmp_path / path, BY_COMMAND)
    assert ledger(store) == []


def test_what_cannot_be_opened_failed_if_a_person_named_it(store: Store, tmp_path: Path) -> None:
    assert receive(store, tmp_path, BY_COMMAND).state == IntakeState.FAILED
    (item,) = ledger(store)
    assert str(error_of(item.reason, item.detail)).startswith("không mở được tệp")


def test_what_cannot_be_opened_in_a_watched_folder_did_not_come_in(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(FileUnreadable):
        receive(store, tmp_path, BY_FOLDER)
    assert ledger(store) == []


def test_what_goes_when_it_has_been_kept_came_in(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "1.txt"
    path.write_text("một")

    def late(file: Path) -> object:
        path.unlink()
        return sniff(file)

    monkeypatch.setattr(receiving, "sniff", late)
    item = receive(store, path, BY_COMMAND)
    assert (item.state, item.size) == (IntakeState.RECEIVED, len("một".encode()))
    with store.files.local("originals", item.sha256 or "") as kept:
        assert kept.read_text() == "một"
