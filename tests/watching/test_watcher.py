"""A folder is looked at again and again, in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from models.errors import StoreBusy, StoreUnavailable, WatchedAlready
from pipeline.store.store import Store
from pipeline.watching import watcher as module
from pipeline.watching.intake import FolderIntake, Taken
from pipeline.watching.memory import held
from pipeline.watching.watcher import Watcher

AWAY, BUSY = StoreUnavailable("no space left"), StoreBusy("locked")


class Looks:
    """An intake whose looks bring what the test says; then nothing, after ``then``."""

    def __init__(self, *taken: Taken | Exception, then: Event) -> None:
        self._taken = iter(taken)
        self._then = then

    def look(self, _stop: Event) -> Taken:
        taken = next(self._taken, None)
        if isinstance(taken, Exception):
            raise taken
        if taken is None:
            self._then.set()
        return taken or Taken()


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSES", (0.0, 0.0))


def told(*looks: Taken | Exception) -> list[Taken]:
    """What a watcher tells of some looks and one more."""
    heard: list[Taken] = []
    stop, seen = Event(), Event()
    intake = Looks(*looks, then=seen)
    with Watcher(intake, stop, heard.append, settle=0):  # type: ignore[arg-type]
        assert seen.wait(10)
    return heard[: len(looks)]


def test_a_trouble_that_lasts_is_told_once_and_again_when_it_comes_back() -> None:
    troubles = [AWAY, AWAY, BUSY, None, BUSY]
    heard = told(*(Taken(trouble=trouble) for trouble in troubles))
    assert [taken.trouble for taken in heard] == [AWAY, None, BUSY, None, BUSY]


def test_while_the_register_is_away_the_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSES", (1.0, 1.0))
    intake = Looks(then=Event())
    watcher = Watcher(intake, Event(), lambda _: None, settle=0)  # type: ignore[arg-type]
    pauses = []
    for trouble in [AWAY] * 8 + [None]:
        watcher._news(Taken(trouble=trouble))
        pauses.append(watcher._next_pause(0.1))
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 1]
    assert watcher._next_pause(5.0) == 20.0


def test_a_crash_is_kept_for_whoever_waits() -> None:
    crash = RuntimeError("a fault of ours")
    watcher = Watcher(Looks(crash, then=Event()), Event(), print, settle=0)  # type: ignore[arg-type]
    with watcher:
        assert watcher.is_done.wait(10)
    assert watcher.failure is crash


@pytest.fixture
def intake(store: Store, root: Path, tmp_path: Path) -> Iterator[FolderIntake]:
    memory = tmp_path / "watching" / "m.jsonl"
    with held(memory):
        yield FolderIntake(store, root, memory, settle=0.02)


def looked_once(intake: FolderIntake) -> list[Taken]:
    heard: list[Taken] = []
    stop = Event()
    with Watcher(intake, stop, heard.append, settle=0.02, once=True) as watcher:
        assert watcher.is_done.wait(20)
    assert not stop.is_set()
    return heard


def test_once_ends_when_all_that_is_there_has_been_taken_in(
    root: Path, intake: FolderIntake
) -> None:
    (root / "1.txt").write_text("một")
    assert sum(taken.received for taken in looked_once(intake)) == 1
    assert len(looked_once(intake)) == 1  # nothing is waited for


def test_once_waits_for_a_pdf_without_an_end_as_long_as_it_may_be_waited_for(
    root: Path, intake: FolderIntake
) -> None:
    (root / "dở.pdf").write_bytes(b"%PDF-1.7 cut")
    assert sum(taken.received for taken in looked_once(intake)) == 1


def test_once_does_not_wait_for_ever_for_what_keeps_growing(
    root: Path, intake: FolderIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "1.txt"
    path.write_text("một")
    look = FolderIntake.look

    def growing(self: FolderIntake, stop: Event) -> Taken:
        with path.open("a") as file:
            file.write("và")
        return look(self, stop)

    monkeypatch.setattr(FolderIntake, "look", growing)
    assert sum(taken.received for taken in looked_once(intake)) == 0


def test_a_look_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FAREWELL", 0.05)
    begun, share_is_back = Event(), Event()

    class Hanging:
        def look(self, _stop: Event) -> Taken:
            begun.set()
            share_is_back.wait(60)
            return Taken()

    stop = Event()
    with Watcher(Hanging(), stop, lambda _: None, settle=0) as watcher:  # type: ignore[arg-type]
        assert begun.wait(10)
    assert stop.is_set()
    assert not watcher.is_done.is_set()
    share_is_back.set()
    assert watcher.is_done.wait(10)


def test_a_folder_is_watched_by_one_only_and_by_the_next_one_afterwards(tmp_path: Path) -> None:
    memory = tmp_path / "watching" / "m.jsonl"
    with held(memory):
        with pytest.raises(WatchedAlready), held(memory):
            pass
        with held(memory.with_name("other.jsonl")):
            pass
    with held(memory):
        pass


def test_a_place_for_the_lock_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "watching").write_text("no folder")
    with pytest.raises(StoreUnavailable, match="watching"), held(tmp_path / "watching" / "m.jsonl"):
        pass
