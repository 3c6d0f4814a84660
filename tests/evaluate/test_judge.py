"""Each field of each letter gets one verdict; null is an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.reading import Letter, Reading, Source
from pipeline.evaluate import Gold, Judgement, Verdict, judge


def letter(**fields: Any) -> Letter:  # noqa: ANN401
    return Letter.model_validate({"pages": [1], **fields})


def gold(*letters: Letter, partial: bool = False) -> Gold:
    return Gold(Path("thu.gold.json"), "thu.pdf", letters, {}, partial)


def reading(*letters: Letter) -> Reading:
    return Reading(source=Source(name="thu.pdf", sha256="", page_count=1), letters=list(letters))


def verdicts(one: Gold, other: Reading | None) -> dict[str, Verdict]:
    return {verdict.field: verdict.verdict for verdict in judge(one, other)}


def only(one: Gold, other: Reading, field: str) -> Judgement:
    [found] = [verdict for verdict in judge(one, other) if verdict.field == field]
    return found


@pytest.mark.parametrize(
    ("wanted", "got", "verdict"),
    [
        ("05/SYT-NVY", "05/SYT-NVY", Verdict.RIGHT),
        ("05/SYT-NVY", "06/SYT-NVY", Verdict.WRONG),
        ("05/SYT-NVY", None, Verdict.MISSING),
        (None, "05/SYT-NVY", Verdict.EXTRA),
        (None, None, Verdict.RIGHT),
    ],
)
def test_a_number_is_right_wrong_missing_or_extra(
    wanted: str | None, got: str | None, verdict: Verdict
) -> None:
    found = verdicts(gold(letter(number=wanted)), reading(letter(number=got)))
    assert found["number"] == verdict


def test_what_gold_does_not_state_is_not_judged() -> None:
    found = verdicts(gold(letter(place="Hà Nội")), reading(letter(number="1/A-B", place="Hà Nội")))
    assert found == {"splitting": Verdict.RIGHT, "place": Verdict.RIGHT}


def test_a_right_running_number_counts_even_when_the_symbol_is_wrong() -> None:
    found = verdicts(gold(letter(number="05/SYT-NVY")), reading(letter(number="5/SYT-NVV")))
    assert (found["number"], found["number_digits"]) == (Verdict.WRONG, Verdict.RIGHT)


def test_signer_name_and_title_are_judged_apart() -> None:
    found = verdicts(
        gold(letter(signer={"name": "Lê Văn Hải", "title": "Giám đốc"})),
        reading(letter(signer={"name": "Lê Văn Hải", "title": "Phó Giám đốc"})),
    )
    assert found["signer.name"] == Verdict.RIGHT
    assert found["signer.title"] == Verdict.WRONG
    assert "signer.authority" not in found


def test_confidence_and_distance_come_with_the_verdict() -> None:
    got = letter(subject="về tổ chức", confidence={"subject": 0.8})
    found = only(gold(letter(subject="về tổ chức")), reading(got), "subject")
    assert (found.confidence, found.distance) == (0.8, 0.0)


def test_letters_are_told_apart_by_their_pages() -> None:
    one = gold(letter(pages=[1], number="1/A-B"), letter(pages=[2, 3], number="2/A-B"))
    other = reading(letter(pages=[2, 3], number="2/A-B"), letter(pages=[1], number="1/A-B"))
    assert all(verdict.verdict is Verdict.RIGHT for verdict in judge(one, other))


def test_a_bundle_read_as_one_letter_is_split_wrong_and_one_letter_is_missing() -> None:
    one = gold(letter(pages=[1], number="1/A-B"), letter(pages=[2], number=None, place="Hà Nội"))
    found = judge(one, reading(letter(pages=[1, 2], number="1/A-B")))
    assert [(v.letter, v.field, v.verdict) for v in found if v.verdict is not Verdict.RIGHT] == [
        (None, "splitting", Verdict.WRONG),
        (1, "place", Verdict.MISSING),
    ]


def test_where_gold_saw_only_some_pages_the_others_do_not_count() -> None:
    one = gold(letter(pages=[1, 2]), partial=True)
    other = reading(letter(pages=[1, 2, 3]), letter(pages=[4]))
    assert verdicts(one, other)["splitting"] == Verdict.RIGHT


def test_a_text_without_pages_is_matched_in_order_and_not_judged_for_splitting() -> None:
    one = gold(letter(pages=[], number="1/A-B"), letter(pages=[], number="2/A-B"))
    other = reading(letter(number="1/A-B"), letter(number="2/A-B"))
    assert verdicts(one, other) == {"number": Verdict.RIGHT, "number_digits": Verdict.RIGHT}


def test_a_file_that_could_not_be_read_misses_everything() -> None:
    found = verdicts(gold(letter(number="1/A-B", urgency=None)), None)
    assert set(found.values()) == {Verdict.MISSING}
    assert "urgency" not in found
