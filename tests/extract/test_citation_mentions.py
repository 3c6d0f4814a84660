"""What counts as a mention of another document, and what is read from it."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.citation_mentions import Mention, find_mentions


def texts(sentence: str) -> list[str]:
    """The mentions of a sentence as printed."""
    return [sentence[mention.start : mention.end] for mention in find_mentions(sentence)]


def numbers(sentence: str) -> list[str | None]:
    """The numbers of a sentence's mentions."""
    return [mention.number for mention in find_mentions(sentence)]


def only(sentence: str) -> Mention:
    """The only mention of a sentence."""
    [mention] = find_mentions(sentence)
    return mention


@pytest.mark.parametrize(
    ("sentence", "printed", "date"),
    [
        (
            "Thực hiện Kế hoạch số 61/KH-UBND ngày 03/4/2023 của UBND huyện, trạm y tế báo cáo.",
            "Kế hoạch số 61/KH-UBND ngày 03/4/2023",
            dt.date(2023, 4, 3),
        ),
        (
            "Căn cứ Quyết định số 07/2019/QĐ-UBND ngày 08 tháng 3 năm 2019 của UBND tỉnh;",
            "Quyết định số 07/2019/QĐ-UBND ngày 08 tháng 3 năm 2019",
            dt.date(2019, 3, 8),
        ),
        (
            "Quán triệt Kết luận số 62-KL/TU, ngày 14-11-2022 về nghề muối.",
            "Kết luận số 62-KL/TU, ngày 14-11-2022",
            dt.date(2022, 11, 14),
        ),
        (
            "Theo Công văn 915/SNV-CCVC (ngày 18/5/2021) của Sở Nội vụ.",
            "Công văn 915/SNV-CCVC (ngày 18/5/2021)",
            dt.date(2021, 5, 18),
        ),
        (
            "Trả lời Công văn số 33/PGDĐT-TCCB của Phòng Giáo dục.",
            "Công văn số 33/PGDĐT-TCCB",
            None,
        ),
        ("Kế hoạch số: 15/KH-SVHTT. Còn lại giữ nguyên.", "Kế hoạch số: 15/KH-SVHTT", None),
        (
            "Áp dụng Quyết định số 12/QĐ-STC năm 2020 của Sở Tài chính.",
            "Quyết định số 12/QĐ-STC",
            None,
        ),
    ],
)
def test_a_mention_runs_from_its_type_to_its_date(
    sentence: str, printed: str, date: dt.date | None
) -> None:
    assert texts(sentence) == [printed]
    assert only(sentence).date == date


def test_a_date_may_stand_before_the_body_that_issued_it() -> None:
    mention = only("Ngày 05/6/2023, Ban Thường vụ Huyện ủy ban hành Kết luận số 51-KL/HU.")
    assert (mention.date, mention.issuer) == (dt.date(2023, 6, 5), "Ban Thường vụ Huyện ủy")


def test_a_date_that_the_calendar_does_not_have_is_no_date_but_is_printed() -> None:
    mention = only("Theo Công văn số 58/SYT-NVD ngày 31/9/2022 của Sở Y tế.")
    assert (mention.date, mention.impossible_date) == (None, True)


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("1234-CV/TU", "Công văn"),
        ("415/SYT-NVY", "Công văn"),
        ("88/KH-UBND", "Kế hoạch"),
        ("27/TB-VP", "Thông báo"),
        ("40/2017/TT-BTC", "Thông tư"),
        ("7-TTr/BTG", "Tờ trình"),
    ],
)
def test_where_the_text_says_only_document_the_symbol_tells_the_type(
    symbol: str, kind: str
) -> None:
    assert only(f"Thực hiện văn bản số {symbol} về trồng cây đầu năm.").type == kind


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Thông báo kết luận số 27/TB-UBND", "Thông báo"),
        ("Chương trình hành động số 12-CTr/TU", "Chương trình"),
        ("Kế hoạch hành động số 31/KH-UBND", "Kế hoạch"),
        ("Thông tư liên tịch số 09/2016/TTLT-BYT-BTC", "Thông tư liên tịch"),
        ("quyết định số 45/QĐ-SXD", "Quyết định"),
        ("QUYẾT ĐỊNH số 45/QĐ-SXD", "Quyết định"),
        ("Luật số 33/2024/QH15", "Luật"),
    ],
)
def test_a_type_word_may_have_more_words_or_other_letters(printed: str, kind: str) -> None:
    sentence = f"Thực hiện {printed} về chợ đầu mối."
    assert texts(sentence) == [printed]
    assert only(sentence).type == kind


