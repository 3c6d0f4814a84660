"""The command starts fast, because it loads only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_read import congvan

HEAVY = ("prefect", "pydantic", "rich", "numpy", "cv2", "onnxruntime", "pyhanko", "docx")


def test_no_heavy_package_is_loaded_before_a_command_runs() -> None:
    program = f"import sys, cli.main; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["read", "eval", "version"])
def test_every_command_explains_itself_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert congvan(monkeypatch, command, "--help") == 0
    assert " · " in capsys.readouterr().out
