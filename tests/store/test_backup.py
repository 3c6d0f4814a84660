"""A backup holds the register of one moment, and gives it back in either database."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select, text, update
from sqlmodel import Session, SQLModel, col

from models.errors import (
    BackupInvalid,
    FileMissing,
    FileUnreadable,
    RestoreRefused,
    SettingInvalid,
    StoreDamaged,
    StoreNewer,
)
from models.register import (
    Correction,
    Edge,
    IntakeState,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredPage,
)
from pipeline.settings import StoreSettings
from pipeline.store import backup, backup_restoring, backup_snapshot, backup_tables
from pipeline.store.amending import amend
from pipeline.store.backup import write_backup
from pipeline.store.backup_reading import verify_backup
from pipeline.store.backup_restoring import restore_backup
from pipeline.store.backup_tables import KEPT
from pipeline.store.canonical import canonical_graph
from pipeline.store.checking import find_faults
from pipeline.store.database import write_session
from pipeline.store.files import SHELVES, FileStore
from pipeline.store.files_local import LocalFiles
from pipeline.store.finding import find_document
from pipeline.store.ledger import counted
from pipeline.store.migrate import HEAD, migrate, upgrade_to
from pipeline.store.receiving import Receipt, receive
from pipeline.store.search import SearchHit, search
from pipeline.store.search_query import SearchFilter, parse
from pipeline.store.store import Store, open_store
from tests.store.adding_process import a_reading
from tests.store.exported import NOW, a_register
from tests.store.old_registers import add_old_edge, register_old
from tests.store.on_disk import paths
from tests.store.taken_in import add_reading

ROOT = Path(__file__).parents[2]
RECEIPT = Receipt(received_on=NOW.date(), now=NOW)
FILES = ("z.pdf", "a.pdf", "m.pdf", "b.pdf")
SEED = 11


def _administer(server: str, command: str) -> None:
    address = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreSettings]:
    """Settings of a register that nobody has opened yet."""
    home = tmp_path / "elsewhere"
    if request.param == "sqlite":
        yield StoreSettings(home=home, actor="Khác")
        return
    server = request.getfixturevalue("postgres")
    _administer(server, "CREATE DATABASE elsewhere")
    url = server.replace("/postgres?", "/elsewhere?")
    yield StoreSettings(home=home, actor="Khác", database_url=url)
    _administer(server, "DROP DATABASE elsewhere WITH (FORCE)")


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """A register with a little of everything, its files, and one file that is no letter."""
    a_register(store)
    for name in FILES:
        store.files.keep("originals", name.encode())
        if name in ("a.pdf", "b.pdf"):
            store.files.keep("images", f"ảnh {name}".encode())
    no_letter = tmp_path / "nhạc.mp3"
    no_letter.write_bytes(b"ID3\x04\x00\xff\xfb")
    receive(store, no_letter, RECEIPT)
    with store.writing() as session:
        document = find_document(session, "11/UBND-TH")
        to = '["Trạm Kiểm lâm Mường Cơi"]'
        amend(session, document, "addressees", to, actor="An", reason="mờ", now=NOW)
        letters = session.scalars(select(StoredLetter).order_by(col(StoredLetter.id))).all()
        letters[0].attachment_of = letters[-1].id  # a row that comes later
    assert list(find_faults(store)) == []
    return store


@pytest.fixture
def saved(full: Store, tmp_path: Path) -> Path:
    """A backup of that register."""
    path = tmp_path / "so.tar"
    write_backup(full, path)
    return path


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a backup keeps, with moments in UTC."""
    with store.reading() as session:
        return {
            table.name: [
                tuple(_in_utc(value) for value in row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in SQLModel.metadata.sorted_tables
            if table.name in KEPT
        }


def _in_utc(value: object) -> object:
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    return value


def contents(files: FileStore) -> dict[str, bytes]:
    return {
        place: b"".join(files.blocks(place)) for shelf in SHELVES for place in files.listing(shelf)
    }


def found(store: Store, words: str) -> list[SearchHit]:
    with store.reading() as session:
        return list(search(session, parse(words), SearchFilter()).hits)


def letters_in(folder: Path) -> Callable[[Store], None]:
    """What adds one more letter each time, which cites the one before it."""
    folder.mkdir()

    def add_one(store: Store) -> None:
        number = len(list(folder.iterdir())) + 1
        path = folder / f"{number}.txt"
        add_reading(store, path, a_reading(path, number), RECEIPT)

    return add_one


def is_empty(store: Store) -> bool:
    return not any(rows(store).values())


def test_a_restored_register_is_the_same(
    full: Store, saved: Path, elsewhere: StoreSettings
) -> None:
    restore_backup(saved, elsewhere)
    with open_store(elsewhere) as restored:
        assert rows(restored) == rows(full)
        assert contents(restored.files) == contents(full.files)
        assert list(find_faults(restored)) == []
        with full.reading() as before, restored.reading() as after:
            assert canonical_graph(after) == canonical_graph(before)
        for words in ("mùa mưa", "Mường Cơi", "77/KH-UBND", '"nạo vét kênh"', "không có"):
            assert found(restored, words) == found(full, words)
        assert [hit.number for hit in found(restored, "Trạm Kiểm lâm")] == ["11/UBND-TH"]


def test_work_goes_on_in_a_restored_register(
    saved: Path, elsewhere: StoreSettings, tmp_path: Path
) -> None:
    restore_backup(saved, elsewhere)
    with open_store(elsewhere) as restored:
        before = {name: len(each) for name, each in rows(restored).items()}
        letters_in(tmp_path / "in")(restored)
        after = {name: len(each) for name, each in rows(restored).items()}
        assert {name for name in after if after[name] > before[name]} >= {
            "arrival",
            "edge",
            "intake",
            "letter",
            "original",
            "page",
            "reading",
        }
        assert list(find_faults(restored)) == []


def test_a_backup_tells_what_it_holds(full: Store, tmp_path: Path) -> None:
    path, told = tmp_path / "so.tar", list[tuple[int, int]]()
    summary = write_backup(full, path, lambda done, known: told.append((done, known)))
    assert (summary.version, summary.lost) == (HEAD, ())
    assert summary.rows == {name: len(each) for name, each in rows(full).items()}
    assert summary.rows["letter"] == 5
    assert summary.files == len(FILES) + 2 + 1
    assert summary.size == path.stat().st_size
    assert summary == verify_backup(path)
    assert told == sorted(told)
    assert told[-1] == (summary.members, summary.members)
    assert path.stat().st_mode & 0o777 == 0o600


def test_any_tar_program_reads_a_backup(saved: Path) -> None:
    with tarfile.open(saved) as archive:
        names = archive.getnames()
        assert names[0] == "manifest.jsonl"
        assert "tables/letter.jsonl.gz" in names
        for name in names:
            if name.startswith("files/originals/"):
                member = archive.extractfile(name)
                assert member is not None
                assert member.read() in [*(each.encode() for each in FILES), b"ID3\x04\x00\xff\xfb"]


def test_the_same_register_makes_the_same_tables(full: Store, saved: Path, tmp_path: Path) -> None:
    write_backup(full, tmp_path / "again.tar")
    with tarfile.open(saved) as one, tarfile.open(tmp_path / "again.tar") as other:
        assert tables_of(one) == tables_of(other)


def tables_of(archive: tarfile.TarFile) -> dict[str, bytes]:
    return {name: each for name, each in members_of(archive) if name.startswith("tables/")}


def members_of(archive: tarfile.TarFile) -> list[tuple[str, bytes]]:
    return [(each.name, archive.extractfile(each).read()) for each in archive]  # type: ignore[union-attr]


def test_letters_that_come_in_meanwhile_are_whole_or_absent(
    store: Store,
    store_settings: StoreSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_one, write_rows = letters_in(tmp_path / "in"), backup_tables.write_rows
    for _ in range(3):
        add_one(store)
    before = rows(store)

    def write_and_add(*arguments: Any) -> int:  # noqa: ANN401
        written = write_rows(*arguments)
        with open_store(store_settings) as other:
            add_one(other)
        return written

    monkeypatch.setattr(backup_snapshot, "write_rows", write_and_add)
    write_backup(store, tmp_path / "so.tar")
    assert len(rows(store)["letter"]) == 3 + len(KEPT)
    there = StoreSettings(home=tmp_path / "there", actor="x")
    restore_backup(tmp_path / "so.tar", there)
    with open_store(there) as restored:
        assert rows(restored) == before
        assert list(find_faults(restored)) == []


def test_backups_beside_a_process_that_adds_letters(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "in"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.store.adding_process", str(home), str(folder), "2000"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    with process, open_store(StoreSettings(home=home, actor="x")) as store:
        assert process.stdout is not None
        said = []
        for number in range(3):
            said.append(int(process.stdout.readline()))
            write_backup(store, tmp_path / f"{number}.tar")
        assert process.poll() is None
        process.kill()
    for number, least in enumerate(said):
        there = StoreSettings(home=tmp_path / f"there{number}", actor="x")
        restore_backup(tmp_path / f"{number}.tar", there)
        with open_store(there) as restored:
            kept = {name: len(each) for name, each in rows(restored).items()}
            with restored.reading() as session:
                states = counted(session).by_state
            assert kept["letter"] == states[IntakeState.LINKED] >= least
            assert kept["edge"] == kept["letter"]
            assert kept["reading"] == kept["letter"] + states[IntakeState.STORED]
            assert list(find_faults(restored)) == []


def regions(path: Path) -> dict[str, tuple[int, int]]:
    """Where the header and the content of each member begin."""
    with tarfile.open(path) as archive:
        return {each.name: (each.offset, each.offset_data) for each in archive}


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_one_changed_bit_is_noticed_and_its_member_named(saved: Path, tmp_path: Path) -> None:
    content, broken = saved.read_bytes(), tmp_path / "broken.tar"
    dice = random.Random(SEED)
    for name, places in regions(saved).items():
        for place in places:
            flipped = bytearray(content)
            flipped[place] ^= 1 << dice.randrange(8)
            broken.write_bytes(flipped)
            with pytest.raises(BackupInvalid, match=name):
                verify_backup(broken)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_truncated_backup_is_refused_before_anything_is_written(
    saved: Path, tmp_path: Path
) -> None:
    content, broken = saved.read_bytes(), tmp_path / "broken.tar"
    home = tmp_path / "nowhere"
    for name, (header, start) in regions(saved).items():
        for length in (header, header + 1, start):
            broken.write_bytes(content[:length])
            with pytest.raises(BackupInvalid, match=name):
                restore_backup(broken, StoreSettings(home=home, actor="x"))
    for wrong in (content[:-1], content[:-1024], content + b"\0"):
        broken.write_bytes(wrong)
        with pytest.raises(BackupInvalid, match="end of the archive"):
            restore_backup(broken, StoreSettings(home=home, actor="x"))
    assert not home.exists()


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "member", ["manifest.jsonl", "tables/letter.jsonl.gz", "tables/page.jsonl.gz"]
)
def test_a_member_that_was_taken_out_or_replaced_is_named(
    saved: Path, tmp_path: Path, member: str
) -> None:
    with tarfile.open(saved) as archive:
        members = members_of(archive)
    for changed in (
        [each for each in members if each[0] != member],
        [(name, b"x" if name == member else content) for name, content in members],
    ):
        broken = tmp_path / "broken.tar"
        with tarfile.open(broken, "w", format=tarfile.GNU_FORMAT) as out:
            for name, content in changed:
                header = tarfile.TarInfo(name)
                header.size = len(content)
                out.addfile(header, io.BytesIO(content))
        with pytest.raises(BackupInvalid, match=member):
            verify_backup(broken)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    for content in (b"", b"x", b"{}\n" * 1000, b"\0" * 4096):
        other.write_bytes(content)
        with pytest.raises(BackupInvalid, match=r"manifest\.jsonl"):
            verify_backup(other)
    with pytest.raises(FileMissing):
        verify_backup(tmp_path / "none")
    with pytest.raises(FileUnreadable):
        verify_backup(tmp_path)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_nothing_is_restored_over_a_register(
    saved: Path, elsewhere: StoreSettings, tmp_path: Path
) -> None:
    with open_store(elsewhere) as other:
        letters_in(tmp_path / "in")(other)
        before, files = rows(other), contents(other.files)
        with pytest.raises(RestoreRefused):
            restore_backup(saved, elsewhere)
        assert (rows(other), contents(other.files)) == (before, files)


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_register_that_fills_up_during_a_restore_is_left_alone(
    saved: Path, elsewhere: StoreSettings, tmp_path: Path
) -> None:
    add_one = letters_in(tmp_path / "in")

    def add_at_the_end(done: int, known: int) -> None:
        if done == known:
            with open_store(elsewhere) as other:
                add_one(other)

    with pytest.raises(RestoreRefused):
        restore_backup(saved, elsewhere, add_at_the_end)
    with open_store(elsewhere) as other:
        assert len(rows(other)["letter"]) == 1


DYING = """
import os, signal, sys
from pathlib import Path
from pipeline.settings import StoreSettings
from pipeline.store import backup_restoring

calls, name = [], sys.argv[3]
real = getattr(backup_restoring, name)

def call_and_die(*arguments):
    real(*arguments)
    calls.append(name)
    if len(calls) == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

setattr(backup_restoring, name, call_and_die)
url = sys.argv[5] if len(sys.argv) > 5 else None
settings = StoreSettings(home=Path(sys.argv[2]), actor="x", database_url=url)
backup_restoring.restore_backup(Path(sys.argv[1]), settings)
"""
"""Dies after a function of the restore was called so many times."""


@pytest.mark.slow
@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("function", "calls"), [("_place", 3), ("_load_table", 9), ("enter_letters", 1)]
)
def test_a_restore_that_was_killed_can_be_run_again(
    full: Store, saved: Path, elsewhere: StoreSettings, function: str, calls: int
) -> None:
    arguments = [str(saved), str(elsewhere.home), function, str(calls)]
    arguments += [elsewhere.database_url] if elsewhere.database_url else []
    killed = subprocess.run([sys.executable, "-c", DYING, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_store(elsewhere) as restored:
        assert is_empty(restored)
        assert {fault.code for fault in find_faults(restored)} <= {
            "original_orphan",
            "image_orphan",
        }
    restore_backup(saved, elsewhere)
    with open_store(elsewhere) as restored:
        assert rows(restored) == rows(full)
        assert list(find_faults(restored)) == []


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_another_file_in_the_place_of_one_is_not_written_over(
    saved: Path, tmp_path: Path, full: Store
) -> None:
    there = StoreSettings(home=tmp_path / "there", actor="x")
    (some, *_) = paths(full, "originals")
    place = LocalFiles(there.home / "files").path("originals", some.name)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"khac")
    with pytest.raises(StoreDamaged, match=some.name[:12]):
        restore_backup(saved, there)
    assert place.read_bytes() == b"khac"


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_what_was_lost_before_is_told_and_the_rest_is_kept(full: Store, tmp_path: Path) -> None:
    (gone, changed, *_) = paths(full, "originals")
    (image, _) = paths(full, "images")
    gone.unlink()
    image.unlink()
    changed.chmod(0o640)
    changed.write_bytes(b"x")
    summary = write_backup(full, tmp_path / "so.tar")
    assert set(summary.lost) == {
        f"originals/{gone.name}",
        f"originals/{changed.name}",
        f"images/{image.name}",
    }
    there = StoreSettings(home=tmp_path / "there", actor="x")
    assert restore_backup(tmp_path / "so.tar", there).lost == summary.lost
    with open_store(there) as restored:
        named = {(fault.code, fault.about) for fault in find_faults(restored)}
    assert named == {
        ("original_missing", gone.name),
        ("original_missing", changed.name),
        ("image_missing", image.name),
    }


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_backup_that_fails_leaves_the_one_before(
    full: Store, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, beside = saved.read_bytes(), sorted(tmp_path.iterdir())

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "verify_backup", cut_off)
    with pytest.raises(KeyboardInterrupt):
        write_backup(full, saved)
    assert saved.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == beside
    for place in (tmp_path / "no" / "so.tar", tmp_path):
        with pytest.raises(SettingInvalid, match=str(place)):
            write_backup(full, place)
    assert sorted(tmp_path.iterdir()) == beside


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_a_backup_by_a_newer_program_is_refused(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_restoring, "HEAD", "0001")
    with pytest.raises(StoreNewer, match=HEAD):
        restore_backup(saved, StoreSettings(home=tmp_path / "there", actor="x"))
    assert not (tmp_path / "there").exists()


def fill_old(session: Session, files: FileStore) -> None:
    """Two letters as the first version registered them, one citing something, one corrected."""
    first = register_old(session, "trồng rừng phòng hộ", number="15/BC-KL", type_code="BC")
    second = register_old(session, "mười hai ha keo lai", date=None)
    rows = session.execute(select(col(StoredLetter.id), col(StoredLetter.original_sha256)))
    file_of = {letter or 0: sha256 for letter, sha256 in rows}
    ends = [
        Reference(kind=ReferenceKind.LETTER, fingerprint="1", letter_id=first),
        Reference(kind=ReferenceKind.CITED, fingerprint="2"),
    ]
    session.add_all(ends)
    session.flush()
    add_old_edge(session, (ends[0].id, ends[1].id), first, relation="amends", date="2024-05-06")
    of_first = col(StoredPage.original_sha256) == file_of[first]
    image = files.keep("images", b"2")
    session.execute(update(StoredPage).where(of_first).values(image_sha256=image))
    of_second = {"file": file_of[second], "now": NOW.isoformat(sep=" "), "yes": True}
    session.execute(text(OLD_READING), of_second)
    to: dict[str, Any] = {"field": "addressees", "value": '["Hạt Kiểm lâm Vân Hồ"]'}
    who: dict[str, Any] = {"actor": "An", "reason": "mờ", "made_at": NOW}
    place: dict[str, Any] = {"original_sha256": file_of[second], "position": 0}
    session.add(Correction(**place, **to, **who, machine_value="[]"))


OLD_READING = """
INSERT INTO reading (original_sha256, reader_version, made_at, is_current, json_text)
VALUES (:file, '0', :now, :yes, '{"letters": [{"addressees": []}]}')
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", ["0001", "0003"])
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    first_version: Engine, elsewhere: StoreSettings, tmp_path: Path, version: str
) -> None:
    old = Store(first_version, LocalFiles(tmp_path / "files"), "x", tmp_path)
    with write_session(first_version) as session:
        fill_old(session, old.files)
    upgrade_to(first_version, version)
    summary = write_backup(old, tmp_path / "so.tar")
    assert summary.version == version
    assert "claim" not in summary.rows
    restore_backup(tmp_path / "so.tar", elsewhere)
    migrate(first_version)
    with open_store(elsewhere) as restored:
        assert rows(restored) == rows(old)
        assert len(rows(restored)["claim"]) == 1
        for words in ("rừng phòng hộ", "keo lai", "15/BC-KL"):
            assert found(restored, words) == found(old, words)
            assert len(found(restored, words)) == 1
        assert len(found(restored, "Hạt Kiểm lâm Vân Hồ")) == 1
        with restored.writing() as session:
            session.add(Edge(claim_id=1, letter_id=1))  # its id is a new one
