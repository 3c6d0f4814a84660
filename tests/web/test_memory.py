from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from web import memory
from web.memory import Memory


class Counter:
    """Counts how often it was asked; ``gate`` holds it up."""

    def __init__(self) -> None:
        self.asked = 0
        self.gate = Event()
        self.gate.set()
        self.done = Event()

    def __call__(self) -> int:
        assert self.gate.wait(10)
        self.asked += 1
        self.done.set()
        return self.asked


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_count_is_kept_for_some_seconds(tmp_path: Path, counter: Counter) -> None:
    kept = Memory(tmp_path / "changed")
    assert [kept.recall("a", counter) for _ in range(3)] == [1, 1, 1]
    assert kept.recall("b", counter) == 2


def test_nobody_waits_while_it_is_counted_anew(
    tmp_path: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SECONDS", 0.0)
    kept = Memory(tmp_path / "changed")
    assert kept.recall("a", counter) == 1
    counter.gate.clear()
    counter.done.clear()
    assert [kept.recall("a", counter) for _ in range(3)] == [1, 1, 1]
    counter.gate.set()
    assert counter.done.wait(10)
    kept.close()
    assert counter.asked == 2, "one of the three had it counted anew"
    assert kept.recall("b", counter) == 3


def test_what_was_changed_is_seen_at_once_in_every_process(
    tmp_path: Path, counter: Counter
) -> None:
    one, other = Memory(tmp_path / "changed"), Memory(tmp_path / "changed")
    assert (one.recall("a", counter), other.recall("a", counter)) == (1, 2)
    one.forget()
    assert (one.recall("a", counter), other.recall("a", counter)) == (3, 4)


def test_a_count_that_fails_leaves_the_one_before(
    tmp_path: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SECONDS", 0.0)
    kept = Memory(tmp_path / "changed")
    assert kept.recall("a", counter) == 1
    tried = Event()

    def broken() -> int:
        tried.set()
        raise OSError("the database is away")

    assert kept.recall("a", broken) == 1
    assert tried.wait(10)
    kept.close()
    with pytest.raises(OSError, match="away"):
        kept.recall("never counted", broken)
