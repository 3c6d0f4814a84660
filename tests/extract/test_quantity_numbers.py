"""Numbers as letters print them: digits, words, scales, ranges, parts of a whole."""

from __future__ import annotations

import pytest

from pipeline.extract.quantities import Quantity, find_quantities


def only(text: str) -> Quantity:
    """The one quantity of ``text``."""
    found = find_quantities(text)
    assert len(found) == 1, [text[q.start : q.end] for q in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Trạm y tế đã khám cho 845 lượt người.", 845, "lượt người"),
        ("Cả vụ gieo được 1.250 ha.", 1250, "ha"),
        ("Kho bạc kiểm soát 12.480.500 đồng.", 12_480_500, "VND"),
        ("Tỷ lệ che phủ rừng đạt 54,7%.", 54.7, "%"),
        ("Tỷ lệ che phủ rừng đạt 54.7%.", 54.7, "%"),
        ("Đào ao rộng 2.5 ha.", 2.5, "ha"),
        ("Sản lượng muối 3.125,5 tấn.", 3125.5, "tấn"),
        ("Mỗi tổ có 05 người.", 5, "người"),
        ("Huyện trồng 2000 ha keo.", 2000, "ha"),
        ("Chăm sóc 1,250 hộ nghèo.", 1250, "hộ nghèo"),
        ("Vận động 500.000đ.", 500_000, "VND"),
        ("Sửa 12km kênh mương.", 12, "km"),
        ("Tỷ suất sinh thô là 14,2‰.", 14.2, "‰"),
        ("Giảm còn 7 phần trăm.", 7, "%"),
    ],
)
def test_digits(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thu thuế đạt 80 tỷ đồng.", 80_000_000_000),
        ("Thu thuế đạt 1.250 triệu đồng.", 1_250_000_000),
        ("Thu thuế đạt 3,5 nghìn tỷ đồng.", 3_500_000_000_000),
        ("Thu phí đạt 500 ngàn đồng.", 500_000),
        ("Nộp ngân sách 1 tỷ rưỡi đồng.", 1_500_000_000),
        ("Nộp ngân sách 2 tỷ 500 triệu đồng.", 2_500_000_000),
        ("Giải ngân vốn vay 45 tỷ, số còn lại chuyển sang năm sau.", 45_000_000_000),
        ("Thu hút 1,2 triệu lượt khách.", 1_200_000),
        ("Thả 3 vạn con giống.", 30_000),
        ("Xuất khẩu đạt 640 triệu USD.", 640_000_000),
    ],
)
def test_scales(text: str, value: float) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Xây được hai mươi lăm căn nhà.", 25, "căn nhà"),
        ("Xây được một trăm linh năm căn nhà.", 105, "căn nhà"),
        ("Mở mười hai lớp tập huấn.", 12, "lớp tập huấn"),
        ("Trồng ba nghìn cây xanh.", 3000, "cây xanh"),
        ("Mỗi chi bộ giúp ít nhất một hộ nghèo.", 1, "hộ nghèo"),
        ("Ủng hộ ba trăm triệu đồng.", 300_000_000, "VND"),
    ],
)
def test_words(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Tăng trưởng công nghiệp từ 8 đến 9%.", 8, 9, "%"),
        ("Phấn đấu giảm 1,5 - 2% hộ nghèo.", 1.5, 2, "%"),
        ("Mỗi xã xây dựng 5-7 mô hình.", 5, 7, "mô hình"),
        ("Kinh phí 10 - 15 tỷ đồng.", 10_000_000_000, 15_000_000_000, "VND"),
        ("Phạt tiền từ 3.000.000 đồng đến 5.000.000 đồng.", 3_000_000, 5_000_000, "VND"),
        ("Mỗi lớp có 30 đến 35 học viên.", 30, 35, "học viên"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.value_max, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "value", "base"),
    [
        ("Đã có 30/35 xã đạt chuẩn nông thôn mới.", 30, "35 xã"),
        ("Tiêm cho 12.480/13.000 trẻ em.", 12480, "13000 trẻ em"),
        ("Có 98/138 trường đạt chuẩn quốc gia.", 98, "138 trường"),
    ],
)
def test_parts_of_a_whole(text: str, value: float, base: str) -> None:
    found = [q for q in find_quantities(text) if q.value == value]
    assert [q.base for q in found] == [base]


@pytest.mark.parametrize(
    "text",
    [
        "Họp ngày 30/4 và ngày 15/5.",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020.",
        "Theo khoản 2, 3 Điều 15 và điểm 4 mục 1.3.",
        "Đi theo Quốc lộ 1A, đường tỉnh 605, qua km 12.",
        "Công văn gửi trước 16 giờ 30 phút.",
        "Liên hệ số điện thoại 0912 345 678 hoặc 3822 456.",
        "Gửi về địa chỉ số 15 đường Trần Phú, phường 2.",
        "Bản in 20b, Cv25.",
        "Trực 24/24 giờ, 7/7 ngày.",
        "Nhiệm kỳ 2020 - 2025, giai đoạn 2021 - 2030.",
        "Đại hội lần thứ XIII, khóa 12.",
        "Học sinh lớp 9, khối 12.",
        "Công trình cấp 3, bệnh viện hạng 2, đô thị loại 5.",
        "Bảo đảm 6 rõ, 4 tại chỗ, 3 sẵn sàng.",
        "Một số đơn vị còn chậm; một lần nữa nhắc nhở.",
        "Thực hiện Đề án 06, Chỉ thị 05, Nghị quyết 30a.",
        "Trẻ em dưới 16 tuổi; người từ 60 tuổi trở lên.",
        "Tài khoản 3751.0.1234567 mở tại Kho bạc.",
        "1. Sở Y tế\n2. Sở Tài chính",
        "Thời hạn 30 ngày làm việc, chậm nhất 5 tháng.",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == []
