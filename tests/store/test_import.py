"""An exported register is read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import ImportInvalid
from models.register import (
    Decision,
    Occurrence,
    Original,
    Resemblance,
    StoredLetter,
    StoredPage,
    StoredReading,
    StoredTask,
    TaskEvent,
)
from pipeline.settings import StoreSettings
from pipeline.store.canonical import canonical_graph
from pipeline.store.exports.importing import Imported, import_lines
from pipeline.store.readings import DEFAULT_OPTIONS
from pipeline.store.store import Store, open_store
from tests.store.exported import a_register, exported, fields, sha, stream


@pytest.fixture
def lines(sqlite_store: Store) -> list[str]:
    """An exported register."""
    a_register(sqlite_store)
    return exported(sqlite_store)


@pytest.fixture
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Another register, to export from."""
    settings = StoreSettings(home=tmp_path_factory.mktemp("other"), actor="Người thử")
    with open_store(settings) as opened:
        yield opened


def import_all(store: Store, lines: list[str]) -> list[Imported | ImportInvalid]:
    return list(import_lines(store, stream(lines)))


def refusals(store: Store, *lines: str) -> list[str]:
    return [x.detail for x in import_all(store, list(lines)) if isinstance(x, ImportInvalid)]


def changed(line: str, **values: Any) -> str:  # noqa: ANN401
    return json.dumps({**fields(line), **values}, ensure_ascii=False)


def number_of(session: Session, table: Any) -> int:  # noqa: ANN401
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_register_read_back_has_the_same_lines_and_the_same_graph(
    store: Store, sqlite_store: Store, lines: list[str]
) -> None:
    outcomes = import_all(store, lines)
    assert [x for x in outcomes if not isinstance(x, Imported)] == []
    assert exported(store) == lines
    with store.reading() as there, sqlite_store.reading() as here:
        assert canonical_graph(there) == canonical_graph(here)
        flags = [row[2] for row in canonical_graph(there).documents]
        assert "merged" in flags


def test_an_export_of_either_database_is_the_same(
    store: Store, sqlite_store: Store, lines: list[str]
) -> None:
    a_register(store)
    assert exported(store) == lines


def test_every_line_is_there_in_order(lines: list[str]) -> None:
    kinds = [fields(line)["kind"] for line in lines]
    assert kinds[:4] == ["file"] * 4
    assert Counter(kinds[4:]) == {"decision": 2, "resemblance": 1}
    assert [fields(line)["sha256"] for line in lines[:4]] == [
        sha(f"{name}.pdf") for name in ("z", "a", "m", "b")
    ]


def test_what_people_said_holds_again(store: Store, lines: list[str]) -> None:
    import_all(store, lines)
    with store.reading() as session:
        letter = session.scalars(
            select(StoredLetter).where(col(StoredLetter.number) == "11/UBND-TH")
        ).one()
        assert (letter.place, letter.subject) == ("Mộc Châu", "gửi báo cáo")
        states = session.scalars(
            select(col(Occurrence.state))
            .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
            .order_by(col(Occurrence.id))
        ).all()
        assert states[0] == "reported"
        undone = [row.undone_by for row in session.scalars(select(Decision))]
        assert undone == ["Bình", None]
        assert session.scalars(select(col(Resemblance.verdict))).all() == ["confirmed"]


def test_the_reading_keeps_who_made_it_and_pages_their_hashes(
    store: Store, lines: list[str]
) -> None:
    line = fields(lines[1])
    line["current"] |= {"reader_version": "0.0.1", "options": "engine=tesserocr"}
    import_all(store, [json.dumps(line)])
    with store.reading() as session:
        reading = session.scalars(select(StoredReading)).one()
        assert (reading.reader_version, reading.options) == ("0.0.1", "engine=tesserocr")
        page = session.scalars(select(StoredPage)).one()
        assert (page.image_sha256, page.page_hash) == (sha("ảnh a.pdf"), "0f" * 8)


def test_an_export_of_the_time_before_options_has_the_default(
    store: Store, lines: list[str]
) -> None:
    line = fields(lines[1])
    del line["current"]["options"]
    import_all(store, [json.dumps(line)])
    with store.reading() as session:
        assert session.scalars(select(col(StoredReading.options))).one() == DEFAULT_OPTIONS


def test_the_same_lines_twice_change_nothing(store: Store, lines: list[str]) -> None:
    import_all(store, lines)
    again = import_all(store, lines)
    assert all(isinstance(x, Imported) and not x.is_new for x in again)
    assert exported(store) == lines