def test_a_number_that_follows_above_stands_with_its_anaphora() -> None:
    sentence = "Thực hiện theo Công văn số 300/SNV-TC nêu trên và Quyết định số 12/QĐ-STP nói trên."
    assert texts(sentence) == [
        "Công văn số 300/SNV-TC nêu trên",
        "Quyết định số 12/QĐ-STP nói trên",
    ]


def test_numbers_listed_under_one_type_share_type_date_and_issuer() -> None:
    mentions = find_mentions(
        "Thực hiện các Nghị quyết số 05/NQ-HĐND, 06/NQ-HĐND và 07/NQ-HĐND ngày 10/12/2021 "
        "của Hội đồng nhân dân tỉnh Hà Giang về lệ phí."
    )
    assert [mention.number for mention in mentions] == ["05/NQ-HĐND", "06/NQ-HĐND", "07/NQ-HĐND"]
    assert {(m.type, m.date, m.issuer) for m in mentions} == {
        ("Nghị quyết", dt.date(2021, 12, 10), "Hội đồng nhân dân tỉnh Hà Giang")
    }


def test_numbers_with_dates_of_their_own_keep_them() -> None:
    first, second = find_mentions(
        "Theo Công văn số 77/SGTVT-HT ngày 8/8/2022, số 79/SGTVT-HT ngày 9/8/2022 về sửa cầu."
    )
    assert (first.date, second.date) == (dt.date(2022, 8, 8), dt.date(2022, 8, 9))
    assert second.type == "Công văn"


def test_both_ends_of_a_range_are_mentions() -> None:
    sentence = "Thu hồi các Quyết định từ số 11/QĐ-STC đến số 15/QĐ-STC ngày 02/3/2020."
    assert numbers(sentence) == ["11/QĐ-STC", "15/QĐ-STC"]
    assert {m.date for m in find_mentions(sentence)} == {dt.date(2020, 3, 2)}


@pytest.mark.parametrize(
    ("sentence", "printed", "number"),
    [
        ("Thực hiện Chỉ thị 43 của Ban Bí thư.", "Chỉ thị 43", "43"),
        (
            "Học tập Kết luận số 44, ngày 14/11/2022 của Ban Bí thư.",
            "Kết luận số 44, ngày 14/11/2022",
            "44",
        ),
        ("Tổng kết Nghị quyết 28 của Ban Thường vụ Thành ủy.", "Nghị quyết 28", "28"),
        ("Rà soát Đề án 06 tại các thôn, bản.", "Đề án 06", "06"),
    ],
)
def test_a_short_form_keeps_the_digits_that_are_printed(
    sentence: str, printed: str, number: str
) -> None:
    assert texts(sentence) == [printed]
    assert only(sentence).number == number


def test_short_forms_may_be_listed() -> None:
    mentions = find_mentions("Thực hiện Quyết định 217, 218 và 219 của Bộ Chính trị.")
    assert [(m.number, m.type, m.issuer) for m in mentions] == [
        (number, "Quyết định", "Bộ Chính trị") for number in ("217", "218", "219")
    ]
    assert numbers("Sau Chỉ thị 43, 12 xã đã có nhà văn hóa.") == ["43"]


def test_a_body_that_bears_the_name_of_a_scheme_mentions_no_document() -> None:
    sentence = "Theo Quyết định số 5/QĐ-BCĐ của Ban Chỉ đạo Đề án 06 tỉnh về phân công."
    assert numbers(sentence) == ["5/QĐ-BCĐ"]


@pytest.mark.parametrize(
    "name",
    [
        "Luật Thư viện",
        "Luật Phòng, chống ma túy",
        "Luật Xử lý vi phạm hành chính",
        "Bộ luật Lao động năm 2019",
        "Luật Cán bộ, công chức",
        "Luật Hôn nhân và gia đình năm 2014",
        "Luật Bảo vệ và phát triển rừng",
        "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
        "Luật Thực hành tiết kiệm, chống lãng phí",
        "Luật Hoạt động chữ thập đỏ",
        "Luật sửa đổi, bổ sung một số điều của Luật Đất đai",
        "Pháp lệnh Ưu đãi người có công với cách mạng",
        "Nghị quyết Trung ương 4 khóa XII",
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XV",
        "Điều lệ Đảng",
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
    ],
)
def test_a_law_is_known_by_its_name(name: str) -> None:
    assert texts(f"Tuyên truyền {name} và các văn bản liên quan.") == [name]
    assert texts(f"Căn cứ {name};") == [name]
    assert numbers(f"Căn cứ {name};") == [None]


