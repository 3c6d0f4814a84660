"""The body of a letter by its form: order, decision, resolution, plan, report, request, invitation.

The wording is of our own; the order of parts is that of NĐ 30/2020 phụ lục III and HD 36.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from letterpress.letter import Block, Paragraph, RuledTable, Style


@dataclass(frozen=True, slots=True)
class Matter:
    """What a body is made of; ``voice`` is the body that speaks, ``kind`` is the type's name.

    ``tasks`` are whole sentences, ``leads`` the bodies that a task table gives them to.
    """

    voice: str
    kind: str
    subject: str
    cites: tuple[str, ...]
    tasks: tuple[str, ...]
    leads: tuple[str, ...]
    year: int
    tabled: bool = False


def body(form: str, matter: Matter) -> tuple[Block, ...]:
    """The blocks of the body. Raises ``KeyError`` for an unknown form."""
    return tuple(FORMS[form](matter))


def task_table(tasks: Sequence[str], leads: Sequence[str]) -> RuledTable:
    """Tasks as a ruled table: number, content, lead, term."""
    terms = ("Quý I", "Quý II", "Tháng 9", "Thường xuyên")
    rows = [("STT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn")]
    for index, task in enumerate(tasks):
        rows.append(
            (
                str(index + 1),
                task.split(";")[0].rstrip("."),
                leads[index % len(leads)],
                terms[(index * 3 + 1) % 4],
            )
        )
    return RuledTable(tuple(rows), (0.8, 5.2, 2.6, 2.0))


def _order(matter: Matter) -> list[Block]:
    opening = (
        f"Thực hiện {matter.cites[0]}, {matter.voice} yêu cầu các cơ quan, đơn vị liên "
        f"quan tập trung thực hiện một số nội dung sau:"
    )
    closing = (
        f"Nhận được văn bản này, {matter.voice} yêu cầu các cơ quan, đơn vị nghiêm túc tổ "
        "chức thực hiện; nếu có khó khăn, vướng mắc, kịp thời phản ánh để được hướng dẫn, "
        "giải quyết./."
    )
    return [Paragraph(opening), *_tasks(matter), Paragraph(closing)]


def _decision(matter: Matter) -> list[Block]:
    return [
        Paragraph(
            "Căn cứ chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức đã được cấp có thẩm "
            "quyền quy định;",
            Style.BASIS,
        ),
        *(Paragraph(f"Căn cứ {cite};", Style.BASIS) for cite in matter.cites),
        Paragraph("Theo đề nghị của Chánh Văn phòng.", Style.BASIS),
        Paragraph("QUYẾT ĐỊNH:", Style.CENTRED),
        Paragraph(
            f"Phê duyệt nội dung {matter.subject} với các nhiệm vụ chính sau đây:", lead="Điều 1."
        ),
        *_tasks(matter, letters=True),
        Paragraph("Quyết định này có hiệu lực kể từ ngày ký.", lead="Điều 2."),
        Paragraph(
            "Chánh Văn phòng và thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành "
            "Quyết định này./.",
            lead="Điều 3.",
        ),
    ]


def _resolution(matter: Matter) -> list[Block]:
    return [
        Paragraph("Căn cứ Điều lệ Đảng và Quy chế làm việc của cấp ủy;", Style.BASIS),
        Paragraph(f"Căn cứ {matter.cites[0]};", Style.BASIS),
        Paragraph("QUYẾT NGHỊ:", Style.CENTRED),
        Paragraph(f"Thống nhất chủ trương {matter.subject}.", lead="1."),
        Paragraph("Nhiệm vụ và giải pháp chủ yếu:", lead="2."),
        *_tasks(matter, letters=True),
        Paragraph("Nghị quyết này được phổ biến đến chi bộ."),
    ]


def _plan(matter: Matter) -> list[Block]:
    return [
        Paragraph(
            f"Thực hiện {matter.cites[0]}, {matter.voice} ban hành {matter.kind} với các "
            "nội dung cụ thể như sau:"
        ),
        Paragraph("I. MỤC ĐÍCH, YÊU CẦU", Style.HEADING),
        Paragraph(
            "Xác định rõ nội dung công việc, thời hạn hoàn thành và trách nhiệm của từng cơ "
            "quan, đơn vị; bảo đảm thiết thực, tiết kiệm, tránh hình thức."
        ),
        Paragraph("II. NỘI DUNG THỰC HIỆN", Style.HEADING),
        *_tasks(matter),
        Paragraph("III. TỔ CHỨC THỰC HIỆN", Style.HEADING),
        Paragraph(
            "Các đơn vị xây dựng kế hoạch chi tiết trong phạm vi phụ trách, báo cáo kết quả "
            f"trước ngày 10 tháng 12 năm {matter.year} để tổng hợp."
        ),
        Paragraph(
            "Kinh phí thực hiện được bố trí trong dự toán hằng năm và các nguồn huy động hợp "
            "pháp khác./."
        ),
    ]


def _report(matter: Matter) -> list[Block]:
    return [
        Paragraph(f"Thực hiện {matter.cites[0]}, {matter.voice} báo cáo kết quả như sau:"),
        Paragraph("I. KẾT QUẢ ĐẠT ĐƯỢC", Style.HEADING),
        Paragraph(
            f"Trong năm {matter.year}, đơn vị đã hoàn thành 17 trên 19 nhiệm vụ được giao, "
            "đạt 89,5% kế hoạch; 02 nhiệm vụ còn lại đang trong thời hạn thực hiện."
        ),
        Paragraph("II. TỒN TẠI, HẠN CHẾ", Style.HEADING),
        Paragraph(
            "Sự phối hợp giữa một số đơn vị chưa chặt chẽ; chế độ thông tin, báo cáo có lúc "
            "còn chậm so với quy định."
        ),
        Paragraph("III. NHIỆM VỤ THỜI GIAN TỚI", Style.HEADING),
        *_tasks(matter),
        Paragraph(f"Trên đây là báo cáo của {matter.voice}./."),
    ]


def _request(matter: Matter) -> list[Block]:
    return [
        Paragraph(f"Căn cứ {matter.cites[0]};", Style.BASIS),
        Paragraph(
            f"{matter.voice} kính trình cấp có thẩm quyền xem xét, quyết định việc "
            f"{matter.subject}, cụ thể như sau:"
        ),
        *_tasks(matter),
        Paragraph(
            "Dự kiến tổng kinh phí thực hiện là 1.250 triệu đồng, trong đó ngân sách nhà "
            "nước hỗ trợ 60%, phần còn lại huy động từ các nguồn hợp pháp khác."
        ),
        Paragraph("Kính đề nghị xem xét, phê duyệt./."),
    ]


def _invitation(matter: Matter) -> list[Block]:
    return [
        Paragraph(
            f"Thực hiện {matter.cites[0]}, {matter.voice} trân trọng kính mời các đồng chí "
            "dự hội nghị, cụ thể như sau:"
        ),
        Paragraph("Quán triệt, thảo luận các nội dung sau:", lead="1. Nội dung:"),
        *_tasks(matter, letters=True),
        Paragraph(
            "08 giờ 00 phút, thứ năm tuần sau (đề nghị có mặt trước 15 phút).", lead="2. Thời gian:"
        ),
        Paragraph("Phòng họp số 2, tầng 3, trụ sở cơ quan.", lead="3. Địa điểm:"),
        Paragraph(
            "Đại diện lãnh đạo và chuyên viên phụ trách của các đơn vị có tên ở phần nơi nhận.",
            lead="4. Thành phần:",
        ),
        Paragraph("Rất mong các đồng chí sắp xếp thời gian tham dự đầy đủ, đúng giờ./."),
    ]


def _tasks(matter: Matter, *, letters: bool = False) -> list[Block]:
    if matter.tabled:
        table = task_table(matter.tasks, matter.leads)
        return [Paragraph("Phân công nhiệm vụ cụ thể theo bảng sau:"), table]
    marks = "abcdeghiklmnopqrstuvxy"
    return [
        Paragraph(f"{marks[index % len(marks)]}) {task}" if letters else f"{index + 1}. {task}")
        for index, task in enumerate(matter.tasks)
    ]


FORMS: dict[str, Callable[[Matter], list[Block]]] = {
    "order": _order,
    "decision": _decision,
    "resolution": _resolution,
    "plan": _plan,
    "report": _report,
    "request": _request,
    "invitation": _invitation,
}