def test_the_second_half_can_be_imported_first(
    store: Store, sqlite_store: Store, lines: list[str]
) -> None:
    decisions = [line for line in lines if fields(line)["kind"] == "decision"]
    files = [line for line in lines if fields(line)["kind"] == "file"]
    import_all(store, [*decisions, *files[::-1]])
    with store.reading() as there, sqlite_store.reading() as here:
        assert canonical_graph(there) == canonical_graph(here)


def test_files_whose_bytes_are_not_there_are_counted(store: Store, lines: list[str]) -> None:
    outcomes = import_all(store, lines)
    lacking = [x for x in outcomes if isinstance(x, Imported) and x.lacks_original]
    assert [each.kind for each in lacking] == ["file"] * 4


def test_a_wrong_line_is_named_and_the_others_go_in(store: Store, lines: list[str]) -> None:
    outcomes = import_all(store, [lines[0], '{"schema": ', "", lines[1]])
    assert [type(x) for x in outcomes] == [Imported, ImportInvalid, Imported]
    assert "line 2: Invalid JSON" in str(outcomes[1])
    with store.reading() as session:
        assert number_of(session, Original) == 2


def test_what_was_recorded_about_a_task_that_is_gone_stays(store: Store, lines: list[str]) -> None:
    event = {**fields(lines[1])["task_events"][0], "task_key": "0" * 12}
    loose = json.dumps({"schema": "congvan.register/1", "kind": "task_event", "event": event})
    for is_new in (True, False):
        (outcome,) = import_all(store, [loose])
        assert isinstance(outcome, Imported)
        assert outcome.is_new is is_new
    assert [fields(line) for line in exported(store)] == [fields(loose)]


def test_a_verdict_reaches_a_pair_that_is_still_open(store: Store, lines: list[str]) -> None:
    open_pair = changed(lines[-1], verdict="open", actor=None, decided_at=None)
    import_all(store, [*lines[:-1], open_pair])
    (outcome,) = import_all(store, [lines[-1]])
    assert isinstance(outcome, Imported)
    assert outcome.is_new
    assert exported(store) == lines


@pytest.mark.parametrize(
    ("values", "cause"),
    [
        ({"schema": "congvan.register/2"}, "schema"),
        ({"sha256": "../../etc/passwd"}, "sha256"),
        ({"sha256": "0" * 64}, "another file"),
        ({"size": 2**40}, "size"),
        ({"stored_at": "2026-03-02T08:30:00"}, "stored_at"),
        ({"kind": "folder"}, "folder"),
        ({"surprise": 1}, "surprise"),
        ({"media_type": "a\0b"}, "U+0000"),
    ],
)
def test_a_file_line_that_makes_no_sense_is_refused(
    store: Store, lines: list[str], values: dict[str, object], cause: str
) -> None:
    (detail,) = refusals(store, changed(lines[0], **values))
    assert "line 1" in detail
    assert cause in detail
    with store.reading() as session:
        assert number_of(session, Original) == 0


@pytest.mark.parametrize(
    "values",
    [{"pages": [9]}, {"attachment_of": 5}, {"targets": [{"text": "x", "value": 10**400}]}],
)
def test_a_reading_that_does_not_hang_together_is_refused(
    store: Store, lines: list[str], values: dict[str, object]
) -> None:
    line = fields(lines[0])
    line["current"]["reading"]["letters"][0] |= values
    assert len(refusals(store, json.dumps(line))) == 1
    with store.reading() as session:
        assert number_of(session, Original) == 0


def test_a_correction_that_does_not_fit_leaves_nothing_behind(
    store: Store, lines: list[str]
) -> None:
    line = fields(lines[2])
    line["corrections"][0]["value"] = {"not": "a place"}
    (detail,) = refusals(store, json.dumps(line))
    assert "place" in detail
    with store.reading() as session:
        assert number_of(session, Original) == 0
        assert number_of(session, TaskEvent) == 0


def test_a_resemblance_of_letters_that_are_not_here_is_refused(
    store: Store, lines: list[str]
) -> None:
    (detail,) = refusals(store, lines[-1])
    assert "not here" in detail


def test_what_is_no_text_at_all_is_refused_line_by_line(store: Store) -> None:
    outcomes = list(import_lines(store, stream([])))
    assert outcomes == []
    (detail,) = refusals(store, "PK\x03\x04 zip")
    assert "Invalid JSON" in detail
