"""Rows of a task table as tasks: bodies, deadline, report, product and place."""

from __future__ import annotations

import datetime as dt

import pytest

from models.layout import PageLayout
from models.reading import Task
from pipeline.extract.rows import rows_of
from pipeline.extract.table_tasks import table_tasks
from pipeline.ocr.text_lines import plain_lines, text_page

HEAD = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\tSản phẩm"
ISSUED = dt.date(2021, 5, 5)


def tasks_in(*rows: str, above: str = "Phân công như sau:", below: str = "Hết.") -> list[Task]:
    """The tasks of a table with these rows, cells parted by ``|``."""
    lines = [above, "", HEAD, *(row.replace("|", "\t") for row in rows), "", below]
    page = text_page(plain_lines("\n".join(lines)))
    return table_tasks([page], rows_of([page]), ISSUED)


def task_in(row: str) -> Task:
    """The only task of a table of one row."""
    [task] = tasks_in(row)
    return task


def test_each_row_is_a_task_of_the_bodies_in_its_cells() -> None:
    first, second = tasks_in(
        "1|Số hóa sổ hộ tịch|Sở Tư pháp|Công an tỉnh, Sở Nội vụ|Tháng 9/2021|Cơ sở dữ liệu",
        "2|Sửa nhà bia liệt sĩ|Tỉnh đoàn||Quý IV/2021|",
    )
    assert (first.text, first.lead) == ("Số hóa sổ hộ tịch", ["Sở Tư pháp"])
    assert first.coordinators == ["Công an tỉnh", "Sở Nội vụ"]
    assert first.product == "Cơ sở dữ liệu"
    assert first.assignee_source == second.assignee_source == "table"
    assert (second.text, second.lead) == ("Sửa nhà bia liệt sĩ", ["Tỉnh đoàn"])
    assert (second.coordinators, second.product) == ([], None)


@pytest.mark.parametrize(
    ("cell", "kind", "start", "end"),
    [
        ("Tháng 9/2021", "within_period", dt.date(2021, 9, 1), dt.date(2021, 9, 30)),
        ("Quý IV", "within_period", dt.date(2021, 10, 1), dt.date(2021, 12, 31)),
        ("Trước ngày 30/6", "on_or_before", None, dt.date(2021, 6, 30)),
        ("Trước ngày 30/4", "on_or_before", None, dt.date(2022, 4, 30)),
        ("Thường xuyên", "continuous", None, None),
        ("Hằng quý", "recurring", None, None),
    ],
)
def test_the_deadline_cell_is_read_with_the_day_of_issue(
    cell: str, kind: str, start: dt.date | None, end: dt.date | None
) -> None:
    deadline = task_in(f"1|Nạo vét mương|Sở Nông nghiệp||{cell}|").deadline
    assert (deadline.kind, deadline.start, deadline.end) == (kind, start, end)
    assert deadline.text == cell


def test_a_cell_that_is_no_time_is_kept_as_printed() -> None:
    deadline = task_in("1|Nạo vét mương|Sở Nông nghiệp||Theo mùa vụ|").deadline
    assert (deadline.kind, deadline.text) == ("none", "Theo mùa vụ")


def test_an_empty_cell_leaves_the_deadline_to_the_sentence() -> None:
    deadline = task_in("1|Nạo vét mương trước ngày 30/6/2021|Sở Nông nghiệp|||").deadline
    assert (deadline.kind, deadline.end) == ("on_or_before", dt.date(2021, 6, 30))
    assert task_in("1|Nạo vét mương|Sở Nông nghiệp|||").deadline.text is None


@pytest.mark.parametrize(
    ("lead", "coordinators", "bodies", "joined"),
    [
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính", "", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Chủ trì: Sở Y tế; phối hợp: Tỉnh đoàn", "", ["Sở Y tế"], ["Tỉnh đoàn"]),
        (
            "Sở Y tế phối hợp Sở Nội vụ",
            "Các huyện, thị xã",
            ["Sở Y tế"],
            ["Các huyện, thị xã", "Sở Nội vụ"],
        ),
        ("Sở Y tế; Sở Tài chính", "-", ["Sở Y tế", "Sở Tài chính"], []),
        ("Các sở, ban, ngành", "", ["Các sở, ban, ngành"], []),
    ],
)
def test_one_cell_may_name_who_leads_and_who_joins(
    lead: str, coordinators: str, bodies: list[str], joined: list[str]
) -> None:
    task = task_in(f"1|Khám mắt học sinh|{lead}|{coordinators}|Tháng 9/2021|")
    assert (task.lead, task.coordinators) == (bodies, joined)


def test_a_row_may_ask_for_a_report() -> None:
    report = task_in("1|Tổng hợp, báo cáo Bộ Y tế|Sở Y tế||Tháng 9/2021|").report
    assert report is not None
    assert (report.kind, report.to) == ("report", "Bộ Y tế")
    assert task_in("1|Khám mắt học sinh|Sở Y tế||Tháng 9/2021|").report is None


@pytest.mark.parametrize(
    ("row", "source", "trackable"),
    [
        ("1|Lập bản đồ trạm y tế|Sở Y tế|||", "table", True),
        ("1|Lập bản đồ trạm y tế|||Quý IV/2021|", "none", True),
        ("1|Lập bản đồ trạm y tế|||Thường xuyên|Bản đồ", "none", True),
        ("1|Lập bản đồ trạm y tế|||Thường xuyên|", "none", False),
        ("1|Nâng cao nhận thức về chữ ký số|Sở Y tế||Thường xuyên|", "table", False),
    ],
)
def test_a_row_counts_with_a_body_a_day_or_a_product(
    row: str, source: str, trackable: bool
) -> None:
    task = task_in(row)
    assert (task.assignee_source, task.trackable) == (source, trackable)


def test_the_cells_are_the_evidence() -> None:
    cells = ["Khám mắt học sinh", "Sở Y tế", "Tỉnh đoàn", "Tháng 9/2021"]
    lines = ["Phân công:", "", HEAD, "1\t" + "\t".join(cells) + "\t"]
    page = text_page(plain_lines("\n".join(lines)))
    [task] = table_tasks([page], rows_of([page]), ISSUED)
    assert [page.text[place.start : place.end] for place in task.evidence] == cells
    assert 0 < task.confidence < 1


def test_a_row_is_as_sure_as_its_page() -> None:
    page = text_page(plain_lines(f"{HEAD}\n1\tKhám mắt\tSở Y tế\t\tTháng 9/2021\t"))
    poor = PageLayout(1, "ocr", page.lines, confidence=0.5)
    [sure], [doubtful] = (table_tasks([p], rows_of([p]), ISSUED) for p in (page, poor))
    assert doubtful.confidence == pytest.approx(sure.confidence / 2)


def test_only_tables_between_the_lines_of_the_letter_are_its_own() -> None:
    text = f"Trên.\n\n{HEAD}\n1\tKhám mắt\tSở Y tế\t\tTháng 9/2021\t\n\nDưới."
    page = text_page(plain_lines(text))
    rows = rows_of([page])
    assert len(table_tasks([page], rows, ISSUED)) == 1
    assert table_tasks([page], rows[:1], ISSUED) == []
    assert table_tasks([page], rows[-1:], ISSUED) == []
    assert table_tasks([page], [], ISSUED) == []
