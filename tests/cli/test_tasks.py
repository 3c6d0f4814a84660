"""`congvan tasks`, `mark`, `targets`, `progress`: what people see and record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from sqlmodel import Session, col, select
from typer.testing import CliRunner, Result

from cli.mark import mark
from cli.report_progress import progress
from cli.target_table import number
from cli.targets import targets
from cli.tasks import tasks
from models.errors import CongvanError, QueryInvalid, TaskUnknown, TransitionRefused
from models.reading import Target
from models.register import StoredTarget, StoredTask
from pipeline.moments import day_in_vietnam
from pipeline.settings import StoreSettings
from pipeline.store.store import open_store
from tests.track.made_up import due, letter, put, task

MONTHLY = {"kind": "recurring", "recurrence": "monthly", "text": "hằng tháng"}
FIGURE = Target(text="ít nhất 75% số hộ", comparator=">=", value=75, unit="%")


@contextmanager
def writing(home: Path) -> Iterator[Session]:
    """A transaction in the register of ``home``."""
    settings = StoreSettings(home=home, actor="Người thử")
    with open_store(settings) as store, store.writing() as session:
        yield session


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The four commands over a register of one letter: a dated task, a dateless one, a figure."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "140")
    with writing(tmp_path) as session:
        dated = task("dọn kênh", lead="Sở Y tế", **due(dt.date(2026, 5, 20)))
        put(session, letter(dated, task("trồng rừng"), targets=(FIGURE,)))
    made = typer.Typer()
    for command in (tasks, mark, targets, progress):
        made.command(command.__name__)(command)
    return made


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def refused(app: typer.Typer, *arguments: str) -> CongvanError:
    error = run(app, *arguments).exception
    assert isinstance(error, CongvanError)
    return error


def key(table: type[StoredTask] | type[StoredTarget], home: Path) -> str:
    with writing(home) as session:
        keys = session.exec(select(table.key).order_by(col(table.id))).all()
    return keys[0]


def rows_of(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.output.splitlines()]


def test_tasks_are_listed_with_status_in_words_and_the_two_by_two(app: typer.Typer) -> None:
    shown = run(app, "tasks", "--as-of", "2026-05-25").output
    assert "quá hạn · overdue" in shown
    assert "không thời hạn · no deadline: 1" in shown
    assert "20/05/2026" in shown
    assert "7/UBND-NN 02/03/2026" in shown


def test_json_is_one_task_a_line(app: typer.Typer) -> None:
    first, second = rows_of(run(app, "tasks", "--as-of", "25/05/2026", "--json"))
    assert (first["text"], first["standing"], first["days_late"]) == ("dọn kênh", "overdue", 5)
    assert (second["due"], second["standing"]) == (None, "no_deadline")


def test_status_assignee_and_day_narrow_the_list(app: typer.Typer) -> None:
    def texts(*options: str) -> list[object]:
        return [row["text"] for row in rows_of(run(app, "tasks", "--json", *options))]

    assert texts("--status", "no-deadline") == ["trồng rừng"]
    assert texts("--assignee", "Sở Y tế") == ["dọn kênh"]
    assert texts("--due-before", "2026-05-20") == []
    assert texts("--limit", "1") == ["dọn kênh"]


def test_a_list_cut_short_says_so(app: typer.Typer) -> None:
    assert "còn nữa · more" in run(app, "tasks", "--limit", "1").output
    assert "còn nữa · more" not in run(app, "tasks", "--limit", "2").output


def test_occurrences_that_stand_alike_are_one_line_for_people_each_one_in_json(
    app: typer.Typer, tmp_path: Path
) -> None:
    with writing(tmp_path) as session:
        put(session, letter(task("báo cáo", lead="Sở Y tế", **MONTHLY)), name="b")
    days = ("--as-of", "2026-07-15")
    reports = [r for r in rows_of(run(app, "tasks", "--json", *days)) if r["text"] == "báo cáo"]
    overdue = [row for row in reports if row["standing"] == "overdue"]
    assert len(overdue) > 2
    shown = run(app, "tasks", *days).output
    assert shown.count("báo cáo") == len({row["standing"] for row in reports})
    assert f"và {len(overdue) - 1} kỳ sau · and {len(overdue) - 1} later" in shown
    cut = run(app, "tasks", "--limit", "1", "--assignee", "Sở Y tế", *days).output
    assert "còn nữa · more" in cut


def test_what_cannot_be_understood_is_an_error_of_one_line(app: typer.Typer) -> None:
    assert isinstance(refused(app, "tasks", "--status", "late"), QueryInvalid)
    assert isinstance(refused(app, "tasks", "--due-before", "mai"), QueryInvalid)
    assert isinstance(refused(app, "mark", "0" * 12, "lose"), QueryInvalid)
    assert isinstance(refused(app, "mark", "0" * 12, "accept"), TaskUnknown)
    assert isinstance(refused(app, "progress", "0" * 12, "5"), TaskUnknown)
    assert isinstance(refused(app, "targets", "--kind", "wish"), QueryInvalid)


def test_marking_a_task_says_where_it_stands(app: typer.Typer, tmp_path: Path) -> None:
    own = key(StoredTask, tmp_path)
    assert "đang thực hiện · in progress" in run(app, "mark", own, "accept").output
    done = run(app, "mark", own, "report", "--on", "2026-05-25", "--evidence", "9/SYT", "--json")
    (row,) = rows_of(done)
    assert (row["state"], row["finished_on"]) == ("reported", "2026-05-25")
    assert row["standing"] == "reported_late"


def test_a_refused_mark_changes_nothing(app: typer.Typer, tmp_path: Path) -> None:
    own = key(StoredTask, tmp_path)
    assert isinstance(refused(app, "mark", own, "confirm"), TransitionRefused)
    assert isinstance(refused(app, "mark", own, "withdraw"), TransitionRefused)
    assert rows_of(run(app, "tasks", "--json"))[0]["state"] == "new"


def test_a_task_is_extended_and_handed_over_with_reasons(app: typer.Typer, tmp_path: Path) -> None:
    own = key(StoredTask, tmp_path)
    why = ("--reason", "mưa lũ")
    assert run(app, "mark", own, "extend", "--until", "2026-06-30", *why).exit_code == 0
    assert run(app, "mark", own, "reassign", "--to", "Sở Xây dựng", *why).exit_code == 0
    row = rows_of(run(app, "tasks", "--json"))[0]
    assert (row["due"], row["extended"], row["leads"]) == ("2026-06-30", True, ["Sở Xây dựng"])


def test_listing_makes_the_occurrences_that_have_come(app: typer.Typer, tmp_path: Path) -> None:
    with writing(tmp_path) as session:
        put(session, letter(task("báo cáo", **MONTHLY)), name="b")
    dues = [row["due"] for row in rows_of(run(app, "tasks", "--json")) if row["text"] == "báo cáo"]
    assert len(dues) > 1
    assert str(dues[-1]) > day_in_vietnam().isoformat()


def test_progress_is_shown_as_percent_of_the_target(app: typer.Typer, tmp_path: Path) -> None:
    own = key(StoredTarget, tmp_path)
    told = run(app, "progress", own, "60", "--on", "2026-05-01", "--note", "sơ kết")
    assert "80% chỉ tiêu · of target" in told.output
    (row,) = rows_of(run(app, "targets", "--kind", "target", "--json"))
    assert (row["percent"], row["reached"]) == (80.0, False)
    assert "sơ kết" in run(app, "targets").output
    (before,) = rows_of(run(app, "targets", "--as-of", "2026-04-30", "--json"))
    assert (before["percent"], before["reached"]) == (None, None)
    assert rows_of(run(app, "targets", "--as-of", "01/03/2026", "--json")) == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [(75, "75"), (36.6, "36,6"), (1250.5, "1.250,5"), (23_153_000_000, "23.153.000.000")],
)
def test_numbers_are_written_as_letters_write_them(value: float, shown: str) -> None:
    assert number(value) == shown
