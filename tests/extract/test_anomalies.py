"""Doubts about a letter: what contradicts itself, is missing, or cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.reading import Anomaly, Letter
from pipeline.extract.letters import letters_of
from pipeline.extract.rows import rows_of
from pipeline.ocr.signatures import PdfSignature
from pipeline.ocr.text_lines import plain_lines, text_page
from tests.extract.offices import COMMITTEE, DEPARTMENT, PROVINCE
from tests.extract.typed_letters import Typed, codes, letter_in, letter_on, letters_on

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH HÀ NAM

Số: {number}
V/v sửa cầu treo

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Nam, ngày {day}

Kính gửi: Sở Xây dựng

"""
PARTY_IN_STATE_STYLE = "văn bản của Đảng viết theo kiểu Nhà nước"
FOOT = """

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH

Trần Văn Hợp
"""


def text_of(body: str, *, number: str = "12/UBND-GT", day: str = "10 tháng 01 năm 2022") -> str:
    """A letter of a province that says ``body``."""
    return HEAD.format(number=number, day=day) + body + FOOT


def doubt(letter: Letter, code: str) -> Anomaly:
    """The only doubt of a letter that has this code."""
    [found] = [anomaly for anomaly in letter.anomalies if anomaly.code == code]
    return found


def shown(text: str, anomaly: Anomaly) -> list[str]:
    """What the evidence points at in a plain text."""
    page = text_page(plain_lines(text)).text
    return [page[place.start : place.end] for place in anomaly.evidence]


def test_an_orderly_letter_raises_no_doubt() -> None:
    body = "Thực hiện Quyết định số 5/QĐ-UBND ngày 06/01/2022, giao Sở Xây dựng sửa cầu treo."
    assert letter_in(text_of(body)).anomalies == []


# --- a younger document -------------------------------------------------------------------------


def test_a_wrong_year_in_january_is_told_from_a_younger_document() -> None:
    text = text_of(
        "Thực hiện Kế hoạch số 88/KH-BGTVT ngày 28/12/2022 của Bộ Giao thông vận tải.",
        day="10 tháng 01 năm 2022",
    )
    found = doubt(letter_in(text), "cites_later_document")
    assert found.proposal == "2023-01-10"
    assert found.message == (
        "ngày ban hành in là 10/01/2022 nhưng viện dẫn Kế hoạch số 88/KH-BGTVT ngày 28/12/2022, "
        "muộn hơn 352 ngày; ngày đúng có thể là 10/01/2023"
    )
    day, cited = shown(text, found)
    assert day.endswith("ngày 10 tháng 01 năm 2022")
    assert cited == "Kế hoạch số 88/KH-BGTVT ngày 28/12/2022"


def test_a_date_before_the_number_is_told_once_in_the_message() -> None:
    body = "Ngày 28/12/2022, Bộ Giao thông vận tải ban hành Kế hoạch số 88/KH-BGTVT."
    message = doubt(letter_in(text_of(body)), "cites_later_document").message
    assert "viện dẫn Kế hoạch số 88/KH-BGTVT ngày 28/12/2022, muộn hơn" in message


@pytest.mark.parametrize("day", ["10/01/2022", "09/01/2022"])
def test_a_document_of_the_same_day_or_older_is_no_doubt(day: str) -> None:
    body = f"Thực hiện Kế hoạch số 88/KH-BGTVT ngày {day} của Bộ Giao thông vận tải."
    assert codes(letter_in(text_of(body))) == set()


def test_more_than_two_years_off_is_no_slip_of_the_pen() -> None:
    body = "Thực hiện Kế hoạch số 88/KH-BGTVT ngày 28/12/2026 của Bộ Giao thông vận tải."
    found = doubt(letter_in(text_of(body)), "cites_later_document")
    assert found.proposal is None
    assert "ngày đúng" not in found.message


def test_a_leap_day_moves_to_no_year_without_one() -> None:
    text = text_of(
        "Thực hiện Kế hoạch số 88/KH-BGTVT ngày 15/12/2020 của Bộ Giao thông vận tải.",
        day="29 tháng 02 năm 2020",
    )
    assert doubt(letter_in(text), "cites_later_document").proposal is None


def test_a_document_cited_twice_is_one_doubt() -> None:
    cited = "Kế hoạch số 88/KH-BGTVT ngày 28/12/2022"
    body = f"Thực hiện {cited}, giao Sở Xây dựng sửa cầu. Sở bám sát {cited}."
    assert codes(letter_in(text_of(body))) == {"cites_later_document"}
    doubt(letter_in(text_of(body)), "cites_later_document")


