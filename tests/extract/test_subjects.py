"""Who must do it: the bodies that a sentence names, and where its action begins."""

from __future__ import annotations

import pytest

from pipeline.extract.coordinators import coordinators_in
from pipeline.extract.heading_bodies import bodies_of_heading
from pipeline.extract.nlp import letter_nlp
from pipeline.extract.subjects import Subject, subject_of

Named = tuple[list[str], list[str], str]
"""Leads, coordinators, action."""


def words_of(text: str) -> set[int]:
    """Edges of the words of ``text``."""
    return {edge for t in letter_nlp().make_doc(text) for edge in (t.idx, t.idx + len(t))}


def found(text: str) -> Subject:
    """The subject of a sentence that has one."""
    subject = subject_of(text, 0, len(text), words_of(text))
    assert subject is not None
    return subject


def named(text: str) -> Named:
    subject = found(text)
    return list(subject.lead), list(subject.coordinators), text[subject.action :]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát số giường bệnh.",
            (["Sở Y tế"], ["Sở Tài chính"], "rà soát số giường bệnh."),
        ),
        (
            "Giao Hạt Kiểm lâm huyện Kim Bảng cắm mốc ranh giới rừng.",
            (["Hạt Kiểm lâm huyện Kim Bảng"], [], "cắm mốc ranh giới rừng."),
        ),
        (
            "Sở Giáo dục và Đào tạo chủ trì, phối hợp với Công an tỉnh, Hội Khuyến học tỉnh "
            "tổ chức thi học sinh giỏi.",
            (
                ["Sở Giáo dục và Đào tạo"],
                ["Công an tỉnh", "Hội Khuyến học tỉnh"],
                "tổ chức thi học sinh giỏi.",
            ),
        ),
        (
            "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc chi trả tiền điện.",
            (
                ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"],
                [],
                "giám sát việc chi trả tiền điện.",
            ),
        ),
        (
            "Yêu cầu Kho bạc Nhà nước tỉnh giải ngân vốn đầu tư công.",
            (["Kho bạc Nhà nước tỉnh"], [], "giải ngân vốn đầu tư công."),
        ),
        (
            "Ban Quản lý dự án có trách nhiệm nghiệm thu kè sông Đáy.",
            (["Ban Quản lý dự án"], [], "nghiệm thu kè sông Đáy."),
        ),
        (
            "Phân công Phòng Văn hóa và Thông tin viết bài về lễ hội.",
            (["Phòng Văn hóa và Thông tin"], [], "viết bài về lễ hội."),
        ),
        (
            "Ủy quyền Chủ tịch Ủy ban nhân dân huyện ký hợp đồng thuê đất.",
            (["Chủ tịch Ủy ban nhân dân huyện"], [], "ký hợp đồng thuê đất."),
        ),
        (
            "Giao trách nhiệm cho Trạm Thú y huyện tiêu hủy gia cầm bệnh.",
            (["Trạm Thú y huyện"], [], "tiêu hủy gia cầm bệnh."),
        ),
        (
            "Chi cục Thủy lợi theo chức năng, nhiệm vụ được giao vận hành cống ngăn mặn.",
            (["Chi cục Thủy lợi"], [], "vận hành cống ngăn mặn."),
        ),
        (
            "Đối với Hội Chữ thập đỏ tỉnh: tập huấn sơ cấp cứu cho giáo viên.",
            (["Hội Chữ thập đỏ tỉnh"], [], "tập huấn sơ cấp cứu cho giáo viên."),
        ),
        (
            "Riêng đối với Ủy ban nhân dân các xã miền núi, hoàn thành trước mùa mưa.",
            (["Ủy ban nhân dân các xã miền núi"], [], "hoàn thành trước mùa mưa."),
        ),
        (
            "Đồng thời, giao Văn phòng Tỉnh ủy theo dõi việc đọc báo Đảng.",
            (["Văn phòng Tỉnh ủy"], [], "theo dõi việc đọc báo Đảng."),
        ),
        (
            "Để giảm thủ tục, Ủy ban nhân dân tỉnh yêu cầu Sở Tư pháp rà soát mẫu đơn.",
            (["Sở Tư pháp"], [], "rà soát mẫu đơn."),
        ),
        (
            "Nhằm giữ rừng, Chi cục Kiểm lâm tuần tra hằng tuần.",
            (["Chi cục Kiểm lâm"], [], "tuần tra hằng tuần."),
        ),
        (
            "Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy đảng quán triệt nghị quyết.",
            (["các cấp ủy đảng"], [], "quán triệt nghị quyết."),
        ),
        (
            "Tỉnh đoàn, Hội Nông dân tỉnh và các huyện đoàn phát động trồng cây.",
            (["Tỉnh đoàn", "Hội Nông dân tỉnh", "các huyện đoàn"], [], "phát động trồng cây."),
        ),
        (
            "Ban chỉ đạo phòng, chống dịch các cấp kiểm tra chốt kiểm soát.",
            (["Ban chỉ đạo phòng, chống dịch các cấp"], [], "kiểm tra chốt kiểm soát."),
        ),
        (
            "Các sở, ban, ngành tiếp tục số hóa hồ sơ lưu trữ.",
            (["Các sở, ban, ngành"], [], "tiếp tục số hóa hồ sơ lưu trữ."),
        ),
    ],
)
def test_a_sentence_names_who_leads_who_joins_and_what_is_done(text: str, said: Named) -> None:
    assert named(text) == said


