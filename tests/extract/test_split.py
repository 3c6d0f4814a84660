"""One file, several letters: what is cut, what stays together, what is thrown away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.layout import PageLayout
from pipeline.extract.split import split, without_garbage
from tests.extract.offices import COMMITTEE, DECISION, DEPARTMENT, PROVINCE
from tests.extract.typed_letters import (
    STATE,
    Typed,
    in_pen,
    letters_in,
    letters_on,
    rows_in,
)

CITING = replace(
    PROVINCE,
    body=(
        "\tKính gửi: Các sở, ban, ngành",
        "",
        "\tThực hiện Công văn số 305-CV/TU ngày 20/02/2020 của Tỉnh ủy (gửi kèm theo), đề",
        "nghị các đơn vị triển khai.",
    ),
)
FORM = Typed(
    right=(*STATE, "", "……, ngày … tháng … năm ……"),
    title=("ĐƠN ĐĂNG KÝ", "tham gia lớp tập huấn"),
    body=("\tKính gửi: …………………", "\tTôi tên là: …………………"),
)
CONTINUED = Typed(body=("\t2. Các đơn vị chủ động bố trí kinh phí.", "\t3. Báo cáo định kỳ."))
TABLE_OF_ANNEX = Typed(
    title=("PHỤ LỤC", "Danh sách các xã tham gia", "(Kèm theo Công văn số 418/UBND-GT)"),
    body=("\t1. Xã Thanh Hà", "\t2. Xã Thanh Phong"),
)


def pages_of(*pages: Typed) -> list[list[int]]:
    """The pages of each letter in a file with these pages."""
    return [letter.pages for letter in letters_on(*pages)]


def test_a_letter_and_what_it_attaches_are_two() -> None:
    pages = [CITING.page(1), in_pen(COMMITTEE.page(2), "Số 305", number="305")]
    covering, attached = letters_on(*pages)
    assert (covering.pages, covering.attachment_of) == ([1], None)
    assert (attached.pages, attached.attachment_of) == ([2], 0)
    assert attached.system == "party"
    assert attached.evidence["number"][0].page == 2


def test_letters_that_do_not_cite_each_other_attach_nothing() -> None:
    first, second = letters_on(DEPARTMENT, COMMITTEE)
    assert (first.attachment_of, second.attachment_of) == (None, None)


def test_pages_that_go_on_and_annexes_stay_with_their_letter() -> None:
    assert pages_of(PROVINCE, CONTINUED, TABLE_OF_ANNEX) == [[1, 2, 3]]
    assert pages_of(PROVINCE, CONTINUED, DECISION, TABLE_OF_ANNEX) == [[1, 2], [3, 4]]


def test_a_form_with_the_national_motto_is_no_letter() -> None:
    assert pages_of(PROVINCE, FORM) == [[1, 2]]


def test_a_blank_page_belongs_to_the_letter_before_it() -> None:
    blank = PageLayout(2, "blank")
    letters = letters_on(PROVINCE.page(1), blank, DECISION.page(3))
    assert [letter.pages for letter in letters] == [[1, 2], [3]]


def test_a_page_that_failed_takes_no_letter_with_it() -> None:
    failed = PageLayout(2, "failed")
    letters = letters_on(PROVINCE.page(1), failed, CONTINUED.page(3))
    assert [letter.pages for letter in letters] == [[1, 2, 3]]


def test_a_file_without_a_readable_line_has_no_letter() -> None:
    assert split([PageLayout(1, "blank"), PageLayout(2, "failed")]) == []
    assert split([]) == []


LEFT_FIRST = """\
{issuer}

{number}
{about}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Nam, ngày 05 tháng 5 năm 2019

Kính gửi: Trạm Y tế xã

Đề nghị báo cáo.
"""


@pytest.mark.parametrize(
    ("issuer", "number", "about"),
    [
        ("SỞ Y TẾ", "Số: 9/SYT-NVY", "V/v tiêm chủng"),
        ("SỞ Y TẾ", "Số: 9/SYT-NVY", "V/v tiêm chủng cho trẻ em\ndưới sáu tuổi"),
        ("SỞ Y TẾ\n*", "Số: 9/SYT-NVY", "V/v tiêm chủng"),
        ("SỞ Y TẾ", "Số: 9/SYT-NVY\nHỏa tốc", "V/v tiêm chủng"),
    ],
    ids=["short", "subject of two lines", "a star under the issuer", "a mark of urgency"],
)
def test_a_letterhead_read_left_column_first_is_one_letters(
    issuer: str, number: str, about: str
) -> None:
    text = LEFT_FIRST.format(issuer=issuer, number=number, about=about)
    assert len(letters_in(text)) == 1


def test_two_letters_in_one_text_are_told_apart() -> None:
    first = LEFT_FIRST.format(issuer="SỞ Y TẾ", number="Số: 9/SYT-NVY", about="V/v tiêm chủng")
    foot = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nBùi Văn Hợp\n\n"
    second = first.replace("9/SYT-NVY", "31/TTYT-KH").replace("SỞ Y TẾ", "TRUNG TÂM Y TẾ")
    letters = letters_in(first + foot + second + foot)
    assert [letter.issuer for letter in letters] == ["Sở Y tế", "Trung tâm Y tế"]


@pytest.mark.parametrize("times", [3, 22])
def test_a_short_line_repeated_again_and_again_is_dropped(times: int) -> None:
    text = "Kính gửi: Sở Y tế\n" + "77. 3. 3.\n" * times + "Nơi nhận:"
    kept = without_garbage(rows_in(text))
    assert [row.text for row in kept] == ["Kính gửi: Sở Y tế", "Nơi nhận:"]


def test_the_dotted_lines_of_a_form_and_long_sentences_may_repeat() -> None:
    dots = "…………………………\n" * 4
    assert len(without_garbage(rows_in(dots))) == 4
    sentence = "Các đơn vị báo cáo kết quả thực hiện đúng thời hạn.\n" * 3
    assert len(without_garbage(rows_in(sentence))) == 3


def test_a_line_said_twice_is_kept() -> None:
    assert len(without_garbage(rows_in("Nội dung.\nNội dung.\nKết luận."))) == 3