@pytest.mark.parametrize(
    ("signed", "told", "proposal"),
    [
        ("2022-01-10T16:00:00+07:00", "10/01/2022", "2022-01-10"),
        ("2022-01-11T08:00:00+07:00", "11/01/2022", "2022-01-10"),
        ("2023-01-12T08:00:00+07:00", "12/01/2023", "2023-01-10"),
        ("2021-01-10T08:00:00+07:00", "10/01/2021", "2022-01-10"),
    ],
)
def test_the_digital_signature_is_a_witness(signed: str, told: str, proposal: str) -> None:
    body = "Thực hiện Kế hoạch số 88/KH-BGTVT ngày 28/12/2021 của Bộ Giao thông vận tải."
    signature = PdfSignature("ky", "Trần Văn Hợp", None, None, signed, True, None)
    page = text_page(plain_lines(text_of(body, day="10 tháng 01 năm 2021")))
    [letter] = letters_of([page], [signature])
    found = doubt(letter, "cites_later_document")
    day = f"{proposal[8:]}/{proposal[5:7]}/{proposal[:4]}"
    assert found.message.endswith(f"; chữ ký số ngày {told}; ngày đúng có thể là {day}")
    assert found.proposal == proposal


CITING = replace(
    PROVINCE,
    right=(*PROVINCE.right[:-1], "Hà Nam, ngày 05 tháng 3 năm 2019"),
    body=("\tThực hiện Công văn số 305-CV/TU ngày 20/02/2020 của Tỉnh ủy (gửi kèm theo).",),
)


def test_the_attached_letter_is_a_witness() -> None:
    covering, attached = letters_on(CITING, COMMITTEE)
    assert attached.attachment_of == 0
    found = doubt(covering, "cites_later_document")
    assert "văn bản 305-CV/TU kèm theo ghi ngày 20/02/2020" in found.message
    assert found.proposal == "2020-03-05"
    assert {place.page for place in found.evidence} == {1}


def test_another_letter_of_the_file_is_no_witness() -> None:
    covering, _ = letters_on(CITING, DEPARTMENT)
    assert "kèm theo ghi" not in doubt(covering, "cites_later_document").message


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "why", "proposal"),
    [
        ("12/UBND/GT", "thừa dấu gạch chéo", "12/UBND-GT"),
        ("12-KH/UBND", "văn bản của Nhà nước viết theo kiểu Đảng", None),
    ],
)
def test_a_number_must_follow_the_form_of_its_system(
    number: str, why: str, proposal: str | None
) -> None:
    text = text_of("Giao Sở Xây dựng sửa cầu.", number=number)
    found = doubt(letter_in(text), "number_style")
    assert found.message == f"số, ký hiệu {number} không đúng thể thức: {why}"
    assert found.proposal == proposal
    assert shown(text, found) == [f"Số: {number}"]


def test_a_number_of_the_party_is_not_written_like_one_of_the_state() -> None:
    left = tuple(line.replace("305-CV/TU", "305/CV-TU") for line in COMMITTEE.left)
    found = doubt(letter_on(replace(COMMITTEE, left=left)), "number_style")
    assert found.message.endswith("305/CV-TU không đúng thể thức: " + PARTY_IN_STATE_STYLE)


def test_codes_of_the_party_are_right_in_state_style_where_the_office_is_no_party_body() -> None:
    assert codes(letter_in(text_of("Giao Sở Xây dựng sửa cầu.", number="12/CV-TU"))) == set()


@pytest.mark.parametrize(
    ("cited", "symbol"),
    [
        ("Kế hoạch số 12/QĐ-UBND", "Quyết định"),
        ("Quyết định số 5/KH-UBND", "Kế hoạch"),
        ("Chỉ thị số 7-NQ/TU", "Nghị quyết"),
        ("Thông báo số 9/BC-SYT", "Báo cáo"),
    ],
)
def test_type_word_and_symbol_must_name_one_type(cited: str, symbol: str) -> None:
    text = text_of(f"Thực hiện {cited} ngày 03/01/2022, giao Sở Xây dựng sửa cầu.")
    found = doubt(letter_in(text), "type_symbol_mismatch")
    word, number = cited.split(" số ")
    assert found.message == f"viện dẫn {word} nhưng ký hiệu {number} là của {symbol}"
    assert found.proposal == symbol
    assert shown(text, found) == [f"{cited} ngày 03/01/2022"]


