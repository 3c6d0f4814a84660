"""Settings come from the environment, and a wrong one is said in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import SettingInvalid
from pipeline.settings import available_cores, load_settings, load_store_settings


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
        ("CONGVAN_PROXY", "*"),
        ("CONGVAN_PROXY", "proxy.example"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid, match=f"{name} '{value}'") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["/mnt/so", "so/2026", "s3://so-dk", "s3://so-dk/cong-van/2026/"])
def test_files_are_in_a_folder_or_a_bucket(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    assert load_store_settings().files is None
    monkeypatch.setenv("CONGVAN_FILES", place)
    assert load_store_settings().files == place


@pytest.mark.parametrize("place", ["s3://", "s3://So", "s3://so-dk//x", "gs://so-dk", "file:///so"])
def test_files_elsewhere_are_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("CONGVAN_FILES", place)
    with pytest.raises(SettingInvalid, match=f"CONGVAN_FILES '{place}': a folder, or s3://"):
        load_store_settings()


def test_keys_in_an_address_are_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVAN_FILES", "s3://nguoi:mat/khau@so-dk/2026")
    with pytest.raises(SettingInvalid, match="CONGVAN_FILES 's3://…@so-dk/2026'") as caught:
        load_store_settings()
    assert "mat" not in str(caught.value)


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
