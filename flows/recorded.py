"""A run ends when Prefect's server has written down how its tasks ended.

The server keeps their states for a moment, to write many at once (``flows.prefect_settings``). The
one that a command starts ends with the command, and would lose what it still keeps.
"""

from __future__ import annotations

import time
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.runtime import flow_run

GLANCE = 0.2
"""Seconds between two questions."""
PATIENCE = 5.0
"""Seconds for which a server is waited for; then its history is less than it could be."""

_ENDED = TaskRunFilter(
    state=TaskRunFilterState(type=TaskRunFilterStateType(any_=sorted(TERMINAL_STATES)))
)


def until_recorded(tasks: int) -> None:
    """In a flow: wait until the server knows the ends of so many tasks of its run."""
    if not tasks:
        return
    until = time.monotonic() + PATIENCE
    with get_client(sync_client=True) as client:
        while not _are_ended(client, tasks) and time.monotonic() < until:
            time.sleep(GLANCE)


def _are_ended(client: SyncPrefectClient, tasks: int) -> bool:
    run = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(flow_run.id)]))
    # Is there a last one, when all others are skipped?
    last = client.read_task_runs(
        flow_run_filter=run, task_run_filter=_ENDED, limit=1, offset=tasks - 1
    )
    return bool(last)
