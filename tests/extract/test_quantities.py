"""Quantities: comparators and their stacks, what one is for, what a share is of, units."""

from __future__ import annotations

import pytest

from models.reading import Comparator
from pipeline.extract.quantities import Quantity, find_quantities


def first(text: str) -> Quantity:
    found = find_quantities(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("text", "comparator", "printed"),
    [
        ("Trồng ít nhất 200 cây xanh.", ">=", "ít nhất 200 cây xanh"),
        ("Bố trí tối thiểu 1% chi ngân sách.", ">=", "tối thiểu 1% chi ngân sách"),
        ("Tỷ lệ nữ không dưới 30%.", ">=", "không dưới 30%"),
        ("Kết nạp từ 90 đảng viên trở lên.", ">=", "từ 90 đảng viên trở lên"),
        ("Đăng ký ít nhất từ 02 mô hình trở lên.", ">=", "ít nhất từ 02 mô hình trở lên"),
        ("Thu hút trên 500 lao động.", ">", "trên 500 lao động"),
        ("Cấp hơn 1.200 thẻ bảo hiểm y tế.", ">", "hơn 1.200 thẻ bảo hiểm y tế"),
        ("Chi hội nghị tối đa 50 triệu đồng.", "<=", "tối đa 50 triệu đồng"),
        ("Nợ đọng không quá 5% tổng thu.", "<=", "không quá 5% tổng thu"),
        ("Tỷ lệ tái nghèo dưới 2%.", "<", "dưới 2%"),
        ("Giải ngân khoảng 60% kế hoạch.", "~", "khoảng 60% kế hoạch"),
        ("Hỗ trợ gần 300 hộ dân.", "~", "gần 300 hộ dân"),
        ("Sản lượng ước đạt 1.200 tấn.", "~", "ước đạt 1.200 tấn"),
        ("Doanh thu ước đạt trên 95 tỷ đồng.", ">", "ước đạt trên 95 tỷ đồng"),
        ("Số vụ cháy giảm 12% so với năm 2022.", "decrease", "giảm 12% so với năm 2022"),
        ("Thu nội địa tăng 8,4% so với cùng kỳ.", "increase", "tăng 8,4% so với cùng kỳ"),
        ("Chi phí tăng thêm 3 tỷ đồng.", "increase", "tăng thêm 3 tỷ đồng"),
        ("Tỷ lệ sinh con thứ ba giảm còn 5%.", "=", "5%"),
        ("Hoàn thành 45 phòng học.", "=", "45 phòng học"),
        ("Tỷ lệ hồ sơ trễ hạn ≤ 1%.", "<=", "≤ 1%"),
        ("Phấn đấu giảm tỷ lệ tai nạn 10%.", "decrease", "giảm tỷ lệ tai nạn 10%"),
        ("Làm sạch dữ liệu trên địa bàn 5 xã.", "=", "5 xã"),
    ],
)
def test_comparators(text: str, comparator: Comparator, printed: str) -> None:
    found = first(text)
    assert (found.comparator, text[found.start : found.end]) == (comparator, printed)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Mỗi xã có ít nhất 01 tổ công nghệ số.", "xã"),
        ("Mỗi chi hội nhận giúp 02 hộ nghèo.", "chi hội"),
        ("Năng suất lúa đạt 62 tạ/ha.", "ha"),
        ("Hỗ trợ 15 triệu đồng/hộ.", "hộ"),
        ("Có 34 giường bệnh trên 10.000 dân.", "10.000 dân"),
        ("Mức chi 200.000 đồng/người/ngày.", "người/ngày"),
        ("Thu nhập bình quân đầu người đạt 60 triệu đồng.", "người"),
        ("Trao ít nhất 02 suất quà cho mỗi hộ.", "hộ"),
        ("Hộ nghèo giảm 1,5%/năm.", "năm"),
        ("Toàn xã trồng 5.000 cây xanh.", None),
    ],
)
def test_what_one_is_for(text: str, per: str | None) -> None:
    assert first(text).per == per


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("Cấp nước sạch cho 85% số hộ dân.", "số hộ dân"),
        ("Có 100% xã, phường, thị trấn được phủ sóng.", "xã, phường, thị trấn"),
        ("Giải ngân đạt 78,5% kế hoạch.", "kế hoạch"),
        ("Chiếm 40% tổng số lao động.", "tổng số lao động"),
        ("Thu ngân sách tăng 7% so với cùng kỳ năm 2022.", "cùng kỳ năm 2022"),
        ("Khoảng 60% số xe hợp đồng được lắp camera.", "số xe hợp đồng"),
        ("Độ che phủ rừng đạt 42%.", None),
    ],
)
def test_what_a_share_is_of(text: str, base: str | None) -> None:
    assert first(text).base == base


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tập huấn cho 250 cán bộ cấp xã.", "cán bộ cấp xã"),
        ("Xóa 120 nhà tạm, nhà dột nát.", "nhà tạm, nhà dột nát"),
        ("Hỗ trợ 45 hộ nghèo và hộ cận nghèo.", "hộ nghèo và hộ cận nghèo"),
        ("Khởi tố 15 vụ án.", "vụ án"),
        ("Phát 3.000 tờ rơi tại các chợ.", "tờ rơi"),
        ("Sạt lở 1.200 m kênh.", "m"),
        ("Tổ chức 06 cuộc kiểm tra về môi trường.", "cuộc kiểm tra"),
        ('Công nhận 12 "Gia đình hiếu học".', "gia đình hiếu học"),
    ],
)
def test_units(text: str, unit: str) -> None:
    assert first(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "Phong trào “Mỗi thôn 5 không, 3 có”.",
        "Mỗi đơn vị cử 01 đồng chí lãnh đạo.",
        "Với tinh thần mỗi người một việc.",
        "Gồm 03 nhóm nhiệm vụ, 05 giải pháp.",
        "Kiện toàn ở cả 02 cấp.",
        "Trong vòng 10 ngày kể từ ngày nhận.",
        "Dưới 16 tuổi không được lái xe.",
        "Sáng 20/11, lúc 07 giờ 30.",
        "Kèm theo 02 phụ lục, 01 bản chính.",
        "Trên một chặng đường dài.",
    ],
)
def test_nothing_is_counted(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == []


def test_nothing_begins_in_a_blocked_span() -> None:
    text = "Kế hoạch trồng 500 cây xanh; trồng 20 cây bóng mát."
    found = find_quantities(text, [(0, text.index(";"))])
    assert [q.value for q in found] == [20]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Tỷ lệ hộ nghèo giảm từ 8,2% xuống còn 6,1%.", 8.2, 6.1),
        ("Thu nhập tăng từ 18 triệu đồng năm 2012 lên 52 triệu đồng.", 18_000_000, 52_000_000),
    ],
)
def test_the_level_that_a_change_leaves_is_marked(text: str, low: float, high: float) -> None:
    assert [(q.value, q.is_start) for q in find_quantities(text)] == [(low, True), (high, False)]
