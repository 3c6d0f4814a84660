"""How Prefect runs on one machine: by itself, under ``CONGVAN_HOME``, and silent.

Call :func:`settle` before Prefect is imported: it reads its settings then. Whatever the user sets
by ``PREFECT_*`` counts; with ``PREFECT_API_URL`` the server there is used.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.reaper import end_children_with_this_process
from pipeline.store.store import make_home

_IDLE = (
    "CANCELLATION_CLEANUP",
    "CLEANUP_RECONCILER",
    "EVENT_LOGGER",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "SCHEDULER",
    "TRIGGERS",
)
"""Services of Prefect's server that have nothing to do for one command."""

_OURS = {
    # Nothing may leave the machine.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # For profiles that name no server; else it is started here (flows.embedded_server).
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # The command says what goes on, and no deployment is served: what Prefect would do for those
    # costs its server as much as the states of the runs (measured: 100 ms a letter, 50 to 70
    # without).
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _IDLE},
    # States of tasks are written many at once; a run waits for the last (flows.recorded).
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}


def settle(home: Path) -> None:
    """Set what the user has not set; Prefect's own server shall end with this process.

    Raises :class:`StoreUnavailable` where there can be no folder for it.
    """
    end_children_with_this_process()
    if "PREFECT_HOME" not in os.environ:
        own = home.expanduser() / "prefect"
        make_home(own)  # Prefect makes it only where the register's is there
        os.environ["PREFECT_HOME"] = str(own)
    for name, value in _OURS.items():
        os.environ.setdefault(name, value)
