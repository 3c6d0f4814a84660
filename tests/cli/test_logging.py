"""The log of whole commands, with what their worker processes say."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.test_register import CHAIN, a_letter
from tests.log_lines import events, named

SCAN = Path(__file__).parents[2] / "data" / "samples" / "04-tinh-uy-cong-van.pdf"
CONGVAN = Path(sys.executable).with_name("congvan")
OFF: Mapping[str, str] = {}
ON = {"CONGVAN_LOG_FORMAT": "json", "CONGVAN_LOG_LEVEL": "info"}


def told(home: Path, *words: object, code: int = 0, on: Mapping[str, str] = OFF) -> str:
    """What a command says on the standard error stream."""
    outside = {name: value for name, value in os.environ.items() if "CONGVAN" not in name}
    done = subprocess.run(
        [CONGVAN, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**outside, "CONGVAN_HOME": str(home), **on},
    )
    assert done.returncode == code, done.stderr
    return done.stderr


def assert_followed(said: str, letter: Path, bad: Path) -> None:
    """Every file and page has its events, once, and no event has a word of a letter."""
    assert sorted(each["document"] for each in named(said, "received")) == sorted(
        [SCAN.name, letter.name, bad.name]
    )
    pages = [(each["document"], each["page"], each["origin"]) for each in named(said, "page_read")]
    assert sorted(pages) == [(SCAN.name, 1, "ocr"), (letter.name, 1, "text")]
    (scan,) = [each for each in named(said, "page_read") if each["document"] == SCAN.name]
    assert scan["seconds"] > 0
    assert 0 < scan["confidence"] <= 1
    items = {each["document"]: (each["item"], each["sha256"]) for each in named(said, "received")}
    for event in ("page_read", "stored", "linked"):
        assert {each["document"] for each in named(said, event)} == {SCAN.name, letter.name}
        assert len(named(said, event)) == 2
        for each in named(said, event):
            assert (each["item"], each["sha256"]) == items[each["document"]]
    assert [(each["document"], each["code"]) for each in named(said, "failed")] == [
        (bad.name, "file_damaged")
    ]
    for word in ("biên chế", "Sơn La", "UBND-NC"):
        assert word not in str(events(said))


@pytest.mark.parametrize("command", ["add", pytest.param("ingest", marks=pytest.mark.slow)])
def test_files_are_followed_into_the_register_page_by_page(tmp_path: Path, command: str) -> None:
    letter = a_letter(tmp_path, *CHAIN)
    letter = letter.rename(letter.with_name("van-ban.txt"))
    bad = tmp_path / "hong.pdf"
    bad.write_bytes(SCAN.read_bytes()[:3000])
    said = told(tmp_path / "home", command, SCAN, letter, bad, code=3, on=ON)
    assert_followed(said, letter, bad)
    again = told(tmp_path / "home", command, letter, on=ON)
    assert [each["event"] for each in events(again)] == ["received", "duplicate"]


def test_pages_that_are_only_read_are_logged_too(tmp_path: Path) -> None:
    said = told(tmp_path, "read", SCAN, on={"CONGVAN_LOG_LEVEL": "info"})
    (line,) = [line for line in said.splitlines() if "event=page_read" in line]
    assert f"document={SCAN.name}" in line
    assert "page=1" in line


def test_the_end_of_a_command_that_failed_is_logged_and_said(tmp_path: Path) -> None:
    said = told(tmp_path, "show", "41/UBND-NC", code=71, on=ON)
    (end,) = events(said)
    assert (end["event"], end["level"]) == ("ended", "ERROR")
    assert (end["code"], end["exit_code"]) == ("document_unknown", 71)
    assert said.splitlines()[-1].startswith("lỗi: ")


def test_without_a_setting_a_command_says_what_it_always_said(tmp_path: Path) -> None:
    bad = tmp_path / "hong.pdf"
    bad.write_bytes(SCAN.read_bytes()[:3000])
    (line,) = told(tmp_path / "home", "add", bad, code=15).splitlines()
    assert line.startswith("lỗi: ")


def test_a_log_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "version", code=50, on={"CONGVAN_LOG_LEVEL": "loud"}).splitlines()
    assert "CONGVAN_LOG_LEVEL 'loud'" in line
