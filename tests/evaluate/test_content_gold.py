"""What gold says about content, also in older words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.errors import GoldInvalid
from pipeline.evaluate import load_content, load_gold
from tests.evaluate.made_up import citation, gold_file, target, task


def test_what_gold_leaves_out_is_not_spoken_of_and_an_empty_list_is(tmp_path: Path) -> None:
    [content] = gold_file(tmp_path, number="1/A-B", targets=[]).contents
    assert (content.citations, content.targets, content.is_stated) == (None, (), True)
    assert not load_content({"number": "1/A-B"}).is_stated


def test_keys_that_a_reading_does_not_have_are_passed_over(tmp_path: Path) -> None:
    [content] = gold_file(
        tmp_path,
        citations=[citation("Chỉ thị 43", number="43", note="?")],
        tasks=[
            task(
                unit="p2",
                deadline={"kind": "none", "doubt": True},
                report={"kind": "report", "by": "thư"},
            )
        ],
        targets=[target("75%", 75, line=3)],
        anomalies=[{"code": "truncated", "page": 4}],
    ).contents
    assert content.citations is not None
    assert content.citations[0].model_fields_set == {"text", "number"}
    assert content.tasks is not None
    assert content.tasks[0].task.report is not None
    assert content.anomalies is not None
    assert content.anomalies[0].code == "truncated"


@pytest.mark.parametrize(
    ("older", "source"),
    [
        ("section_heading", "heading"),
        ("inherited_previous_sentence", "previous"),
        ("explicit_override", "explicit"),
        ("lead_in", "lead_in"),
    ],
)
def test_older_words_for_where_an_assignee_stands_are_understood(older: str, source: str) -> None:
    content = load_content({"tasks": [task(assignee_source=older)]})
    assert content.tasks is not None
    assert content.tasks[0].task.assignee_source == source


def test_a_deadline_of_null_is_none() -> None:
    content = load_content({"tasks": [task(deadline=None)]})
    assert content.tasks is not None
    assert content.tasks[0].task.deadline.kind == "none"


def test_the_lead_as_printed_is_kept_beside_the_lead() -> None:
    content = load_content({"tasks": [task(lead=["Hội A tỉnh B"], lead_raw=["Hội A tỉnh"])]})
    assert content.tasks is not None
    assert content.tasks[0].lead_raw == ("Hội A tỉnh",)


def test_content_that_cannot_be_compared_is_refused_with_its_place(tmp_path: Path) -> None:
    gold = {"source": {"name": "a"}, "letters": [{"tasks": [task(), {"lead": []}]}]}
    (tmp_path / "a.gold.json").write_text(json.dumps(gold))
    with pytest.raises(GoldInvalid, match=r"tasks\.1\.text"):
        load_gold(tmp_path)
    with pytest.raises(ValueError, match=r"targets\.0\.comparator"):
        load_content({"targets": [target("75%", 75, comparator="≥")]})


def test_all_shared_gold_has_content(shared: Path) -> None:
    golds = load_gold(shared / "gold")
    assert all(content.is_stated for gold in golds for content in gold.contents)
