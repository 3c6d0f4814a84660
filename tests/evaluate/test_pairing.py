"""Which citation, task or target is meant."""

from __future__ import annotations

import pytest

from models.reading import Anomaly, Citation, Target, Task
from pipeline.evaluate.attributes import same_citation
from pipeline.evaluate.pairing import (
    number_key,
    pair_anomalies,
    pair_bodies,
    pair_citations,
    pair_targets,
    pair_tasks,
    text_likeness,
)


def cited(text: str, number: str | None = None, date: str | None = None) -> Citation:
    return Citation.model_validate({"text": text, "number": number, "date": date})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12/QÐ-UBND", "12/QĐ-UBND"),
        ("1716 – CV/TU", "1716-CV/TU"),
        ("05/QĐ-UBND", "5/QĐ-UBND"),
        ("12/QĐUBND", "12/QĐ-UBND"),
        ("43", "043"),
        ("abc - 1", "ABC-1"),
    ],
)
def test_a_number_has_one_key_however_it_is_printed(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_another_number_has_another_key() -> None:
    assert number_key("12/QĐ-UBND") != number_key("12/QĐ-HĐND")
    assert number_key("43") != number_key("44")


def test_citations_are_paired_by_number_not_by_place() -> None:
    gold = [cited("Kế hoạch số 05-KH/TU", "05-KH/TU"), cited("Chỉ thị 18/CT-TTg", "18/CT-TTg")]
    assert pair_citations(gold, gold[::-1], same_citation) == [(0, 1), (1, 0)]
    assert pair_citations(gold[:1], gold[1:], same_citation) == []


def test_mentions_of_one_number_are_paired_in_the_order_of_the_text() -> None:
    first = cited("văn bản số 7/A-B ngày 1/2/2024", "7/A-B", "2024-02-01")
    again = cited("văn bản số 7/A-B nêu trên", "7/A-B")
    assert pair_citations([first, again], [first, again], same_citation) == [(0, 0), (1, 1)]
    assert pair_citations([first, again], [again, first], same_citation) == [(0, 0), (1, 1)]


def test_the_mention_that_was_overlooked_is_the_one_that_has_no_equal() -> None:
    first = cited("văn bản số 7/A-B ngày 1/2/2024", "7/A-B", "2024-02-01")
    again = cited("văn bản số 7/A-B nêu trên", "7/A-B")
    assert pair_citations([first, again], [again], same_citation) == [(1, 0)]


def test_of_two_mentions_the_one_that_agrees_in_date_is_meant_whatever_its_words() -> None:
    wanted = cited("văn bản số 7/A-B ngày 1/2/2024", "7/A-B", "2024-02-01")
    undated = cited("văn bản số 7/A-B ngày 1/2/2024", "7/A-B")
    dated = cited("Kế hoạch 7", "7/A-B", "2024-02-01")
    assert pair_citations([wanted], [undated, dated], same_citation) == [(0, 1)]


def test_documents_without_a_number_are_paired_by_their_words_only_with_their_like() -> None:
    gold = [cited("Luật Đầu tư công năm 2019"), cited("Điều lệ Đảng")]
    got = [cited("Điều lệ Đảng"), cited("Luật Đầu tư công"), cited("Điều lệ Đảng", "1/A-B")]
    assert pair_citations(gold, got, same_citation) == [(0, 1), (1, 0)]
    assert pair_citations(gold[:1], got[:1], same_citation) == []


SENTENCE = "rà soát các điểm có nguy cơ cháy, xây dựng phương án chữa cháy tại chỗ"


def test_a_sentence_is_alike_with_a_slip_or_with_part_of_it_gone() -> None:
    assert text_likeness(SENTENCE, SENTENCE.replace("cháy", "chảy")) > 0.9
    assert text_likeness(SENTENCE, SENTENCE.partition(",")[2]) == 1.0
    assert text_likeness(SENTENCE, "rà soát") < 0.6
    assert text_likeness(SENTENCE, "Báo cáo kết quả về Sở Tài chính trước ngày 5 hằng tháng.") < 0.6


def test_each_task_has_one_partner_the_most_alike_first() -> None:
    gold = [Task(text=SENTENCE), Task(text="Báo cáo kết quả về Sở Tài chính.")]
    half = Task(text=SENTENCE.partition(",")[2])
    assert pair_tasks(gold, [half, Task(text=SENTENCE)]) == [(0, 1)]
    assert pair_tasks([gold[0], gold[0]], [Task(text=SENTENCE)]) == [(0, 0)]


def test_targets_must_agree_in_value_and_then_the_words_decide() -> None:
    homes, schools = (Target(text=f"100% {what}", value=100) for what in ("hộ", "trường học"))
    assert pair_targets([homes, schools], [schools, homes]) == [(0, 1), (1, 0)]
    assert pair_targets([homes], [Target(text="100% hộ", value=10)]) == []
    assert pair_targets([homes], [Target(text="một trăm phần trăm", value=100.0)]) == [(0, 0)]
    ranged = Target(text="100% hộ", value=100, value_max=120)
    assert pair_targets([homes], [ranged]) == []


def test_doubts_are_paired_by_code_as_often_as_both_have_it() -> None:
    one, other = (Anomaly(code=code, message="") for code in ("date_in_future", "no_number"))
    assert pair_anomalies([one, one, other], [one, other]) == [(0, 0), (2, 1)]


def test_bodies_are_paired_with_the_very_name_first() -> None:
    assert pair_bodies(["Sở Y tế tỉnh", "Sở Y tế"], ["Sở Y tế", "Sở Y tế tỉnh"]) == [(0, 1), (1, 0)]
