"""A newer reader over old scans: nothing is lost, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from models.directions import Directions
from models.errors import (
    CongvanError,
    DocumentTimeout,
    FileDamaged,
    FileMissing,
    PageTimeout,
    StoreDamaged,
    StoreUnavailable,
    WorkStopped,
)
from models.reading import Letter, Page, Problem, Reading, Source
from models.register import IntakeItem, IntakeState, StoredLetter, StoredPage, StoredReading
from pipeline.store.amending import amend
from pipeline.store.canonical import CanonicalGraph, canonical_graph
from pipeline.store.checking import find_faults
from pipeline.store.file_finding import find_files
from pipeline.store.finding import find_document
from pipeline.store.page_work import KeptImage
from pipeline.store.reading_room import Read
from pipeline.store.readings import DEFAULT_OPTIONS, current_reading
from pipeline.store.receiving import Receipt
from pipeline.store.rereading import ReadAnew, Rereader
from pipeline.store.stale_readings import waiting_files
from pipeline.store.store import Store
from pipeline.store.work import Worked
from tests.store.on_disk import on_disk
from tests.store.registers import NOW, a_citation, a_letter
from tests.store.taken_in import add_reading

STATE = "Ủy ban nhân dân tỉnh Sơn La"
NUMBERS = ("71/KH-UBND", "72/KH-UBND", "73/KH-UBND")
OTHER = "engine=pytesseract"
PLAN = a_letter(NUMBERS[0], "2023-04-05", STATE, a_citation("5/CT-TTg", "2023-01-02"))


def a_reading(
    path: Path, *letters: Letter, failed: tuple[int, ...] = (), pages: int = 1
) -> Reading:
    """A reading of ``path``; its ``failed`` pages could not be read."""
    return Reading(
        source=Source(
            name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), page_count=pages
        ),
        pages=[
            Page(
                number=n,
                origin="failed" if n in failed else "text",
                text="" if n in failed else f"trang {n}",
            )
            for n in range(1, pages + 1)
        ],
        letters=list(letters),
        problems=[Problem(code="page_timeout", message="trang bị bỏ", page=n) for n in failed],
    )


def a_file(folder: Path, number: str) -> Path:
    path = folder / f"{number.partition('/')[0]}.txt"
    path.write_text(f"Số: {number}", encoding="utf-8")
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return a_file(tmp_path, NUMBERS[0])


@pytest.fixture
def old(store: Store, scan: Path, tmp_path: Path) -> Store:
    """Three files; two of them were read by an older version, one of two pages among them."""
    for number in NUMBERS:
        path = a_file(tmp_path, number)
        letters = PLAN if path == scan else a_letter(number, "2023-04-06", STATE)
        reading = a_reading(path, letters, pages=2 if path == scan else 1)
        add_reading(store, path, reading, Receipt(received_on=NOW.date(), now=NOW))
    grow_old(store, *NUMBERS[:2])
    return store


def grow_old(store: Store, *numbers: str) -> None:
    """Let the current readings be by a version before all others."""
    with store.writing() as session:
        for number, sha256 in zip(numbers, find_files(session, numbers), strict=True):
            of_file = col(StoredReading.original_sha256) == sha256
            version = {"reader_version": f"0.0.1 {number}"}
            session.execute(update(StoredReading).where(of_file).values(version))


def hash_of(store: Store, number: str = NUMBERS[0]) -> str:
    with store.reading() as session:
        (sha256,) = find_files(session, [number])
    return sha256


def waiting(store: Store, *, everything: bool = False) -> list[str]:
    with store.reading() as session:
        return [
            each.name for each in waiting_files(session, DEFAULT_OPTIONS, everything=everything)
        ]


def graph(store: Store) -> CanonicalGraph:
    with store.reading() as session:
        return canonical_graph(session)


def giving(reading: Reading, *images: KeptImage) -> ReadAnew:
    """A reader that finds this."""
    return lambda _path, _name, _directions: Read(reading, dict(enumerate(images, 1)))


def failing(error: Exception) -> ReadAnew:
    def read(_path: Path, _name: str, _directions: Directions) -> NoReturn:
        raise error

    return read


def read_anew(store: Store, read: ReadAnew, *, everything: bool = False) -> Worked:
    """The file of the plan, read anew."""
    return Rereader(store, read, DEFAULT_OPTIONS, everything).work(hash_of(store))


def test_what_was_read_by_another_version_or_with_other_options_waits(old: Store) -> None:
    assert waiting(old) == ["71.txt", "72.txt"]
    assert waiting(old, everything=True) == ["71.txt", "72.txt", "73.txt"]
    with old.reading() as session:
        assert [x.name for x in waiting_files(session, OTHER)] == ["71.txt", "72.txt", "73.txt"]
        named = waiting_files(session, DEFAULT_OPTIONS, only=find_files(session, NUMBERS[1:]))
    (one,) = named
    assert (one.name, one.reader_version) == ("72.txt", f"0.0.1 {NUMBERS[1]}")


def test_the_new_reading_counts_and_the_old_one_is_kept(old: Store, scan: Path) -> None:
    better = PLAN.model_copy(update={"place": "Sơn La"})
    worked = read_anew(old, giving(a_reading(scan, better, pages=2)))
    assert (worked.name, worked.state, worked.pages) == ("71.txt", IntakeState.LINKED, 2)
    assert worked.documents == ("71/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-04-05",)
    assert waiting(old) == ["72.txt"]
    with old.reading() as session:
        of_file = col(StoredReading.original_sha256) == worked.sha256
        query = select(StoredReading).where(of_file).order_by(col(StoredReading.id))
        before, after = session.scalars(query).all()
        assert (before.is_current, after.is_current) == (False, True)
        assert json.loads(before.json_text)["letters"][0]["place"] is None
        assert find_files(session, [NUMBERS[0]]) == [worked.sha256]
        letter = session.scalars(select(StoredLetter).where(col(StoredLetter.place) == "Sơn La"))
        assert letter.one().number == NUMBERS[0]
    assert list(find_faults(old)) != []  # 72 is still old
    assert {fault.code for fault in find_faults(old)} == {"reading_stale"}


def test_readings_of_this_version_with_other_options_stand_beside_each_other(
    old: Store, scan: Path
) -> None:
    read_anew(old, giving(a_reading(scan, PLAN, pages=2)))
    other = giving(a_reading(scan, PLAN.model_copy(update={"place": "Sơn La"}), pages=2))
    sha256 = Rereader(old, other, OTHER, True).work(hash_of(old)).sha256
    with old.reading() as session:
        of_file = col(StoredReading.original_sha256) == sha256
        query = select(StoredReading).where(of_file).order_by(col(StoredReading.id))
        _, first, second = session.scalars(query).all()
        assert (first.options, second.options) == (DEFAULT_OPTIONS, OTHER)
        assert first.reader_version == second.reader_version
        assert (first.is_current, second.is_current) == (False, True)
        assert json.loads(first.json_text)["letters"][0]["place"] is None


def test_what_a_person_put_right_stays_in_force(old: Store, scan: Path) -> None:
    with old.writing() as session:
        document = find_document(session, NUMBERS[0])
        right = json.dumps("77/KH-UBND")
        amend(session, document, "number", right, actor="An", reason="số viết tay", now=NOW)
    sha256 = hash_of(old, "77/KH-UBND")
    misread = PLAN.model_copy(update={"number": "17/KH-UBND"})
    Rereader(old, giving(a_reading(scan, misread, pages=2)), DEFAULT_OPTIONS).work(sha256)
    assert hash_of(old, "77/KH-UBND") == sha256
    with old.reading() as session:
        assert current_reading(session, sha256).letters[0].number == "17/KH-UBND"


def test_a_file_that_is_done_is_not_read_again(old: Store, scan: Path) -> None:
    reading = a_reading(scan, PLAN, pages=2)
    read_anew(old, giving(reading))
    assert read_anew(old, failing(AssertionError())).state is None
    again = read_anew(old, giving(reading), everything=True)
    assert again.state is IntakeState.LINKED


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (FileDamaged("x"), FileDamaged),
        (DocumentTimeout("3600 s"), DocumentTimeout),
        (ZeroDivisionError("a fault of ours"), CongvanError),
    ],
)
def test_a_file_that_cannot_be_read_keeps_its_reading_and_is_named(
    old: Store, failure: Exception, kind: type[CongvanError]
) -> None:
    before = graph(old)
    worked = read_anew(old, failing(failure))
    assert (worked.name, worked.state) == ("71.txt", IntakeState.FAILED)
    assert type(worked.error) is kind
    assert graph(old) == before
    assert waiting(old) == ["71.txt", "72.txt"]


@pytest.mark.parametrize("failed", [(2,), (1, 2)])
def test_no_page_is_lost_to_a_reading_that_could_not_read_it(
    old: Store, scan: Path, failed: tuple[int, ...]
) -> None:
    worked = read_anew(old, giving(a_reading(scan, PLAN, failed=failed, pages=2)))
    assert isinstance(worked.error, PageTimeout)
    assert str(failed[-1]) in worked.error.detail
    with old.reading() as session:
        of_file = col(StoredPage.original_sha256) == worked.sha256
        texts = session.scalars(select(col(StoredPage.text)).where(of_file))
        assert sorted(texts) == ["trang 1", "trang 2"]


def test_other_bytes_are_not_read_in_the_place_of_the_original(old: Store, tmp_path: Path) -> None:
    other = a_file(tmp_path, "99/KH-UBND")
    worked = read_anew(old, giving(a_reading(other, PLAN, pages=2)))
    assert isinstance(worked.error, StoreDamaged)
    assert waiting(old) == ["71.txt", "72.txt"]


def test_pages_that_can_be_read_now_end_the_doubt_in_the_ledger(old: Store, scan: Path) -> None:
    half = a_reading(scan, PLAN, failed=(3,), pages=3)
    assert read_anew(old, giving(half)).state is IntakeState.PARTLY_READ
    of_file = col(IntakeItem.sha256) == half.source.sha256
    for reading, state in ((half, "partly_read"), (a_reading(scan, PLAN, pages=3), "linked")):
        read_anew(old, giving(reading), everything=True)
        with old.reading() as session:
            item = session.scalars(select(IntakeItem).where(of_file)).one()
            assert (item.state, item.page_count) == (state, 3)


def test_whoever_is_stopped_leaves_everything_as_it_was(old: Store, scan: Path) -> None:
    before = graph(old)
    with pytest.raises(WorkStopped):
        read_anew(old, failing(WorkStopped()))
    assert graph(old) == before
    read_anew(old, giving(a_reading(scan, PLAN, pages=2)))
    assert waiting(old) == ["72.txt"]


def test_whoever_dies_while_writing_leaves_everything_as_it_was(
    old: Store, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, letter = graph(old), PLAN.model_copy(update={"number": "70/KH-UBND"})
    reader = giving(a_reading(scan, letter, pages=2))
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.store.rereading.documents_of", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_anew(old, reader)
    assert graph(old) == before
    read_anew(old, reader)
    assert hash_of(old, "70/KH-UBND")


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def test_of_two_at_once_the_quicker_one_counts(old: Store, scan: Path) -> None:
    first = a_reading(scan, PLAN.model_copy(update={"place": "Mộc Châu"}), pages=2)
    second = a_reading(scan, PLAN.model_copy(update={"place": "Sơn La"}), pages=2)

    def slowly(_path: Path, _name: str, _directions: Directions) -> Read:
        assert read_anew(old, giving(second)).state is IntakeState.LINKED
        return Read(first, {})

    assert read_anew(old, slowly).state is None
    with old.reading() as session:
        assert current_reading(session, hash_of(old)).letters[0].place == "Sơn La"


def test_a_fault_that_passes_costs_nothing(old: Store, scan: Path) -> None:
    tries = iter([StoreUnavailable("no space left"), None])

    def read(_path: Path, _name: str, _directions: Directions) -> Read:
        if error := next(tries):
            raise error
        return Read(a_reading(scan, PLAN, pages=2), {})

    assert read_anew(old, read).state is IntakeState.LINKED


def test_what_the_database_refuses_for_what_is_in_a_file_is_the_fault_of_that_file(
    old: Store, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(session: Session, sha256: str) -> NoReturn:
        session.execute(insert(StoredLetter).values(id=1, original_sha256=sha256))
        raise AssertionError

    monkeypatch.setattr("pipeline.store.rereading.documents_of", refused)
    worked = read_anew(old, giving(a_reading(scan, PLAN, pages=2)))
    assert worked.error is not None
    assert "constraint" in worked.error.detail


def an_image(store: Store, content: bytes) -> KeptImage:
    return KeptImage(store.files.keep("images", content), None)


@pytest.mark.parametrize("refused", [False, True])
def test_images_that_no_page_has_any_more_are_set_aside(
    old: Store, scan: Path, *, refused: bool
) -> None:
    grow_old(old, NUMBERS[2])
    reading = a_reading(scan, PLAN, pages=2)
    read_anew(old, giving(reading, *(an_image(old, x) for x in (b"one", b"two"))))
    after = a_reading(scan, PLAN, failed=(1,) if refused else (), pages=2)
    images = [an_image(old, x) for x in (b"one, upright", b"two")]
    read_anew(old, giving(after, *images), everything=True)
    lost = b"one, upright" if refused else b"one"
    (aside,) = (on_disk(old).root / "quarantine").iterdir()
    assert aside.read_bytes() == lost
    assert {fault.code for fault in find_faults(old)} == {"reading_stale"}


def test_an_image_that_another_one_set_aside_meanwhile_comes_back(old: Store, scan: Path) -> None:
    def slowly(_path: Path, _name: str, _directions: Directions) -> Read:
        read = Read(a_reading(scan, PLAN, pages=2), {1: an_image(old, b"one")})
        half = a_reading(scan, PLAN, failed=(2,), pages=2)
        refused = read_anew(old, giving(half, *read.images.values()))
        assert refused.state is IntakeState.FAILED
        return read

    assert read_anew(old, slowly).state is IntakeState.LINKED
    assert {fault.code for fault in find_faults(old)} == {"reading_stale"}


def attached(*letters: Letter) -> list[Letter]:
    """The first letter with all others attached to the one before."""
    return [
        letter.model_copy(update={"attachment_of": index - 1 if index else None})
        for index, letter in enumerate(letters)
    ]


def test_letters_that_a_newer_reader_no_longer_finds_are_gone(old: Store, scan: Path) -> None:
    others = [a_letter(number, "2023-04-07", STATE) for number in ("80/KH-UBND", "81/KH-UBND")]
    before = graph(old)
    three = a_reading(scan, *attached(PLAN, *others), pages=2)
    assert len(read_anew(old, giving(three)).documents) == 3
    worked = read_anew(old, giving(a_reading(scan, PLAN, pages=2)), everything=True)
    assert worked.error is None
    assert graph(old) == before


def test_a_lost_original_is_named(old: Store) -> None:
    before = graph(old)
    on_disk(old).path("originals", hash_of(old)).unlink()
    worked = read_anew(old, failing(FileMissing("ab12")))
    assert isinstance(worked.error, StoreDamaged)
    assert worked.error.detail == "71.txt"
    assert graph(old) == before


def test_the_moment_of_the_reading_is_that_of_reading_anew(old: Store, scan: Path) -> None:
    began = dt.datetime.now(dt.UTC)
    worked = read_anew(old, giving(a_reading(scan, PLAN, pages=2)))
    with old.reading() as session:
        own = (col(StoredReading.original_sha256) == worked.sha256) & col(StoredReading.is_current)
        made = session.scalars(select(col(StoredReading.made_at)).where(own)).one()
    assert made.replace(tzinfo=dt.UTC) >= began.replace(microsecond=0)
