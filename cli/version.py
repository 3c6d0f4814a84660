"""`congvan version`."""

from __future__ import annotations

from importlib.metadata import version as installed


def version() -> None:
    """Phiên bản · the version of congvan."""
    print(f"congvan {installed('congvan')}")
