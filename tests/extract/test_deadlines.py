"""Deadlines of tasks, as sentences and as cells of a task table (letter of 10 May 2024)."""

from __future__ import annotations

import datetime as dt

import pytest

from models.reading import DeadlineKind, Recurrence
from pipeline.extract.deadlines import DeadlineMatch, deadline_of, find_deadlines

ISSUED = dt.date(2024, 5, 10)


def governing(text: str, issued: dt.date | None = ISSUED) -> DeadlineMatch:
    match = deadline_of(text, issued)
    assert match is not None, text
    assert " ".join(text[match.start : match.end].split()) == match.deadline.text
    return match


def day(printed: str) -> dt.date:
    return dt.date.fromisoformat(printed)


@pytest.mark.parametrize(
    ("text", "phrase", "end"),
    [
        (
            "Gửi danh sách về Phòng Nội vụ trước ngày 15/6/2024.",
            "trước ngày 15/6/2024",
            "2024-06-15",
        ),
        ("Nộp bài dự thi trước 20/6/2024 để chấm.", "trước 20/6/2024", "2024-06-20"),
        ("Thay biển báo, hoàn thành xong trước 31/12.", "xong trước 31/12", "2024-12-31"),
        ("Nạo vét kênh Tây trước 30/9.", "trước 30/9", "2024-09-30"),
        ("Quyết toán quỹ trước ngày 30/3.", "trước ngày 30/3", "2025-03-30"),
        ("Trồng lại rừng trước ngày 05 tháng 8.", "trước ngày 05 tháng 8", "2024-08-05"),
        (
            "Chậm nhất là vào ngày 20 tháng 7 năm 2024, các trường nộp hồ sơ.",
            "Chậm nhất là vào ngày 20 tháng 7 năm 2024",
            "2024-07-20",
        ),
        ("Nộp hồ sơ chậm nhất ngày 12/7/2024.", "chậm nhất ngày 12/7/2024", "2024-07-12"),
        ("Nộp phí muộn nhất 01/8/2024.", "muộn nhất 01/8/2024", "2024-08-01"),
        (
            "Không muộn hơn ngày 05/8/2024, thả cá giống.",
            "Không muộn hơn ngày 05/8/2024",
            "2024-08-05",
        ),
        ("Kê khai đất đến ngày 30/8/2024.", "đến ngày 30/8/2024", "2024-08-30"),
        ("Tiêm nhắc lại đến hết ngày 30/8/2024.", "đến hết ngày 30/8/2024", "2024-08-30"),
        ("Thu gom rác đến hết tháng 9/2024.", "đến hết tháng 9/2024", "2024-09-30"),
        ("Đến hết năm 2024, giải ngân đạt 95%.", "Đến hết năm 2024", "2024-12-31"),
        ("Thời hạn hoàn thành: 30/6/2024.", "30/6/2024", "2024-06-30"),
        ("Hạn cuối nhận bài: ngày 30/6/2024.", "ngày 30/6/2024", "2024-06-30"),
        ("Thời hạn: trước ngày 18/6/2024", "trước ngày 18/6/2024", "2024-06-18"),
        ("Hạn cuối: 17h00 ngày 30/5/2024", "17h00 ngày 30/5/2024", "2024-05-30"),
        ("Báo cáo trước 17h00 ngày 15/6/2024.", "trước 17h00 ngày 15/6/2024", "2024-06-15"),
        ("Gửi trước 15 giờ ngày 12/6.", "trước 15 giờ ngày 12/6", "2024-06-12"),
        (
            "Gửi trước 16 giờ 30 phút, ngày 12/6/2024.",
            "trước 16 giờ 30 phút, ngày 12/6/2024",
            "2024-06-12",
        ),
        ("Hoàn thành cầu treo trước tháng 7/2024.", "trước tháng 7/2024", "2024-06-30"),
        ("Hoàn thành sửa trường trước tháng 5.", "trước tháng 5", "2025-04-30"),
        ("Bàn giao lưới điện trước năm 2026.", "trước năm 2026", "2025-12-31"),
        ("Bàn giao mặt bằng trước quý IV/2024.", "trước quý IV/2024", "2024-09-30"),
        (
            "Chậm nhất trong quý III/2024, công bố thủ tục.",
            "Chậm nhất trong quý III/2024",
            "2024-09-30",
        ),
        ("Hoàn thành ngày 22/6/2024", "ngày 22/6/2024", "2024-06-22"),
        ("Gửi phiếu khảo sát vào ngày 03/6/2024.", "vào ngày 03/6/2024", "2024-06-03"),
        ("Kiểm kê kho hoàn thành trong ngày 03/6/2024.", "trong ngày 03/6/2024", "2024-06-03"),
        ("30/6/2024", "30/6/2024", "2024-06-30"),
        ("Trước 15/11", "Trước 15/11", "2024-11-15"),
        ("Ngày 09/9/2024", "Ngày 09/9/2024", "2024-09-09"),
    ],
)
def test_a_day_is_the_last_on_which_the_task_may_be_done(text: str, phrase: str, end: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == ("on_or_before", phrase)
    assert (deadline.start, deadline.end) == (None, day(end))


@pytest.mark.parametrize(
    ("text", "phrase", "start", "end"),
    [
        ("Hoàn thành cắm mốc trong tháng 9.", "trong tháng 9", "2024-09-01", "2024-09-30"),
        ("Tập huấn khuyến nông trong tháng 02.", "trong tháng 02", "2025-02-01", "2025-02-28"),
        ("Khảo sát chợ trong tháng 9/2024.", "trong tháng 9/2024", "2024-09-01", "2024-09-30"),
        (
            "Khảo sát chợ trong tháng 9 năm 2024.",
            "trong tháng 9 năm 2024",
            "2024-09-01",
            "2024-09-30",
        ),
        ("Vận hành trạm bơm trong quý III/2024.", "trong quý III/2024", "2024-07-01", "2024-09-30"),
        ("Hoàn thành quý IV năm 2024", "quý IV năm 2024", "2024-10-01", "2024-12-31"),
        ("Công bố giá đất trong quý 2.", "trong quý 2", "2024-04-01", "2024-06-30"),
        ("Trong năm 2024, mở 02 lớp dạy nghề.", "Trong năm 2024", "2024-01-01", "2024-12-31"),
        ("1. Năm 2025, phủ sóng di động toàn xã.", "Năm 2025", "2025-01-01", "2025-12-31"),
        ("giai đoạn 2021 - 2025", "giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31"),
        ("Giai đoạn 2024-2026, lát lại vỉa hè.", "Giai đoạn 2024-2026", "2024-01-01", "2026-12-31"),
        ("6 tháng đầu năm 2025", "6 tháng đầu năm 2025", "2025-01-01", "2025-06-30"),
        ("6 tháng cuối năm, dồn vốn cho thủy lợi.", "6 tháng cuối năm", "2024-07-01", "2024-12-31"),
        (
            "Chiến dịch từ ngày 15/5 đến ngày 15/6/2024.",
            "từ ngày 15/5 đến ngày 15/6/2024",
            "2024-05-15",
            "2024-06-15",
        ),
        (
            "Cai nghiện từ ngày 15 đến ngày 20/6/2024.",
            "từ ngày 15 đến ngày 20/6/2024",
            "2024-06-15",
            "2024-06-20",
        ),
        ("Từ 01/6 - 30/6/2024", "Từ 01/6 - 30/6/2024", "2024-06-01", "2024-06-30"),
        ("01/6-30/6/2024", "01/6-30/6/2024", "2024-06-01", "2024-06-30"),
        (
            "Thả giống từ tháng 5 đến tháng 7/2024.",
            "từ tháng 5 đến tháng 7/2024",
            "2024-05-01",
            "2024-07-31",
        ),
        (
            "Gieo mạ từ tháng 11 đến tháng 02/2025.",
            "từ tháng 11 đến tháng 02/2025",
            "2024-11-01",
            "2025-02-28",
        ),
        (
            "Từ nay đến hết năm 2024, kiểm tra 03 đợt.",
            "Từ nay đến hết năm 2024",
            "2024-05-10",
            "2024-12-31",
        ),
        ("Quý I/2025", "Quý I/2025", "2025-01-01", "2025-03-31"),
        ("Quý II, III/2024", "Quý II, III/2024", "2024-04-01", "2024-09-30"),
        ("Tháng 9", "Tháng 9", "2024-09-01", "2024-09-30"),
        ("Tháng 8-9/2024", "Tháng 8-9/2024", "2024-08-01", "2024-09-30"),
        ("2023-2025", "2023-2025", "2023-01-01", "2025-12-31"),
        ("2025", "2025", "2025-01-01", "2025-12-31"),
        ("Sơn lại trụ sở (tháng 8/2024).", "tháng 8/2024", "2024-08-01", "2024-08-31"),
        ("Trong tháng này, cấp lại thẻ.", "Trong tháng này", "2024-05-01", "2024-05-31"),
    ],
)
def test_a_period_has_both_ends(text: str, phrase: str, start: str, end: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == ("within_period", phrase)
    assert (deadline.start, deadline.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("text", "phrase", "end"),
    [
        (
            "Các tháng còn lại trong năm 2024, thu đủ thuế.",
            "Các tháng còn lại trong năm 2024",
            "2024-12-31",
        ),
    ],
)
def test_of_the_rest_of_a_period_only_the_end_is_told(text: str, phrase: str, end: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == ("within_period", phrase)
    assert (deadline.start, deadline.end) == (None, day(end))


@pytest.mark.parametrize(
    ("text", "phrase", "end"),
    [
        ("Đến năm 2025, mọi xã có bác sĩ.", "Đến năm 2025", "2025-12-31"),
        ("Phấn đấu đến năm 2030 hết nhà tạm.", "đến năm 2030", "2030-12-31"),
    ],
)
def test_a_horizon_is_a_last_day(text: str, phrase: str, end: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == ("on_or_before", phrase)
    assert (deadline.start, deadline.end) == (None, day(end))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Khánh thành nhà văn hóa vào cuối quý III/2024.", "vào cuối quý III/2024"),
        ("Giữa tháng 8/2024", "Giữa tháng 8/2024"),
        ("Đầu năm 2025", "Đầu năm 2025"),
        ("Nghiệm thu đê bao dự kiến tháng 12/2024.", "dự kiến tháng 12/2024"),
    ],
)
def test_a_vague_time_is_within_its_period_and_flagged(text: str, phrase: str) -> None:
    match = governing(text)
    assert (match.deadline.kind, match.deadline.text, match.fuzzy) == (
        "within_period",
        phrase,
        True,
    )
    assert match.deadline.start
    assert match.deadline.end


@pytest.mark.parametrize("text", ["Dọn vệ sinh trong ngày.", "Cấp phát xong trong tuần."])
def test_this_week_and_today_have_no_dates(text: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.start, deadline.end) == ("within_period", None, None)


@pytest.mark.parametrize(
    ("text", "phrase", "recurrence"),
    [
        ("Hằng năm", "Hằng năm", "yearly"),
        ("Hàng ngày, đo mực nước hồ.", "Hàng ngày", "daily"),
        ("Trực sinh hoạt chi bộ vào thứ Sáu hằng tuần.", "vào thứ Sáu hằng tuần", "weekly"),
        ("Hằng tháng đối chiếu công nợ.", "Hằng tháng", "monthly"),
        ("Họp tổ vay vốn hàng quý.", "hàng quý", "quarterly"),
        ("Mỗi quý một lần tổ chức giao ban.", "Mỗi quý một lần", "quarterly"),
        ("Mỗi năm, tặng 50 suất học bổng.", "Mỗi năm", "yearly"),
        ("Định kỳ 6 tháng, 01 năm báo cáo UBND tỉnh.", "Định kỳ 6 tháng, 01 năm", "half_yearly"),
        ("Định kỳ (6 tháng, năm) gửi số liệu.", "Định kỳ (6 tháng, năm)", "half_yearly"),
        ("Định kỳ hằng quý lấy mẫu nước.", "Định kỳ hằng quý", "quarterly"),
        ("Tổng hợp hằng tháng, quý, năm.", "hằng tháng, quý, năm", "monthly"),
        ("Kiểm định thang máy 6 tháng một lần.", "6 tháng một lần", "half_yearly"),
        ("Diễn tập chữa cháy 01 lần/năm.", "01 lần/năm", "yearly"),
        ("Bảo trì máy 03 tháng/lần.", "03 tháng/lần", "quarterly"),
        ("Vào ngày 15 hằng tháng, chi trả trợ cấp.", "Vào ngày 15 hằng tháng", "monthly"),
        ("Gửi bảng công trước ngày 20 hằng tháng.", "trước ngày 20 hằng tháng", "monthly"),
        ("Gửi trước ngày 10 tháng 12 hằng năm.", "trước ngày 10 tháng 12 hằng năm", "yearly"),
        (
            "Gửi trước ngày 15/6 và ngày 10/12 hằng năm.",
            "trước ngày 15/6 và ngày 10/12 hằng năm",
            "yearly",
        ),
        ("Vào ngày 25 hàng tháng, khóa sổ quỹ.", "Vào ngày 25 hàng tháng", "monthly"),
        (
            "Định kỳ hằng tháng (trước ngày 20) gửi số liệu.",
            "Định kỳ hằng tháng (trước ngày 20)",
            "monthly",
        ),
        ("Hằng năm, trước ngày 15/12, xét thi đua.", "Hằng năm, trước ngày 15/12", "yearly"),
        (
            "Gửi số liệu trước ngày 20 của tháng cuối quý.",
            "trước ngày 20 của tháng cuối quý",
            "quarterly",
        ),
        ("Trước 15 giờ hằng ngày, cập nhật giá lợn.", "Trước 15 giờ hằng ngày", "daily"),
        ("Định kỳ rà soát hộ nghèo.", "Định kỳ", "unspecified"),
        (
            "Định kỳ trước ngày 15 tháng 12 hằng năm, nộp phí.",
            "Định kỳ trước ngày 15 tháng 12 hằng năm",
            "yearly",
        ),
        (
            "Gửi định kỳ hằng quý (trước ngày 15 của tháng cuối quý) về Sở.",
            "định kỳ hằng quý (trước ngày 15 của tháng cuối quý)",
            "quarterly",
        ),
        (
            "Trong kế hoạch công tác hằng năm, ghi rõ việc này.",
            "Trong kế hoạch công tác hằng năm",
            "yearly",
        ),
    ],
)
def test_a_duty_that_comes_back_has_no_dates(
    text: str, phrase: str, recurrence: Recurrence
) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == ("recurring", phrase)
    assert deadline.recurrence == recurrence
    assert (deadline.start, deadline.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "phrase", "base"),
    [
        (
            "Trong thời hạn 10 ngày làm việc kể từ ngày nhận được Công văn này, thẩm định giá đất.",
            "Trong thời hạn 10 ngày làm việc kể từ ngày nhận được Công văn này",
            "ngày nhận được Công văn này",
        ),
        (
            "Chậm nhất sau 05 ngày kể từ ngày nhận được văn bản này, trả lời người dân.",
            "Chậm nhất sau 05 ngày kể từ ngày nhận được văn bản này",
            "ngày nhận được văn bản này",
        ),
        (
            "Trả kết quả trong 15 ngày kể từ ngày nhận đủ hồ sơ và thông báo cho người nộp.",
            "trong 15 ngày kể từ ngày nhận đủ hồ sơ",
            "ngày nhận đủ hồ sơ",
        ),
        (
            "Gửi hồ sơ trong vòng 07 ngày, kể từ ngày kết thúc hội thi về Sở Văn hóa và Thể thao.",
            "trong vòng 07 ngày, kể từ ngày kết thúc hội thi",
            "ngày kết thúc hội thi",
        ),
        ("Phản hồi sau 05 ngày.", "sau 05 ngày", None),
        ("Xác minh trong vòng năm ngày.", "trong vòng năm ngày", None),
        (
            "Cử người trong thời hạn 03 (ba) ngày làm việc.",
            "trong thời hạn 03 (ba) ngày làm việc",
            None,
        ),
        (
            "Chậm nhất 05 ngày trước ngày họp, gửi giấy mời.",
            "Chậm nhất 05 ngày trước ngày họp",
            "trước ngày họp",
        ),
        (
            "Gửi tài liệu trước 03 ngày làm việc so với ngày họp.",
            "trước 03 ngày làm việc so với ngày họp",
            "ngày họp",
        ),
    ],
)
def test_a_relative_term_keeps_what_it_counts_from(
    text: str, phrase: str, base: str | None
) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text, deadline.base) == ("relative", phrase, base)
    assert (deadline.start, deadline.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "phrase", "base"),
    [
        (
            "Cập nhật danh bạ khi có thay đổi nhân sự.",
            "khi có thay đổi nhân sự",
            "có thay đổi nhân sự",
        ),
        (
            "Niêm yết quy hoạch sau khi được phê duyệt và báo cáo UBND tỉnh.",
            "sau khi được phê duyệt",
            "được phê duyệt",
        ),
        (
            "Gửi ảnh ngay sau khi kết thúc lễ hội.",
            "ngay sau khi kết thúc lễ hội",
            "kết thúc lễ hội",
        ),
        (
            "Khi phát hiện gia súc ốm, cách ly cả đàn.",
            "Khi phát hiện gia súc ốm",
            "phát hiện gia súc ốm",
        ),
        ("Khi xảy ra sạt lở, di dời dân.", "Khi xảy ra sạt lở", "xảy ra sạt lở"),
        ("Kiểm tra sân khấu trước khi khai mạc.", "trước khi khai mạc", "khai mạc"),
        ("Bàn giao xe ngay sau hội nghị.", "ngay sau hội nghị", "hội nghị"),
    ],
)
def test_an_event_is_its_own_base(text: str, phrase: str, base: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text, deadline.base) == ("event", phrase, base)


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("Thường xuyên", "continuous", "Thường xuyên"),
        ("Thường xuyên kiểm tra bếp ăn bán trú.", "continuous", "Thường xuyên"),
        ("Phun hóa chất thường xuyên, liên tục.", "continuous", "thường xuyên, liên tục"),
        ("Trưởng thôn thường xuyên nhắc nhở các hộ.", "continuous", "thường xuyên"),
        ("Khẩn trương gia cố bờ kè.", "urgent", "Khẩn trương"),
        ("Đề nghị các xã khẩn trương thu hoạch lúa.", "urgent", "khẩn trương"),
        ("Triển khai ngay các biện pháp chống úng.", "urgent", "ngay"),
        ("Kịp thời khen thưởng gương người tốt.", "urgent", "Kịp thời"),
        ("Chủ động, kịp thời tham mưu phương án.", "urgent", "kịp thời"),
        ("Sớm mở lại tuyến xe buýt.", "urgent", "Sớm"),
    ],
)
def test_always_and_now_are_kinds_of_their_own(text: str, kind: DeadlineKind, phrase: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == (kind, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "Theo kế hoạch",
        "Sau cuộc họp, các bên thống nhất.",
        "Thực hiện Công văn số 12/SYT-NV ngày 03/4/2024 của Sở Y tế.",
        "Ngày 03/4/2024, đoàn đã làm việc tại xã.",
        "Trong năm 2023, huyện xây được 30 nhà.",
        "Trong 05 năm qua, huyện xây được 30 nhà.",
        "Sau 10 năm triển khai, phong trào lan rộng.",
        "Từ năm 2015 đến nay, diện tích chè tăng gấp đôi.",
        "Triển khai nhiệm vụ năm học 2023 - 2024.",
        "Tổ chức Tháng hành động vì trẻ em năm 2024 tại các xã.",
        "Xây dựng Kế hoạch năm 2024 của đơn vị.",
        "Lập dự toán năm 2025 theo quy định.",
        "Tham mưu Chiến lược cấp nước đến năm 2030, tầm nhìn đến năm 2045.",
        "Thực hiện Chương trình phát triển cây dược liệu giai đoạn 2021 - 2025.",
        "Thực hiện Đề án “Chuyển đổi số trong năm 2024”.",
        "Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh về việc diệt chuột trong năm 2024.",
        "Trước đây việc này do xã làm.",
        "Trước mắt, tập trung dọn bùn sau lũ.",
        "Chịu trách nhiệm trước Ban Thường vụ Huyện ủy.",
        "Chịu trách nhiệm trước pháp luật về số liệu.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Trong thời gian tới, nâng cao chất lượng giống.",
        "Khắc phục tồn tại trong thời gian qua.",
        "Rà soát nhà đã được xây dựng trước ngày 01/7/2014.",
        "Tổng hợp số liệu tính đến ngày 31/5/2024.",
        "Hỗ trợ đến 2/3 số hộ.",
        "Nếu có vướng mắc, liên hệ Sở Nội vụ.",
        "Trong trường hợp có khiếu nại, mời các bên hòa giải.",
        "Dạy kỹ năng ứng phó khi có cháy nổ.",
        "Kiểm tra điện trước, trong và sau khi mưa bão.",
        "Bố trí từ nguồn chi thường xuyên của huyện.",
        "Coi đây là nhiệm vụ thường xuyên của chi bộ.",
        "Phối hợp với Ban Thường trực Mặt trận xã.",
        "Bảo đảm 90% hồ sơ số hóa, được thường xuyên cập nhật.",
        "Dạy chữ tại Trung tâm Giáo dục thường xuyên.",
        "Rà soát ngay từ đầu vụ.",
        "Tiêm phòng ngay tại thôn.",
        "Tổ chức kiểm tra, kịp thời chấn chỉnh sai sót.",
        "Bố trí kinh phí trong dự toán hằng năm.",
        "Vay vốn Ngân hàng năm 2024.",
        "Quản lý giá các mặt hàng tháng Tết.",
        "Sau khi xem xét Tờ trình số 12/TTr-SYT, UBND tỉnh có ý kiến.",
    ],
)
def test_what_only_sounds_like_a_deadline_is_none(text: str) -> None:
    match = deadline_of(text, ISSUED)
    assert match is None, match


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        (
            "Sở Y tế khẩn trương lập danh sách, hoàn thành trước ngày 20/6/2024.",
            "on_or_before",
            "trước ngày 20/6/2024",
        ),
        (
            "Trong quý III, tập huấn; gửi kết quả trước ngày 05/10/2024.",
            "on_or_before",
            "trước ngày 05/10/2024",
        ),
        ("Thường xuyên tuần tra trong tháng 6.", "within_period", "trong tháng 6"),
        ("Hằng tháng đối chiếu sổ, gửi trước ngày 25.", "recurring", "Hằng tháng"),
        ("Định kỳ hằng năm tổng kết, gửi trước ngày 10/12.", "recurring", "Định kỳ hằng năm"),
        (
            "Hằng tháng đối chiếu sổ; sửa sổ cũ trước ngày 30/6/2024.",
            "on_or_before",
            "trước ngày 30/6/2024",
        ),
        ("Hằng năm, trồng 500 ha; đến năm 2026 đạt 2.000 ha.", "recurring", "Hằng năm"),
        ("Thường xuyên theo dõi, phản ánh khi có dịch.", "event", "khi có dịch"),
    ],
)
def test_the_most_definite_time_governs(text: str, kind: DeadlineKind, phrase: str) -> None:
    deadline = governing(text).deadline
    assert (deadline.kind, deadline.text) == (kind, phrase)


