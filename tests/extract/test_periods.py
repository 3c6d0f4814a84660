"""Phrases of time, and which one governs a figure."""

from __future__ import annotations

import pytest

from pipeline.extract.periods import Periods, periods_in
from pipeline.extract.sentences import sentences


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Trong quý I năm 2024, thu thuế tăng.", ["Trong quý I năm 2024"]),
        ("Trong quý I và quý II/2024, mở lớp.", ["Trong quý I và quý II/2024"]),
        ("Năm học 2023 - 2024, mở thêm lớp.", ["Năm học 2023 - 2024"]),
        ("Số liệu đến 31/12/2023 cho thấy.", ["đến 31/12/2023"]),
        ("Tính đến ngày 15/6/2023, có mưa.", ["Tính đến ngày 15/6/2023"]),
        ("Đến hết ngày 31 tháng 5 năm 2024.", ["Đến hết ngày 31 tháng 5 năm 2024"]),
        ("Từ nay đến cuối năm, tập trung thu.", ["Từ nay đến cuối năm"]),
        ("Từ đầu năm đến nay, đã khám bệnh.", ["Từ đầu năm đến nay"]),
        (
            "Từ ngày 01/7/2024 đến ngày 31/8/2024, ra quân.",
            ["Từ ngày 01/7/2024 đến ngày 31/8/2024"],
        ),
        ("Từ năm 2016 đến năm 2020, rừng tăng.", ["Từ năm 2016 đến năm 2020"]),
        ("Hằng năm, trồng cây.", ["Hằng năm"]),
        ("Cứ mỗi năm lại tăng.", ["mỗi năm"]),
        ("6 tháng đầu năm 2023, xuất khẩu tăng.", ["6 tháng đầu năm 2023"]),
        ("Các tháng còn lại của năm 2023, tăng tốc.", ["Các tháng còn lại của năm 2023"]),
        ("Giai đoạn 2021 - 2025, làm đường.", ["Giai đoạn 2021 - 2025"]),
        ("Trong 02 năm 2022 - 2023, xây nhà.", ["Trong 02 năm 2022 - 2023"]),
        ("Qua 05 năm thực hiện, đã đổi thay.", ["Qua 05 năm thực hiện"]),
        ("Sau hơn 3 năm triển khai, có kết quả.", ["Sau hơn 3 năm triển khai"]),
        ("Nhiệm kỳ 2020 - 2025, kết nạp mới.", ["Nhiệm kỳ 2020 - 2025"]),
        ("Cuối năm 2023, thu hồi nợ.", ["Cuối năm 2023"]),
        ("Trong tháng 5/2024, cấp thẻ.", ["Trong tháng 5/2024"]),
        ("Xong trước ngày 30/6/2024.", ["Xong trước ngày 30/6/2024"]),
        ("Trong thời gian qua, có tiến bộ.", ["Trong thời gian qua"]),
        ("Hiện nay còn thiếu.", ["Hiện nay"]),
        ("Trong năm, giao thông ổn định.", ["Trong năm"]),
        ("Ngày 12/3/2024, xảy ra cháy.", ["Ngày 12/3/2024"]),
        ("Vụ Đông Xuân 2022 - 2023 được mùa.", ["Vụ Đông Xuân 2022 - 2023"]),
        ("Trước mùa mưa bão năm 2024, gia cố đê.", ["Trước mùa mưa bão năm 2024"]),
        ("Mục tiêu năm 2024 là đổi mới.", ["năm 2024"]),
        ("Từ năm 2025 trở đi, áp dụng.", ["Từ năm 2025 trở đi"]),
        ("Tăng so với năm 2021.", []),
        ("Đạt cùng kỳ năm 2022.", []),
        ("Vượt dự toán năm 2024.", []),
        ("Bằng kế hoạch năm 2023.", []),
        ("Cuộc họp giao ban tháng 10 năm 2023.", []),
        ("Họp vào sáng thứ Hai, xã hội hóa.", []),
        ("Sinh năm 2008, ngụ tại xã.", []),
    ],
)
def test_phrases_of_time(text: str, phrases: list[str]) -> None:
    assert [text[p.start : p.end] for p in periods_in(text)] == phrases


def test_in_a_heading_the_year_belongs_to_the_part() -> None:
    text = "KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2023"
    assert periods_in(text) == []
    assert [text[p.start : p.end] for p in periods_in(text, with_owned=True)] == ["NĂM 2023"]


def governing(text: str, figure: str, *others: str) -> str | None:
    """The phrase that governs ``figure``; ``others`` are the other figures of ``text``."""
    starts = sorted(text.index(item) for item in (figure, *others))
    start = text.index(figure)
    sentence = next(s for s in sentences(text) if s[0] <= start < s[1])
    found = Periods(text, starts).governing(sentence, (start, start + len(figure)))
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("text", "figure", "others", "phrase"),
    [
        ("Năm 2023 khám 500 người; phát 20 thẻ.", "20 thẻ", ["500 người"], "Năm 2023"),
        (
            "Năm 2023 đạt 5%; năm 2024 đạt 7%; cả tỉnh đạt 9%.",
            "9%",
            ["5%", "7%"],
            "năm 2024",
        ),
        ("Mở 12 lớp cho 300 người trong quý II.", "12 lớp", ["300 người"], "trong quý II"),
        ("Mở 12 lớp, trong quý II kiểm tra 5 xã.", "12 lớp", ["5 xã"], None),
        ("Đạt 70% vào năm 2024, 85% vào năm 2025.", "85%", ["70%"], "vào năm 2025"),
        ("Năm 2023 đạt 45% (năm 2022: 32%), tăng 13%.", "13%", ["45%", "32%"], "Năm 2023"),
        ("Năm 2023 đạt 45% (năm 2022: 32%), tăng 13%.", "32%", ["45%", "13%"], "năm 2022"),
        ("Giai đoạn 2021 - 2025, mỗi năm giảm 2%.", "2%", [], "Giai đoạn 2021 - 2025"),
        ("Đến năm 2025 đạt 9%; mỗi năm mở 3 lớp.", "3 lớp", ["9%"], "mỗi năm"),
        ("Sửa 4 cầu; xong trước ngày 30/9.", "4 cầu", [], None),
        ("Sửa 4 cầu, xong trước ngày 30/9.", "4 cầu", [], "xong trước ngày 30/9"),
        ("Năm 2022 có lũ. Sửa 4 cầu.", "4 cầu", [], None),
    ],
)
def test_the_phrase_that_governs(
    text: str, figure: str, others: list[str], phrase: str | None
) -> None:
    assert governing(text, figure, *others) == phrase


def test_phrases_in_blocked_spans_govern_nothing() -> None:
    text = "Đề án trồng rừng đến năm 2030, trồng 50 ha."
    periods = Periods(text, [text.index("50")], [(0, text.index(","))])
    assert periods.found == []
