"""How a command runs a flow of Prefect: what goes wrong the command says itself, once."""

from __future__ import annotations

import os


def prepare_prefect() -> None:
    """Call it before a flow is imported, for Prefect reads its settings then."""
    from flows.prefect_settings import settle
    from pipeline.settings import load_store_settings

    # Else it would say on the terminal what the command says, and with tracebacks. Its own
    # interface shows the states of all tasks.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    settle(load_store_settings().home)
