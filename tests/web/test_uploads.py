"""Files come in piece by piece; what is here already is not sent; nothing is lost."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections import namedtuple
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from models.register import AuditEntry, IntakeItem, IntakeState
from pipeline.store.ledger import items
from pipeline.store.store import Store
from pipeline.uploads.partial import KEPT
from tests.ocr.pdf_maker import Page, Text, make_pdf
from tests.web.conftest import LogIn
from tests.web.registers import sample_files
from tests.web.tus import PIECES, TUS, UPLOADS, appended, begun, sent

LETTER = "Số: 41/UBND-NC\nSơn La, ngày 12 tháng 5 năm 2023\nKính gửi: Sở Nội vụ\n".encode()


def newest(register: Store) -> IntakeItem:
    with register.reading() as session:
        return items(session, most=1)[0]


def received(register: Store) -> int:
    with register.reading() as session:
        return len(items(session, most=999))


def test_a_file_is_received_as_who_sent_it_with_its_label_and_folder(
    log_in: LogIn, register: Store
) -> None:
    done = sent(log_in("archivist"), LETTER, "41.txt", label="đợt 1", folder="Sở Y tế/2023")
    assert done.status_code == 204
    assert done.headers["upload-offset"] == str(len(LETTER))
    item = newest(register)
    assert done.headers["x-congvan-intake"] == str(item.id)
    assert (item.name, item.actor, item.source) == ("41.txt", "archivist", "upload")
    assert (item.label, item.folder) == ("đợt 1", "Sở Y tế/2023")
    assert item.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert item.state == IntakeState.RECEIVED
    assert list((register.home / "uploads").iterdir()) == []
    with register.reading() as session:
        action = select(col(AuditEntry.actor)).where(col(AuditEntry.action) == "upload")
        assert session.scalars(action).all() == ["archivist"]


def test_an_upload_goes_on_where_it_was_cut_off(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    place = begun(client, LETTER, "41.txt").headers["location"]
    assert appended(client, place, LETTER[:10], 0).headers["upload-offset"] == "10"
    found = client.head(place, headers=TUS)
    assert (found.headers["upload-offset"], found.headers["upload-length"]) == (
        "10",
        str(len(LETTER)),
    )
    assert appended(client, place, LETTER[:10], 0).status_code == 409
    assert appended(client, place, LETTER[10:], 10).status_code == 204
    assert newest(register).sha256 == hashlib.sha256(LETTER).hexdigest()
    assert client.head(place, headers=TUS).status_code == 404


def test_a_whole_file_that_could_not_be_received_is_when_somebody_asks_again(
    log_in: LogIn, register: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = log_in("archivist")
    place = begun(client, LETTER, "41.txt").headers["location"]
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr(os, "replace", Mock(side_effect=full))
        assert appended(client, place, LETTER, 0).status_code == 507
    before = received(register)
    assert client.head(place, headers=TUS).headers["upload-offset"] == str(len(LETTER))
    assert received(register) == before + 1
    assert newest(register).sha256 == hashlib.sha256(LETTER).hexdigest()


def test_more_than_was_announced_is_refused(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    before = received(register)
    place = begun(client, LETTER, "41.txt").headers["location"]
    assert appended(client, place, LETTER + b"x", 0).status_code == 409
    assert received(register) == before


def test_other_bytes_than_announced_do_not_come_in(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    before = received(register)
    place = begun(client, LETTER, "41.txt").headers["location"]
    done = appended(client, place, bytes(reversed(LETTER)), 0)
    assert (done.status_code, done.json()["type"]) == (422, "urn:congvan:error:upload_damaged")
    assert received(register) == before
    assert list((register.home / "uploads").iterdir()) == []


def test_an_upload_is_nobody_elses(log_in: LogIn) -> None:
    place = begun(log_in("archivist"), LETTER, "41.txt").headers["location"]
    other = log_in("admin")
    assert other.head(place, headers=TUS).status_code == 404
    assert appended(other, place, LETTER, 0).status_code == 404
    assert other.delete(place, headers=TUS).status_code == 404
    for odd in ("../x", "..%2Fx", "0" * 64):
        assert other.head(f"{UPLOADS}/{odd}", headers=TUS).status_code == 404


def test_one_may_give_up(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    place = begun(client, LETTER, "41.txt").headers["location"]
    assert client.delete(place, headers=TUS).status_code == 204
    assert client.head(place, headers=TUS).status_code == 404
    assert list((register.home / "uploads").iterdir()) == []


def test_what_nobody_goes_on_with_is_forgotten_after_a_day(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    place = begun(client, LETTER, "41.txt").headers["location"]
    (part,) = (register.home / "uploads").glob("*.part")
    before = time.time() - KEPT - 1
    os.utime(part, (before, before))
    begun(client, LETTER, "42.txt")
    assert client.head(place, headers=TUS).status_code == 404


def test_a_file_that_is_too_large_is_not_even_begun(log_in: LogIn, app: FastAPI) -> None:
    app.state.place.uploads.most_bytes = len(LETTER) - 1
    done = begun(log_in("archivist"), LETTER, "41.txt")
    assert (done.status_code, done.json()["type"]) == (413, "urn:congvan:error:upload_too_large")


def test_a_disk_without_room_is_said(log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10, 9, 1))
    done = begun(log_in("archivist"), LETTER, "41.txt")
    assert (done.status_code, done.json()["type"]) == (507, "urn:congvan:error:disk_full")


def test_a_file_with_too_many_pages_does_not_come_in(
    log_in: LogIn, register: Store, app: FastAPI
) -> None:
    app.state.place.uploads._fitness._most_pages = 1
    before = received(register)
    content = make_pdf(Page((Text("1", y=700),)), Page((Text("2", y=700),)))
    done = sent(log_in("archivist"), content, "hai trang.pdf")
    assert (done.status_code, done.json()["type"]) == (422, "urn:congvan:error:too_many_pages")
    assert "2 > 1" in done.json()["detail"]
    assert received(register) == before


def test_a_text_that_is_called_pdf_does_not_come_in(log_in: LogIn, register: Store) -> None:
    before = received(register)
    done = sent(log_in("archivist"), LETTER, "41.pdf")
    assert (done.status_code, done.json()["type"]) == (422, "urn:congvan:error:name_mismatch")
    assert received(register) == before


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "file_empty"), (bytes(range(256)), "not_a_document")]
)
def test_what_cannot_be_read_is_in_the_ledger_with_its_reason(
    log_in: LogIn, register: Store, content: bytes, reason: str
) -> None:
    client = log_in("archivist")
    assert sent(client, content, "41.pdf").status_code in (201, 204)
    item = newest(register)
    assert (item.state, item.reason, item.name) == ("failed", reason, "41.pdf")
    (row,) = client.get("/api/v1/intake?limit=1").json()["items"]
    assert row["error"]["code"] == reason
    assert ".part" not in row["error"]["message"]


@pytest.mark.parametrize(
    ("sent_as", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\scan\\41.txt", "41.txt"),
        ("41\x00\x1b[31m.txt", "41 [31m.txt"),
        ("41\u202etxt.exe.txt", "41 txt.exe.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_hostile_names_become_harmless(
    log_in: LogIn, register: Store, sent_as: str, kept: str
) -> None:
    assert sent(log_in("archivist"), LETTER, sent_as, folder="../..//a/./b").status_code == 204
    item = newest(register)
    assert (item.name, item.folder) == (kept, "a/b")


@pytest.mark.parametrize("name", ["", "..", "a/", "\x01"])
def test_what_is_no_name_is_refused(log_in: LogIn, name: str) -> None:
    assert begun(log_in("archivist"), LETTER, name).status_code == 422


def test_the_protocol_is_kept_to(log_in: LogIn) -> None:
    client = log_in("archivist")
    options = client.options(UPLOADS)
    assert options.headers["tus-version"] == "1.0.0"
    assert options.headers["tus-max-size"] == "200000000"
    assert "creation" in options.headers["tus-extension"]
    assert client.post(UPLOADS, headers={"Upload-Length": "1"}).status_code == 412
    wrong = {**TUS, "Upload-Length": "1", "Upload-Metadata": "filename !"}
    assert client.post(UPLOADS, headers=wrong).status_code == 400
    place = begun(client, LETTER, "41.txt").headers["location"]
    plain = {**PIECES, "Content-Type": "text/plain", "Upload-Offset": "0"}
    assert client.patch(place, content=b"x", headers=plain).status_code == 415


def offer(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return {"sha256": sha256, "name": path.name, "size": len(content)}


def asked(client: TestClient, *files: dict[str, Any]) -> list[int | None]:
    found = client.post(f"{UPLOADS}:check", json={"files": files})
    assert found.status_code == 200, found.text
    return [each["intake"] for each in found.json()["files"]]


def test_what_is_here_is_not_sent_and_only_noted(log_in: LogIn, register: Store) -> None:
    (known,) = sample_files("02-")
    new = {"sha256": "0" * 64, "name": "x.pdf", "size": 9}
    before = received(register)
    first, other, again = asked(log_in("archivist"), offer(known), new, offer(known))
    assert other is None
    assert received(register) == before + 2
    assert newest(register).id == again != first
    assert newest(register).state == IntakeState.RECEIVED


def test_a_name_that_is_none_hinders_no_other_file(log_in: LogIn) -> None:
    (known,) = sample_files("02-")
    nameless = {**offer(known), "name": "\u200b\u2060"}
    odd, good = asked(log_in("archivist"), nameless, offer(known))
    assert odd is None
    assert good is not None


def test_nobody_has_a_file_that_is_larger_than_any(log_in: LogIn) -> None:
    (known,) = sample_files("02-")
    assert asked(log_in("archivist"), {**offer(known), "size": 10**30}) == [None]


def test_whether_a_secret_file_is_here_nobody_learns(log_in: LogIn, register: Store) -> None:
    from models.register import SecretFile

    with register.reading() as session:
        secret = session.scalars(select(col(SecretFile.sha256))).all()
    (path,) = [x for x in sample_files("") if offer(x)["sha256"] in secret]
    before = received(register)
    assert asked(log_in("archivist"), offer(path)) == [None]
    assert received(register) == before
    assert asked(log_in("cleared"), offer(path)) != [None]
    # and who sends it in full finds nothing of it in the list
    client = log_in("archivist")
    assert sent(client, path.read_bytes(), path.name).status_code == 204
    shown = client.get("/api/v1/intake?limit=200").json()["items"]
    assert path.name not in {each["name"] for each in shown}
    with register.reading() as session:
        level = select(col(AuditEntry.level)).where(col(AuditEntry.action) == "upload")
        assert set(session.scalars(level)) == {1}


def test_who_may_not_upload_may_nothing_here(log_in: LogIn) -> None:
    client = log_in("policy")
    assert begun(client, LETTER, "41.txt").status_code == 403
    assert client.post(f"{UPLOADS}:check", json={"files": []}).status_code == 403
    assert client.get("/api/v1/intake").status_code == 403
