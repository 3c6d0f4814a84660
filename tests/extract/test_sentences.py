"""Where a sentence ends, and where a full stop does not end it."""

from __future__ import annotations

import pytest

from pipeline.extract.sentences import sentences


def split(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Các xã rà soát hộ nghèo.", "Báo cáo gửi về Phòng Lao động."],
        ["Đạt 1.250 người.", "30 xã đã tham gia."],
        ["Có bao nhiêu hồ sơ trễ hạn?", "Nêu rõ lý do!", "Hết…"],
        ["Phong trào “Đọc sách. Học chữ.” được duy trì.", "Các trường báo cáo."],
        ['Khẩu hiệu "Sạch nhà. Đẹp ngõ." treo ở đầu làng.', "Đoàn xã kiểm tra."],
        ["Thông báo để các đơn vị biết, thực hiện./.", "Nơi nhận: Như trên."],
        ["Đề nghị thực hiện ./.", "Lưu: VT."],
        ["Làm theo (khoản 2 Điều 5.)", "Các phòng phối hợp."],
        ["Việc này đã xong.", "“Sạch làng” là tên cuộc thi."],
    ],
)
def test_each_part_is_a_sentence(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "Lãnh đạo TP. Vinh và TX. Cửa Lò dự họp.",
        "Bài giảng do ThS. Lê Văn Tám và PGS. Hà Thị Bưởi soạn.",
        "Đoàn do đ/c. Hùng dẫn đầu đi kiểm tra.",
        "Trụ sở tại Q. Ba Đình, P. Cống Vị được sửa.",
        "Ông Nguyễn Văn A. Trần được mời.",
        "Lúa, ngô, khoai, v.v. Các giống mới đều được hỗ trợ.",
        "Kinh phí là 1.250.000 đồng theo mục 2.3 của dự toán.",
        "2. Sở Y tế chủ trì tiêm phòng.",
        "1.2. Các trường học vệ sinh lớp học.",
        "a. Xây dựng kế hoạch năm.",
        "Câu không có dấu chấm",
    ],
)
def test_a_stop_that_ends_nothing(sentence: str) -> None:
    assert split(sentence) == [sentence]


def test_the_number_of_an_item_begins_its_sentence() -> None:
    assert split("Thực hiện Điều 5. 2. Sở Y tế chủ trì.") == [
        "Thực hiện Điều 5.",
        "2. Sở Y tế chủ trì.",
    ]


def test_an_open_quotation_mark_holds_nothing_together() -> None:
    assert split("“Sạch nhà. Đẹp ngõ. Vui làng.") == ["“Sạch nhà.", "Đẹp ngõ.", "Vui làng."]


@pytest.mark.parametrize("text", ["", "   ", ". . .", "“”", "./."])
def test_without_a_word_there_is_no_sentence(text: str) -> None:
    assert split(text) == []


def test_a_part_of_a_text_is_split_by_itself() -> None:
    text = "Một câu. Hai câu. Ba câu."
    start, end = text.index("Hai"), text.index(" Ba")
    assert sentences(text, start, end) == [(start, end)]


def test_white_space_stands_in_no_sentence() -> None:
    text = "  Một câu.   Hai câu.  "
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert len(spans) == 2
