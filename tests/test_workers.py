"""One bad page never takes the others with it."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.errors import CongvanError, FileDamaged, PageCrashed, PageError, PageTimeout
from pipeline.workers import Crew, Function, Method


def read(text: str) -> str:
    return text.upper()


def hang() -> None:
    time.sleep(600)


def die() -> None:
    os._exit(3)


def segfault() -> None:
    faulthandler.disable()  # pytest's report of it would only be noise
    os.kill(os.getpid(), signal.SIGSEGV)


def stumble() -> None:
    raise KeyError("ngày")


def refuse() -> None:
    raise FileDamaged("trang 2")


def unpicklable() -> object:
    return lambda: None


class TwoPartError(CongvanError):
    def __init__(self, page: int, line: int) -> None:
        super().__init__(f"trang {page} dòng {line}")


def half_picklable() -> None:
    raise TwoPartError(1, 2)


def start_child_and_hang(note: str) -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path(note).write_text(str(child.pid))
    time.sleep(600)


def worker_number() -> int:
    time.sleep(0.05)
    return os.getpid()


def is_running(process: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    return False


@pytest.fixture
def crew() -> Crew[object]:
    return Crew(workers=2, time_limit=20)


def test_every_page_comes_back_under_its_key(crew: Crew[object]) -> None:
    with crew:
        outcomes = dict(crew.run((n, read, (f"trang {n}",)) for n in range(7)))
    assert outcomes == {n: f"TRANG {n}" for n in range(7)}


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_it_also_works_where_forking_is_not_safe(method: Method) -> None:
    with Crew[int](workers=1, time_limit=60, method=method) as crew:
        assert list(crew.run([(1, read, ("công văn",))])) == [(1, "CÔNG VĂN")]


@pytest.mark.parametrize(("fault", "detail"), [(die, "exit 3"), (segfault, "SIGSEGV")])
def test_a_page_that_kills_its_worker_is_the_only_one_lost(fault: Function, detail: str) -> None:
    with Crew[int](workers=1, time_limit=20) as crew:
        outcomes = dict(crew.run([(1, fault, ()), (2, read, ("b",)), (3, read, ("c",))]))
    assert isinstance(outcomes[1], PageCrashed)
    assert outcomes[1].detail == detail
    assert (outcomes[2], outcomes[3]) == ("B", "C")


def test_a_page_over_its_time_is_given_up_and_the_next_is_read() -> None:
    with Crew[int](workers=1, time_limit=2.0) as crew:
        outcomes = dict(crew.run([(1, hang, ()), (2, read, ("b",))]))
    assert isinstance(outcomes[1], PageTimeout)
    assert outcomes[2] == "B"


def test_what_a_page_started_dies_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with Crew[int](workers=1, time_limit=0.5) as crew:
        list(crew.run([(1, start_child_and_hang, (str(note),))]))
    child = int(note.read_text())
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def test_errors_that_a_user_may_see_come_back_as_they_are(crew: Crew[object]) -> None:
    with crew:
        [(_, outcome)] = crew.run([(1, refuse, ())])
    assert isinstance(outcome, FileDamaged)
    assert outcome.detail == "trang 2"


def test_any_other_exception_is_a_failed_page_and_its_traceback_goes_to_the_log(
    crew: Crew[object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "congvan.workers")
    with crew:
        [(_, outcome)] = crew.run([(1, stumble, ())])
    assert type(outcome) is PageError
    assert outcome.detail == "KeyError: 'ngày'"
    assert "in stumble" in caplog.text


@pytest.mark.parametrize("function", [unpicklable, half_picklable])
def test_an_outcome_that_cannot_travel_is_a_failed_page(
    crew: Crew[object], function: Function
) -> None:
    with crew:
        outcomes = dict(crew.run([(1, function, ()), (2, read, ("b",))]))
    assert isinstance(outcomes[1], PageError)
    assert outcomes[2] == "B"


def test_pages_found_on_the_way_are_read_before_the_next_file(crew: Crew[object]) -> None:
    seen = []
    with Crew[str](workers=1, time_limit=20) as crew_of_one:
        for key, outcome in crew_of_one.run((f, read, (f,)) for f in ("a", "b", "c")):
            seen.append(outcome)
            if key == "a":
                crew_of_one.add("a1", read, "a1")
    assert sorted(seen) == ["A", "A1", "B", "C"]
    assert seen.index("A1") < seen.index("C")


def test_tasks_are_drawn_only_when_a_worker_is_free() -> None:
    drawn = []

    def tasks() -> object:
        for number in range(50):
            drawn.append(number)
            yield number, read, ("x",)

    with Crew[int](workers=2, time_limit=20) as crew:
        run = crew.run(tasks())  # type: ignore[arg-type]
        next(run)
        assert len(drawn) <= 5


def test_no_more_workers_start_than_there_are_tasks() -> None:
    with Crew[int](workers=8, time_limit=20) as crew:
        assert len({outcome for _, outcome in crew.run([(1, worker_number, ())])}) == 1
        assert len(crew._workers) == 1


def test_leaving_early_ends_the_workers() -> None:
    with Crew[int](workers=2, time_limit=60) as crew:
        processes = {outcome for _, outcome in crew.run((n, worker_number, ()) for n in range(4))}
        assert all(is_running(process) for process in processes)
    assert not any(is_running(process) for process in processes)


def test_ctrl_c_leaves_no_worker_behind(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import signal\n"
        "from pipeline.workers import Crew\n"
        "from tests.test_workers import start_child_and_hang\n"
        # A shell starts what runs in its background deaf to Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with Crew(workers=1, time_limit=60) as crew:\n"
        f"    list(crew.run([(1, start_child_and_hang, ({str(note)!r},))]))\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[1], stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 20
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    parent.send_signal(signal.SIGINT)
    parent.wait(10)
    time.sleep(0.1)
    assert not is_running(int(note.read_text()))


def test_outcomes_are_values_or_errors_of_the_one_tree(crew: Crew[object]) -> None:
    faults = [(1, die, ()), (2, stumble, ()), (3, refuse, ())]
    with crew:
        assert all(isinstance(outcome, CongvanError) for _, outcome in crew.run(faults))


def test_what_is_done_meanwhile_waits_until_there_is_new_work() -> None:
    done: list[str] = []
    with Crew[str](workers=1, time_limit=60) as crew:
        steps = (lambda: done.append("first"), lambda: done.append("second"))
        for key, _ in crew.run([("inspect", read, ("a",))], meanwhile=steps):
            if key == "inspect":
                assert done == ["first"]
                crew.add("page", read, "b")
    assert done == ["first", "second"]


def _group_of_parent() -> int:
    return os.getpgid(os.getppid())


def test_a_signal_to_the_group_of_the_command_leaves_the_workers_to_it() -> None:
    """The server that forks them would die first: a page would seem to have killed its reader."""
    with Crew[int](workers=1, time_limit=60, method="forkserver") as crew:
        ((_, group),) = crew.run([(1, _group_of_parent, ())])
    assert group != os.getpgid(0)
