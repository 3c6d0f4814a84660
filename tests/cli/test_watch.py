"""`congvan watch` as it speaks to people; the flow itself is in tests/flows/test_watch.py."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import watch as command
from flows.workplace import Workplace
from models.errors import FileDamaged, FileEmpty, StoreUnavailable, WatchRefused, WorkStopped
from models.register import IntakeState
from pipeline.store.work import Worked
from pipeline.watching.found import Reason, Refused
from pipeline.watching.intake import Taken
from tests.cli.test_read import congvan

Happens = Callable[[Workplace], None]
LINKED = Worked(item_id=1, name="1.pdf", state=IntakeState.LINKED, documents=("5/CV-TU@x/2023",))
DAMAGED = Worked(item_id=2, name="2.pdf", state=IntakeState.FAILED, error=FileDamaged("2.pdf"))


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "home"))
    folder = tmp_path / "đến"
    folder.mkdir()
    return folder


def watched(monkeypatch: pytest.MonkeyPatch, happens: Happens, root: Path, *options: str) -> int:
    """The exit code of the command, while whose flow this ``happens``."""
    monkeypatch.setattr(command, "_run", lambda place, *_, **__: happens(place))
    return congvan(monkeypatch, "watch", str(root), *options)


def test_each_file_has_its_line_and_a_stop_is_how_it_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    def happens(place: Workplace) -> None:
        place.on_end(LINKED)
        place.on_end(DAMAGED)
        place.on_end(Worked(item_id=3, name="3.pdf", state=IntakeState.RECEIVED))

    assert watched(monkeypatch, happens, root) == 0
    out, err = capsys.readouterr()
    assert out == "1.pdf: đã vào sổ · registered: 5/CV-TU@x/2023\n"
    assert err == f"lỗi: 2.pdf: {FileDamaged()}\n"


def test_what_is_not_taken_in_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    away = StoreUnavailable("no space left")
    taken = Taken(
        passed=[root / "bảng.xlsx", root / os.fsdecode(b"c\xf4ng.xlsx")],
        refused=[Refused(root / "mật.pdf", Reason.LINK_OUTSIDE)],
        failed=[(root / "rỗng.pdf", FileEmpty("rỗng.pdf"))],
        trouble=away,
    )
    assert watched(monkeypatch, lambda place: place.on_look(taken), root) == 0
    out, err = capsys.readouterr()
    assert out == ""
    empty, link, table, no_utf8, trouble = err.splitlines()
    assert empty == f"lỗi: {root}/rỗng.pdf: {FileEmpty()}"
    assert link == f"{root}/mật.pdf: {Reason.LINK_OUTSIDE}"
    assert table.startswith(f"{root}/bảng.xlsx: bỏ qua")
    assert no_utf8.startswith(f"{root}/c�ng.xlsx: bỏ qua")
    assert trouble == f"lỗi: {away}"


def test_json_is_one_line_a_file_whatever_it_is_called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    name = os.fsdecode(b"c\xf4ng.pdf")
    taken = Taken(failed=[(root / name, FileEmpty("c�ng.pdf"))])

    def happens(place: Workplace) -> None:
        place.on_look(taken)
        place.on_end(LINKED)

    assert watched(monkeypatch, happens, root, "--json") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["file"], first["error"]) == ("c�ng.pdf", "file_empty")
    assert second["documents"] == ["5/CV-TU@x/2023"]


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (lambda place: place.on_end(LINKED), 0),
        (lambda place: place.on_end(DAMAGED), FileDamaged.exit_code),
        (lambda place: (place.on_end(LINKED), place.on_end(DAMAGED)), 3),
        (lambda place: place.on_look(Taken(trouble=StoreUnavailable())), 61),
        (lambda place: None, 0),
    ],
    ids=["linked", "damaged", "both", "register away", "nothing"],
)
def test_once_ends_with_what_became_of_the_files(
    monkeypatch: pytest.MonkeyPatch, root: Path, happens: Happens, code: int
) -> None:
    assert watched(monkeypatch, happens, root, "--once") == code


def test_once_that_was_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    assert watched(monkeypatch, Workplace.end, root, "--once") == WorkStopped.exit_code
    assert capsys.readouterr().err.startswith("lỗi: chương trình dừng")


@pytest.mark.parametrize("what", ["không có", "tệp", "home", "home/files", "."])
def test_what_cannot_be_watched_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    root: Path,
    what: str,
) -> None:
    (root.parent / "tệp").write_text("no folder")
    (root.parent / "home" / "files").mkdir(parents=True)
    folder = root.parent / what
    assert congvan(monkeypatch, "watch", str(folder)) == WatchRefused.exit_code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("lỗi: không theo dõi được thư mục này")
