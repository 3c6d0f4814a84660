"""`congvan metrics`: what Prometheus reads of the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select, text
from sqlmodel import Session, SQLModel

from cli.metrics import metrics
from models.errors import StoreUnavailable
from models.register import Claim, Document, Edge, IntakeItem, IntakeState, StoredLetter
from pipeline.operate import metric_questions
from pipeline.operate import metrics as exposing
from pipeline.operate.looking import TooSlow, within
from pipeline.settings import StoreSettings
from pipeline.store.ledger import utc_now
from pipeline.store.store import Store
from tests.cli.running import done, refused
from tests.store.exported import a_register

FOR_EVER = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000000000)
SELECT count(*) FROM number
"""
Samples = dict[tuple[str, str], float]


@pytest.fixture(autouse=True)
def here(store_settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command looks at the register of the test; its home."""
    monkeypatch.setenv("CONGVAN_HOME", str(store_settings.home))
    if store_settings.database_url:
        monkeypatch.setenv("CONGVAN_DATABASE_URL", store_settings.database_url)
    return store_settings.home


def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(metrics)
    return made


def parsed(said: str) -> Samples:
    """Samples by name and their labels' values."""
    return {
        (sample.name, " ".join(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(said)
        for sample in family.samples
    }


def asked() -> Samples:
    return parsed(done(app()))


def came_in(store: Store, state: IntakeState, **more: Any) -> None:  # noqa: ANN401
    own = {"received_at": utc_now(), "name": "a.pdf", "source": "command", "actor": "x"}
    with store.writing() as session:
        session.add(IntakeItem(state=state, received_on=utc_now().date(), **{**own, **more}))


def test_files_are_counted_by_state_and_failures_by_code(store: Store) -> None:
    came_in(store, IntakeState.LINKED)
    came_in(store, IntakeState.STORED, received_at=utc_now() - dt.timedelta(minutes=90))
    for code in ("file_damaged", "page_timeout", "file_damaged"):
        came_in(store, IntakeState.FAILED, reason=code)
    found = asked()
    counts = {state: found["congvan_intake_files", state] for state in IntakeState}
    assert {state for state, count in counts.items() if count == 0} == {
        IntakeState.RECEIVED,
        IntakeState.READING,
        IntakeState.PARTLY_READ,
        IntakeState.DUPLICATE,
    }
    assert (counts[IntakeState.FAILED], counts[IntakeState.STORED]) == (3, 1)
    assert found["congvan_failures", "file_damaged"] == 2
    assert found["congvan_failures", "page_timeout"] == 1
    assert 5400 <= found["congvan_intake_oldest_open_seconds", ""] < 6000


def test_the_graph_is_counted_as_it_is(store: Store) -> None:
    a_register(store)
    found = asked()

    def rows(table: type[SQLModel]) -> int:
        with store.reading() as session:
            return int(session.execute(select(func.count()).select_from(table)).scalar_one())

    assert found["congvan_letters", ""] == rows(StoredLetter) == 5
    assert found["congvan_claims", ""] == rows(Claim) > 0
    assert found["congvan_edges", ""] == rows(Edge) > 0
    by_state = [found["congvan_documents", state] for state in ("present", "unresolved")]
    assert by_state == [rows(Document), 0]
    assert found["congvan_pages", "ocr"] == 5


def test_times_are_in_buckets_that_add_up(store: Store) -> None:
    for seconds in (0.5, 1.0, 1.25, 4000.0):
        now = utc_now()
        ended = now + dt.timedelta(seconds=seconds)
        came_in(store, IntakeState.LINKED, began_at=now, ended_at=ended)
    came_in(store, IntakeState.DUPLICATE, ended_at=utc_now())
    came_in(store, IntakeState.FAILED, ended_at=utc_now(), reason="file_empty")
    found, name = asked(), "congvan_intake_seconds"
    buckets = [found[f"{name}_bucket", f"{bound} linked"] for bound in ("1.0", "2.0", "3600.0")]
    assert buckets == [2, 3, 3]
    assert found[f"{name}_bucket", "+Inf linked"] == found[f"{name}_count", "linked"] == 4
    assert found[f"{name}_sum", "linked"] == 4002.75
    assert found[f"{name}_count", "failed"] == 0


def test_only_the_newest_times_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.operate.counting.NEWEST", 2)
    for seconds in (500, 20, 20):
        now = utc_now()
        ended = now + dt.timedelta(seconds=seconds)
        came_in(store, IntakeState.PARTLY_READ, began_at=now, ended_at=ended)
    assert asked()["congvan_intake_seconds_sum", "partly_read"] == 40


def test_version_and_room_are_told(store: Store, store_settings: StoreSettings) -> None:
    found = asked()
    assert found["congvan_build_info", "0.1.0"] == 1
    assert found["congvan_store_bytes_free", "files"] > 0
    has_file = store_settings.database_url is None
    assert (("congvan_store_bytes_free", "database") in found) is has_file


def test_what_takes_too_long_to_count_is_left_out_and_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_ever(session: Session, _: object) -> int:
        return int(session.execute(text(FOR_EVER)).scalar_one())

    came_in(store, IntakeState.LINKED)
    monkeypatch.setattr(metric_questions, "count_rows", for_ever)
    monkeypatch.setattr(exposing, "PATIENCE", 0.2)
    found = asked()
    left_out = [f"congvan_{name}" for name in ("letters", "claims", "edges")]
    assert [found["congvan_metrics_skipped", name] for name in left_out] == [1, 1, 1]
    assert not [name for name in left_out if (name, "") in found]
    assert found["congvan_intake_files", "linked"] == 1


def test_after_a_question_that_took_too_long_others_have_their_time(store: Store) -> None:
    with store.reading() as session:
        with pytest.raises(TooSlow), within(session, 0.1):
            session.execute(text(FOR_EVER))
        few = FOR_EVER.replace("100000000000", "300000")
        assert session.execute(text(few)).scalar_one() == 300_000


def test_a_file_is_written_whole_or_stays_as_it_was(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "congvan.prom"
    assert done(app(), "--output", str(out)) == ""
    assert parsed(out.read_text())["congvan_intake_files", "linked"] == 0
    assert out.stat().st_mode & 0o444 == 0o444
    before = out.read_bytes()
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    assert isinstance(refused(app(), "--output", str(out)), StoreUnavailable)
    assert out.read_bytes() == before
    assert list(tmp_path.glob(".congvan*")) == []


def test_a_register_of_another_version_is_left_as_it_is(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    assert "0003" in refused(app()).detail
    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "0003"


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_no_register_is_made_where_none_is(here: Path) -> None:
    (here / "register.sqlite").unlink()
    assert isinstance(refused(app()), StoreUnavailable)
    assert list(here.iterdir()) == []
