"""The orders of whole letters: what is to be done, by whom, by when, and what must come back."""

from __future__ import annotations

import datetime as dt

import pytest

from models.reading import AssigneeSource, Letter, Task
from pipeline.extract.nlp import word_spans
from pipeline.extract.outline import outline
from pipeline.extract.prose import Prose, prose_of
from pipeline.extract.rows import rows_of
from pipeline.extract.tasks import Frame, TaskFinder
from pipeline.ocr.text_lines import plain_lines, text_page
from tests.extract.typed_letters import letter_in

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH HÀ NAM

Số: {number}
{about}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Nam, ngày 05 tháng 5 năm 2021

{title}

"""
FOOT = """

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Hợp
"""
ADDRESSEES = ["Sở Y tế", "Hạt Kiểm lâm huyện Kim Bảng"]
LEAD_IN = "Ủy ban nhân dân tỉnh yêu cầu Sở Nội vụ, Hội Nông dân tỉnh thực hiện các việc sau:"


def letter(body: str) -> Letter:
    """A công văn to two bodies that says ``body``."""
    title = "Kính gửi:\n" + "\n".join(f"- {name};" for name in ADDRESSEES)
    head = HEAD.format(number="418/UBND-NC", about="V/v chuẩn bị mùa khô\n", title=title)
    return letter_in(head + body + FOOT)


def plan(body: str) -> Letter:
    """A plan that says ``body``; it is addressed to nobody."""
    title = "KẾ HOẠCH\nTrồng rừng ven biển năm 2021"
    return letter_in(HEAD.format(number="57/KH-UBND", about="", title=title) + body + FOOT)


def decision(body: str) -> Letter:
    """A decision that says ``body``."""
    title = "QUYẾT ĐỊNH\nVề việc phê duyệt quy hoạch bãi rác"
    return letter_in(HEAD.format(number="88/QĐ-UBND", about="", title=title) + body + FOOT)


def only(found: Letter) -> Task:
    """The only task of a letter."""
    [task] = found.tasks
    return task


def assigned(found: Letter) -> list[tuple[str, list[str], AssigneeSource]]:
    """Text, lead and where it comes from, of each task."""
    return [(task.text, task.lead, task.assignee_source) for task in found.tasks]


# --- who ----------------------------------------------------------------------------------------


def test_an_order_names_its_body() -> None:
    task = only(
        letter("Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính và Tỉnh đoàn khám mắt học sinh.")
    )
    assert (task.text, task.lead, task.coordinators, task.assignee_source) == (
        "khám mắt học sinh.",
        ["Sở Y tế"],
        ["Sở Tài chính", "Tỉnh đoàn"],
        "explicit",
    )
    assert task.trackable


def test_items_are_for_whom_the_lead_in_names() -> None:
    body = f"{LEAD_IN}\n\n1. Rà soát biên chế. Lập danh sách.\n\n2. Mở lớp dạy nghề."
    both = ["Sở Nội vụ", "Hội Nông dân tỉnh"]
    assert assigned(letter(body)) == [
        ("Rà soát biên chế.", both, "lead_in"),
        ("Lập danh sách.", both, "lead_in"),
        ("Mở lớp dạy nghề.", both, "lead_in"),
    ]


def test_items_are_for_the_body_of_their_heading_first() -> None:
    body = (
        f"{LEAD_IN}\n\n1. Sở Y tế\n\n- Phát thuốc.\n\nDiệt bọ gậy.\n\n"
        "2. Đối với Sở Tài chính:\n\na) Bố trí vốn.\n\nb) Thẩm định dự toán. Công khai dự toán.\n\n"
        "3. Trồng cây."
    )
    assert assigned(letter(body)) == [
        ("Phát thuốc.", ["Sở Y tế"], "heading"),
        ("Diệt bọ gậy.", ["Sở Y tế"], "heading"),
        ("Bố trí vốn.", ["Sở Tài chính"], "heading"),
        ("Thẩm định dự toán.", ["Sở Tài chính"], "heading"),
        ("Công khai dự toán.", ["Sở Tài chính"], "heading"),
        ("Trồng cây.", ["Sở Nội vụ", "Hội Nông dân tỉnh"], "lead_in"),
    ]


def test_a_sentence_without_a_body_is_for_that_of_the_one_before() -> None:
    body = "Giao Công an tỉnh tuần tra ban đêm. Xử phạt xe quá tải. Báo cáo hằng tháng."
    assert [(lead, source) for _, lead, source in assigned(letter(body))] == [
        (["Công an tỉnh"], "explicit"),
        (["Công an tỉnh"], "previous"),
        (["Công an tỉnh"], "previous"),
    ]


def test_sub_items_are_for_the_body_that_their_item_names() -> None:
    body = "I. NHIỆM VỤ\n\n1. Giao Tỉnh đoàn mở trại hè.\n\n- Thuê lều bạt.\n\n2. Dọn bãi tắm."
    assert assigned(plan(body)) == [
        ("mở trại hè.", ["Tỉnh đoàn"], "explicit"),
        ("Thuê lều bạt.", ["Tỉnh đoàn"], "previous"),
        ("Dọn bãi tắm.", [], "none"),
    ]


def test_where_nobody_is_named_the_addressees_are_meant() -> None:
    body = "Đề nghị triển khai các việc sau:\n\n1. Mở lớp xóa mù chữ.\n\n2. Thống kê học sinh."
    assert [(lead, source) for _, lead, source in assigned(letter(body))] == [
        (ADDRESSEES, "inferred"),
        (ADDRESSEES, "inferred"),
    ]


def test_a_plan_may_name_nobody() -> None:
    task = only(plan("I. NHIỆM VỤ\n\n1. Làm đường băng cản lửa."))
    assert (task.lead, task.assignee_source) == ([], "none")
    assert task.confidence < only(plan("1. Giao Sở Y tế mua thuốc.")).confidence


def test_an_override_counts_for_its_own_item_only() -> None:
    body = (
        f"{LEAD_IN}\n\n1. Gieo cấy lúa mùa.\n\n"
        "2. Riêng đối với Ủy ban nhân dân huyện Thanh Liêm: chuẩn bị 200 máy bơm.\n\n"
        "3. Khơi thông cống."
    )
    both = ["Sở Nội vụ", "Hội Nông dân tỉnh"]
    assert assigned(letter(body)) == [
        ("Gieo cấy lúa mùa.", both, "lead_in"),
        ("chuẩn bị 200 máy bơm.", ["Ủy ban nhân dân huyện Thanh Liêm"], "explicit"),
        ("Khơi thông cống.", both, "lead_in"),
    ]


def test_the_body_changes_behind_a_semicolon() -> None:
    body = (
        "I. NHIỆM VỤ\n\n1. Các cơ quan báo chí đưa tin về mùa tựu trường; các tổ chức đoàn thể "
        "vận động hội viên tặng sách. Khen thưởng em nghèo học giỏi."
    )
    assert assigned(plan(body)) == [
        ("đưa tin về mùa tựu trường", ["Các cơ quan báo chí"], "explicit"),
        ("vận động hội viên tặng sách.", ["các tổ chức đoàn thể"], "explicit"),
        ("Khen thưởng em nghèo học giỏi.", ["các tổ chức đoàn thể"], "previous"),
    ]


def test_of_a_chain_of_bodies_the_first_leads() -> None:
    body = "I. NHIỆM VỤ\n\n1. Huyện ủy Bình Lục lãnh đạo Ủy ban nhân dân huyện cấp giống lúa."
    assert assigned(plan(body)) == [
        ("lãnh đạo Ủy ban nhân dân huyện cấp giống lúa.", ["Huyện ủy Bình Lục"], "explicit")
    ]


def test_coordinators_may_stand_inside_the_action() -> None:
    body = "1. Sở Y tế\n\n- Chủ trì, phối hợp với Hội Đông y tỉnh trồng vườn thuốc nam."
    task = only(plan(f"I. NHIỆM VỤ\n\n{body}"))
    assert (task.lead, task.coordinators) == (["Sở Y tế"], ["Hội Đông y tỉnh"])


# --- by when, and what comes back ---------------------------------------------------------------


def test_the_deadline_of_a_sentence_reaches_its_task() -> None:
    task = only(letter("Giao Sở Xây dựng cắm mốc lộ giới trước ngày 30/6/2021."))
    assert task.text == "cắm mốc lộ giới trước ngày 30/6/2021."
    assert (task.deadline.kind, task.deadline.end) == ("on_or_before", dt.date(2021, 6, 30))
    assert task.deadline.text == "trước ngày 30/6/2021"


def test_a_year_left_out_is_that_of_the_letter() -> None:
    task = only(letter("Giao Sở Nội vụ chấm thi thăng hạng trong quý III."))
    assert (task.deadline.start, task.deadline.end) == (dt.date(2021, 7, 1), dt.date(2021, 9, 30))


def test_a_time_at_the_beginning_is_no_part_of_the_text() -> None:
    task = only(plan("I. NHIỆM VỤ\n\n1. Trong năm 2022, Sở Y tế tiêm vắc xin cho trẻ em."))
    assert (task.text, task.lead) == ("tiêm vắc xin cho trẻ em.", ["Sở Y tế"])
    assert (task.deadline.kind, task.deadline.end) == ("within_period", dt.date(2022, 12, 31))


def test_no_deadline_is_a_state_of_its_own() -> None:
    deadline = only(letter("Giao Sở Nội vụ quản lý kho lưu trữ.")).deadline
    assert (deadline.kind, deadline.text, deadline.end) == ("none", None, None)


def test_a_report_reaches_its_task() -> None:
    task = only(letter("Giao Sở Nội vụ báo cáo Bộ Nội vụ trước ngày 20 hằng tháng."))
    assert task.report is not None
    assert (task.report.kind, task.report.to) == ("report", "Bộ Nội vụ")
    assert (task.deadline.kind, task.deadline.recurrence) == ("recurring", "monthly")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Giao Sở Tài chính trình Hội đồng nhân dân tỉnh phê duyệt giá đất.", "submit"),
        ("Giao Sở Tư pháp tham mưu Ủy ban nhân dân tỉnh ban hành quy chế.", "advise"),
        ("Giao Sở Tư pháp rà soát quy chế.", None),
    ],
)
def test_what_must_come_back_is_told_apart(sentence: str, kind: str | None) -> None:
    report = only(letter(sentence)).report
    assert (report.kind if report else None) == kind


# --- can it be checked off ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "trackable"),
    [
        ("lập sổ theo dõi lợn nái", True),
        ("nâng cao nhận thức của người nuôi lợn", False),
        ("quan tâm giúp đỡ hộ nuôi lợn nhỏ", False),
        ("nâng cao nhận thức của người nuôi lợn trước ngày 30/6/2021", True),
        ("nâng cao chất lượng đàn lợn theo Kế hoạch số 9/KH-SNN ngày 02/3/2021", True),
        ("nâng cao nhận thức cho ít nhất 500 hộ nuôi lợn", True),
    ],
)
def test_an_appeal_counts_only_with_something_to_check(order: str, trackable: bool) -> None:
    assert only(letter(f"Đề nghị Hội Nông dân tỉnh {order}.")).trackable is trackable


# --- what is no task ----------------------------------------------------------------------------


def test_purposes_and_results_hold_no_tasks() -> None:
    body = (
        "I. MỤC ĐÍCH, YÊU CẦU\n\n1. Nâng cao tay nghề thợ rừng.\n\n2. Các xã bảo đảm tiết kiệm.\n\n"
        "II. KẾT QUẢ NĂM 2020\n\n1. Sở Nội vụ tổ chức 03 lớp.\n\n2. Mở 02 vườn ươm.\n\n"
        "III. NHIỆM VỤ\n\n1. Ươm cây phi lao."
    )
    assert [task.text for task in plan(body).tasks] == ["Ươm cây phi lao."]


@pytest.mark.parametrize(
    "body",
    [
        "Ủy ban nhân dân tỉnh nhất trí với báo cáo của Sở Y tế về giường bệnh.",
        "Sở Y tế đã mua 12 máy thở. Tuy nhiên, việc lắp đặt còn chậm.",
        "Vậy, Ủy ban nhân dân tỉnh thông báo để các cơ quan biết, thực hiện./.",
        "Trân trọng cảm ơn sự quan tâm của quý cơ quan./.",
        "Tổ công tác gồm 07 người, do đồng chí Giám đốc Sở Nội vụ làm Tổ trưởng.",
    ],
)
def test_a_letter_may_order_nothing(body: str) -> None:
    assert letter(body).tasks == []


def test_the_closing_formula_is_no_task_of_a_plan() -> None:
    body = (
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính cấp vốn.\n\n"
        "Trên đây là Kế hoạch trồng rừng, yêu cầu các đơn vị triển khai thực hiện./."
    )
    assert [task.text for task in plan(body).tasks] == ["cấp vốn."]


def test_what_a_decision_decides_is_no_task_but_what_it_orders_is() -> None:
    body = (
        "Điều 1. Phê duyệt quy hoạch bãi chôn lấp rác.\n\n"
        "Điều 2. Giao Sở Tài nguyên và Môi trường công bố quy hoạch.\n\n"
        "Điều 3. Quyết định này có hiệu lực từ ngày ký.\n\n"
        "Điều 4. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./."
    )
    assert assigned(decision(body)) == [
        ("công bố quy hoạch.", ["Sở Tài nguyên và Môi trường"], "explicit")
    ]


# --- where it stands ----------------------------------------------------------------------------


def test_the_evidence_of_a_task_is_its_printed_lines_with_the_subject() -> None:
    lines = ("Giao Sở Giáo dục và Đào tạo xây dựng", "thư viện số cho các trường.")
    found = letter("\n".join(lines))
    task = only(found)
    assert task.text == "xây dựng thư viện số cho các trường."
    assert len(task.evidence) == 2
    first, second = task.evidence
    assert first.end - first.start == len(lines[0])
    assert second.start == first.end + 1
    assert second.end - second.start == len(lines[1])


def test_a_target_knows_its_task() -> None:
    body = "I. NHIỆM VỤ\n\n1. Sửa đường.\n\n2. Giao Sở Y tế tiêm cho ít nhất 95% trẻ em."
    [target] = plan(body).targets
    assert (target.value, target.task) == (95, 1)


# --- tables -------------------------------------------------------------------------------------


def test_rows_of_a_table_come_behind_the_sentences() -> None:
    body = (
        "Phân công nhiệm vụ như sau:\n\n"
        "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n"
        "1\tSố hóa sổ hộ tịch\tSở Tư pháp\tCông an tỉnh, Sở Nội vụ\tTrước ngày 30/9/2021\n"
        "2\tSửa nhà bia\tTỉnh đoàn\t\tQuý IV/2021\n\n"
        "Giao Sở Nội vụ đôn đốc."
    )
    assert assigned(plan(body)) == [
        ("đôn đốc.", ["Sở Nội vụ"], "explicit"),
        ("Số hóa sổ hộ tịch", ["Sở Tư pháp"], "table"),
        ("Sửa nhà bia", ["Tỉnh đoàn"], "table"),
    ]


# --- for whoever goes on with this --------------------------------------------------------------


def test_a_verb_that_was_drawn_to_the_name_before_it_is_found() -> None:
    task = only(letter("Giao Huyện đoàn Lý Nhân mở trại hè."))
    assert (task.text, task.lead) == ("mở trại hè.", ["Huyện đoàn Lý Nhân"])


def test_an_order_that_says_giao_needs_no_known_verb() -> None:
    task = only(letter("Giao Hạt Kiểm lâm huyện Kim Bảng nhuộm màu cột mốc rừng."))
    assert (task.text, task.lead) == ("nhuộm màu cột mốc rừng.", ["Hạt Kiểm lâm huyện Kim Bảng"])


def test_whoever_is_asked_without_a_name_is_whom_the_letter_is_for() -> None:
    task = only(letter("Đề nghị rà soát số học sinh bán trú."))
    assert (task.lead, task.assignee_source) == (ADDRESSEES, "inferred")


def test_a_deed_that_names_nobody_can_still_be_checked_off() -> None:
    assert only(plan("I. NHIỆM VỤ\n\n1. Trồng 120 ha phi lao.")).trackable


@pytest.mark.parametrize(
    ("text", "lead", "action"),
    [
        ("Giao Sở Y tế niêm phong kho.", "Sở Y tế", "niêm phong kho."),
        ("Giao Sở Tư pháp luân chuyển sổ.", "Sở Tư pháp", "luân chuyển sổ."),
        (
            "Giao Sở Tài chính, trên cơ sở đề xuất của Sở Y tế, tham mưu bố trí kinh phí.",
            "Sở Tài chính",
            "tham mưu bố trí kinh phí.",
        ),
        ("Giao Thanh tra tỉnh kiểm tra bến cá.", "Thanh tra tỉnh", "kiểm tra bến cá."),
        ("Giao UBND huyện, thị xã rà soát đê.", "UBND huyện, thị xã", "rà soát đê."),
        ("Đề nghị Văn phòng Sở: Chuẩn bị xe.", "Văn phòng Sở", "Chuẩn bị xe."),
    ],
)
def test_a_name_is_never_cut_and_takes_nothing_else_in(text: str, lead: str, action: str) -> None:
    prose = prose_of_text(text)
    (found,) = TaskFinder(prose, outline(prose), Frame(), edges(text)).find()
    assert (found.task.lead, found.task.text) == ([lead], action)


def test_whoever_is_asked_at_the_end_of_a_lead_in_must_do_what_follows() -> None:
    text = "Ủy ban nhân dân tỉnh đề nghị Tỉnh đoàn, Hội Nông dân tỉnh:\n1. Vận động đoàn viên."
    prose = prose_of_text(text)
    (found,) = TaskFinder(prose, outline(prose), Frame(), edges(text)).find()
    assert found.task.lead == ["Tỉnh đoàn", "Hội Nông dân tỉnh"]
    assert found.task.assignee_source == "lead_in"


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("2. UBND các huyện, thành phố chịu trách nhiệm:", ["UBND các huyện, thành phố"]),
        (
            "2. Giao Sở Nội vụ, Ban Dân tộc tỉnh theo chức năng, nhiệm vụ chịu trách nhiệm:",
            ["Sở Nội vụ", "Ban Dân tộc tỉnh"],
        ),
        ("2. Sở Y tế tập trung thực hiện các nhiệm vụ sau:", ["Sở Y tế"]),
    ],
)
def test_whoever_a_heading_makes_responsible_must_do_what_stands_under_it(
    heading: str, lead: list[str]
) -> None:
    text = f"{heading}\na) Rà soát danh sách hộ nghèo."
    prose = prose_of_text(text)
    (found,) = TaskFinder(prose, outline(prose), Frame(type_code="KH"), edges(text)).find()
    assert found.task.lead == lead
    assert found.task.assignee_source in {"heading", "lead_in"}


def test_the_grounds_of_a_decision_order_nothing() -> None:
    text = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Giao thông đường thủy;"
    prose = prose_of_text(text)
    frame = Frame(type_code="CT")
    assert TaskFinder(prose, outline(prose), frame, edges(text)).find() == []


def prose_of_text(text: str) -> Prose:
    """The prose of a typed text, a paragraph a line."""
    page = text_page(plain_lines(text.replace("\n", "\n\n")))
    return prose_of([[row] for row in rows_of([page])])


def edges(text: str) -> frozenset[int]:
    """Where the words of ``text`` begin and end."""
    return frozenset(edge for span in word_spans(text) for edge in span)
