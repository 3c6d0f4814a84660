"""Each rule of the content's scores, on one letter."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.evaluate import judge_content
from tests.evaluate.made_up import citation, gold, of, reading, tallies, target, task

DECISION = citation(
    "Quyết định số 12/QĐ-UBND ngày 03/4/2023",
    type="Quyết định",
    number="12/QĐ-UBND",
    date="2023-04-03",
)


def cited(name: str, wanted: dict[str, Any], got: dict[str, Any]) -> tuple[int, int, int]:
    base = {"text": DECISION["text"], "number": DECISION["number"]}
    return of({"citations": [base | wanted]}, {"citations": [base | got]}, name)


def ordered(name: str, wanted: dict[str, Any], got: dict[str, Any]) -> tuple[int, int, int]:
    return of({"tasks": [task(**wanted)]}, {"tasks": [task(**got)]}, name)


def aimed(name: str, wanted: dict[str, Any], got: dict[str, Any]) -> tuple[int, int, int]:
    one, other = (target("ít nhất 75% số hộ", 75, **parts) for parts in (wanted, got))
    return of({"targets": [one]}, {"targets": [other]}, name)


def test_what_gold_does_not_speak_of_is_not_judged() -> None:
    found = tallies({"targets": []}, {"citations": [DECISION], "tasks": [task()]})
    assert set(found) == {"targets", "targets_on_empty"}
    assert judge_content(gold({"number": "1/A-B"}), reading({})) == []


@pytest.mark.parametrize(
    ("change", "exact", "number"),
    [
        ({}, 1, 1),
        ({"type": "quyết định"}, 1, 1),
        ({"date": "2023-04-08"}, 0, 1),
        ({"type": "Nghị quyết"}, 0, 1),
        ({"type": None}, 0, 1),
        ({"number": "13/QĐ-UBND"}, 0, 0),
    ],
)
def test_a_citation_hits_with_number_type_and_date(
    change: dict[str, Any], exact: int, number: int
) -> None:
    wanted, got = {"citations": [DECISION]}, {"citations": [DECISION | change]}
    assert of(wanted, got, "citations") == (1, 1, exact)
    assert of(wanted, got, "citations_number") == (1, 1, number)


def test_a_date_that_gold_does_not_state_decides_nothing() -> None:
    wanted = {"text": "Quyết định số 12/QĐ-UBND", "number": "12/QĐ-UBND"}
    assert of({"citations": [wanted]}, {"citations": [DECISION]}, "citations") == (1, 1, 1)


def test_the_relation_must_be_gold_s_first_one() -> None:
    wanted = {"relation": "implements", "relations": ["implements", "attaches"]}
    assert cited("citation.relation", wanted, {"relation": "implements"}) == (1, 1, 1)
    assert cited("citation.relation", wanted, {"relation": "attaches"}) == (1, 1, 0)
    assert cited("citation.relation", {}, {"relation": "attaches"}) == (0, 0, 0)


def test_direct_and_issuer_are_asked_where_gold_states_them() -> None:
    assert cited("citation.direct", {"direct": False}, {"direct": True}) == (1, 1, 0)
    assert cited("citation.direct", {}, {"direct": False}) == (0, 0, 0)
    issuer = {"issuer": "UBND tỉnh"}
    assert cited("citation.issuer", issuer, {"issuer": "Ủy ban nhân dân tỉnh"}) == (1, 1, 1)
    assert cited("citation.issuer", {"issuer": None}, issuer) == (1, 1, 0)


def test_within_is_asked_only_where_one_of_both_has_it() -> None:
    assert cited("citation.within", {"within": None}, {}) == (0, 0, 0)
    assert cited("citation.within", {"within": "5/QĐ-UBND"}, {"within": "05/QĐ-UBND"}) == (1, 1, 1)
    assert cited("citation.within", {"within": None}, {"within": "05/QĐ-UBND"}) == (1, 1, 0)


def test_tasks_are_found_missing_and_extra() -> None:
    wanted = [task(), task("Báo cáo kết quả về Sở Tài chính.")]
    got = [task("xây dựng kế hoạch phòng, chống cháy rừng."), task("Thông báo để biết."), task()]
    assert of({"tasks": wanted}, {"tasks": got}, "tasks") == (2, 3, 1)


@pytest.mark.parametrize(
    ("got", "counts"),
    [
        (["Sở Y tế", "Sở Tài chính"], (2, 2, 2)),
        (["các Sở Y tế"], (2, 1, 1)),
        ([], (2, 0, 0)),
        (["Sở Y tế, Sở Tài chính"], (2, 1, 0)),
    ],
)
def test_leads_are_counted_one_by_one(got: list[str], counts: tuple[int, int, int]) -> None:
    wanted = {"lead": ["Sở Tài chính", "Sở Y tế"]}
    assert ordered("task.lead", wanted, {"lead": got}) == counts


def test_the_lead_may_be_as_printed_or_as_written_out() -> None:
    wanted = {"lead": ["Sở Y tế", "Sở Tài chính"], "lead_raw": ["Hai sở nêu trên"]}
    assert ordered("task.lead", wanted, {"lead": ["Hai sở nêu trên"]}) == (1, 1, 1)
    assert ordered("task.lead", wanted, {"lead": ["Sở Tài chính", "Sở Y tế"]}) == (2, 2, 2)
    assert ordered("task.lead", wanted, {"lead": ["Sở Nội vụ"]}) == (2, 1, 0)


def test_coordinators_are_counted_apart_from_leads() -> None:
    wanted = {"lead": ["Sở Y tế"], "coordinators": ["Sở Nội vụ"]}
    got = {"lead": ["Sở Y tế", "Sở Nội vụ"]}
    assert ordered("task.lead", wanted, got) == (1, 2, 1)
    assert ordered("task.coordinators", wanted, got) == (1, 0, 0)
    assert ordered("task.coordinators", {"lead": []}, got) == (0, 0, 0)


DATED = {"kind": "on_or_before", "end": "2024-06-30"}
MONTHLY = {"kind": "recurring", "recurrence": "monthly"}


@pytest.mark.parametrize(
    ("name", "wanted", "got", "counts"),
    [
        ("kind", DATED, DATED, (1, 1, 1)),
        ("kind", DATED, {}, (1, 1, 0)),
        ("kind", {"kind": "none"}, DATED, (1, 1, 0)),
        ("end", DATED, DATED, (1, 1, 1)),
        ("end", DATED, DATED | {"end": "2023-06-30"}, (1, 1, 0)),
        ("end", {"kind": "none", "end": None}, DATED, (0, 0, 0)),
        ("end", {"kind": "on_or_before"}, DATED, (0, 0, 0)),
        ("recurrence", MONTHLY, MONTHLY, (1, 1, 1)),
        ("recurrence", MONTHLY, MONTHLY | {"recurrence": "yearly"}, (1, 1, 0)),
        ("recurrence", {"kind": "none", "recurrence": None}, MONTHLY, (0, 0, 0)),
    ],
)
def test_a_deadline_is_asked_for_kind_end_and_recurrence(
    name: str, wanted: dict[str, Any], got: dict[str, Any], counts: tuple[int, int, int]
) -> None:
    assert ordered(f"task.deadline.{name}", {"deadline": wanted}, {"deadline": got}) == counts


@pytest.mark.parametrize(
    ("name", "wanted", "right", "wrong"),
    [
        ("assignee_source", "heading", "heading", "explicit"),
        ("report", {"kind": "submit", "to": "A"}, {"kind": "submit"}, {"kind": "report"}),
        ("report", None, None, {"kind": "report"}),
        ("trackable", False, False, True),
    ],
)
def test_the_rest_of_a_task(name: str, wanted: object, right: object, wrong: object) -> None:
    assert ordered(f"task.{name}", {name: wanted}, {name: right}) == (1, 1, 1)
    assert ordered(f"task.{name}", {name: wanted}, {name: wrong}) == (1, 1, 0)
    assert ordered(f"task.{name}", {}, {name: right}) == (0, 0, 0)


@pytest.mark.parametrize(
    ("wanted", "got", "hits"),
    [
        ({"comparator": ">=", "unit": "%"}, {"comparator": ">=", "unit": "%"}, 1),
        ({"comparator": ">=", "unit": "%"}, {"comparator": ">", "unit": "%"}, 0),
        ({"unit": "%"}, {"unit": "% số hộ"}, 0),
        ({"unit": "VND"}, {"unit": "đồng"}, 1),
        ({"unit": "VND"}, {"unit": None}, 0),
        ({"unit": "địa chỉ nhân đạo"}, {"unit": "địa chỉ"}, 1),
        ({"unit": "địa chỉ"}, {"unit": "hộ"}, 0),
    ],
)
def test_a_target_hits_with_value_comparator_and_class_of_unit(
    wanted: dict[str, Any], got: dict[str, Any], hits: int
) -> None:
    assert aimed("targets", wanted, got) == (1, 1, hits)


def test_a_target_of_another_value_is_another_target() -> None:
    wanted, got = ({"targets": [target("75% số hộ", value, kind="target")]} for value in (75, 57))
    assert of(wanted, got, "targets") == (1, 1, 0)
    assert of(wanted, got, "target.kind") == (0, 0, 0)


def test_kind_per_and_period_are_asked_on_targets_of_the_same_value() -> None:
    assert aimed("target.kind", {"kind": "result"}, {"comparator": ">"}) == (1, 1, 0)
    assert aimed("target.per", {"per": "xã"}, {"per": "xã"}) == (1, 1, 1)
    assert aimed("target.per", {"per": None}, {"per": "xã"}) == (1, 1, 0)
    period = {"period": "Trong năm 2019"}
    assert aimed("target.period", period, {"period": "năm 2019"}) == (1, 1, 1)
    assert aimed("target.period", period, {"period": "năm 2020"}) == (1, 1, 0)


def test_targets_where_gold_has_none_are_counted_with_the_letters_left_clean() -> None:
    two = {"targets": [target("75%", 75), target("2 hộ", 2)]}
    assert of({"targets": []}, two, "targets_on_empty") == (1, 2, 0)
    assert of({"targets": []}, {}, "targets_on_empty") == (1, 0, 1)
    assert of(two, {}, "targets_on_empty") == (0, 0, 0)


def test_doubts_are_compared_by_code_whatever_the_message() -> None:
    wanted = [{"code": code, "message": "mờ"} for code in ("truncated", "truncated", "no_date")]
    got = [{"code": code, "message": "?"} for code in ("truncated", "no_date", "odd")]
    assert of({"anomalies": wanted}, {"anomalies": got}, "anomalies") == (3, 3, 2)


def test_letters_are_told_apart_by_their_pages_and_what_was_not_read_is_missing() -> None:
    one = gold({"tasks": [task()]}, {"tasks": [task("Báo cáo.")], "targets": []})
    [first, second] = judge_content(one, reading({"tasks": [task()]}))
    assert (first.letter, first.tallies["tasks"].hits) == (0, 1)
    assert (second.letter, second.tallies["tasks"].hits) == (1, 0)
    assert "targets_on_empty" not in second.tallies
    assert [letter.tallies["tasks"].gold for letter in judge_content(one, None)] == [1, 1]


def test_what_stands_on_pages_that_the_annotator_did_not_see_is_not_counted() -> None:
    seen, unseen, unknown = (
        task(text, evidence=[{"page": page, "start": 0, "end": 1}] if page else [])
        for text, page in (("xây nhà.", 1), ("trồng rừng.", 2), ("báo cáo.", None))
    )
    got = reading({"pages": [1, 2], "tasks": [seen, unseen, unknown]})
    [partial] = judge_content(gold({"pages": [1], "tasks": []}, partial=True), got)
    [whole] = judge_content(gold({"pages": [1], "tasks": []}), got)
    assert (partial.tallies["tasks"].got, whole.tallies["tasks"].got) == (2, 3)


def test_gold_against_itself_is_right_in_everything() -> None:
    letter = {
        "citations": [DECISION | {"relation": "implements", "direct": True, "issuer": None}],
        "tasks": [task(lead=["Sở Y tế"], coordinators=["các sở"], deadline=DATED, report=None)],
        "targets": [target("75% hộ", 75, unit="%", kind="target", per=None, period=None)],
        "anomalies": [{"code": "truncated", "message": ""}],
    }
    [result] = judge_content(gold(letter), reading(letter))
    assert {tally.figure(name) for name, tally in result.tallies.items()} == {1.0}
    assert result.misses == []
