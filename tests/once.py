"""What takes long to make is made once for all processes of a test run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, which nobody changes; ``make`` fills it in whichever process asks
    first."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home = folder / name
    with FileLock(home.with_suffix(".lock")):
        if not home.exists():
            part = home.with_suffix(".part")
            make(part)
            part.rename(home)
    return home
