"""From a file to its reading: pages in workers, letters from pages, progress on the way."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import CongvanError, FileEmpty, FileMissing, NotADocument, PageError
from models.layout import Line, PageLayout, Trouble, Word
from models.reading import Reading
from pipeline.read import Inspected, assemble, inspect_file, read_file, read_files, read_page
from pipeline.settings import Settings
from tests.extract.offices import COMMITTEE, PROVINCE
from tests.ocr.pdf_maker import Page, Text, make_pdf

LETTER = """\
SỞ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 9/SYT-NVY

Lai Châu, ngày 05 tháng 5 năm 2019

Kính gửi: Trạm Y tế xã

Đề nghị báo cáo.
"""
ONE_WORKER = Settings(jobs=1)


def text_file(folder: Path, name: str = "thu.txt", text: str = LETTER) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def pdf_file(folder: Path, pages: int, name: str = "thu.pdf") -> Path:
    """A born-digital PDF of so many pages of plain sentences."""
    path = folder / name
    sentence = "Kính gửi các đơn vị trực thuộc, đề nghị báo cáo kết quả thực hiện trang"
    path.write_bytes(make_pdf(*[Page((Text(f"{sentence} {n}"),)) for n in range(1, pages + 1)]))
    return path


def test_a_text_file_becomes_a_reading(tmp_path: Path) -> None:
    path = text_file(tmp_path)
    reading = read_file(path, ONE_WORKER)
    assert reading.source.name == "thu.txt"
    assert reading.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert reading.source.page_count == 1
    assert [page.origin for page in reading.pages] == ["text"]
    [letter] = reading.letters
    assert (letter.issuer, str(letter.date)) == ("Sở Y tế", "2019-05-05")
    assert reading.problems == []


def test_evidence_points_into_the_text_of_the_reading(tmp_path: Path) -> None:
    reading = read_file(text_file(tmp_path), ONE_WORKER)
    [place] = reading.letters[0].evidence["issuer"]
    assert reading.pages[place.page - 1].text[place.start : place.end] == "SỞ Y TẾ"


def test_a_reading_survives_its_own_json(tmp_path: Path) -> None:
    reading = read_file(text_file(tmp_path), ONE_WORKER)
    assert Reading.model_validate_json(reading.to_json()) == reading


def test_a_born_digital_pdf_needs_no_recognition(tmp_path: Path) -> None:
    reading = read_file(pdf_file(tmp_path, 3), ONE_WORKER)
    assert [page.origin for page in reading.pages] == ["text_layer"] * 3
    assert [page.text[-1] for page in reading.pages] == ["1", "2", "3"]


def test_files_come_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    paths = [
        pdf_file(tmp_path, 4, "dai.pdf"),
        text_file(tmp_path, "ngan.txt"),
        tmp_path / "thieu.pdf",
        pdf_file(tmp_path, 1, "mot.pdf"),
    ]
    found = list(read_files(paths, settings=Settings(jobs=2)))
    assert [path for path, _ in found] == paths
    assert isinstance(found[2][1], FileMissing)
    assert all(isinstance(outcome, Reading) for _, outcome in found[:2] + found[3:])


def test_no_files_are_no_readings() -> None:
    assert list(read_files([], settings=ONE_WORKER)) == []


def test_the_same_file_named_twice_is_read_twice(tmp_path: Path) -> None:
    path = text_file(tmp_path)
    found = list(read_files([path, path], settings=ONE_WORKER))
    assert found[0] == found[1]


def test_progress_counts_pages_and_ends_at_all_of_them(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    path = pdf_file(tmp_path, 3)
    list(read_files([path], settings=ONE_WORKER, on_progress=lambda d, k: heard.append((d, k))))
    assert heard[0] == (0, 3)
    assert heard[-1] == (3, 3)
    assert heard == sorted(heard)


def test_progress_never_goes_back_when_a_file_is_done(tmp_path: Path) -> None:
    heard: list[int] = []
    paths = [pdf_file(tmp_path, 2, "a.pdf"), pdf_file(tmp_path, 2, "b.pdf")]
    list(read_files(paths, settings=ONE_WORKER, on_progress=lambda done, _: heard.append(done)))
    assert heard == sorted(heard)
    assert heard[-1] == 4


@pytest.mark.parametrize(
    ("content", "error"), [(b"", FileEmpty), (b"\x7fELF" + bytes(3000), NotADocument)]
)
def test_reading_one_file_raises_what_is_wrong_with_it(
    tmp_path: Path, content: bytes, error: type[CongvanError]
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(error):
        read_file(path, ONE_WORKER)


def test_inspecting_counts_pages_and_reads_nothing(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, 3)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert inspect_file(path) == Inspected(3, digest)
    found = inspect_file(text_file(tmp_path))
    assert found.page_count == 1
    assert found.text[0].text.startswith("SỞ Y TẾ")


def test_one_page_can_be_read_alone(tmp_path: Path) -> None:
    layout = read_page(pdf_file(tmp_path, 2), 2, ONE_WORKER)
    assert (layout.number, layout.origin) == (2, "text_layer")
    assert layout.text.endswith("trang 2")


def test_a_broken_page_raises_a_page_error(tmp_path: Path) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(make_pdf(Page((Text("mất"),), contents=b"no deflated stream")))
    with pytest.raises(PageError):
        read_page(path, 1, ONE_WORKER)


def test_pages_are_put_in_order_and_troubles_become_problems() -> None:
    failed = PageLayout(2, "failed", troubles=(Trouble("page_timeout", "trang bị bỏ"),))
    last = PageLayout(3, "ocr", (Line((Word("Hết."),)),), rotation=180, skew=-0.4)
    reading = assemble(
        Path("thu.pdf"), Inspected(3, "f" * 64), [last, failed, replace(PROVINCE.page(1))]
    )
    assert [(page.number, page.origin) for page in reading.pages] == [
        *[(1, "ocr"), (2, "failed"), (3, "ocr")]
    ]
    assert (reading.pages[2].rotation, reading.pages[2].skew) == (180, -0.4)
    [problem] = reading.problems
    assert (problem.code, problem.page) == ("page_timeout", 2)
    assert [letter.pages for letter in reading.letters] == [[1, 2, 3]]


def test_two_letters_of_one_file_are_two_letters_of_one_reading() -> None:
    pages = [PROVINCE.page(1), COMMITTEE.page(2)]
    reading = assemble(Path("thu.pdf"), Inspected(2, "f" * 64), pages)
    assert [letter.system for letter in reading.letters] == ["state", "party"]
