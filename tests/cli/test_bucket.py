"""The commands on a register in a bucket of S3, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_register import CHAIN, FOLLOW_UP, a_letter
from tests.s3_fixtures import KEY, SECRET, S3Server

SCAN = Path(__file__).parents[2] / "data" / "samples" / "02-ke-hoach-fax.pdf"
CONGVAN = Path(sys.executable).with_name("congvan")


def congvan(*words: object, code: int = 0) -> str:
    """What a command says; it says nothing of keys and nothing that users do not understand."""
    done = subprocess.run(
        [CONGVAN, *(str(word) for word in words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    for unwanted in (KEY, SECRET, "Traceback", "Unclosed", "Warning"):
        assert unwanted not in done.stdout + done.stderr
    return done.stdout if code == 0 else done.stdout + done.stderr


@pytest.fixture
def home(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty register in a bucket; where its files are."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CONGVAN_FILES", f"{bucket}/so")
    return f"{bucket}/so"


@pytest.mark.slow
def test_letters_are_added_checked_saved_and_restored(
    home: str, s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [a_letter(tmp_path, *CHAIN), a_letter(tmp_path, *FOLLOW_UP)]
    congvan("add", *letters, SCAN)
    assert json.loads(congvan("show", "57/UBND-NC", "--json"))["key"].startswith("57/UBND-NC@")
    assert "nguyên vẹn" in congvan("check")
    congvan("backup", tmp_path / "so.tar")

    (original, *_) = s3.system.find(f"{home}/originals")
    (image, *_) = s3.system.find(f"{home}/images")
    s3.system.rm([original, image])
    said = congvan("check", code=64)
    assert original.rpartition("/")[2] in said
    assert image.rpartition("/")[2] in said

    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "elsewhere"))
    congvan("restore", tmp_path / "so.tar")
    assert "nguyên vẹn" in congvan("check")


@pytest.mark.slow
@pytest.mark.usefixtures("home")
def test_a_bucket_that_is_missing_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONGVAN_FILES", "s3://khong-co")
    said = congvan("add", a_letter(tmp_path, *CHAIN), code=61)
    assert "không có bucket này" in said
    assert len(said.strip().splitlines()) <= 2
