"""How Prefect runs on one machine: by itself, under ``CONGVAN_HOME``, and silent.

Call :func:`settle` before Prefect is imported: it reads its settings then. Whatever the user sets
by ``PREFECT_*`` counts; with ``PREFECT_API_URL`` the server there is used.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.reaper import end_children_with_this_process

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
    # The first start makes Prefect's own database, which takes long on a slow disk.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # The command says what goes on, and no deployment is served: what Prefect would do for those
    # costs its server as much as the states of the runs (measured: 100 ms a letter, 50 to 70
    # without).
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _IDLE},
}


def settle(home: Path) -> None:
    """Set what the user has not set; Prefect's own server shall end with this process."""
    end_children_with_this_process()
    os.environ.setdefault("PREFECT_HOME", str(home.expanduser() / "prefect"))
    for name, value in _OURS.items():
        os.environ.setdefault(name, value)
