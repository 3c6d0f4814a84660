"""Names that nobody gave to a letter, and names that somebody may have."""

from __future__ import annotations

import pytest

from pipeline.watching.names import is_ignored_file, is_ignored_folder


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf",
        ".DS_Store",
        "._cv1.pdf",
        "~$cv1.docx",
        ".~lock.cv1.docx#",
        "~WRL0003.tmp",
        "CV1.PDF.TMP",
        "cv1.pdf.part",
        "cv1.pdf.partial",
        "Chưa xác nhận 512.crdownload",
        "cv1.pdf.download",
        "cv1.pdf.filepart",
        "cv1.pdf.swp",
        "Thumbs.db",
        "THUMBS.DB",
        "Desktop.ini",
        "Icon\r",
        ".cv1.pdf.Ab12Cd",
        ".syncthing.cv1.pdf.tmp",
        "~syncthing~cv1.pdf.tmp",
        ".cv1.pdf.~5e1f",
        "cv1.docx~",
        ".nfs000000000012",
    ],
)
def test_hidden_temporary_and_system_files_are_ignored(name: str) -> None:
    assert is_ignored_file(name)


@pytest.mark.parametrize(
    "name",
    [
        "cv1.pdf",
        "Công văn 12~2024.pdf",
        "part.pdf",
        "tmp",
        "cv1.tmp.pdf",
        "cv1 (conflicted copy).pdf",
        "cv1.bak",
        "$12.pdf",
        "#3 báo cáo.docx",
        "cv1",
    ],
)
def test_names_that_a_letter_may_have_are_not_ignored(name: str) -> None:
    assert not is_ignored_file(name)


@pytest.mark.parametrize(
    "name",
    [
        ".sync",
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "@Recycle",
        "cv1.pdf.download",
        "__MACOSX",
    ],
)
def test_bins_and_system_folders_are_ignored(name: str) -> None:
    assert is_ignored_folder(name)


@pytest.mark.parametrize("name", ["Sở Y tế", "tmp", "Recycle", "2024.part", "#1", "thumbs.db"])
def test_folders_of_people_are_not_ignored(name: str) -> None:
    assert not is_ignored_folder(name)