@pytest.mark.parametrize("text", ["Báo cáo trước ngày 31/6.", "Báo cáo trước ngày 29/02/2025."])
def test_a_day_that_does_not_exist_keeps_its_kind(text: str) -> None:
    match = governing(text)
    assert match.impossible
    assert (match.deadline.kind, match.deadline.end) == ("on_or_before", None)


@pytest.mark.parametrize("text", ["Gửi trước ngày 30/9.", "Gửi trong tháng 9.", "Gửi trước 30/9"])
def test_without_the_day_of_issue_a_year_left_out_stays_unknown(text: str) -> None:
    deadline = governing(text, None).deadline
    assert deadline.kind in ("on_or_before", "within_period")
    assert (deadline.start, deadline.end) == (None, None)


def test_all_deadlines_come_in_order_at_their_places() -> None:
    text = "Hằng quý, rà soát;\nkhi có dịch, báo\ncáo ngay; hoàn thành trước ngày 30/6/2024."
    found = find_deadlines(text, ISSUED)
    assert [match.deadline.kind for match in found] == [
        "recurring",
        "event",
        "urgent",
        "on_or_before",
    ]
    assert text[found[1].start : found[1].end] == "khi có dịch"


def test_certainty_follows_how_much_is_printed() -> None:
    full, short, vague = (
        governing(text).confidence
        for text in ("Xong trước ngày 30/9/2024", "Xong trước ngày 30/9", "Xong vào cuối năm")
    )
    assert full > short > vague
