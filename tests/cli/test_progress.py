"""The progress bar is for people who wait, and for nobody else."""

from __future__ import annotations

import sys

import pytest

from cli import progress
from cli.progress import ProgressBar


def show_progress(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, patience: float) -> None:
    """Three pages of twelve are done, after ``patience`` seconds of the one it waits for."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", patience)
    with ProgressBar() as bar:
        bar(3, 12)


def test_a_long_reading_shows_pages_done_and_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show_progress(monkeypatch, terminal=True, patience=0.0)
    out, err = capsys.readouterr()
    assert "3/12" in err
    assert out == ""


@pytest.mark.parametrize(("terminal", "patience"), [(True, 60.0), (False, 0.0)])
def test_a_short_reading_or_one_into_a_file_shows_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    patience: float,
) -> None:
    show_progress(monkeypatch, terminal=terminal, patience=patience)
    assert capsys.readouterr().err == ""
