"""Quantities: comparator, number, unit, what one of it is for, what it is part of."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.ocr.load import text_pages


def only(text: str) -> Quantity:
    """The one quantity of ``text``."""
    found = find_quantities(text)
    assert len(found) == 1, [text[quantity.start : quantity.end] for quantity in found]
    return found[0]


def spans(text: str) -> list[str]:
    return [text[quantity.start : quantity.end] for quantity in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "value_max", "unit"),
    [
        # Thousands and decimals.
        ("có 1.250 hộ", 1250, None, "hộ"),
        ("có 1,250 hộ", 1250, None, "hộ"),
        ("rộng 1,250 ha", 1.25, None, "ha"),
        ("rộng 2.5 ha", 2.5, None, "ha"),
        ("đạt 36,6%", 36.6, None, "%"),
        ("đạt 36.6%", 36.6, None, "%"),
        ("đạt 9,8 %", 9.8, None, "%"),
        ("đạt 15‰", 15, None, "‰"),
        ("có 02 mô hình", 2, None, "mô hình"),
        ("trồng 2000 ha", 2000, None, "ha"),
        ("Năm 2023, 25 hộ thoát nghèo", 25, None, "hộ"),
        # Money.
        ("chi 23.153.000.000 đồng", 23_153_000_000, None, "VND"),
        ("chi 1.250 triệu đồng", 1_250_000_000, None, "VND"),
        ("thu 3,5 nghìn tỷ đồng", 3_500_000_000_000, None, "VND"),
        ("vận động 1 tỷ rưỡi đồng", 1_500_000_000, None, "VND"),
        ("thu 2 tỷ 500 triệu đồng", 2_500_000_000, None, "VND"),
        ("hỗ trợ 500.000đ", 500_000, None, "VND"),
        ("tổng kinh phí 80 tỷ.", 80_000_000_000, None, "VND"),
        ("xuất khẩu 1,5 tỷ USD", 1_500_000_000, None, "USD"),
        ("hỗ trợ từ 20 đến 30 triệu đồng", 20_000_000, 30_000_000, "VND"),
        ("vốn từ 300 triệu đồng đến 1 tỷ đồng", 300_000_000, 1_000_000_000, "VND"),
        # Scales of other things.
        ("đón 3,2 triệu lượt khách du lịch", 3_200_000, None, "lượt khách du lịch"),
        ("có 5 vạn dân", 50_000, None, "dân"),
        ("huy động 50 ngàn lượt người tham gia", 50_000, None, "lượt người"),
        # Ranges.
        ("đạt từ 5 đến 7%", 5, 7, "%"),
        ("đạt 10 - 15%", 10, 15, "%"),
        ("đạt 10% – 15%", 10, 15, "%"),
        ("nhân rộng 5-7 mô hình", 5, 7, "mô hình"),
        # Parts.
        ("có 30/35 xã đạt chuẩn", 30, None, "xã"),
        ("có 2/3 số thôn đăng ký", 0.6667, None, None),
        ("hai phần ba số xã đạt chuẩn", 0.6667, None, None),
        ("một nửa số hộ được vay vốn", 0.5, None, None),
        # Words.
        ("xây hai mươi lăm phòng học", 25, None, "phòng học"),
        ("tặng một trăm linh năm suất quà", 105, None, "suất quà"),
        ("tiếp nhận hai trăm năm mươi đơn vị máu", 250, None, "đơn vị máu"),
        ("có ba nghìn hai trăm hộ", 3200, None, "hộ"),
        ("đạt bốn mươi phần trăm", 40, None, "%"),
    ],
)
def test_a_number_is_read_with_its_unit(
    text: str, value: float, value_max: float | None, unit: str | None
) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.value_max, quantity.unit) == (value, value_max, unit)


@pytest.mark.parametrize(
    ("text", "comparator", "span"),
    [
        ("có ít nhất 95% dân số", ">=", "ít nhất 95% dân số"),
        ("ít nhất từ 03 lớp trở lên", ">=", "ít nhất từ 03 lớp trở lên"),
        ("phấn đấu đạt từ 90% trở lên", ">=", "đạt từ 90% trở lên"),
        ("tuyển từ 30% trở lên là nữ", ">=", "từ 30% trở lên"),
        ("không dưới 80% số thôn", ">=", "không dưới 80% số thôn"),
        ("không thấp hơn 80%", ">=", "không thấp hơn 80%"),
        ("tối thiểu đạt 80%", ">=", "tối thiểu đạt 80%"),
        ("với trên 80 tỷ đồng", ">", "trên 80 tỷ đồng"),
        ("cho vay hơn 4.500 tỷ đồng", ">", "hơn 4.500 tỷ đồng"),
        ("tổng thu ước đạt trên 5 tỷ đồng", ">", "ước đạt trên 5 tỷ đồng"),
        ("tối đa 20 triệu đồng/hộ", "<=", "tối đa 20 triệu đồng/hộ"),
        ("không quá 15%", "<=", "không quá 15%"),
        ("không vượt quá 3%", "<=", "không vượt quá 3%"),
        ("từ 20% trở xuống", "<=", "từ 20% trở xuống"),
        ("dưới 0,2% tổng dư nợ", "<", "dưới 0,2% tổng dư nợ"),
        ("khoảng 600 học sinh", "~", "khoảng 600 học sinh"),
        ("gần 210.000 ha", "~", "gần 210.000 ha"),
        ("thu ước đạt 7 tỷ đồng", "~", "ước đạt 7 tỷ đồng"),
        ("khám cho 450 lượt người", "=", "450 lượt người"),
        # Changes, and the levels that they reach.
        ("giảm 5-10% so với năm 2021", "decrease", "giảm 5-10% so với năm 2021"),
        ("tăng thêm 3 bậc", "increase", "tăng thêm 3 bậc"),
        ("giảm bình quân từ 1 - 1,5%/năm", "decrease", "giảm bình quân từ 1 - 1,5%/năm"),
        ("giảm tỷ lệ hộ nghèo 2%/năm", "decrease", "giảm tỷ lệ hộ nghèo 2%/năm"),
        ("gấp 1,5 lần so với năm 2019", "increase", "gấp 1,5 lần so với năm 2019"),
        ("cao hơn 5% so với cùng kỳ", "increase", "cao hơn 5% so với cùng kỳ"),
        ("giảm tỷ lệ hộ nghèo xuống còn dưới 5%", "<", "dưới 5%"),
        ("nâng tỷ lệ che phủ rừng lên 45%", "=", "45%"),
        # No comparators.
        ("triển khai trên địa bàn 5 xã", "=", "5 xã"),
        ("lắp camera trên cơ sở khảo sát 40 tuyến phố", "=", "40 tuyến phố"),
    ],
)
def test_comparators_are_read_in_their_stacks(text: str, comparator: str, span: str) -> None:
    quantity = only(text)
    assert (quantity.comparator, text[quantity.start : quantity.end]) == (comparator, span)


@pytest.mark.parametrize(
    ("text", "per", "span"),
    [
        ("Mỗi huyện có ít nhất 02 trường", "huyện", "Mỗi huyện có ít nhất 02 trường"),
        ("Mỗi xã có một mô hình", "xã", "Mỗi xã có một mô hình"),
        ("mỗi xã, phường trồng 500 cây xanh", "xã, phường", "mỗi xã, phường trồng 500 cây xanh"),
        ("bình quân mỗi xã đạt 17,5 tiêu chí", "xã", "bình quân mỗi xã đạt 17,5 tiêu chí"),
        ("mỗi quý toàn ngành mở 3 lớp", "quý", "mỗi quý toàn ngành mở 3 lớp"),
        ("kiểm tra 04 cuộc/năm", "năm", "04 cuộc/năm"),
        ("năng suất 62,5 tạ/ha", "ha", "62,5 tạ/ha"),
        ("trợ cấp 500.000 đồng/người/tháng", "người/tháng", "500.000 đồng/người/tháng"),
        ("đạt 9,8 bác sĩ/10.000 dân", "10.000 dân", "9,8 bác sĩ/10.000 dân"),
        ("đạt 32 giường bệnh trên 10.000 dân", "10.000 dân", "32 giường bệnh trên 10.000 dân"),
        ("ít nhất 02 suất quà cho mỗi hộ", "hộ", "ít nhất 02 suất quà"),
        ("phát triển 500 hội viên mỗi năm", "năm", "500 hội viên"),
        ("thu nhập bình quân đầu người đạt 65 triệu đồng", "người", "65 triệu đồng"),
    ],
)
def test_what_one_of_it_is_for(text: str, per: str, span: str) -> None:
    quantity = only(text)
    assert (quantity.per, text[quantity.start : quantity.end]) == (per, span)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("75% số hộ nghèo được hỗ trợ", "số hộ nghèo"),
        ("100% cơ quan, đơn vị sử dụng chữ ký số", "cơ quan, đơn vị"),
        ("100% thôn, bản, tổ dân phố có nhà văn hóa", "thôn, bản, tổ dân phố"),
        ("90% trẻ em dưới 1 tuổi được tiêm chủng", "trẻ em dưới 1 tuổi"),
        ("100% người dân từ 18 tuổi trở lên được cấp thẻ", "người dân từ 18 tuổi trở lên"),
        ("đạt 95% kế hoạch năm 2024", "kế hoạch năm 2024"),
        ("bằng 36,6% chỉ tiêu của năm", "chỉ tiêu của năm"),
        ("100% (35/35) xã có trạm y tế", "xã"),
        ("80% số xã trên địa bàn huyện đạt chuẩn", "số xã trên địa bàn huyện"),
        ("tăng 12% so với cùng kỳ năm 2023", "cùng kỳ năm 2023"),
        ("đạt 80%, các đơn vị khẩn trương", None),
        ("đạt 80% vào năm 2025", None),
    ],
)
def test_what_a_percentage_is_of(text: str, base: str | None) -> None:
    assert only(text).base == base


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("có 01 mô hình kinh tế tập thể hoạt động hiệu quả", "mô hình kinh tế tập thể"),
        ("có 180 lượt cán bộ, hội viên tham gia", "lượt cán bộ, hội viên"),
        ("hơn 1.200 thành viên các tổ công nghệ số", "thành viên"),
        ("cấp 612 tài khoản định danh điện tử mức độ 2", "tài khoản định danh điện tử"),
        ("hỗ trợ 215 hộ nghèo và hộ cận nghèo sửa nhà", "hộ nghèo và hộ cận nghèo"),
        ("công nhận 120 “Địa chỉ đỏ” của tỉnh", "địa chỉ đỏ"),
        ("trồng 8.350 ha rừng phòng hộ", "ha"),
        ("dựng 14 quầy hàng lưu niệm để phục vụ", "quầy hàng lưu niệm"),
    ],
)
def test_a_unit_is_the_noun_as_printed(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Điều 5, khoản 2, 3 và điểm a khoản 7 Luật Đầu tư công",
        "Nghị quyết 43 của Quốc hội, Đề án 06, Chương trình 135",
        "Quốc lộ 1A, dịch COVID-19, thiết bị 5G",
        "Gửi 02 bản về Sở trước 17 giờ 00 ngày 15/5/2024",
        "Điện thoại: 0262.3850.123, fax 3.850.124",
        "trong thời hạn 10 ngày; không quá 15 ngày làm việc",
        "chính quyền 04 cấp, 3 không, 6 rõ",
        "một số đơn vị, một cách hiệu quả, là một trong những, hai là, thứ hai",
        "trẻ em dưới 16 tuổi; người từ 18 tuổi trở lên",
        "giai đoạn 2021 - 2025, năm 2030, quý III, tháng 5, ngày 20",
        "thôn 3, tổ 5, khu phố 4, lớp 9, mức độ 3, 4",
        "khóa XII, kỳ họp thứ 10, lần thứ 2",
        "Cv25;20b, mục 1.3, phần 2.1, 1.2.3",
        "thực hiện 05 nhiệm vụ, 03 nhóm giải pháp, 12 nội dung",
        "phong trào “Mỗi thôn 5 mô hình” và “tăng 20%”",
        'phong trào "Mỗi thôn 5 mô hình" và "tăng 20%"',
        "với phương châm mỗi chi đoàn có một công trình thanh niên",
        "nhân dịp 30/4 và 1/5, ngày 27/7",
        "Số: 12/BC-UBND; 45/2019/NĐ-CP; 33/UBND-VX",
        "QCVN 01-1:2018/BYT, ISO 9001:2015",
        "08.03.2019 09:34:40 +07:00",
        "trên địa bàn tỉnh, trên cơ sở, dưới sự chỉ đạo, hơn nữa",
        "1. Các sở, ban, ngành",
        "Ea Tu, khoảnh 4 tiểu khu 1289, lô 3, tờ bản đồ số 12",
        "căn cước số 045123456789, tài khoản 1234567890 tại Kho bạc",
        "trực 24/24 giờ, 24/7",
        "trên một héc-ta; hơn một năm; mười năm qua; hai mươi năm",
        "Trung đoàn 66, Bệnh viện 108",
    ],
)
def test_names_dates_and_terms_count_nothing(text: str) -> None:
    assert spans(text) == []


def test_two_things_of_each_share_what_they_are_for() -> None:
    text = "Mỗi xã có ít nhất 01 mô hình và 02 câu lạc bộ hoạt động hiệu quả."
    assert [quantity.per for quantity in find_quantities(text)] == ["xã", "xã"]
    assert spans(text) == ["Mỗi xã có ít nhất 01 mô hình", "02 câu lạc bộ"]


def test_the_level_that_a_change_leaves_is_marked() -> None:
    text = "Tỷ lệ lao động qua đào tạo tăng từ 62% lên 70%."
    assert [(q.value, q.is_start) for q in find_quantities(text)] == [(62, True), (70, False)]


def test_nothing_is_found_where_the_caller_blocks() -> None:
    text = "Kế hoạch về việc giảm 5% hộ nghèo; phấn đấu 80% số xã."
    blocked = (0, text.index(";"))
    found = find_quantities(text, [blocked])
    assert [text[quantity.start : quantity.end] for quantity in found] == ["80% số xã"]


def test_items_and_line_breaks() -> None:
    text = "Phấn đấu ít nhất\n90% số xã:\n- 80% số thôn;\n- 12 lớp"
    assert spans(text) == ["ít nhất\n90% số xã", "80% số thôn", "12 lớp"]


def test_every_figure_of_the_seeds_is_found_and_nothing_else(shared: Path) -> None:
    """Whole paragraphs of the three letters given as text, against gold."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = "\n\n".join(page.text for page in text_pages(path))
        gold = json.loads((shared / "gold" / f"{path.stem}.gold.json").read_text("utf-8"))
        wanted = [
            (target["comparator"], target["value"], target["unit"])
            for letter in gold["letters"]
            for target in letter["targets"]
        ]
        found = [
            (quantity.comparator, quantity.value, quantity.unit)
            for paragraph in re.split(r"\n\s*\n", text)
            for quantity in find_quantities(paragraph)
        ]
        assert sorted(map(str, found)) == sorted(map(str, wanted)), path.stem


@pytest.mark.parametrize(
    "piece",
    [
        "Phấn đấu ít nhất 90% số xã, mỗi xã có từ 01 - 02 mô hình. ",
        "1,000 ",
        "5-",
        "1/2/",
        "ba mươi ",
        '"a ',
        "mỗi xã có ",
        "5 hộ, hộ nghèo, ",
        "9",
        "\n  ",
    ],
)
def test_the_time_taken_grows_with_the_length_only(piece: str) -> None:
    def seconds(times: int) -> float:
        begun = time.perf_counter()
        find_quantities(piece * times)
        return time.perf_counter() - begun

    seconds(10)
    times = 40_000 // len(piece)
    assert seconds(8 * times) < 8 * 5 * seconds(times) + 0.5
