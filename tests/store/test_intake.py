"""Files come into the register: untouched, whole, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from models.errors import CongvanError, StoreUnavailable
from models.register import Arrival, Document, Original, StoredLetter, StoredPage, StoredTask
from pipeline.settings import Settings
from pipeline.store import registering, work
from pipeline.store.canonical import canonical_graph
from pipeline.store.files import place_of
from pipeline.store.intake import Added, add_files, work_here
from pipeline.store.ledger import counted, items, retry_failed
from pipeline.store.mentions import MentionFinder
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.readings import current_reading
from pipeline.store.receiving import Receipt, receive
from pipeline.store.steps import links_from
from pipeline.store.store import Store
from tests.store.on_disk import on_disk

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
RECEIPT = Receipt(received_on=dt.date(2026, 3, 2), now=NOW, label="đợt 1")
SETTINGS = Settings(jobs=1)
SAMPLES = Path(__file__).parents[2] / "data" / "samples"

PLAN = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 118/KH-UBND

Sơn La, ngày 12 tháng 5 năm 2023

KẾ HOẠCH
Trồng cây phân tán năm 2023

Thực hiện Công văn số 214-CV/TU ngày 05/4/2023 của Tỉnh ủy về việc trồng cây, Ủy ban nhân dân
tỉnh ban hành kế hoạch như sau:

1. Giao Sở Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với Sở Tài chính cấp 200.000 cây
giống, hoàn thành trước ngày 30/6/2023.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Phong
"""


def a_file(folder: Path, name: str = "kehoach.txt", text: str = PLAN) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def a_copy(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(name)))


def added(store: Store, paths: Iterable[Path]) -> list[Added | CongvanError]:
    return [outcome for _, outcome in add_files(store, paths, RECEIPT, settings=SETTINGS)]


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_letter_is_kept_read_linked_and_its_tasks_are_listed(
    store: Store, tmp_path: Path
) -> None:
    path = a_file(tmp_path)
    (outcome,) = added(store, [path])
    assert isinstance(outcome, Added)
    assert outcome.documents == ("118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",)
    assert on_disk(store).path("originals", outcome.sha256).read_bytes() == path.read_bytes()
    with store.reading() as session:
        letter = session.scalars(select(StoredLetter)).one()
        assert (letter.number, letter.received_on) == ("118/KH-UBND", RECEIPT.received_on)
        (link,) = links_from(session, [1, 2], "up")
        assert link.relation == "implements"
        task = session.scalars(select(StoredTask)).one()
        assert task.deadline_end is not None
        arrival = session.scalars(select(Arrival)).one()
        assert (arrival.name, arrival.added_by, arrival.label) == (path.name, store.actor, "đợt 1")


def test_every_edge_leads_back_to_its_words_on_the_page(store: Store, tmp_path: Path) -> None:
    added(store, [a_file(tmp_path)])
    with store.reading() as session:
        (link,) = links_from(session, [1, 2], "up")
        (mention,) = MentionFinder(session).of_link(link, 5)
        assert mention.text is not None
        place = mention.evidence[0]
        text = current_reading(session, mention.sha256).pages[place.page - 1].text
        assert "214-CV/TU" in text[place.start : place.end]


def test_the_pages_of_a_scan_are_kept_as_images(store: Store) -> None:
    (outcome,) = added(store, [SAMPLES / "04-tinh-uy-cong-van.pdf"])
    assert isinstance(outcome, Added)
    with store.reading() as session:
        pages = session.scalars(select(StoredPage)).all()
        assert pages
        for page in pages:
            assert page.image_sha256
            assert page.page_hash
            assert on_disk(store).path("images", page.image_sha256).stat().st_size > 1000


def test_the_same_bytes_again_are_noted_and_not_read_again(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    added(store, [path])
    before = count(store, StoredLetter)
    (outcome,) = added(store, [a_copy(path, "bản sao.txt")])
    assert isinstance(outcome, Added)
    assert outcome.again
    assert outcome.documents == ("118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",)
    assert (count(store, StoredLetter), count(store, Arrival)) == (before, 2)


def test_the_same_file_named_twice_is_read_once(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    outcomes = added(store, [path, a_copy(path, "b.txt")])
    assert [isinstance(each, Added) and each.again for each in outcomes] == [False, True]


def test_a_file_that_cannot_be_read_stays_in_the_ledger_and_stops_nobody(
    store: Store, tmp_path: Path
) -> None:
    bad = tmp_path / "hỏng.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing follows")
    good = a_file(tmp_path)
    outcomes = added(store, [bad, a_copy(bad, "b.pdf"), good, tmp_path / "no"])
    assert [type(each).__name__ for each in outcomes] == [
        "FileDamaged",
        "FileDamaged",
        "Added",
        "FileMissing",
    ]
    assert count(store, Original) == 1
    with store.reading() as session:
        states = [item.state for item in items(session, most=9)]
        assert counted(session).received == 3
    assert states == ["linked", "failed", "failed"]
    assert store.files.has(place_of("originals", hashlib.sha256(bad.read_bytes()).hexdigest()))


def test_a_letter_is_linked_whole_or_not_at_all_and_later(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(work, "FIRST_PAUSE", 0.01)
    with monkeypatch.context() as patched:
        patched.setattr(registering, "find_resemblances", fail)
        (outcome,) = added(store, [a_file(tmp_path)])
    assert isinstance(outcome, StoreUnavailable)
    assert [count(store, table) for table in (StoredLetter, Document, StoredTask)] == [0, 0, 0]
    assert [count(store, table) for table in (Original, Arrival, StoredPage)] == [1, 1, 1]
    with store.writing() as session:
        (number,) = retry_failed(session)
    room = ReadingRoom(SETTINGS, store.files)  # closed: what is stored is not read again
    (worked,) = work_here(store, room, SETTINGS, stop=Event(), only=[number])
    assert worked.documents == ("118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",)
    assert [count(store, table) for table in (StoredLetter, Original, Arrival)] == [1, 1, 1]


def test_what_is_read_is_the_file_as_it_was_received(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    item = receive(store, path, RECEIPT)
    path.write_text(PLAN.replace("118/KH", "999/KH"), encoding="utf-8")
    with ReadingRoom(SETTINGS, store.files) as room:
        (worked,) = work_here(store, room, SETTINGS, stop=Event(), only=[item.id or 0])
    assert worked.documents == ("118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",)
    assert worked.reading is not None
    assert worked.reading.source.name == path.name


def test_the_samples_make_one_graph_in_both_databases(store: Store, tmp_path: Path) -> None:
    cited = "Công văn số 214-CV/TU ngày 05/4/2023 của Tỉnh ủy"
    follow = "Kế hoạch số 118/KH-UBND ngày 12/5/2023 của Ủy ban nhân dân tỉnh"
    texts = [PLAN, PLAN.replace("118/KH", "119/KH").replace(cited, follow)]
    paths = [a_file(tmp_path, f"{number}.txt", text) for number, text in enumerate(texts)]
    added(store, paths)
    with store.reading() as session:
        graph = canonical_graph(session)
    assert {edge[:2] for edge in graph.edges} == {
        (
            "118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",
            "214-CV/TU@tinh-uy-son-la/2023-04-05",
        ),
        (
            "119/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",
            "118/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-05-12",
        ),
    }
