"""Who works the documents of a run off: threads of this process, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from prefect import Task
from prefect.futures import PrefectFuture
from prefect.settings import get_current_settings

from flows.embedded_server import is_own
from models.errors import SettingInvalid, WorkStopped
from pipeline.settings import Settings, load_dask_address
from pipeline.store.intake import AHEAD

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

WAIT = 60
"""Seconds in which a cluster has to show its first worker."""


@dataclass(frozen=True, slots=True)
class Hands:
    """``width`` documents may be out at a time; ``submit`` begins a task with named parameters.

    ``fatal`` is what a task's future raises when workers died over it again and again.
    """

    width: int
    submit: Callable[..., PrefectFuture[Any]]
    fatal: tuple[type[BaseException], ...] = ()


@contextmanager
def hands(settings: Settings, task: Task[..., Any]) -> Iterator[Hands]:
    """Whoever runs ``task``; at the end of the block nobody waits for those that are still out.

    Raises :class:`SettingInvalid` where there is no cluster at ``CONGVAN_DASK_ADDRESS``.
    """
    address = load_dask_address()
    if address is None:
        yield Hands(settings.jobs + AHEAD, task.submit)
        return
    with _runner(address) as runner:
        from distributed import KilledWorker
        from distributed.client import ClosedClientError

        def submit(**parameters: object) -> PrefectFuture[Any]:
            try:
                future: PrefectFuture[Any] = runner.submit(task, parameters)
            except (OSError, RuntimeError, ClosedClientError) as error:
                raise WorkStopped(f"CONGVAN_DASK_ADDRESS {address!r}") from error
            return future

        yield Hands(_width(runner, address), submit, (KilledWorker,))


def _runner(address: str) -> DaskTaskRunner:
    name = f"CONGVAN_DASK_ADDRESS {address!r}"
    if find_spec("prefect_dask") is None:
        raise SettingInvalid(f"{name}: cần cài thêm · needs: pip install 'congvan[dask]'")
    if is_own() or get_current_settings().api.url is None:  # the cluster's machines know no such
        raise SettingInvalid(f"{name}: cần máy chủ · needs a server: PREFECT_API_URL")
    from prefect_dask.task_runners import DaskTaskRunner

    return DaskTaskRunner(address=address)


def _width(runner: DaskTaskRunner, address: str) -> int:
    """As many documents as the cluster has threads, and as many for workers who come later."""
    try:
        runner.client.wait_for_workers(1, timeout=WAIT)
        threads: dict[str, int] = runner.client.nthreads()  # type: ignore[no-untyped-call]
        return 2 * sum(threads.values())
    except (OSError, TimeoutError) as error:
        detail = "không có tiến trình nào · nobody works there"
        raise SettingInvalid(f"CONGVAN_DASK_ADDRESS {address!r}: {detail}") from error
