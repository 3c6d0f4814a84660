"""Task tables: on printed pages, on the same pages scanned, and in the shared real appendix.

All bodies and tasks are invented.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz import fuzz
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from letterpress.fonts import Face, width
from letterpress.press import render
from models.layout import PageLayout
from pipeline.extract.task_tables import TaskRow, task_rows
from pipeline.ocr.engines import Engine, open_engine
from pipeline.ocr.layer_page import layout_of_layer
from pipeline.ocr.load import open_document, text_pages
from pipeline.ocr.page import Reader, read_image
from pipeline.ocr.page_source import PageSource
from pipeline.ocr.syllables import fold

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
HEAD = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành"]
WIDTHS = (35, 190, 90, 90, 75)

Cells = Sequence[Sequence[str]]
Span = tuple[tuple[int, int], tuple[int, int]]
Printed = tuple[Cells, tuple[Span, ...]]
"""A table on a page of its own: its cells, and the corners (column, row) of its merged ones."""

MERGED: list[Printed] = [
    (
        [
            HEAD,
            ["1", "Rà soát danh mục hồ sơ lưu trữ", "Sở Nội vụ", "Sở Tài chính", "Tháng 3/2024"],
            ["2", "Ban hành quy chế khai thác tài liệu", "", "Văn phòng", "Tháng 5/2024"],
            ["3", "Tập huấn cán bộ văn thư các xã", "", "Hội Khuyến học", "Tháng 6/2024"],
            ["4", "Bố trí kho bảo quản tài liệu giấy", "Sở Xây dựng", "", "Quý IV/2024"],
        ],
        (((2, 1), (2, 3)),),
    )
]
TWO_ROW_HEAD: list[Printed] = [
    (
        [
            ["STT", "Công việc", "Phân công thực hiện", "", "Thời gian"],
            ["", "", "Chủ trì", "Phối hợp", ""],
            ["1", "Khảo sát các hồ chứa nước nhỏ", "Chi cục Thủy lợi", "UBND xã", "Trước 30/4"],
            ["2", "Lắp đặt biển cảnh báo ngập sâu", "Sở Giao thông", "Công an tỉnh", "Trước 15/5"],
        ],
        (((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (3, 0)), ((4, 0), (4, 1))),
    )
]
GROUPS: list[Printed] = [
    (
        [
            HEAD,
            ["I", "Nhóm nhiệm vụ về nhà ở", "", "", ""],
            ["1", "Lập danh sách hộ cần sửa nhà", "Phòng Kinh tế", "Mặt trận xã", "Tháng 2"],
            ["II", "Nhóm nhiệm vụ về đường làng", "Phòng Hạ tầng", "", "Năm 2024"],
            ["2", "Nâng cấp đường liên thôn", "Phòng Hạ tầng", "Các thôn", "Tháng 8"],
            ["", "VỀ CẤP NƯỚC SẠCH", "", "", ""],
            ["3", "Nghiệm thu trạm cấp nước", "Trạm Y tế xã", "Các thôn", "Tháng 9"],
        ],
        (((1, 1), (4, 1)),),
    )
]
BROKEN: list[Printed] = [
    (
        [
            HEAD,
            ["1", "Kiểm kê giống lúa vụ mùa", "Trạm Khuyến nông", "Hợp tác xã", "Tháng 7"],
            ["2", "Cấp phát phân bón cho các hộ", "Phòng Nông nghiệp", "Hội Nông dân", "Tháng 8"],
        ],
        (),
    ),
    (
        [
            ["", "nghèo và cận nghèo của ba thôn", "", "", ""],
            ["3", "Tổng kết mô hình trồng lạc", "Trạm Khuyến nông", "Hội Phụ nữ", "Tháng 12"],
        ],
        (),
    ),
]
BROKEN_WITH_HEAD: list[Printed] = [BROKEN[0], ([HEAD, *BROKEN[1][0]], ())]

MERGED_TASKS = [
    ("Rà soát danh mục hồ sơ lưu trữ", "Sở Nội vụ", "Sở Tài chính", "Tháng 3/2024"),
    ("Ban hành quy chế khai thác tài liệu", "Sở Nội vụ", "Văn phòng", "Tháng 5/2024"),
    ("Tập huấn cán bộ văn thư các xã", "Sở Nội vụ", "Hội Khuyến học", "Tháng 6/2024"),
    ("Bố trí kho bảo quản tài liệu giấy", "Sở Xây dựng", "", "Quý IV/2024"),
]
TWO_ROW_TASKS = [tuple(row[1:]) for row in TWO_ROW_HEAD[0][0][2:]]
GROUP_TASKS = [tuple(row[1:]) for row in GROUPS[0][0] if row[0].isdecimal()]
BROKEN_TASKS = [
    tuple(BROKEN[0][0][1][1:]),
    ("Cấp phát phân bón cho các hộ nghèo và cận nghèo của ba thôn", *BROKEN[0][0][2][2:]),
    tuple(BROKEN[1][0][1][1:]),
]
TABLES: dict[str, tuple[list[Printed], Sequence[tuple[str, ...]]]] = {
    "lead over three rows": (MERGED, MERGED_TASKS),
    "head in two rows": (TWO_ROW_HEAD, TWO_ROW_TASKS),
    "groups": (GROUPS, GROUP_TASKS),
    "over two pages": (BROKEN, BROKEN_TASKS),
    "over two pages, head repeated": (BROKEN_WITH_HEAD, BROKEN_TASKS),
}


def printed(pages: Sequence[Printed]) -> bytes:
    """A PDF with text, one table a page below a page number."""
    width(" ", Face.REGULAR, 11)  # registers the type
    style = ParagraphStyle("cell", fontName=Face.REGULAR.font_name, fontSize=11.5, leading=14)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for number, (rows, spans) in enumerate(pages, 1):
        canvas.setFont(Face.REGULAR.font_name, 13)
        canvas.drawString(A4[0] / 2, A4[1] - 45, str(number))
        cells = [[Paragraph(text, style) for text in row] for row in rows]
        rules = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        table = Table(cells, WIDTHS, style=[*rules, *(("SPAN", *span) for span in spans)])
        _, height = table.wrapOn(canvas, A4[0], A4[1])
        table.drawOn(canvas, 70, A4[1] - 80 - height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def engine() -> Engine:
    return open_engine()


def read(path: Path) -> list[PageLayout]:
    """The layouts of all pages of a file with pages."""
    with open_document(path) as document:
        return [layout_of(document.page(n), n + 1) for n in range(document.page_count)]


def layout_of(page: PageSource, number: int) -> PageLayout:
    layer = page.text_layer()
    if layer is not None and not layer.recognised:
        return layout_of_layer(layer, number)
    return read_image(page.image(), number, Reader(engine(), time.monotonic() + 60)).layout


def scanned(pdf: bytes, path: Path) -> Path:
    """The pages at 200 dpi as images in a PDF."""
    first, *rest = [Image.fromarray(page) for page in render(pdf, 200)]
    first.save(path, save_all=True, append_images=rest, resolution=200)
    return path


def cells_of(task: TaskRow) -> tuple[str, str, str, str]:
    return (task.text, task.lead, task.coordinators, task.deadline)


def is_like(found: str, wanted: str) -> bool:
    """Whether it is the same cell, give or take a slip of the OCR."""
    return found == wanted or fuzz.ratio(fold(found), fold(wanted)) > 90


def is_evident(task: TaskRow, pages: Sequence[PageLayout]) -> bool:
    """Whether the evidence of each cell points to its words, on paper and in the text."""
    pairs = [
        (task.text, task.evidence),
        (task.lead, task.lead_evidence),
        (task.coordinators, task.coordinators_evidence),
        (task.deadline, task.deadline_evidence),
    ]
    return all(
        text == " ".join(pages[place.page - 1].text[place.start : place.end] for place in places)
        and all(place.box is not None for place in places)
        for text, places in pairs
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_printed_table_gives_its_tasks(tmp_path: Path, name: str) -> None:
    pages, wanted = TABLES[name]
    path = tmp_path / "bang.pdf"
    path.write_bytes(printed(pages))
    layouts = read(path)
    tasks = task_rows(layouts)
    assert layouts[0].origin == "text_layer"
    assert [cells_of(task) for task in tasks] == wanted
    assert all(is_evident(task, layouts) for task in tasks)


def test_scanned_tables_give_the_same_tasks(tmp_path: Path) -> None:
    """All tables in one file, read once: at least 95 of 100 cells say what was printed."""
    pages = [page for table, _ in TABLES.values() for page in table]
    layouts = read(scanned(printed(pages), tmp_path / "quet.pdf"))
    tasks = task_rows(layouts)
    wanted = [task for _, tasks in TABLES.values() for task in tasks]
    assert {layout.origin for layout in layouts} == {"ocr"}
    assert len(tasks) == len(wanted)
    pairs = [
        pair
        for task, row in zip(tasks, wanted, strict=True)
        for pair in zip(cells_of(task), row, strict=True)
    ]
    wrong = [pair for pair in pairs if not is_like(*pair)]
    assert len(wrong) <= 0.05 * len(pairs), wrong
    assert all(is_evident(task, layouts) for task in tasks)


def test_a_table_broken_over_pages_has_evidence_on_both(tmp_path: Path) -> None:
    path = tmp_path / "bang.pdf"
    path.write_bytes(printed(BROKEN))
    broken = task_rows(read(path))[1]
    assert [place.page for place in broken.evidence] == [1, 2]
    assert [place.page for place in broken.lead_evidence] == [1]


def test_our_own_scanned_directive_has_six_tasks() -> None:
    tasks = task_rows(read(SAMPLES / "11-chi-thi-bang-nhiem-vu.tif"))
    assert len(tasks) == 6
    assert all(task.text and task.lead and task.deadline for task in tasks)
    assert [task.deadline for task in tasks[:3]] == ["Quý II", "Quý I", "Thường xuyên"]


def test_letters_without_task_tables_have_no_tasks_in_tables() -> None:
    assert task_rows(read(SAMPLES / "09-quyet-dinh-dien-tu.pdf")) == []
    assert task_rows(text_pages(SAMPLES / "13-giay-moi.docx")) == []


def test_a_real_appendix_has_its_twelve_tasks(shared: Path, tmp_path: Path) -> None:
    """Pages 8 and 9 hold the tasks; the seven other tables give nothing. Born digital it is right
    in every cell, as one sees on the page; the scan is measured by it.
    """
    source = shared / "tables" / "6582.pdf"
    digital = task_rows(read(source))
    scan = task_rows(read(scanned(source.read_bytes(), tmp_path / "quet.pdf")))
    assert len(digital) == len(scan) == 12
    assert all(all(cells_of(task)) for task in digital)
    found, wanted = (zip(*map(cells_of, tasks), strict=True) for tasks in (scan, digital))
    right = [sum(map(is_like, *columns)) for columns in zip(found, wanted, strict=True)]
    print(f"6582.pdf at 200 dpi, of 12: text, lead, coordinators, deadline {right}")
    assert sum(right) >= 0.95 * 48
