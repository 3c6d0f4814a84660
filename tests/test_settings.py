"""Settings come from the environment, and a wrong one is said in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import SettingInvalid
from pipeline.settings import available_cores, load_settings


def test_without_any_variable_the_defaults_hold() -> None:
    settings = load_settings({})
    assert (settings.jobs, settings.page_timeout) == (available_cores(), 120.0)
    assert (settings.engine, settings.tessdata) == ("auto", None)


def test_the_environment_is_read(tmp_path: Path) -> None:
    (tmp_path / "vie.traineddata").touch()
    settings = load_settings(
        {
            "CONGVAN_JOBS": "3",
            "CONGVAN_PAGE_TIMEOUT": "1.5",
            "CONGVAN_ENGINE": "pytesseract",
            "CONGVAN_TESSDATA": str(tmp_path),
        }
    )
    assert (settings.jobs, settings.page_timeout) == (3, 1.5)
    assert (settings.engine, settings.tessdata) == ("pytesseract", tmp_path)


def test_an_option_outweighs_the_environment_and_an_empty_variable_is_none() -> None:
    assert load_settings({"CONGVAN_JOBS": "3"}, jobs="1").jobs == 1
    assert load_settings({"CONGVAN_JOBS": " "}, jobs=None).jobs == available_cores()


def test_a_wrong_option_is_named_as_it_was_typed() -> None:
    with pytest.raises(SettingInvalid, match="--jobs '0'"):
        load_settings({}, jobs="0")


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
def test_a_value_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=name) as caught:
        load_settings({name: value})
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
