"""The letters shipped in ``data/samples``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from letterpress.__main__ import main
from letterpress.samples import samples

FOLDER = Path(__file__).parents[2] / "data" / "samples"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def gold_of(path: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))
    return answer


def letters() -> list[dict[str, Any]]:
    return [letter for path in FILES for letter in gold_of(path)["letters"]]


def test_all_samples_are_there_with_their_gold() -> None:
    assert len(FILES) >= 13
    assert {sample.name for sample in samples()} <= {path.name for path in FILES}
    assert [gold_of(path)["source"]["name"] for path in FILES] == [path.name for path in FILES]


def test_all_four_systems_are_shown() -> None:
    assert {letter["system"] for letter in letters()} == {"state", "party", "front", "association"}


def test_no_two_letters_have_the_same_number() -> None:
    numbers = [letter["number"] for letter in letters()]
    assert len(set(numbers)) == len(numbers)


def test_one_file_holds_a_letter_and_what_it_attaches() -> None:
    (bundle,) = [gold_of(path) for path in FILES if len(gold_of(path)["letters"]) == 2]
    cover, attached = bundle["letters"]
    assert attached["attachment_of"] == 0
    assert attached["number"] in cover["subject"]
    assert attached["date"] < cover["date"]


def test_one_letter_is_urgent_and_most_numbers_are_handwritten() -> None:
    found = letters()
    assert "Hỏa tốc" in {letter["urgency"] for letter in found}
    assert sum("number" in letter["handwritten"] for letter in found) > len(found) / 2


def test_samples_stay_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 400_000
    assert sum(sizes) < 3_000_000


def test_the_corpus_command_writes_a_letter_and_its_gold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", str(tmp_path), "--seeds", "3:4", "--ageing", "fax"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "letter-0003-fax.pdf",
        "letter-0003-fax.gold.json",
    }
    assert "letter-0003-fax.pdf" in capsys.readouterr().out
