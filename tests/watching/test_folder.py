"""A watched folder hands out each file once, when it is whole."""

from __future__ import annotations

import os
import unicodedata

import pytest

from pipeline.watching.folder import PATIENCE
from tests.watching.inboxes import PDF, SETTLE, Inbox, inbox_at


def test_a_file_is_handed_out_once_after_it_has_rested(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    assert inbox.scan().waiting == [path]
    assert inbox.scan(after=SETTLE - 1).waiting == [path]
    (found,) = inbox.scan(after=1).ready
    assert (found.path, found.label, found.size) == (path, None, len(PDF))
    assert found.mtime_ns == path.stat().st_mtime_ns
    assert inbox.ready(after=SETTLE) == []


def test_a_growing_file_waits_even_when_its_time_stands_still(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    for _ in range(5):
        with path.open("ab") as file:
            file.write(PDF)
        os.utime(path, (0, 0))
        assert inbox.ready(after=SETTLE) == []
    assert inbox.ready(after=SETTLE) == ["cv1.pdf"]


def test_a_file_written_into_waits_though_its_size_stands_still(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    inbox.scan()
    os.utime(path, (1, 1))
    assert inbox.ready(after=SETTLE) == []
    assert inbox.ready(after=SETTLE) == ["cv1.pdf"]


def test_a_pdf_that_stalled_without_its_end_is_waited_for_longer(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf", PDF[:20])
    assert inbox.scan().waiting == [path]
    assert inbox.scan(after=(PATIENCE - 1) * SETTLE).waiting == [path]
    assert inbox.ready(after=SETTLE) == ["cv1.pdf"]


def test_a_pdf_whose_end_comes_after_a_stall_is_handed_out_once_and_whole(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf", PDF[:20])
    assert inbox.settled() == []
    path.write_bytes(PDF)
    assert inbox.settled() == ["cv1.pdf"]
    assert inbox.ready(after=PATIENCE * SETTLE) == []


@pytest.mark.parametrize("content", [b"", bytes(5000), b"II*\0" + bytes(5000)])
def test_an_empty_or_hollow_file_is_handed_out_at_last(inbox: Inbox, content: bytes) -> None:
    inbox.put("quet.tif", content)
    assert inbox.settled() == []
    assert inbox.ready(after=(PATIENCE - 1) * SETTLE) == ["quet.tif"]


def test_a_file_renamed_into_place_has_to_rest_there(inbox: Inbox) -> None:
    part = inbox.put("cv1.pdf.part")
    assert inbox.settled() == []
    part.rename(inbox.root / "cv1.pdf")
    assert inbox.settled() == ["cv1.pdf"]


def test_a_moved_file_is_new_where_it_went(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    assert inbox.settled() == ["cv1.pdf"]
    path.rename(inbox.root / "cv2.pdf")
    assert inbox.settled() == ["cv2.pdf"]


def test_a_changed_file_is_new(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    assert inbox.settled() == ["cv1.pdf"]
    path.write_bytes(PDF + PDF)
    assert inbox.settled() == ["cv1.pdf"]


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_new(inbox: Inbox) -> None:
    path = inbox.put("cv1.pdf")
    assert inbox.settled() == ["cv1.pdf"]
    other = inbox.put("cv2.pdf", PDF.replace(b"1 0", b"2 0"))
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert inbox.settled() == ["cv1.pdf"]


def test_the_oldest_comes_first(inbox: Inbox) -> None:
    for age, name in enumerate(["c.pdf", "a.pdf", "b.pdf"]):
        os.utime(inbox.put(name), (age, age))
    assert inbox.settled() == ["c.pdf", "a.pdf", "b.pdf"]


def test_temporary_names_and_system_folders_are_passed_over(inbox: Inbox) -> None:
    for name in ("~$cv1.docx", "cv1.pdf.crdownload", "Thumbs.db", ".cv1.pdf.Xy12ab"):
        inbox.put(name)
    for folder in ("@eaDir", "#recycle", ".Trash-1000", "System Volume Information"):
        inbox.put(f"{folder}/cv1.pdf")
    inbox.put("Sở Y tế/cv1.pdf")
    scan = inbox.scan()
    assert scan.waiting == [inbox.root / "Sở Y tế" / "cv1.pdf"]
    assert scan.refused == []


def test_folders_are_labels(inbox: Inbox) -> None:
    path = inbox.put(unicodedata.normalize("NFD", "Sở Nội vụ/Quý một/công văn.pdf"))
    inbox.scan()
    (found,) = inbox.scan(after=SETTLE).ready
    assert found.label == unicodedata.normalize("NFC", "Sở Nội vụ/Quý một")
    assert found.path == path
    assert found.path.exists()


def test_a_folder_of_an_old_encoding_has_a_label_that_can_be_stored(inbox: Inbox) -> None:
    inbox.put(os.fsdecode(b"S\xea Y t\xd5/cv1.pdf"))
    inbox.scan()
    (found,) = inbox.scan(after=SETTLE).ready
    assert found.label == "S\ufffd Y t\ufffd"
    assert found.path.exists()


def test_a_file_given_back_is_handed_out_again(inbox: Inbox) -> None:
    inbox.put("cv1.pdf")
    inbox.scan()
    (found,) = inbox.scan(after=SETTLE).ready
    inbox.watched.give_back(found)
    assert inbox.watched.seen() == []
    assert inbox.settled() == ["cv1.pdf"]


def test_what_was_known_before_is_not_handed_out_unless_it_changed(inbox: Inbox) -> None:
    inbox.put("a/cv1.pdf")
    changed = inbox.put("cv2.pdf")
    assert sorted(inbox.settled()) == ["a/cv1.pdf", "cv2.pdf"]
    changed.write_bytes(PDF + PDF)
    again = inbox_at(inbox.root, known=inbox.watched.seen())
    again.put("cv3.pdf")
    assert sorted(again.settled()) == ["cv2.pdf", "cv3.pdf"]
    assert [each.path for each in again.watched.seen()].count("cv2.pdf") == 1


def test_nothing_in_the_folder_is_touched(inbox: Inbox) -> None:
    for name in ("a/cv1.pdf", "b/~$x.docx", "b/cv2.pdf.part", "cv3.pdf"):
        inbox.put(name)

    def state() -> dict[str, tuple[int, int, int, int]]:
        stats = {str(path): path.stat() for path in inbox.root.rglob("*")}
        return {k: (s.st_mode, s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for k, s in stats.items()}

    before = state()
    assert len(inbox.settled()) == 2
    assert state() == before


def test_no_handle_is_left_open(inbox: Inbox) -> None:
    inbox.put("a/b/cv1.pdf")
    inbox.put("a/cv2.pdf", b"")
    before = len(os.listdir("/proc/self/fd"))
    inbox.settled()
    inbox.scan(after=PATIENCE * SETTLE)
    assert len(os.listdir("/proc/self/fd")) == before
