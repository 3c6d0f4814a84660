"""`congvan reread` and `relink` as people see them; the flows themselves are in ``tests/flows``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import update

from flows.workplace import workplace
from models.errors import CongvanError, WorkStopped
from models.register import StoredReading
from pipeline.settings import StoreSettings
from pipeline.store.readings import options_of
from pipeline.store.relinking_files import Relinks
from pipeline.store.rereading import Rereader
from pipeline.store.stale_readings import waiting_files
from pipeline.store.store import open_store
from tests.cli.test_register import CHAIN, FOLLOW_UP, Register, register

__all__ = ["register"]
FILES = ("41-Sơn La.txt", "57-Sơn La.txt")
ADDRESSES = tuple(
    f"{number}@uy-ban-nhan-dan-tinh-son-la/2023-05-{day}"
    for number, day in ((CHAIN[0], 12), (FOLLOW_UP[0], 20))
)


@pytest.fixture
def old(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """The register, with readings of an older version; its flow runs without Prefect."""
    settings = StoreSettings(home=tmp_path / "home", actor="x")
    with open_store(settings) as store, store.writing() as session:
        session.execute(update(StoredReading).values(reader_version="0.0.1"))
    for command in ("reread", "relink"):
        monkeypatch.setattr(f"cli.{command}.run_flow", lambda _place, run: run())
    instead_of_flow(monkeypatch, lambda: None)
    return register


def instead_of_flow(monkeypatch: pytest.MonkeyPatch, before_each: Callable[[], object]) -> None:
    """Let `flows.reread` do its work file by file in this thread."""

    def reread(label: str, files: list[str] | None, everything: bool) -> None:
        place = workplace()
        options = options_of(place.settings)
        with place.store.reading() as session:
            waiting = waiting_files(session, options, everything=everything, only=files)
        for each in waiting:
            before_each()
            if not place.stop.is_set():
                reader = Rereader(place.store, place.room.read, options, everything)
                place.on_end(reader.work(each.sha256))

    module = ModuleType("flows.reread")
    module.reread = reread  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "flows.reread", module)


def lines(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines()]


def test_a_dry_run_lists_what_would_be_read_and_reads_nothing(old: Register) -> None:
    for _ in range(2):
        *listed, total = old.run("reread", "--dry-run").splitlines()
        first, second = sorted(listed)
        assert first.startswith(f"{FILES[0]} (")
        assert first.endswith("): 0.0.1, engine=auto")
        assert FILES[1] in second
        assert total == "2 tệp cần đọc lại · files to read anew"


def test_files_are_named_by_a_number_an_address_or_a_hash(old: Register, tmp_path: Path) -> None:
    digest = hashlib.sha256((tmp_path / "in" / FILES[1]).read_bytes()).hexdigest()
    for named, file in ((CHAIN[0], 0), (ADDRESSES[1], 1), (digest, 1), (digest[:8], 1)):
        (line,) = lines(old.run("reread", named, "--dry-run", "--json"))
        assert line["file"] == FILES[file]
    assert len(lines(old.run("reread", *ADDRESSES, digest, "--dry-run", "--json"))) == 2
    old.run("reread", "9/XYZ", "--dry-run", code=71)
    old.run("reread", "214-CV/TU", "--dry-run", code=71)  # it is only cited


def test_stale_files_are_read_anew_and_then_nothing_is_left(old: Register) -> None:
    said = old.run("reread").splitlines()
    assert sorted(said) == [
        f"{file}: đã đọc lại · read anew: {address}"
        for file, address in zip(FILES, ADDRESSES, strict=True)
    ]
    assert "không có tệp nào cần đọc lại" in old.run("reread")
    assert old.run("reread", "--json") == ""
    (again,) = lines(old.run("reread", CHAIN[0], "--all", "--json"))
    assert again["state"] == "linked"
    assert again["documents"] == [ADDRESSES[0]]
    old.run("check")


def test_a_file_that_cannot_be_read_is_named_and_keeps_its_reading(
    old: Register, tmp_path: Path
) -> None:
    digest = hashlib.sha256((tmp_path / "in" / FILES[0]).read_bytes()).hexdigest()
    (tmp_path / "home" / "files" / "originals" / digest[:2] / digest).unlink()
    said = old.run("reread", code=3)
    assert f"lỗi: {FILES[0]}: sổ đăng ký có chỗ hỏng;" in said
    assert f"{FILES[1]}: đã đọc lại" in said
    kept, failure = old.run("reread", "--json", code=64).splitlines()
    assert json.loads(kept)["state"] == "kept"
    assert json.loads(kept)["error"] == "store_damaged"
    assert failure.startswith("lỗi: ")
    assert old.data("show", CHAIN[0])["state"] == "present"


def test_whoever_is_told_to_stop_says_what_is_left(
    old: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter((False, True))

    def before_each() -> None:
        if next(asked):
            workplace().stop.set()

    instead_of_flow(monkeypatch, before_each)
    said = old.run("reread", code=WorkStopped.exit_code)
    assert said.count("đã đọc lại · read anew") == 1
    assert "(1 tệp · files)" in said
    assert old.run("reread", "--dry-run").splitlines()[-1].startswith("1 tệp")


def test_relink_tells_what_it_did_and_names_what_it_could_not(
    old: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Relinks(files=2, letters=3)
    module = ModuleType("flows.relink")
    module.relink = lambda label, files: done  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "flows.relink", module)
    assert "đã nối lại 3 văn bản của 2 tệp" in old.run("relink")
    assert old.data("relink", CHAIN[0]) == {"files": 2, "letters": 3, "failed": []}
    done.failed.append((FILES[0], CongvanError("x")))
    assert f"lỗi: {FILES[0]}: có lỗi (x)" in old.run("relink", code=3)
    old.run("relink", "9/XYZ", code=71)
