"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.log_fixtures", "tests.register_fixtures", "tests.s3_fixtures"]
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own `CONGVAN_*` variables change no test."""
    for name in [name for name in os.environ if name.startswith("CONGVAN_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def shared() -> Path:
    """The folder of real scans beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED
