"""Whatever a user drops in: told by content, and refused with the right reason."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from models import errors
from pipeline.ocr.load import open_document, sniff, text_pages
from pipeline.ocr.page_source import Kind
from tests.ocr.pdf_maker import Page, Text, make_pdf
from tests.ocr.words_of_letters import IN_UNICODE, SENTENCES


def picture(format_: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (40, 60), 255).save(buffer, format_, **options)
    return buffer.getvalue()


def docx(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def encrypted_pdf(user_password: str) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    plain = PdfFileReader(io.BytesIO(make_pdf(Page((Text("Trang một"),)))))
    writer = copy_into_new_writer(plain)
    writer.encrypt(owner_pass="owner", user_pass=user_password)  # type: ignore[no-untyped-call]
    buffer = io.BytesIO()
    writer.write(buffer)  # type: ignore[no-untyped-call]
    return buffer.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scan.pdf"  # a name that is wrong for most contents


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make_pdf(Page()), Kind.PDF),
        (b"\r\nmail header\r\n" * 20 + make_pdf(Page()), Kind.PDF),
        (picture("JPEG"), Kind.JPEG),
        (picture("PNG"), Kind.PNG),
        (picture("TIFF"), Kind.TIFF),
        (docx("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (IN_UNICODE.encode(), Kind.TEXT),
        (IN_UNICODE.encode("utf-16"), Kind.TEXT),
        (("x" + IN_UNICODE).encode()[:-1] * 2000, Kind.TEXT),  # cut inside a letter
    ],
)
def test_content_tells_the_kind_whatever_the_name_says(
    file: Path, content: bytes, kind: Kind
) -> None:
    file.write_bytes(content)
    assert sniff(file) is kind


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FileEmpty),
        (b" \r\n\t" * 10, errors.FileEmpty),
        (b"\xef\xbb\xbf\n", errors.FileEmpty),
        (random.Random(1).randbytes(5000), errors.NotADocument),
        (b"\x7fELF" + bytes(3000), errors.NotADocument),
        (docx("xl/workbook.xml"), errors.NotADocument),
        (docx("[Content_Types].xml", "word/document.xml")[:80], errors.FileDamaged),
        (b"<!DOCTYPE html><p>Xin chao</p>", errors.NotADocument),
        (b"{\\rtf1 Xin chao}", errors.NotADocument),
        (b"GIF89a" + bytes(100), errors.NotADocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.NotADocument),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            errors.FileEncrypted,
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",  # archives hold the time
)
def test_what_cannot_be_a_letter_is_refused_with_its_reason(
    file: Path, content: bytes, error: type[errors.InputError]
) -> None:
    file.write_bytes(content)
    with pytest.raises(error):
        sniff(file)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissing):
        sniff(tmp_path / "none.pdf")
    with pytest.raises(errors.FileUnreadable):
        sniff(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_unreadable(file: Path) -> None:
    file.write_bytes(b"x")
    file.chmod(0)
    with pytest.raises(errors.FileUnreadable):
        sniff(file)


@pytest.mark.parametrize("magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"])
def test_a_picture_cut_after_its_first_bytes_is_damaged(file: Path, magic: bytes) -> None:
    file.write_bytes(magic + b"\0" * 20)
    with pytest.raises(errors.FileDamaged):
        open_document(file)


def test_a_pdf_cut_in_its_first_half_is_damaged(file: Path) -> None:
    whole = make_pdf(*[Page((Text(line),)) for line in SENTENCES])
    file.write_bytes(whole[:300])
    with pytest.raises(errors.FileDamaged):
        open_document(file)


def test_a_pdf_that_needs_a_password_says_so(file: Path) -> None:
    file.write_bytes(encrypted_pdf("secret"))
    with pytest.raises(errors.FileEncrypted):
        open_document(file)


def test_a_pdf_with_an_empty_user_password_opens(file: Path) -> None:
    file.write_bytes(encrypted_pdf(""))
    with open_document(file) as document:
        layer = document.page(0).text_layer()
    assert layer is not None
    assert [word.text for word in layer.words] == ["Trang", "một"]


def test_a_pdf_without_pages_has_none(file: Path) -> None:
    file.write_bytes(make_pdf())
    with pytest.raises(errors.NoPages):
        open_document(file)


def test_kinds_without_pages_are_read_as_text(file: Path) -> None:
    file.write_text("Số: 12/UBND-KT\n\nKính gửi: Sở Y tế", encoding="utf-8")
    (page,) = text_pages(file)
    assert page.text == "Số: 12/UBND-KT\n\nKính gửi: Sở Y tế"
    assert page.origin == "text"
    with pytest.raises(ValueError, match="no pages"):
        open_document(file)


def test_opening_imports_no_reader_before_it_is_needed() -> None:
    heavy = "{'numpy', 'PIL', 'pypdfium2', 'pdfplumber', 'docx', 'pyhanko'}"
    code = f"import sys, pipeline.ocr.load; print({heavy} & set(sys.modules))"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
