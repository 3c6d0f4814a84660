"""Targets, results, background: single sentences, and letters with headings and lists."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.layout import Line, Region, Word
from models.reading import Target, TargetKind
from pipeline.extract.components import Source
from pipeline.extract.nlp import letter_nlp
from pipeline.extract.prose import prose_of
from pipeline.extract.rows import Row
from pipeline.extract.targets import FoundTarget, Setting, find_targets
from pipeline.extract.tasks import Frame

Told = tuple[str, TargetKind, str | None]
"""What a figure says, its kind, its period."""


def told(found: Sequence[FoundTarget], text: str) -> list[Told]:
    return [(text[f.start : f.end], f.kind, f.period) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trong năm 2022, toàn tỉnh đã trồng 4.500 ha rừng, đạt 98,2% kế hoạch, "
            "tăng 3,5% so với cùng kỳ.",
            [
                ("4.500 ha rừng", "result", "Trong năm 2022"),
                ("98,2% kế hoạch", "result", "Trong năm 2022"),
                ("tăng 3,5% so với cùng kỳ", "result", "Trong năm 2022"),
            ],
        ),
        (
            "Trong quý I năm 2024, đã khám cho 12.500 lượt người. Phát 340 thẻ bảo hiểm y tế.",
            [
                ("12.500 lượt người", "result", "Trong quý I năm 2024"),
                ("340 thẻ bảo hiểm y tế", "result", "Trong quý I năm 2024"),
            ],
        ),
        (
            "Đến hết ngày 31/5/2024, huyện giải ngân 152 tỷ đồng, đạt 28,8% kế hoạch vốn.",
            [
                ("152 tỷ đồng", "result", "Đến hết ngày 31/5/2024"),
                ("28,8% kế hoạch vốn", "result", "Đến hết ngày 31/5/2024"),
            ],
        ),
        (
            "Toàn huyện có 15 xã; dân số 92.400 người.",
            [("15 xã", "background", None), ("92.400 người", "background", None)],
        ),
        (
            "Hiện có 124 trường học với 48.000 học sinh.",
            [("124 trường học", "background", None), ("48.000 học sinh", "background", None)],
        ),
        (
            "Hiện nay, toàn xã còn 86 hộ nghèo, trong đó 12 hộ có nhà dột nát.",
            [("86 hộ nghèo", "background", "Hiện nay"), ("12 hộ", "background", "Hiện nay")],
        ),
        (
            "Phấn đấu đến năm 2025 có 90% người dân dùng nước sạch.",
            [("90% người dân dùng nước sạch", "target", "đến năm 2025")],
        ),
        (
            "Năm 2023, lượng khách đạt 1,2 triệu lượt; mục tiêu năm 2024 là 1,5 triệu lượt khách.",
            [
                ("1,2 triệu lượt", "result", "Năm 2023"),
                ("1,5 triệu lượt khách", "target", "năm 2024"),
            ],
        ),
        (
            "Dự kiến năm 2024 hỗ trợ 1.100 hộ nghèo.",
            [("1.100 hộ nghèo", "target", "năm 2024")],
        ),
        (
            "Mức chi tiếp khách không quá 200.000 đồng/người theo quy định tại Nghị quyết này.",
            [("không quá 200.000 đồng/người", "background", None)],
        ),
        (
            "Phạt tiền từ 3.000.000 đồng đến 5.000.000 đồng đối với xe chở quá tải.",
            [("3.000.000 đồng đến 5.000.000 đồng", "background", None)],
        ),
        (
            "Các đoàn thể vận động được 640 triệu đồng.",
            [("640 triệu đồng", "result", None)],
        ),
        (
            "Từ đầu năm đến nay xảy ra 18 vụ tai nạn giao thông, làm chết 9 người.",
            [
                ("18 vụ tai nạn giao thông", "result", "Từ đầu năm đến nay"),
                ("9 người", "result", "Từ đầu năm đến nay"),
            ],
        ),
        (
            "Nhiệm kỳ 2020 - 2025, Đảng bộ đã kết nạp 156 đảng viên.",
            [("156 đảng viên", "result", "Nhiệm kỳ 2020 - 2025")],
        ),
        (
            "Tỷ lệ hồ sơ trực tuyến năm 2023 đạt 45% (năm 2022 đạt 32%).",
            [("45%", "result", "năm 2023"), ("32%", "result", "năm 2022")],
        ),
        (
            "Tỷ lệ hộ nghèo giảm từ 8,2% xuống còn 6,1%.",
            [("6,1%", "result", None)],
        ),
        ("Có 12 xã đã hoàn thành kê khai đất.", [("12 xã", "result", None)]),
        (
            "Về hồ sơ: năm 2023 đạt 78%. Chỉ tiêu năm 2024: xử lý trực tuyến trên 85% hồ sơ.",
            [("78%", "result", "năm 2023"), ("trên 85% hồ sơ", "target", "năm 2024")],
        ),
        (
            "Đoàn kiểm tra 24 cơ sở, phát hiện 09 cơ sở vi phạm.",
            [("24 cơ sở", "background", None), ("09 cơ sở vi phạm", "result", None)],
        ),
        (
            "Gieo cấy 45.000 ha lúa trước ngày 28/02.",
            [("45.000 ha lúa", "target", "trước ngày 28/02")],
        ),
        ("Mỗi thôn phải có ít nhất 02 đảng viên.", None),
    ],
)
def test_a_paragraph_by_itself(text: str, expected: list[Told] | None) -> None:
    found = find_targets(text)
    if expected is None:
        assert [f.kind for f in found] == ["target"]
    else:
        assert told(found, text) == expected


@pytest.mark.parametrize(
    ("mood", "text", "kind"),
    [
        ("target", "Tỷ lệ che phủ rừng đạt 54%.", "target"),
        ("result", "Tỷ lệ che phủ rừng đạt 54%.", "result"),
        ("target", "Số vụ cháy giảm 20% so với năm 2021.", "target"),
        ("result", "Số vụ cháy giảm 20% so với năm 2021.", "result"),
        ("result", "Tổ chức 15 lớp đào tạo nghề.", "result"),
        ("target", "Tổ chức 15 lớp đào tạo nghề.", "target"),
        ("result", "Tỷ lệ người bệnh phải chuyển tuyến là 12%.", "result"),
        ("result", "Phấn đấu cả năm thu 500 tỷ đồng.", "target"),
        ("result", "Địa bàn huyện có 14 xã.", "background"),
        ("target", "Hiện có 20 mô hình, phấn đấu có 35 mô hình.", "background"),
        ("target", "Huyện đã hoàn thành 8 tiêu chí.", "result"),
        ("result", "Tỷ lệ hộ nghèo còn 3,2%.", "result"),
        ("result", "Vẫn còn 18 dự án chậm tiến độ.", "background"),
    ],
)
def test_what_the_part_speaks_of(mood: TargetKind, text: str, kind: TargetKind) -> None:
    assert find_targets(text, Setting(mood))[0].kind == kind


def test_an_order_makes_a_target() -> None:
    text = "Cấp 500 chữ ký số cho 60 cán bộ."
    assert {f.kind for f in find_targets(text, orders=[(0, len(text))])} == {"target"}


def test_an_account_inside_an_order_stays_a_result() -> None:
    text = "Đánh giá cao kết quả thu ngân sách đạt 540 tỷ đồng, bằng 82% dự toán."
    assert {f.kind for f in find_targets(text, orders=[(0, len(text))])} == {"result"}


@pytest.mark.parametrize(
    "text",
    [
        "Cuộc họp bắt đầu lúc 14 giờ 00 tại Phòng họp số 2, tầng 3.",
        "Mỗi đơn vị cử 01 lãnh đạo và 02 chuyên viên dự họp.",
        "Đề nghị gửi 02 bộ hồ sơ và 01 bản báo cáo.",
        "Thời hạn giải quyết không quá 20 ngày làm việc.",
        "Trực 24/24 giờ theo phương châm “4 tại chỗ”, 3 không.",
        "Phân công 01 đồng chí Phó Giám đốc phụ trách.",
        "Phong trào “5 không, 3 sạch”; Chương trình mỗi xã một sản phẩm.",
        "Trường hạng II, công trình cấp 3, loại II.",
        "Điện thoại 0245 3822 456; số nhà 15, tổ 4, phường 2.",
        "Tiếp tục nâng cao chất lượng phục vụ người dân, đẩy mạnh cải cách hành chính.",
        "Tập trung 03 nhiệm vụ, 05 giải pháp; hoàn thành trong 10 ngày.",
        "Thành phần: mỗi huyện 03 đại biểu; tổng số 120 đại biểu.",
        "Đoạn qua Quốc lộ 1A, Tỉnh lộ 155, km 12.",
    ],
)
def test_letters_business_is_no_target(text: str) -> None:
    assert told(find_targets(text), text) == []


# --- whole letters --------------------------------------------------------------------------------


def targets(paragraphs: Sequence[str], code: str | None = None) -> list[Target]:
    """The targets of a letter of these paragraphs."""
    rows, at = [], 0
    for paragraph in paragraphs:
        cells = paragraph.split("\t")
        words = tuple(Word(cell, None, 1.0) for cell in cells)
        if len(cells) == 1:
            words = tuple(Word(word, None, 1.0) for word in paragraph.split())
        rows.append([Row(1, Line(words, Region.TABLE if len(cells) > 1 else Region.BODY), at)])
        at += len(paragraph) + 1
    prose = prose_of(rows)
    nlp = letter_nlp()
    doc = nlp.make_doc(prose.text)
    doc._.source = Source(prose, Frame(type_code=code))
    return [placed.target for placed in nlp(doc)._.targets]


def listed(found: Sequence[Target]) -> list[tuple[float, TargetKind, str | None]]:
    return [(target.value, target.kind, target.period) for target in found]


def test_dashes_under_a_lead_in_have_its_time() -> None:
    found = targets(
        [
            "II. MỤC TIÊU",
            "Phấn đấu đến năm 2025:",
            "- 100% số xã có nhà văn hóa.",
            "- Tối thiểu 80% trạm y tế có bác sĩ; năm 2023 đạt 60%.",
            "Định hướng đến năm 2030:",
            "- 95% hộ gia đình có cáp quang.",
        ],
        "KH",
    )
    assert listed(found) == [
        (100, "target", "đến năm 2025"),
        (80, "target", "đến năm 2025"),
        (60, "target", "năm 2023"),
        (95, "target", "đến năm 2030"),
    ]


def test_a_report_tells_and_then_plans() -> None:
    found = targets(
        [
            "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2023",
            "1. Công tác giảm nghèo",
            "- Giải quyết việc làm cho 1.250 lao động.",
            "- Tỷ lệ hộ nghèo giảm 2,1%.",
            "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",
            "1. Chỉ tiêu",
            "- Tỷ lệ hộ nghèo giảm 1,5% so với năm 2023.",
            "- Có thêm 02 xã đạt chuẩn nông thôn mới.",
        ],
        "BC",
    )
    assert listed(found) == [
        (1250, "result", "NĂM 2023"),
        (2.1, "result", "NĂM 2023"),
        (1.5, "target", "NĂM 2024"),
        (2, "target", "NĂM 2024"),
    ]


def test_a_heading_without_a_marker_ends_the_part_before() -> None:
    found = targets(
        [
            "ĐÁNH GIÁ KẾT QUẢ NĂM HỌC 2022 - 2023",
            "1. Chất lượng giáo dục",
            "Tỷ lệ tốt nghiệp đạt 99,1%.",
            "PHƯƠNG HƯỚNG NĂM HỌC 2023 - 2024",
            "1. Duy trì sĩ số 99%.",
        ],
        "BC",
    )
    assert listed(found) == [
        (99.1, "result", "NĂM HỌC 2022 - 2023"),
        (99, "target", "NĂM HỌC 2023 - 2024"),
    ]


def test_a_letter_tells_and_then_orders() -> None:
    found = targets(
        [
            "Năm 2022, tỉnh đã thu 46,7 tỷ đồng tiền thuế đất. Trong đó, các huyện thu 28 tỷ đồng.",
            "Chủ tịch UBND tỉnh yêu cầu:",
            "1. Cục Thuế tỉnh thu hồi tối thiểu 60% số nợ trước ngày 31/12/2023.",
        ],
        "CV",
    )
    assert listed(found) == [
        (46_700_000_000, "result", "Năm 2022"),
        (28_000_000_000, "result", "Năm 2022"),
        (60, "target", "trước ngày 31/12/2023"),
    ]
    assert [target.task for target in found] == [None, None, 0]


def test_the_time_of_a_purpose_does_not_reach_the_list() -> None:
    found = targets(
        [
            "Để có 95% dân số tham gia bảo hiểm y tế vào năm 2025, yêu cầu các địa phương:",
            "- Hỗ trợ tối thiểu 30% mức đóng cho hộ cận nghèo.",
            "- Trong năm 2024, cấp 12.400 thẻ.",
        ],
        "CV",
    )
    assert listed(found) == [
        (95, "target", "vào năm 2025"),
        (30, "target", None),
        (12_400, "target", "Trong năm 2024"),
    ]


def test_a_reports_first_line_gives_its_results_their_time() -> None:
    found = targets(
        [
            "Công đoàn ngành báo cáo kết quả hoạt động 6 tháng đầu năm 2023 như sau:",
            "I. KẾT QUẢ",
            "1. Trao 520 suất quà cho đoàn viên.",
            "II. PHƯƠNG HƯỚNG",
            "1. Phát triển thêm 150 đoàn viên.",
        ],
        "BC",
    )
    assert listed(found) == [
        (520, "result", "6 tháng đầu năm 2023"),
        (150, "target", None),
    ]


def test_what_an_article_fixes_is_background() -> None:
    found = targets(
        [
            "Điều 1. Phê duyệt dự án với tổng mức đầu tư 45,8 tỷ đồng, chiều dài 3,2 km.",
            "Điều 2. Giao Sở Tài chính giải ngân 100% vốn trước ngày 30/11/2023.",
        ],
        "QĐ",
    )
    assert listed(found) == [
        (45_800_000_000, "background", None),
        (3.2, "background", None),
        (100, "target", "trước ngày 30/11/2023"),
    ]


def test_phases_with_their_years_are_periods() -> None:
    found = targets(
        [
            "II. NỘI DUNG",
            "1. Giai đoạn 1 (2023 - 2024): xây dựng 05 mô hình điểm.",
            "2. Giai đoạn 2 (từ năm 2025): nhân rộng ra 100% số xã.",
        ],
        "KH",
    )
    assert listed(found) == [
        (5, "target", "Giai đoạn 1 (2023 - 2024)"),
        (100, "target", "Giai đoạn 2 (từ năm 2025)"),
    ]


def test_a_task_table_is_read_in_the_column_of_its_tasks() -> None:
    found = targets(
        [
            "Nhiệm vụ được phân công theo bảng sau:",
            "STT\tNhiệm vụ\tChủ trì\tThời hạn",
            "1\tCấp thẻ cho 100% trẻ em\tSở Y tế\tQuý II/2024",
            "2\tĐi lại 30 lần\tSở Y tế\t15 tháng",
        ],
        "TB",
    )
    assert [target.value for target in found] == [100, 30]
    assert {target.kind for target in found} == {"target"}


def test_a_table_of_figures_is_left_alone() -> None:
    assert targets(["Huyện\tSố hộ\tTỷ lệ", "Mường La\t1.250 hộ\t12,5%"], "BC") == []


def test_a_letter_without_figures_gives_none() -> None:
    found = targets(
        [
            "Thực hiện Công văn số 145/BYT-DP ngày 10/3/2024 của Bộ Y tế, Sở Y tế đề nghị:",
            "1. Các bệnh viện hạng I, hạng II trực 24/24 giờ, bảo đảm 4 tại chỗ.",
            "2. Báo cáo trước 16 giờ ngày 20/3/2024, điện thoại 0912 345 678.",
        ],
        "CV",
    )
    assert found == []
