"""What a process logged."""

from __future__ import annotations

import json
from typing import Any

from pipeline.settings import LogSettings

JSON = LogSettings(log_format="json", log_level="info")


def events(err: str) -> list[dict[str, Any]]:
    """The JSON lines of a standard error stream; what people are told there begins otherwise."""
    return [json.loads(line) for line in err.splitlines() if line.startswith("{")]


def named(err: str, event: str) -> list[dict[str, Any]]:
    """The events of one name."""
    return [each for each in events(err) if each.get("event") == event]
