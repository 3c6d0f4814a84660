"""`congvan read`: what is printed, where, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import run
from models.errors import CongvanError, FileDamaged, FileEmpty
from models.reading import Reading
from tests.cli.fake_read import Outcome, install, letter, reading


def congvan(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command line; its exit code."""
    monkeypatch.setattr("sys.argv", ["congvan", *arguments])
    with pytest.raises(SystemExit) as ended:
        run()
    return int(ended.value.code or 0)


def test_json_is_one_reading_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, {"a.pdf": reading("a.pdf", letter(number="1/A-B")), "b.pdf": reading("b")})
    assert congvan(monkeypatch, "read", "--json", "a.pdf", "b.pdf") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert Reading.model_validate_json(first).letters[0].number == "1/A-B"
    assert json.loads(second)["schema"] == "congvan.reading/1"


def test_a_file_that_failed_is_named_on_stderr_and_still_counts_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, {"a.pdf": reading("a.pdf"), "b.pdf": FileDamaged("EOF")})
    assert congvan(monkeypatch, "read", "--json", "a.pdf", "b.pdf") == 3
    out, err = capsys.readouterr()
    failed = Reading.model_validate_json(out.splitlines()[1])
    assert (failed.source.name, failed.source.page_count) == ("b.pdf", 0)
    assert [problem.code for problem in failed.problems] == ["file_damaged"]
    assert err == f"lỗi: b.pdf: {FileDamaged('EOF')}\n"


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([reading("x")], 0),
        ([reading("x", failed=[2], pages=2)], 3),
        ([reading("x", failed=[1, 2], pages=2)], 21),
        ([FileEmpty()], 13),
        ([FileEmpty(), FileEmpty()], 13),
        ([FileEmpty(), FileDamaged()], 10),
        ([FileEmpty(), reading("x")], 3),
    ],
)
def test_the_exit_code_says_how_much_was_read(
    monkeypatch: pytest.MonkeyPatch, outcomes: list[Outcome], code: int
) -> None:
    names = [f"{index}.pdf" for index in range(len(outcomes))]
    install(monkeypatch, dict(zip(names, outcomes, strict=True)))
    assert congvan(monkeypatch, "read", *names) == code


def test_a_folder_stands_for_the_readable_files_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "2024").mkdir()
    for name in ("b.PDF", "a.tiff", "notes.md", ".hidden.pdf", "2024/c.docx"):
        (tmp_path / name).touch()
    install(monkeypatch, {name: reading(name) for name in ("a.tiff", "b.PDF", "c.docx")})
    assert congvan(monkeypatch, "read", "--json", str(tmp_path)) == 0
    names = [json.loads(line)["source"]["name"] for line in capsys.readouterr().out.splitlines()]
    assert names == ["c.docx", "a.tiff", "b.PDF"]


@pytest.mark.parametrize("jobs", ["0", "nhiều"])
def test_a_wrong_option_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    assert congvan(monkeypatch, "read", "--jobs", jobs, "a.pdf") == 50
    assert capsys.readouterr().err.count("\n") == 1


def test_a_crash_of_ours_shows_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, {"a.pdf": ZeroDivisionError("chia\ncho 0")})
    assert congvan(monkeypatch, "read", "a.pdf") == 1
    err = capsys.readouterr().err
    assert err.startswith("lỗi: chương trình gặp sự cố (ZeroDivisionError: chia cho 0)")
    assert err.count("\n") == 1


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {"a.pdf": ZeroDivisionError()})
    monkeypatch.setenv("CONGVAN_DEBUG", "1")
    monkeypatch.setattr("sys.argv", ["congvan", "read", "a.pdf"])
    with pytest.raises(ZeroDivisionError):
        run()


def test_every_error_of_the_tree_has_a_line_of_its_own() -> None:
    assert "\n" not in str(CongvanError("hai\ndòng"))
