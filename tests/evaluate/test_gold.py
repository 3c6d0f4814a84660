"""Gold is read as far as it goes, and refused where it cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.errors import GoldInvalid
from pipeline.evaluate import find_input, load_gold


def write(folder: Path, content: object, name: str = "thu.gold.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content) if not isinstance(content, str) else content)
    return path


def gold(**letter: object) -> dict[str, object]:
    return {"source": {"name": "thu.pdf"}, "letters": [letter]}


def test_gold_may_state_only_a_few_fields_and_notes_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, gold(pages=[1], number="05/SYT-NVY", handwritten=["number"], tasks=[]))
    [only] = load_gold(tmp_path)
    assert only.letters[0].number == "05/SYT-NVY"
    assert only.letters[0].model_fields_set == {"pages", "number"}
    assert only.pages == {1}


def test_gold_of_a_text_has_no_pages(tmp_path: Path) -> None:
    write(tmp_path, gold(number=None))
    [only] = load_gold(tmp_path)
    assert only.pages == frozenset()


def test_page_text_in_gold_is_kept_for_the_character_errors(tmp_path: Path) -> None:
    write(tmp_path, gold(pages=[1]) | {"pages": [{"number": 1, "text": "Kính gửi"}, {"number": 2}]})
    assert load_gold(tmp_path)[0].texts == {1: "Kính gửi"}


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("{", "thu.gold.json"),
        ("[]", "thu.gold.json"),
        ({"letters": []}, "source"),
        (gold(date="2018-13-40"), "date"),
        (gold(urgency="Nhanh"), "urgency"),
        (gold() | {"schema": "congvan.reading/9"}, "congvan.reading/9"),
    ],
)
def test_gold_that_cannot_be_compared_is_refused_in_one_line(
    tmp_path: Path, content: object, hint: str
) -> None:
    write(tmp_path, content)
    with pytest.raises(GoldInvalid, match=hint) as caught:
        load_gold(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldInvalid):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    ("name", "file"),
    [("thu.pdf", "thu.pdf"), ("seeds/thu.txt", "thu.txt"), ("thu.pdf", "thu.tiff")],
)
def test_the_scan_is_found_by_name_by_last_part_or_by_stem(
    tmp_path: Path, name: str, file: str
) -> None:
    write(tmp_path, {"source": {"name": name}, "letters": []})
    (tmp_path / file).touch()
    assert find_input(load_gold(tmp_path)[0], tmp_path) == tmp_path / file


def test_gold_without_its_scan_is_refused(tmp_path: Path) -> None:
    write(tmp_path, gold())
    with pytest.raises(GoldInvalid, match=r"thu\.pdf"):
        find_input(load_gold(tmp_path)[0], tmp_path)


def test_all_shared_gold_can_be_loaded_and_has_its_input(shared: Path) -> None:
    for folder, inputs in (("scans", "scans"), ("gold", "seeds")):
        golds = load_gold(shared / folder)
        assert all(find_input(gold, shared / inputs).is_file() for gold in golds)
