"""Which clauses order something, and which only tell, wish or end the letter."""

from __future__ import annotations

import pytest

from pipeline.extract.directives import Clause, clauses, is_exhortation
from pipeline.extract.nlp import letter_nlp


def read(text: str) -> list[Clause]:
    """The clauses of ``text`` that could be orders."""
    words = {edge for t in letter_nlp().make_doc(text) for edge in (t.idx, t.idx + len(t))}
    return clauses(text, 0, len(text), words)


def actions(text: str) -> list[str]:
    """Their actions, to the end of the clause."""
    return [text[clause.action : clause.end] for clause in read(text)]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Rà soát các hộ nuôi cá lồng.", "Rà soát các hộ nuôi cá lồng."),
        ("Trong năm 2022, mở 05 lớp dạy nghề.", "mở 05 lớp dạy nghề."),
        ("Trước ngày 15/8/2022, Sở Nội vụ chốt biên chế.", "chốt biên chế."),
        ("Hằng năm, tổ chức ngày hội đọc sách.", "tổ chức ngày hội đọc sách."),
        ("Để giữ nước, nạo vét kênh nội đồng.", "nạo vét kênh nội đồng."),
        ("Đối với rừng non, chăm sóc hai lần.", "chăm sóc hai lần."),
        ("Trong đó, tăng cường kiểm tra bếp ăn.", "tăng cường kiểm tra bếp ăn."),
        ("Đồng thời, giao Tỉnh đoàn mở trại hè.", "mở trại hè."),
        ("Trường hợp có dịch, báo cáo ngay Sở Y tế.", "báo cáo ngay Sở Y tế."),
        ("Yêu cầu rà soát danh sách học sinh bán trú.", "rà soát danh sách học sinh bán trú."),
    ],
)
def test_an_order_begins_behind_its_introduction(text: str, action: str) -> None:
    assert actions(text) == [action]


@pytest.mark.parametrize(
    "text",
    [
        "Trên đây là kế hoạch trồng rừng, đề nghị các đơn vị thực hiện.",
        "Trên đây là hướng dẫn thi đua của Hội.",
        "Văn phòng Tỉnh ủy thông báo để các đồng chí biết, thực hiện./.",
        "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.",
        "Đề nghị các đơn vị nghiêm túc triển khai, thực hiện Kế hoạch này./.",
        "Yêu cầu các đơn vị triển khai thực hiện./.",
        "Trân trọng cảm ơn quý cơ quan./.",
        "Công văn này được phổ biến đến chi bộ.",
    ],
    ids=str.split,
)
def test_what_ends_every_letter_is_no_order(text: str) -> None:
    assert actions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế đã mua sắm 12 máy thở.",
        "Tuy nhiên, việc giải ngân còn chậm, một số xã chưa lập hồ sơ.",
        "Thời gian qua, các cấp hội vận động được 300 suất học bổng.",
        "Nhìn chung, các trường thực hiện tốt.",
        "Tỷ lệ hồ sơ trực tuyến còn thấp.",
        "Mùa mưa năm nay đến sớm.",
    ],
)
def test_what_has_been_is_no_order(text: str) -> None:
    assert actions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lưu ý: gửi bằng tệp mềm.",
        "Thành phần gồm lãnh đạo Sở Y tế và các bệnh viện.",
        "Hồ sơ gồm đơn xin vào Đoàn và sơ yếu lý lịch.",
        "Địa điểm: Nhà văn hóa thôn Đông.",
    ],
)
def test_asides_are_no_orders(text: str) -> None:
    assert actions(text) == []


def test_what_is_past_far_behind_the_action_makes_no_account_of_an_order() -> None:
    text = "Thu hồi số tiền mà các hộ đã nhận sai đối tượng."
    assert actions(text) == [text]


def test_each_sentence_is_its_own_clause() -> None:
    assert actions("Chuẩn bị đất. Gieo trồng đúng vụ. Đất ở đây chua. Bảo vệ cây non.") == [
        "Chuẩn bị đất.",
        "Gieo trồng đúng vụ.",
        "Bảo vệ cây non.",
    ]


@pytest.mark.parametrize("text", ["Đào hố.", "Làm cỏ."])
def test_a_verb_of_one_syllable_may_be_drawn_to_its_object(text: str) -> None:
    assert actions(text) == [text]


def test_another_body_behind_a_semicolon_makes_another_clause() -> None:
    text = (
        "Sở Nông nghiệp và Phát triển nông thôn hướng dẫn lịch gieo sạ; Chi cục Thủy lợi vận "
        "hành cống ngăn mặn; đồng thời, các xã nạo vét kênh mương."
    )
    assert [(c.subject.lead, text[c.action : c.end]) for c in read(text) if c.subject] == [
        (("Sở Nông nghiệp và Phát triển nông thôn",), "hướng dẫn lịch gieo sạ; "),
        (("Chi cục Thủy lợi",), "vận hành cống ngăn mặn; đồng thời, "),
        (("các xã",), "nạo vét kênh mương."),
    ]


def test_more_to_do_behind_a_semicolon_is_the_same_clause() -> None:
    text = "Sở Nội vụ mở lớp văn thư; cấp chứng chỉ; báo cáo kết quả."
    assert actions(text) == ["mở lớp văn thư; cấp chứng chỉ; báo cáo kết quả."]


def test_a_semicolon_in_a_list_of_bodies_parts_nothing() -> None:
    text = "Sở Y tế; Sở Nội vụ; các huyện rà soát biên chế trạm y tế."
    [clause] = read(text)
    assert clause.subject is not None
    assert clause.subject.lead == ("Sở Y tế", "Sở Nội vụ", "các huyện")


def test_who_is_asked_without_a_name_is_marked() -> None:
    [asked] = read("Đề nghị kiểm tra lại số liệu.")
    assert (asked.asked, asked.subject) == (True, None)
    [bare] = read("Kiểm tra lại số liệu.")
    assert (bare.asked, bare.subject) == (False, None)


@pytest.mark.parametrize(
    "action",
    [
        "nâng cao nhận thức của người dân về phân loại rác",
        "tiếp tục phát huy vai trò của già làng",
        "quan tâm, tạo điều kiện cho thanh niên lập nghiệp",
        "Tích cực, chủ động nêu cao tinh thần tự học",
        "tăng cường sự lãnh đạo của chi bộ",
    ],
)
def test_an_appeal_is_an_exhortation(action: str) -> None:
    assert is_exhortation(action)


@pytest.mark.parametrize(
    "action",
    ["rà soát hộ nghèo", "tăng cường kiểm tra bếp ăn", "mở lớp để nâng cao nhận thức", ""],
)
def test_a_deed_is_none(action: str) -> None:
    assert not is_exhortation(action)
