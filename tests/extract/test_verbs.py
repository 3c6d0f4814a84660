"""Where an order's action begins, and which words only look like a verb."""

from __future__ import annotations

import pytest

from pipeline.extract.nlp import letter_nlp
from pipeline.extract.verbs import next_verb, opening_verb, skip_adverbs


def verb_in(text: str) -> str | None:
    """The first verb of the text, told by words as underthesea cuts them."""
    words = {edge for t in letter_nlp().make_doc(text) for edge in (t.idx, t.idx + len(t))}
    span = next_verb(text, 0, len(text), words)
    return text[slice(*span)] if span else None


def opens_with(text: str) -> str | None:
    """The verb that the text opens with."""
    span = opening_verb(text, 0, len(text))
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ban Chỉ đạo chuyển đổi số kiểm tra tiến độ", "kiểm tra"),
        ("Ban chỉ đạo phòng, chống dịch các cấp lập chốt", "lập"),
        ("Ban chỉ huy phòng, chống thiên tai xã sơ tán dân", "sơ tán"),
        ("các tổ chức chính trị - xã hội vận động hội viên", "vận động"),
        ("cơ quan quản lý đường bộ lắp đặt biển báo", "lắp đặt"),
        ("các cơ sở giáo dục công khai mức thu", "công khai"),
        ("Các chi bộ nông thôn tiếp nhận đảng viên", "tiếp nhận"),
        ("các hợp tác xã gieo trồng đúng lịch", "gieo trồng"),
        ("đơn vị thi công đắp bờ bao", "đắp"),
        ("Bí thư chi đoàn dự họp thôn", "dự họp"),
        ("Hội bảo vệ quyền lợi người tiêu dùng thu thập phản ánh", "thu thập"),
        ("Chi cục quản lý thị trường xử phạt cửa hàng", "xử phạt"),
    ],
)
def test_the_name_of_a_body_holds_no_verb(text: str, verb: str) -> None:
    assert verb_in(text) == verb


@pytest.mark.parametrize(
    "text",
    [
        "Ban tổ chức Hội khỏe Phù Đổng",
        "các tổ chức, cá nhân liên quan",
        "Ban quản lý chợ huyện",
        "Các chi bộ nông thôn",
        "cán bộ quản lý trường học",
        "Ban Chỉ đạo phòng, chống thiên tai",
    ],
)
def test_a_name_alone_has_no_verb(text: str) -> None:
    assert verb_in(text) is None


def test_without_words_any_syllables_may_be_the_verb() -> None:
    text = "Trạm Y tế xã khám sức khỏe học sinh"
    span = next_verb(text, 0, len(text))
    assert span is not None
    assert text[slice(*span)] == "khám"


def test_words_of_duty_are_the_last_that_can_begin_an_action() -> None:
    assert verb_in("Thôn trưởng là đầu mối của xã") == "là đầu mối"
    assert verb_in("Thôn trưởng là người của xã") is None


def test_a_noun_of_the_verb_is_no_verb() -> None:
    assert verb_in("Sở Nội vụ về việc tuyển dụng viên chức") is None
    assert verb_in("Sở Nội vụ tuyển dụng viên chức") == "tuyển dụng"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Rà soát hộ cận nghèo.", "Rà soát"),
        ("Chủ động, tích cực ươm cây giống.", "ươm"),
        ("Đào hố trước mùa mưa.", "Đào"),
        ("Phòng, chống dịch tả lợn.", "Phòng, chống"),
        ("Tổ chức thi đọc sách.", "Tổ chức"),
        ("Lãnh đạo đại hội chi bộ.", "Lãnh đạo"),
        ("Tham dự lớp bồi dưỡng.", "Tham dự"),
    ],
)
def test_an_order_opens_with_its_verb(text: str, verb: str) -> None:
    assert opens_with(text) == verb


@pytest.mark.parametrize(
    "text",
    [
        "Ban Chỉ đạo họp hằng tuần.",
        "Tổ chức, cá nhân vi phạm.",
        "Lãnh đạo các sở, ngành.",
        "Chi bộ 3 thôn Đông.",
        "Việc giải ngân còn chậm.",
        "Hợp tác xã rau an toàn.",
        "Mùa lũ năm nay đến sớm.",
    ],
)
def test_people_and_things_open_no_order(text: str) -> None:
    assert opens_with(text) is None


def test_adverbs_and_words_of_duty_are_passed_over() -> None:
    text = "có trách nhiệm chủ động, kịp thời chi trả trợ cấp"
    assert text[skip_adverbs(text, 0, len(text)) :] == "chi trả trợ cấp"
    assert skip_adverbs("chi trả trợ cấp", 0, 15) == 0