@pytest.mark.parametrize(
    ("text", "assigned", "duty"),
    [
        ("Giao Sở Nội vụ kiểm tra hồ sơ.", True, False),
        ("Đề nghị Sở Nội vụ chủ trì kiểm tra hồ sơ.", True, True),
        ("Sở Nội vụ có trách nhiệm kiểm tra hồ sơ.", False, True),
        ("Sở Nội vụ kiểm tra hồ sơ.", False, False),
    ],
)
def test_how_it_is_said_tells_whether_it_is_an_order(text: str, assigned: bool, duty: bool) -> None:
    subject = found(text)
    assert (subject.assigned, subject.duty) == (assigned, duty)


def test_to_work_with_others_is_itself_the_action_where_nobody_leads() -> None:
    text = "Đoàn Thanh niên xã phối hợp với Hội Nông dân xã thu gom vỏ thuốc trừ sâu."
    assert named(text) == (
        ["Đoàn Thanh niên xã"],
        ["Hội Nông dân xã"],
        "phối hợp với Hội Nông dân xã thu gom vỏ thuốc trừ sâu.",
    )


def test_to_chair_a_meeting_is_an_action() -> None:
    text = "Sở Tài chính chủ trì cuộc họp giao ban tháng."
    assert found(text).lead == ("Sở Tài chính",)
    assert text[found(text).action :] == "chủ trì cuộc họp giao ban tháng."


@pytest.mark.parametrize(
    "text",
    [
        "Rà soát các hộ nuôi cá lồng.",
        "Tổ chức thi cắm hoa cho nữ công nhân.",
        "Báo cáo kết quả về Sở Nội vụ.",
        "Phòng, chống dịch tả lợn châu Phi.",
        "Hội nghị đã bầu ban chấp hành mới.",
        "Cơ sở dữ liệu đất đai được cập nhật.",
        "Mùa mưa năm nay đến sớm.",
        "Thời tiết nắng nóng, đề phòng cháy rừng.",
    ],
)
def test_a_sentence_may_name_nobody(text: str) -> None:
    assert subject_of(text, 0, len(text), words_of(text)) is None


def test_who_reported_is_no_subject_of_what_is_past() -> None:
    text = "Sở Y tế đã mua sắm máy thở."
    assert subject_of(text, 0, len(text), words_of(text)) is None


def test_coordinators_may_stand_anywhere_before_the_purpose() -> None:
    text = (
        "Mở lớp dạy bơi, phối hợp với Tỉnh đoàn và Hội Cựu giáo chức tại các bể bơi; "
        "thường xuyên phối hợp chặt chẽ với Tỉnh đoàn nhằm cùng với nhà trường giữ trẻ."
    )
    assert coordinators_in(text, 0, len(text), words_of(text)) == ["Tỉnh đoàn", "Hội Cựu giáo chức"]


def test_a_programme_of_cooperation_has_no_coordinators() -> None:
    text = "Sơ kết chương trình phối hợp giữa hai ngành về bảo vệ rừng."
    assert coordinators_in(text, 0, len(text), words_of(text)) == []


def test_who_benefits_is_no_coordinator() -> None:
    text = "Tạo điều kiện để Hội Người mù huyện mở lớp chữ nổi."
    assert coordinators_in(text, 0, len(text), words_of(text)) == []


@pytest.mark.parametrize(
    ("heading", "bodies"),
    [
        ("Sở Y tế", ["Sở Y tế"]),
        ("SỞ TÀI CHÍNH", ["Sở Tài chính"]),
        ("Đối với các huyện, thị xã:", ["các huyện, thị xã"]),
        ("Trách nhiệm của Sở Nội vụ", ["Sở Nội vụ"]),
        ("Hội Chữ thập đỏ tỉnh (cơ quan Thường trực):", ["Hội Chữ thập đỏ tỉnh"]),
        ("Sở Tài chính, Kho bạc Nhà nước tỉnh", ["Sở Tài chính", "Kho bạc Nhà nước tỉnh"]),
        ("Các thành viên Ban Chỉ đạo", ["Các thành viên Ban Chỉ đạo"]),
        ("Ban Chỉ đạo phòng, chống thiên tai", ["Ban Chỉ đạo phòng, chống thiên tai"]),
        (
            "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"],
        ),
    ],
)
def test_a_heading_may_be_whoever_is_spoken_to(heading: str, bodies: list[str]) -> None:
    assert bodies_of_heading(heading) == bodies


@pytest.mark.parametrize(
    "heading",
    [
        "Công tác tuyên truyền",
        "Tổ chức thực hiện",
        "Hội nghị tổng kết",
        "Phòng, chống cháy rừng",
        "Cơ sở dữ liệu dân cư",
        "Ban hành quy chế",
        "Báo cáo kết quả",
        "Sở Nội vụ kiểm tra hồ sơ",
    ],
)
def test_other_headings_speak_to_nobody(heading: str) -> None:
    assert bodies_of_heading(heading) == []


def test_a_head_said_once_with_a_colon_is_no_end_of_the_list() -> None:
    text = "Các Sở: Y tế, Tài chính; UBND các huyện, thành phố rà soát biên chế."
    assert named(text) == (
        ["Sở Y tế", "Sở Tài chính", "UBND các huyện, thành phố"],
        [],
        "rà soát biên chế.",
    )


def test_words_of_duty_are_no_part_of_the_action_whatever_verb_follows() -> None:
    text = "Trạm Thú y huyện chịu trách nhiệm tiêm phòng cho đàn trâu."
    assert named(text) == (["Trạm Thú y huyện"], [], "tiêm phòng cho đàn trâu.")


def test_the_hub_is_no_part_of_the_action() -> None:
    text = "Sở Thông tin và Truyền thông làm đầu mối tổng hợp số dịch vụ công."
    assert named(text) == (["Sở Thông tin và Truyền thông"], [], "tổng hợp số dịch vụ công.")