@pytest.mark.parametrize(
    "cited",
    [
        "Quyết định số 12/QĐ-UBND",
        "Quy chế số 12/QĐ-UBND",
        "Quy định số 12-QĐ/TW",
        "Thông tư số 12/2020/TT-BYT",
        "Thông tri số 12-TT/TU",
        "Công văn số 12/SYT-NVY",
        "văn bản số 12/QĐ-UBND",
    ],
)
def test_a_symbol_may_stand_for_more_than_one_type(cited: str) -> None:
    text = text_of(f"Thực hiện {cited} ngày 03/01/2022, giao Sở Xây dựng sửa cầu.")
    assert codes(letter_in(text)) == set()


def test_two_letters_of_one_file_should_not_share_a_number() -> None:
    first, second = letters_on(DEPARTMENT, DEPARTMENT)
    for letter, page in ((first, 2), (second, 1)):
        found = doubt(letter, "duplicate_number_in_file")
        assert found.message == (
            f"số {letter.number} trùng với một văn bản khác trong cùng tệp (trang {page})"
        )
        assert [place.page for place in found.evidence] == letter.pages
        assert found.proposal is None


def test_letters_with_numbers_of_their_own_are_no_duplicates() -> None:
    first, second = letters_on(DEPARTMENT, COMMITTEE)
    assert "duplicate_number_in_file" not in codes(first) | codes(second)


# --- what is missing ----------------------------------------------------------------------------

FULL = "\tSở Xây dựng sửa các cầu treo và cắm biển tải trọng ở hai đầu cầu, trong đó"


def unsigned(*body: str) -> Typed:
    """A letter of the province without recipients and signer."""
    return replace(PROVINCE, body=body, foot_left=(), foot_right=())


def test_a_letter_that_stops_in_mid_sentence_is_cut_off() -> None:
    page = unsigned("\tMột câu ở trên.", FULL).page()
    [letter] = letters_on(page)
    found = doubt(letter, "truncated")
    assert found.message.startswith("văn bản dừng giữa câu")
    assert found.proposal is None
    last = rows_of([page])[-1]
    assert [(e.start, e.end) for e in found.evidence] == [(last.start, last.start + len(last.text))]


@pytest.mark.parametrize(
    "end", ["ưu tiên cầu sông Đáy.", "ưu tiên cầu sông Đáy;", "ưu tiên cầu sông Đáy./."]
)
def test_a_letter_that_ends_a_sentence_is_not(end: str) -> None:
    assert "truncated" not in codes(letter_on(unsigned(FULL, end)))


def test_a_letter_that_is_signed_is_not() -> None:
    assert "truncated" not in codes(letter_on(replace(PROVINCE, body=(FULL,))))


def test_a_text_without_a_letterhead_is_told_once() -> None:
    letter = letter_in("Giao Trạm Y tế xã khám mắt cho học sinh lớp một.\n\nGiao xã dọn chợ.")
    found = doubt(letter, "missing_header")
    assert found.message.startswith("không thấy")
    assert found.evidence


def test_a_letter_with_a_letterhead_has_one() -> None:
    assert "missing_header" not in codes(letter_on(PROVINCE)) | codes(letter_on(COMMITTEE))


# --- days that do not exist ---------------------------------------------------------------------


def test_a_cited_document_may_have_a_day_that_does_not_exist() -> None:
    text = text_of("Thực hiện Công văn số 77/SYT-NVY ngày 31/11/2021 của Sở Y tế.")
    found = doubt(letter_in(text), "impossible_date")
    assert found.message == ("ngày không có trong lịch: Công văn số 77/SYT-NVY ngày 31/11/2021")
    assert shown(text, found) == ["Công văn số 77/SYT-NVY ngày 31/11/2021"]
    assert found.proposal is None


def test_a_deadline_may_be_a_day_that_does_not_exist() -> None:
    text = text_of("Giao Sở Xây dựng sửa cầu trước ngày 31/6/2022.")
    letter = letter_in(text)
    found = doubt(letter, "impossible_date")
    assert found.message == "ngày không có trong lịch: trước ngày 31/6/2022"
    assert shown(text, found) == ["Giao Sở Xây dựng sửa cầu trước ngày 31/6/2022."]
    [task] = letter.tasks
    assert (task.deadline.kind, task.deadline.end) == ("on_or_before", None)