def test_laws_in_a_list_are_one_mention_each() -> None:
    sentence = "Căn cứ Luật Phòng, chống ma túy, Luật Viên chức và Bộ luật Dân sự năm 2015."
    assert texts(sentence) == [
        "Luật Phòng, chống ma túy",
        "Luật Viên chức",
        "Bộ luật Dân sự năm 2015",
    ]
    assert [m.type for m in find_mentions(sentence)] == ["Luật", "Luật", "Bộ luật"]


def test_a_law_that_amends_two_others_is_one() -> None:
    sentence = (
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức "
        "ngày 25/11/2019;"
    )
    mention = only(sentence)
    assert (mention.number, mention.date) == (None, dt.date(2019, 11, 25))


def test_a_laws_name_belongs_to_the_number_behind_it() -> None:
    sentence = "Căn cứ Luật Đất đai số 31/2024/QH15 ngày 18/01/2024; Luật Viên chức năm 2010."
    assert texts(sentence) == [
        "Luật Đất đai số 31/2024/QH15 ngày 18/01/2024",
        "Luật Viên chức năm 2010",
    ]
    assert numbers(sentence) == ["31/2024/QH15", None]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Thông tư liên tịch số 10/2013/TTLT-BTP-BCA", "10/2013/TTLT-BTP-BCA"),
        ("Quyết định số 77/2008/QĐ-BKH&ĐT", "77/2008/QĐ-BKH&ĐT"),
        ("Nghị định số 15/2018/NÐ-CP", "15/2018/NĐ-CP"),
        ("Quyết định số 07/2019/QÐ–UBND", "07/2019/QĐ-UBND"),
        ("Công văn số 1716- CV/TU", "1716-CV/TU"),
        ("Công văn số 1716 -CV/TU", "1716-CV/TU"),
        ("Công văn số 88/ BNN-TT", "88/BNN-TT"),
        ("Quyết định số 1094/QĐ-UB", "1094/QĐ-UB"),
        ("Quyết định số 439/QĐUBND", "439/QĐUBND"),
        ("Nghị quyết số 30c/NQ-CP", "30c/NQ-CP"),
        ("Nghị quyết số 580/2018/UBTVQH14", "580/2018/UBTVQH14"),
        ("Công văn số 1067/CV-TU", "1067/CV-TU"),
        ("Quyết định số 1836 QĐ/TWĐTN", "1836 QĐ/TWĐTN"),
        ("Quyết định số 1234/QĐ-UBND-HC", "1234/QĐ-UBND-HC"),
    ],
)
def test_a_number_is_as_printed_with_its_spaces_closed(printed: str, number: str) -> None:
    sentence = f"Thực hiện {printed} của cấp trên."
    assert texts(sentence) == [printed]
    assert numbers(sentence) == [number]


@pytest.mark.parametrize(
    "sentence",
    [
        "Công văn này được phổ biến đến từng chi bộ.",
        "Căn cứ Kế hoạch trên, các phòng xây dựng lịch trực.",
        "Rà soát các văn bản liên quan và các quyết định đã ban hành.",
        "Theo khoản 2 Điều 5 và điểm b khoản 1 Điều 7, hồ sơ gồm 03 bản.",
        "Điều 12 của Luật này và Điều 3 Nghị định này còn nguyên giá trị.",
        "Giai đoạn 2021-2025, tỉnh trồng 1.250 ha rừng; năm 2023 đạt 30/45 xã.",
        "Phong trào “Mỗi tuần một giờ” và cuộc vận động 120 ngày đêm.",
        "Liên hệ số điện thoại 0203.3835.686, phòng 12/A, ngày 24/7.",
        "Kết luận 3 nội dung và Quyết định 5 nhiệm vụ trọng tâm.",
        "Chỉ thị 43 điểm bầu cử.",
        "Nghị quyết 30% chưa đạt.",
        "Các luật sư và luật gia tham gia hòa giải.",
        "",
    ],
)
def test_what_only_looks_like_a_document_is_no_mention(sentence: str) -> None:
    assert texts(sentence) == []


def test_mentions_come_in_order_and_do_not_overlap() -> None:
    sentence = (
        "Luật Giá, Chỉ thị 43, Công văn số 5/SYT-KH ngày 1/2/2020, Kết luận 44 và Luật Viên chức."
    )
    mentions = find_mentions(sentence)
    assert len(mentions) == 5
    ends = [0, *(mention.end for mention in mentions)]
    assert all(end <= m.start < m.end <= m.tail for end, m in zip(ends, mentions, strict=False))
