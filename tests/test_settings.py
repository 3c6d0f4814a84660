"""Settings come from the environment, and a wrong one is said in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import SettingInvalid
from pipeline.settings import available_cores, load_settings


def test_without_any_variable_the_defaults_hold() -> None:
    settings = load_settings()
    assert (settings.jobs, settings.page_timeout) == (available_cores(), 120.0)
    assert (settings.engine, settings.tessdata) == ("auto", None)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vie.traineddata").touch()
    monkeypatch.setenv("CONGVAN_JOBS", "3")
    monkeypatch.setenv("CONGVAN_PAGE_TIMEOUT", "1.5")
    monkeypatch.setenv("CONGVAN_ENGINE", "pytesseract")
    monkeypatch.setenv("CONGVAN_TESSDATA", str(tmp_path))
    settings = load_settings()
    assert (settings.jobs, settings.page_timeout) == (3, 1.5)
    assert (settings.engine, settings.tessdata) == ("pytesseract", tmp_path)


def test_an_option_outweighs_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_JOBS", "3")
    assert load_settings(jobs="1").jobs == 1
    assert load_settings(jobs=None).jobs == 3


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_JOBS", "")
    assert load_settings().jobs == available_cores()


def test_a_wrong_option_is_named_as_it_was_typed() -> None:
    with pytest.raises(SettingInvalid, match="--jobs '0': 1–64"):
        load_settings(jobs="0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONGVAN_JOBS", "0"),
        ("CONGVAN_JOBS", "hai"),
        ("CONGVAN_JOBS", "1000"),
        ("CONGVAN_PAGE_TIMEOUT", "-1"),
        ("CONGVAN_PAGE_TIMEOUT", "nan"),
        ("CONGVAN_ENGINE", "abbyy"),
        ("CONGVAN_TESSDATA", "/nowhere"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid, match=f"{name} '{value}'") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_workers_receive_settings_without_importing_pydantic() -> None:
    program = "import sys, pipeline.settings, pipeline.workers; print('pydantic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
