"""`congvan export` and `congvan import`: into files and to the standard output, and back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer

from cli.export import FORMATS, export
from cli.import_ import import_
from models.errors import (
    DocumentUnknown,
    FileMissing,
    FileUnreadable,
    QueryInvalid,
    SettingInvalid,
)
from pipeline.store.store import open_store
from tests.cli.running import done, refused, run
from tests.store.exported import a_register

EVERY = [(what, form) for what, forms in FORMATS.items() for form in forms]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The two commands over a small register."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "home"))
    with open_store() as store:
        a_register(store)
    made = typer.Typer()
    made.command("export")(export)
    made.command("import")(import_)
    return made


def of_lineage(what: str) -> tuple[str, ...]:
    return ("--number", "9/UBND-TH") if what == "lineage" else ()


@pytest.mark.parametrize(("what", "form"), EVERY)
def test_everything_is_written_into_a_file_by_its_name(
    app: typer.Typer, tmp_path: Path, what: str, form: str
) -> None:
    out = tmp_path / f"export.{form}"
    said = done(app, "export", what, "--out", str(out), *of_lineage(what))
    assert "đã ghi · written" in said
    content = out.read_bytes()
    begins = {"xlsx": b"PK", "ics": b"BEGIN:VCALENDAR", "dot": b"digraph", "csv": b"\xef\xbb\xbf"}
    assert content.startswith(begins.get(form, content[:1]))
    assert {path.name for path in tmp_path.iterdir()} == {"home", out.name}
    if form in ("svg", "graphml"):
        ElementTree.fromstring(content)
    if form == "jsonl":
        assert [json.loads(line) for line in content.splitlines()]


@pytest.mark.parametrize(("what", "form"), [(what, form) for what, form in EVERY if form != "xlsx"])
def test_text_goes_to_the_standard_output(app: typer.Typer, what: str, form: str) -> None:
    assert done(app, "export", what, "--format", form, *of_lineage(what))


def test_the_first_format_is_taken_where_none_is_named(app: typer.Typer, tmp_path: Path) -> None:
    assert json.loads(done(app, "export", "register").splitlines()[0])["kind"] == "file"
    out = tmp_path / "so.txt"
    done(app, "export", "tasks", "--out", str(out))
    assert json.loads(out.read_text().splitlines()[0])["standing"] == "reported_on_time"


def test_tasks_are_listed_as_by_the_command_of_that_name(app: typer.Typer) -> None:
    (first, _) = done(app, "export", "tasks").splitlines()
    assert json.loads(first)["standing_label"] == "đã báo cáo, đúng hạn · reported on time"


def test_down_is_another_lineage_than_up(app: typer.Typer) -> None:
    number = ("--number", "77/KH-UBND", "--format", "json")
    up = json.loads(done(app, "export", "lineage", *number))
    down = json.loads(done(app, "export", "lineage", *number, "--down"))
    assert (len(up["links"]), len(down["links"])) == (0, 1)


def test_the_archive_knows_what_it_is_told(app: typer.Typer) -> None:
    codes = ("--fonds", "H52", "--file", "01", "--maintenance", "04", "--format", "jsonl")
    line = json.loads(done(app, "export", "archive", *codes).splitlines()[1])
    assert (line["arcDocCode"], line["maintenance"]) == ("H52.01.0000002", "04")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("letters",), "register"),
        (("tasks", "--format", "graphml"), "jsonl"),
        (("tasks", "--format", "xlsx"), "--out FILE"),
        (("lineage",), "--number"),
        (("lineage", "--number", "9/UBND-TH", "--up", "--down"), "--up, --down"),
        (("tasks", "--number", "9/UBND-TH"), "lineage"),
        (("register", "--fonds", "H52"), "archive"),
        (("archive", "--maintenance", "99"), "01 Vĩnh viễn"),
    ],
)
def test_what_makes_no_sense_is_refused(
    app: typer.Typer, arguments: tuple[str, ...], says: str
) -> None:
    error = refused(app, "export", *arguments)
    assert isinstance(error, QueryInvalid)
    assert says in str(error)


def test_a_refused_export_leaves_the_file_that_was_there(app: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "x.dot"
    out.write_text("trước")
    error = refused(app, "export", "lineage", "--number", "404/QĐ-X", "--out", str(out))
    assert isinstance(error, DocumentUnknown)
    assert out.read_text() == "trước"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_place_where_nothing_can_be_written_is_told(app: typer.Typer, tmp_path: Path) -> None:
    for place in (tmp_path / "no" / "x.csv", tmp_path / "home"):
        error = refused(app, "export", "register", "--out", str(place))
        assert isinstance(error, SettingInvalid)
        assert str(place) in str(error)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_an_xlsx_names_its_sheet_in_vietnamese(app: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    done(app, "export", "tasks", "--out", str(out))
    with zipfile.ZipFile(out) as book:
        assert 'name="Nhiệm vụ"' in book.read("xl/workbook.xml").decode()


def test_what_was_exported_is_imported_elsewhere(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = done(app, "export", "register")
    source = tmp_path / "so.jsonl"
    source.write_text(lines)
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "elsewhere"))
    said = done(app, "import", str(source))
    assert "files registered: 4" in said
    assert "bản gốc chưa có: 4" in said
    assert done(app, "export", "register") == lines
    again = json.loads(done(app, "import", str(source), "--json"))
    assert again == {
        "files": 0,
        "others": 0,
        "known": 7,
        "refused": 0,
        "without_original": 4,
    }


def test_wrong_lines_are_named_and_the_exit_code_says_that_some_went_in(
    app: typer.Typer, tmp_path: Path
) -> None:
    source = tmp_path / "so.jsonl"
    source.write_text(done(app, "export", "register") + "{}\n")
    partly = run(app, "import", str(source))
    assert partly.exit_code == 3
    assert "line 8" in partly.stderr
    source.write_text("{}\n")
    assert run(app, "import", str(source)).exit_code == 80


def test_a_file_that_cannot_be_opened_is_told(app: typer.Typer, tmp_path: Path) -> None:
    assert isinstance(refused(app, "import", str(tmp_path / "no")), FileMissing)
    assert isinstance(refused(app, "import", str(tmp_path)), FileUnreadable)
