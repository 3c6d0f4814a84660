"""What must come back for a task, and to whom."""

from __future__ import annotations

import pytest

from models.reading import ReportKind
from pipeline.extract.reports import report_of


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Báo cáo kết quả về Sở Y tế trước ngày 15/6/2024.", "Sở Y tế"),
        ("Tổng hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, chỉ đạo.", "Ủy ban nhân dân tỉnh"),
        ("báo cáo UBND tỉnh (qua Sở Tài chính) trước 20/5.", "UBND tỉnh (qua Sở Tài chính)"),
        ("Hằng quý báo cáo kết quả cho Ban Thường vụ Huyện ủy.", "Ban Thường vụ Huyện ủy"),
        ("Định kỳ báo cáo với cấp ủy, chính quyền địa phương.", "cấp ủy, chính quyền địa phương"),
        ("Tổng hợp báo cáo Thường trực Thành ủy theo quy định.", "Thường trực Thành ủy"),
        ("Gửi kết quả đo mưa về Phòng Nông nghiệp để tổng hợp.", "Phòng Nông nghiệp"),
        ("Gửi văn bản góp ý về Sở Tư pháp chậm nhất ngày 10/7.", "Sở Tư pháp"),
        ("Nộp danh sách thí sinh về Phòng Giáo dục và Đào tạo.", "Phòng Giáo dục và Đào tạo"),
        ("Lập báo cáo gửi Chi cục Thủy lợi.", "Chi cục Thủy lợi"),
        (
            "Báo cáo Sở Văn hóa, Thể thao và Du lịch về tình hình lễ hội.",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
        (
            "Báo cáo Bộ Nông nghiệp và Phát triển nông thôn, UBND tỉnh theo quy định.",
            "Bộ Nông nghiệp và Phát triển nông thôn, UBND tỉnh",
        ),
        (
            "Báo cáo Sở Lao động - Thương binh và Xã hội số trẻ mồ côi.",
            "Sở Lao động - Thương binh và Xã hội",
        ),
        ("Kịp thời báo cáo, đề xuất cấp có thẩm quyền xử lý.", "cấp có thẩm quyền"),
        ("Báo cáo bằng văn bản về Văn phòng Tỉnh ủy.", "Văn phòng Tỉnh ủy"),
        ("Báo cáo tiến độ với Ban chỉ đạo tỉnh trước tháng 6.", "Ban chỉ đạo tỉnh"),
        ("Đo độ mặn, báo cáo diễn biến và khoanh vùng.", None),
        ("Báo cáo về tình hình nuôi tôm trên cát.", None),
        ("Kiểm tra bếp ăn, báo cáo theo quy định.", None),
    ],
)
def test_a_report_is_for_whom_it_names(text: str, to: str | None) -> None:
    report = report_of(text)
    assert report is not None
    assert (report.kind, report.to) == ("report", to)


@pytest.mark.parametrize(
    ("text", "kind", "to"),
    [
        ("Lập phương án, trình UBND huyện phê duyệt.", "submit", "UBND huyện"),
        ("Trình Hội đồng nhân dân tỉnh ban hành nghị quyết.", "submit", "Hội đồng nhân dân tỉnh"),
        ("Xây dựng báo cáo, trình UBND tỉnh.", "submit", "UBND tỉnh"),
        ("Hoàn thiện đồ án quy hoạch, trình thẩm định.", "submit", None),
        ("Tham mưu cho Ban Chỉ đạo kiểm tra các xã.", "advise", "Ban Chỉ đạo"),
        ("Tham mưu giúp Chủ tịch UBND tỉnh quyết định.", "advise", "Chủ tịch UBND tỉnh"),
        (
            "Tham mưu với cấp ủy, chính quyền giao đất cho hộ nghèo.",
            "advise",
            "cấp ủy, chính quyền",
        ),
        ("Tham mưu, đề xuất giải pháp giữ rừng đầu nguồn.", "advise", None),
        (
            "Tham mưu Ban Chỉ đạo cuộc vận động “Nhà sạch, vườn đẹp” tổng kết.",
            "advise",
            "Ban Chỉ đạo cuộc vận động “Nhà sạch, vườn đẹp”",
        ),
    ],
)
def test_submitting_and_advising_are_told_apart(
    text: str, kind: ReportKind, to: str | None
) -> None:
    report = report_of(text)
    assert report is not None
    assert (report.kind, report.to) == (kind, to)


@pytest.mark.parametrize(
    ("text", "kind", "to"),
    [
        ("Tham mưu UBND tỉnh trình HĐND tỉnh xem xét.", "advise", "UBND tỉnh"),
        ("Tham mưu, đề xuất, báo cáo UBND tỉnh trước ngày 20/02.", "advise", "UBND tỉnh"),
        ("Trình UBND xã phê duyệt; báo cáo Đảng ủy kết quả.", "submit", "UBND xã"),
    ],
)
def test_the_first_verb_is_the_main_order(text: str, kind: ReportKind, to: str) -> None:
    report = report_of(text)
    assert report is not None
    assert (report.kind, report.to) == (kind, to)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện chế độ báo cáo theo quy định.",
        "Nhập số liệu theo mẫu báo cáo kèm theo.",
        "Theo Báo cáo số 12/BC-SYT, tỷ lệ tiêm đạt 80%.",
        "Tổ chức hội nghị báo cáo viên.",
        "Triển khai chương trình, công trình; nâng cao trình độ thủy thủ.",
        "Sửa đổi quy trình, trình tự cấp phép.",
        "Là cơ quan tham mưu của Đảng ủy.",
        "Đón đoàn công tác của Bộ Tham mưu.",
        "Gửi giấy mời đến các trường.",
        "Thực hiện Công văn số 9/UBND-VX về việc báo cáo tình hình nắng nóng.",
        "Trồng cây chắn sóng ven đê.",
    ],
)
def test_nouns_and_titles_order_no_report(text: str) -> None:
    assert report_of(text) is None
