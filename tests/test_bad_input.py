"""Whatever is wrong with a file: one clear line, its own exit code, and the rest is still read."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from cli.main import run
from models.layout import PageLayout
from models.reading import Reading
from pipeline.read import read_page
from pipeline.settings import Settings
from tests.ocr.pdf_maker import Page, Text, make_pdf
from tests.ocr.test_load import encrypted_pdf

SENTENCE = "Kính gửi các đơn vị trực thuộc, đề nghị báo cáo kết quả thực hiện"
GOOD = Page((Text(SENTENCE),))
BROKEN = Page((Text("mất"),), contents=b"this is no deflated stream")


class Ran(NamedTuple):
    """What one run of the command left behind."""

    code: int
    readings: list[Reading]
    complaints: list[str]


Congvan = Callable[..., Ran]


@pytest.fixture
def congvan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Congvan:
    """`congvan read --json` on files, with one worker."""

    def ran(*files: Path) -> Ran:
        monkeypatch.setattr(
            "sys.argv", ["congvan", "read", "--json", "--jobs", "1", *map(str, files)]
        )
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        readings = [Reading.model_validate_json(line) for line in out.splitlines()]
        return Ran(int(ended.value.code or 0), readings, err.splitlines())

    return ran


def written(folder: Path, content: bytes, name: str = "thu.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def huge_picture(folder: Path) -> Path:
    path = folder / "khong-lo.png"
    Image.new("1", (20_000, 20_000), 1).save(path)
    return path


def truncated_pdf() -> bytes:
    return make_pdf(*[GOOD] * 5)[:300]


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", 13, "file_empty"),
        (b" \n\n ", 13, "file_empty"),
        (random.Random(7).randbytes(20_000), 14, "not_a_document"),
        (b"PK\x03\x04" + bytes(500), 14, "not_a_document"),
        (truncated_pdf(), 15, "file_damaged"),
        (b"%PDF-1.7\n", 15, "file_damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), 15, "file_damaged"),
        (encrypted_pdf("bí mật"), 16, "file_encrypted"),
        (make_pdf(), 17, "no_pages"),
    ],
    ids=[
        *("nothing", "white space", "random bytes", "a broken archive", "a PDF cut short"),
        *("a PDF's first line", "a picture's first line", "a password", "no pages"),
    ],
)
def test_a_bad_file_is_one_line_with_its_own_exit_code(
    congvan: Congvan, tmp_path: Path, content: bytes, code: int, word: str
) -> None:
    path = written(tmp_path, content)
    ran = congvan(path)
    assert ran.code == code
    [line] = ran.complaints
    assert line.startswith(f"lỗi: {path}: ")
    assert " · " in line  # Vietnamese, then English
    [reading] = ran.readings
    assert (reading.source.page_count, reading.letters) == (0, [])
    assert [problem.code for problem in reading.problems] == [word]


def test_a_missing_file_and_an_empty_folder_are_told_apart(
    congvan: Congvan, tmp_path: Path
) -> None:
    assert congvan(tmp_path / "khong-co.pdf").code == 11
    assert congvan(tmp_path).code == 12


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(congvan: Congvan, tmp_path: Path) -> None:
    path = written(tmp_path, make_pdf(GOOD))
    path.chmod(0)
    assert congvan(path).code == 12


def test_a_picture_of_400_million_pixels_is_refused(congvan: Congvan, tmp_path: Path) -> None:
    path = huge_picture(tmp_path)
    ran = congvan(path)
    assert ran.code == 18
    assert len(ran.complaints) == 1


def test_an_empty_user_password_opens(congvan: Congvan, tmp_path: Path) -> None:
    ran = congvan(written(tmp_path, encrypted_pdf("")))
    assert (ran.code, ran.complaints) == (0, [])
    assert ran.readings[0].pages[0].text == "Trang một"


@pytest.mark.parametrize("name", ["thu.jpg", "thu.docx", "thu", "THU.TXT"])
def test_a_wrong_extension_does_not_matter(congvan: Congvan, tmp_path: Path, name: str) -> None:
    ran = congvan(written(tmp_path, make_pdf(GOOD), name))
    assert ran.code == 0
    assert ran.readings[0].pages[0].origin == "text_layer"


def test_a_broken_page_in_the_middle_costs_itself_only(congvan: Congvan, tmp_path: Path) -> None:
    ran = congvan(written(tmp_path, make_pdf(GOOD, BROKEN, GOOD)))
    [reading] = ran.readings
    assert [page.origin for page in reading.pages] == ["text_layer", "failed", "text_layer"]
    [problem] = reading.problems
    assert (problem.code, problem.page) == ("page_failed", 2)
    assert ran.code == 3


def test_a_file_whose_every_page_is_broken_was_not_read(congvan: Congvan, tmp_path: Path) -> None:
    ran = congvan(written(tmp_path, make_pdf(BROKEN, BROKEN)))
    assert ran.code == 20
    assert [problem.page for problem in ran.readings[0].problems] == [1, 2]


PageReader = Callable[[Path, int, Settings], PageLayout]


def slow_second_page(path: Path, number: int, settings: Settings) -> PageLayout:
    if number == 2:
        time.sleep(600)
    return read_page(path, number, settings)


def deadly_second_page(path: Path, number: int, settings: Settings) -> PageLayout:
    if number == 2:
        os._exit(9)
    return read_page(path, number, settings)


def stumbling_second_page(path: Path, number: int, settings: Settings) -> PageLayout:
    if number == 2:
        raise ZeroDivisionError("trang\n2")
    return read_page(path, number, settings)


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        (slow_second_page, "page_timeout"),
        (deadly_second_page, "page_crashed"),
        (stumbling_second_page, "page_failed"),
    ],
)
def test_a_page_that_hangs_dies_or_stumbles_is_given_up_and_reported(
    congvan: Congvan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: PageReader, code: str
) -> None:
    monkeypatch.setattr("pipeline.read.read_page", reader)
    monkeypatch.setattr("pipeline.read.GRACE", 0.2)
    monkeypatch.setenv("CONGVAN_PAGE_TIMEOUT", "8")  # a new worker imports meanwhile
    ran = congvan(written(tmp_path, make_pdf(GOOD, GOOD, GOOD)))
    [reading] = ran.readings
    assert [page.origin for page in reading.pages] == ["text_layer", "failed", "text_layer"]
    assert [(problem.code, problem.page) for problem in reading.problems] == [(code, 2)]
    assert "\n" not in reading.problems[0].message
    assert ran.code == 3


def test_the_other_files_are_still_read(congvan: Congvan, tmp_path: Path) -> None:
    files = [
        written(tmp_path, make_pdf(GOOD), "1.pdf"),
        written(tmp_path, truncated_pdf(), "2.pdf"),
        written(tmp_path, make_pdf(GOOD, BROKEN), "3.pdf"),
        tmp_path / "4.pdf",
        written(tmp_path, "Kính gửi: Sở Y tế".encode(), "5.txt"),
    ]
    ran = congvan(*files)
    assert ran.code == 3
    assert [reading.source.name for reading in ran.readings] == [path.name for path in files]
    read = [any(page.text for page in reading.pages) for reading in ran.readings]
    assert read == [True, False, True, False, True]
    assert [line.split(": ")[1] for line in ran.complaints] == [str(files[1]), str(files[3])]


def test_bad_files_of_several_kinds_share_the_code_of_bad_input(
    congvan: Congvan, tmp_path: Path
) -> None:
    ran = congvan(written(tmp_path, b"", "1.pdf"), tmp_path / "2.pdf")
    assert ran.code == 10


def test_the_program_itself_shows_no_traceback(tmp_path: Path) -> None:
    files = [
        written(tmp_path, random.Random(7).randbytes(5000), "1.pdf"),
        written(tmp_path, make_pdf(GOOD, BROKEN), "2.pdf"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import run; run()", "read", "--json", *files],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [json.loads(line)["source"]["name"] for line in done.stdout.splitlines()] == [
        *("1.pdf", "2.pdf")
    ]
