"""A crew of worker processes under supervision: a page may crash or hang, the crew goes on.

::

    with Crew(workers=2, time_limit=120, warm_up=load_models) as crew:
        for key, outcome in crew.run((page, read_page, (path, page)) for page in range(count)):
            ...  # outcome is what read_page returned, or a CongvanError

``concurrent.futures`` gives up the whole pool when one worker dies and cannot stop one task
that hangs; that is why this is here. One pipe to each worker, one task in each worker at a time.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import PicklingError
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar

from models.errors import CongvanError, PageCrashed, PageError, PageTimeout
from pipeline.logs import frames_of, log_event, set_up, settings_in_use
from pipeline.settings import LogSettings

log = logging.getLogger("congvan.workers")

Key = TypeVar("Key")
# Libraries with threads of their own, which Python does not count; a fork in their midst may hang.
THREADED = frozenset({"onnxruntime", "tesserocr"})
Function = Callable[..., Any]
Method = Literal["fork", "forkserver", "spawn"]

_PENDING = object()
# What a worker says when it has loaded what it needs: its first task's time counts from then.
READY = "ready"
# Seconds that starting and loading may take.
START_UP = 60.0


@dataclass(slots=True)
class _Worker:
    """A process, its pipe, and what it is doing (``deadline`` is ``None`` while idle)."""

    process: BaseProcess
    pipe: Connection
    key: Any = None
    deadline: float | None = None
    is_ready: bool = False

    def kill(self) -> None:
        """End the process and what it started (a ``tesseract`` program, say), at once."""
        if self.process.pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _nothing() -> None:
    """Nothing is left to do meanwhile."""


class Crew(Generic[Key]):
    """Up to ``workers`` processes; a task that takes over ``time_limit`` seconds is given up.

    ``warm_up`` runs once in each new worker, so that it can load what the tasks need while the
    parent does something else. ``method`` is how processes start: ``fork`` is quickest, but safe
    only in a program without threads, which is how the default is chosen. Whoever writes to the
    other end of ``bell`` makes a ``run`` that waits for its workers look for new tasks.
    """

    def __init__(
        self,
        *,
        workers: int,
        time_limit: float,
        warm_up: Callable[[], object] | None = None,
        method: Method | None = None,
        bell: Connection | None = None,
    ) -> None:
        single = threading.active_count() == 1 and not THREADED & sys.modules.keys()
        way = method or ("fork" if single else "forkserver")
        self._context = multiprocessing.get_context(way)
        if way == "forkserver":
            self._context.set_forkserver_preload(["pipeline.own_group", "__main__"])
        self._size = workers
        self._time_limit = time_limit
        self._warm_up = warm_up
        self._bell = bell
        self._workers: list[_Worker] = []
        self._added: deque[tuple[Key, Function, tuple[Any, ...]]] = deque()

    def __enter__(self) -> Crew[Key]:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def enlarge(self, workers: int, time_limit: float, *, start: bool) -> None:
        """Allow ``workers`` processes and ``time_limit`` seconds a task, which were not known when
        the first worker had to start; with ``start`` the others start now, and not when needed.
        """
        self._size, self._time_limit = workers, time_limit
        while start and len(self._workers) < workers:
            self._start()

    def add(self, key: Key, function: Function, *args: object) -> None:
        """One more task for the ``run`` that is going on; done before those still to come."""
        self._added.append((key, function, args))

    def drop(self, is_dropped: Callable[[Key], bool]) -> None:
        """Forget the tasks that were added with such keys and that nobody has begun."""
        self._added = deque(task for task in self._added if not is_dropped(task[0]))

    def run(
        self,
        tasks: Iterable[tuple[Key, Function, tuple[Any, ...]]] = (),
        meanwhile: Iterable[Callable[[], object]] = (),
    ) -> Iterator[tuple[Key, Any]]:
        """Do all ``tasks``; give each key with its outcome as soon as it is there, in any order.

        Functions are module-level ones, arguments and outcomes can be pickled. ``tasks`` is drawn
        from only when a worker is free. The outcome of a task that failed is a ``CongvanError``:
        the task's own one, ``PageTimeout``, ``PageCrashed``, or ``PageError`` for any other
        exception (where it came from goes to the log, level debug). The functions of ``meanwhile``
        are called one by one, each when the workers have been given new tasks.
        """
        waiting = iter(tasks)
        try:
            steps = iter(meanwhile)
            fed = self._feed(waiting)
            while self._busy():
                if fed:
                    next(steps, _nothing)()
                finished = self._finished()
                fed = self._feed(waiting)
                yield from finished
                fed = self._feed(waiting) or fed
        finally:  # whoever stops listening early does not want the rest
            self._added.clear()
            for worker in self._busy():
                self._dismiss(worker)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.deadline is not None]

    def _feed(self, waiting: Iterator[tuple[Key, Function, tuple[Any, ...]]]) -> bool:
        """Give tasks to free workers; whether there were any to give."""
        fed = False
        while len(self._busy()) < self._size:
            task = self._added.popleft() if self._added else next(waiting, None)
            if task is None:
                break
            fed = True
            key, function, args = task
            worker = self._idle() or self._start()
            grace = 0.0 if worker.is_ready else START_UP
            worker.key, worker.deadline = key, time.monotonic() + self._time_limit + grace
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send((function, args))  # a dead worker is noticed when collecting
        return fed

    def _idle(self) -> _Worker | None:
        for worker in [worker for worker in self._workers if worker.deadline is None]:
            if worker.process.is_alive():
                return worker
            self._dismiss(worker)
        return None

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self._warm_up, settings_in_use()), daemon=True
        )
        with warnings.catch_warnings():
            # Python 3.12 warns of threads that numerical libraries keep; those are idle here.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _finished(self) -> list[tuple[Key, Any]]:
        busy = self._busy()
        soonest = min(worker.deadline or 0.0 for worker in busy)
        heard: list[Connection | int] = [w.pipe for w in busy]
        heard += [w.process.sentinel for w in busy]
        heard += [self._bell] if self._bell else []
        wait(heard, timeout=max(0.0, soonest - time.monotonic()))
        if self._bell:
            still(self._bell)
        outcomes = [(worker, self._outcome(worker)) for worker in busy]
        return [(self._release(w), result) for w, result in outcomes if result is not _PENDING]

    def _release(self, worker: _Worker) -> Key:
        key: Key = worker.key
        worker.key = worker.deadline = None
        return key

    def _outcome(self, worker: _Worker) -> Any:  # noqa: ANN401
        """What ``worker`` has to say; a dead one, or one over its time, leaves the crew."""
        if worker.pipe.poll():
            try:
                said = worker.pipe.recv()
                if said == READY:
                    worker.is_ready = True
                    worker.deadline = time.monotonic() + self._time_limit
                    return _PENDING
                return _unpacked(*said)
            except (EOFError, OSError):
                return self._lost(worker)
            except Exception as error:  # it arrived, but cannot be put together again
                return _page_error(error)
        if not worker.process.is_alive():
            return self._lost(worker)
        if worker.deadline is not None and time.monotonic() >= worker.deadline:
            log_event("worker_stopped", level=logging.WARNING, seconds=self._time_limit)
            self._dismiss(worker)
            return PageTimeout(f"{self._time_limit:g} s")
        return _PENDING

    def _lost(self, worker: _Worker) -> PageCrashed:
        worker.process.join(1.0)
        code = worker.process.exitcode or 0
        self._dismiss(worker)
        ended = signal.Signals(-code).name if code < 0 else f"exit {code}"
        log_event("worker_died", level=logging.WARNING, ended=ended)
        return PageCrashed(ended)

    def _dismiss(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)


def still(bell: Connection) -> None:
    """Take away what was written to a bell."""
    while bell.poll():
        bell.recv_bytes()


def _unpacked(outcome: Any, trace: str) -> Any:  # noqa: ANN401
    if trace:
        log.debug("a task failed in its worker\n%s", trace)
    return outcome


def _serve(
    pipe: Connection, warm_up: Callable[[], object] | None, logging_as: LogSettings | None
) -> None:
    """The life of a worker: one task after the other until the parent has gone."""
    os.setpgid(0, 0)  # Ctrl-C goes to the parent alone, and what a task starts dies with it
    if logging_as is not None:
        set_up(logging_as)
    parent = multiprocessing.parent_process()
    if warm_up is not None:
        with contextlib.suppress(Exception):  # the first task will say what is wrong
            warm_up()
    try:
        pipe.send(READY)
    except BrokenPipeError:  # the parent was killed meanwhile
        return
    while parent is not None:
        wait([pipe, parent.sentinel])
        if not pipe.poll():
            return
        try:
            function, args = pipe.recv()
        except EOFError:  # the parent was killed: its end of the pipe was closed first
            return
        _reply(pipe, *_done(function, args))


def _done(function: Function, args: tuple[Any, ...]) -> tuple[Any, str]:
    try:
        return function(*args), ""
    except CongvanError as error:
        return error, frames_of(error)
    except Exception as error:
        return _page_error(error), frames_of(error)


def _page_error(error: Exception) -> PageError:
    return PageError(f"{type(error).__name__}: {error}"[:200])


def _reply(pipe: Connection, outcome: Any, trace: str) -> None:  # noqa: ANN401
    try:
        pipe.send((outcome, trace))
    except (TypeError, AttributeError, ValueError, PicklingError) as error:
        pipe.send((_page_error(error), frames_of(error)))
