"""Whose document it is, by the words before and behind it."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.dates import find_dates
from pipeline.extract.issuer_phrase import issuer_after, issuer_before


@pytest.mark.parametrize(
    ("behind", "issuer"),
    [
        (" của Ban Bí thư khóa X về công tác hội", "Ban Bí thư khóa X"),
        (" của Bộ Y tế và Bộ Tài chính về viện phí", "Bộ Y tế và Bộ Tài chính"),
        (" của UBND tỉnh Bến Tre quy định mức thu", "UBND tỉnh Bến Tre"),
        (
            " của UBND huyện Đồng Văn, thành phố Hà Giang về chợ",
            "UBND huyện Đồng Văn, thành phố Hà Giang",
        ),
        (
            " của Bộ Nông nghiệp và Phát triển nông thôn và Kế hoạch số 2",
            "Bộ Nông nghiệp và Phát triển nông thôn",
        ),
        (" của Sở Kế hoạch và Đầu tư về đấu thầu", "Sở Kế hoạch và Đầu tư"),
        (" của Bộ Y tế và Bộ Kế hoạch và Đầu tư hướng dẫn", "Bộ Y tế và Bộ Kế hoạch và Đầu tư"),
        (" của Phòng Kế hoạch - Tài chính về dự toán", "Phòng Kế hoạch - Tài chính"),
        (" của Sở Văn hóa, Thể thao và Du lịch về lễ hội", "Sở Văn hóa, Thể thao và Du lịch"),
        (" của Bộ Lao động - Thương binh và Xã hội.", "Bộ Lao động - Thương binh và Xã hội"),
        (
            " của Ban Chỉ đạo phòng, chống thiên tai huyện về đê",
            "Ban Chỉ đạo phòng, chống thiên tai huyện",
        ),
        (" của Ban Chỉ đạo Đề án 06 về thẻ", "Ban Chỉ đạo Đề án 06"),
        (" của Văn phòng Chính phủ thông báo ý kiến", "Văn phòng Chính phủ"),
        (" của Ban Tổ chức Tỉnh ủy hướng dẫn kiểm điểm", "Ban Tổ chức Tỉnh ủy"),
        (" của Thủ tướng Chính phủ phê duyệt đề án", "Thủ tướng Chính phủ"),
        (
            " của Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII về y tế",
            "Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII",
        ),
        (" của Giám đốc Sở Nội vụ, các xã báo cáo", "Giám đốc Sở Nội vụ"),
        (", do Hội Nông dân tỉnh ban hành", "Hội Nông dân tỉnh"),
        (" của Sở Tư pháp sao gửi các phòng", "Sở Tư pháp"),
        (" của UBND tỉnh hết hiệu lực", "UBND tỉnh"),
        (
            " của Liên đoàn Lao động tỉnh và các đoàn thể về Tết",
            "Liên đoàn Lao động tỉnh và các đoàn thể",
        ),
    ],
)
def test_the_name_behind_of_ends_where_something_else_is_said(behind: str, issuer: str) -> None:
    text = "Công văn số 1" + behind
    found, tail = issuer_after(text, len("Công văn số 1"))
    assert found == issuer
    assert text[:tail].endswith(issuer)


@pytest.mark.parametrize(
    "behind", [" về lễ hội", "", " của", " của này.", "; của ai", " được giao"]
)
def test_without_a_body_behind_it_there_is_no_issuer(behind: str) -> None:
    text = "Công văn số 1" + behind
    assert issuer_after(text, len("Công văn số 1")) == (None, len("Công văn số 1"))


def test_a_name_broken_over_lines_has_single_spaces() -> None:
    assert issuer_after("của Hội đồng  nhân dân tỉnh về", 0)[0] == "Hội đồng nhân dân tỉnh"


@pytest.mark.parametrize(
    ("before", "issuer", "date"),
    [
        ("Thực hiện chỉ đạo của Bí thư Tỉnh ủy tại ", "Bí thư Tỉnh ủy", None),
        ("Theo yêu cầu của Bộ Nội vụ, Bộ Tài chính tại ", "Bộ Nội vụ, Bộ Tài chính", None),
        ("Xét đề nghị của Sở Xây dựng (tại ", "Sở Xây dựng", None),
        ("Ngày 05/6/2023, Huyện ủy ban hành ", "Huyện ủy", dt.date(2023, 6, 5)),
        (
            "Ngày 12 tháng 9 năm 2022, Bộ Giáo dục và Đào tạo đã ban hành ",
            "Bộ Giáo dục và Đào tạo",
            dt.date(2022, 9, 12),
        ),
        ("Ủy ban nhân dân xã có ", "Ủy ban nhân dân xã", None),
        ("Sở Y tế đã gửi các ", "Sở Y tế", None),
    ],
)
def test_the_body_may_stand_before_with_the_day(
    before: str, issuer: str, date: dt.date | None
) -> None:
    assert issuer_before(before, len(before), find_dates(before)) == (issuer, date)


@pytest.mark.parametrize(
    "before",
    ["Thực hiện ", "các đơn vị có ", "Trong năm 2020 có ", "Tại hội nghị ban hành ", ""],
)
def test_words_that_name_nobody_are_no_issuer(before: str) -> None:
    assert issuer_before(before, len(before), []) == (None, None)


def test_the_day_of_something_else_is_not_taken() -> None:
    before = "Sau ngày 01/02/2020 trời tạnh. Sở Y tế ban hành "
    assert issuer_before(before, len(before), find_dates(before)) == ("Sở Y tế", None)
