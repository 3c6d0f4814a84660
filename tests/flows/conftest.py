"""What the tests of flows share: Prefect's own database, and the environment of a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import made_once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def prefect_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's own database, made once for all processes of a test run: that takes most of a
    first start."""

    def make(home: Path) -> None:
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
        environment = {**os.environ, "PREFECT_HOME": str(home), "DO_NOT_TRACK": "1"}
        subprocess.run(command, env=environment, check=True, capture_output=True)

    return made_once(tmp_path_factory, "prefect-template", make)


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory, prefect_template: Path) -> Path:
    """A home of Prefect in which nothing has run."""
    return shutil.copytree(prefect_template, tmp_path_factory.mktemp("prefect") / "home")


@pytest.fixture
def environment(tmp_path: Path, prefect_home: Path) -> dict[str, str]:
    """That of a command with an empty register."""
    own = {"CONGVAN_HOME": str(tmp_path / "home"), "CONGVAN_JOBS": "2", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own, "PREFECT_HOME": str(prefect_home)}
