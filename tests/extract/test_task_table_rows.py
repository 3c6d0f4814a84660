"""What a row of a task table is, told on layouts set by hand. All tasks and bodies are invented."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from models.layout import Box, Line, PageLayout, Table, TableCell, Word
from pipeline.extract.phrase_tables import phrases
from pipeline.extract.task_table_columns import Role, role_of
from pipeline.extract.task_tables import TaskRow, task_rows
from pipeline.ocr.layer_page import rows_of_table
from pipeline.ocr.word_file import read_docx

HEAD = "STT|Nội dung|Chủ trì|Phối hợp|Thời hạn"
Spans = Mapping[tuple[int, int], tuple[int, int]]
Sides = tuple[float, ...]
SIDES: Sides = (0.1, 0.26, 0.42, 0.58, 0.74, 0.9)


def page(
    number: int, *rows: str, spans: Spans | None = None, above: str = "", sides: Sides = SIDES
) -> PageLayout:
    """A page with one ruled table: cells parted by ``|``; ``spans`` by the corner's row, column;
    ``sides`` are where the columns begin and the last ends, in fractions of the page.
    """
    texts = [row.split("|") for row in rows]
    hidden = {
        (row + down, column + right)
        for (row, column), (high, wide) in (spans or {}).items()
        for down in range(high)
        for right in range(wide)
        if down or right
    }
    cells = [
        cell(row, column, text, (spans or {}).get((row, column), (1, 1)), sides)
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if (row, column) not in hidden
    ]
    table = Table(Box(sides[0], 0.2, sides[len(texts[0])], 0.9), tuple(cells))
    title = [Line((Word(above, Box(0.1, 0.12, 0.5, 0.14)),))] if above else []
    lines = (*title, *rows_of_table(table, 0.9))
    return PageLayout(number, "ocr", lines, tables=(table,))


def cell(row: int, column: int, text: str, span: tuple[int, int], sides: Sides) -> TableCell:
    high, wide = span
    top = 0.2 + 0.05 * row
    box = Box(sides[column], top, sides[column + wide] - 0.005, top + 0.05 * high - 0.005)
    return TableCell(row, column, high, wide, text, box)


def told(tasks: list[TaskRow]) -> list[str]:
    """Text, lead and deadline of each task."""
    return ["|".join((task.text, task.lead, task.deadline)) for task in tasks]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Số TT", Role.NUMBER),
        ("NỘI DUNG CÔNG VIỆC", Role.TASK),
        ("Nhiệm vụ, giải pháp cụ thể", Role.TASK),
        ("Tên đề án, báo cáo", Role.TASK),
        ("Cơ quan, đơn vị chủ trì thực hiện", Role.LEAD),
        ("Cơ quan chủ trì, phối hợp", Role.LEAD),
        ("Đơn vị", Role.LEAD),
        ("Đơn vị thực hiên", Role.LEAD),
        ("Đcm vị chủ trl", Role.LEAD),
        ("Cơ quan phôi hop", Role.COORDINATORS),
        ("Đơn vị phối hợp thực hiện", Role.COORDINATORS),
        ("Thời gian hoàn thành nhiệm vụ", Role.DEADLINE),
        ("Thòi gian hoàn thành", Role.DEADLINE),
        ("Sản phẩm/kết quả", Role.PRODUCT),
        ("Kết quả thực hiện", Role.OTHER),
        ("Lãnh đạo phụ trách", Role.OTHER),
        ("Đơn vị tính", Role.OTHER),
        ("Họ và tên", Role.NO_TASKS),
        ("Số lượng", None),
        ("Hạ tầng", None),
        ("", None),
    ],
)
def test_the_words_over_a_column_tell_what_it_holds(head: str, role: Role | None) -> None:
    assert role_of(head) is role


def test_every_phrase_of_the_vocabulary_means_its_own_list() -> None:
    for key, words in phrases("task_tables").items():
        assert {role_of(word) for word in words} <= {Role(key.removesuffix("_whole"))}, key


def test_an_items_own_numbers_make_tasks_and_their_heading_a_group() -> None:
    rows = ["1|Chăm sóc cây||| ", "1.1|Tưới cây|Đội A||Tháng 1", "a)|Bón phân|Đội B||Tháng 2"]
    assert told(task_rows([page(1, HEAD, *rows)])) == [
        "Tưới cây|Đội A|Tháng 1",
        "Bón phân|Đội B|Tháng 2",
    ]


def test_items_that_nobody_is_named_for_belong_to_the_row_above() -> None:
    rows = ["1|Chăm sóc cây:|Đội A||Tháng 1", "-|tưới hằng ngày;|||", "-|bón phân.|||"]
    found = task_rows([page(1, HEAD, *rows)])
    assert told(found) == ["Chăm sóc cây: tưới hằng ngày; bón phân.|Đội A|Tháng 1"]
    assert len(found[0].evidence) == 3


def test_a_task_that_nobody_is_named_for_stays_a_task() -> None:
    rows = ["1|Tưới cây|Đội A||Tháng 1", "2|Bón phân|||", "3|Quét lá|Đội B||Tháng 3"]
    assert told(task_rows([page(1, HEAD, *rows)]))[1] == "Bón phân||"


@pytest.mark.parametrize("number", ["I", "I."])
def test_a_one_misread_as_roman_is_a_task(number: str) -> None:
    rows = [f"{number}|Tưới cây|Đội A||Tháng 1", "2|Bón phân|Đội B||Tháng 2"]
    assert len(task_rows([page(1, HEAD, *rows)])) == 2


def test_a_group_that_names_its_lead_is_no_task() -> None:
    rows = ["I|Cây xanh|Sở A||Năm 2024", "1|Tưới cây|Đội A||Tháng 1"]
    assert told(task_rows([page(1, HEAD, *rows)])) == ["Tưới cây|Đội A|Tháng 1"]


def test_the_row_that_counts_the_columns_is_no_task() -> None:
    rows = ["(1)|(2)|(3)|(4)|(5)", "1|Tưới cây|Đội A||Tháng 1"]
    assert len(task_rows([page(1, HEAD, *rows)])) == 1


def test_a_title_above_the_head_and_a_table_without_numbers() -> None:
    title = "PHÂN CÔNG NHIỆM VỤ||"
    rows = ["Nhiệm vụ|Người thực hiện|Tiến độ", "1. Tưới cây|Ông An|Tháng 1"]
    found = task_rows([page(1, title, *rows, spans={(0, 0): (1, 3)})])
    assert told(found) == ["1. Tưới cây|Ông An|Tháng 1"]


def test_a_cell_over_lead_and_coordinators_is_the_leads() -> None:
    found = task_rows([page(1, HEAD, "1|Tưới cây|Các đội||Tháng 1", spans={(1, 2): (1, 2)})])
    assert (found[0].lead, found[0].coordinators) == ("Các đội", "")


def test_a_merged_cell_that_the_page_cuts_counts_on_both_pages() -> None:
    first = page(
        1, HEAD, "1|Tưới cây|Đội A||Tháng 1", "2|Bón phân|||Tháng 2", spans={(1, 2): (2, 1)}
    )
    second = page(2, "3|Quét lá|||Tháng 3", "4|Tỉa cành|Đội B||Tháng 4")
    found = task_rows([first, second])
    assert [task.lead for task in found] == ["Đội A", "Đội A", "Đội A", "Đội B"]
    assert [place.page for place in found[2].lead_evidence] == [1]


def test_a_broken_row_takes_the_rest_of_its_lead_along() -> None:
    first = page(1, HEAD, "1|Tưới cây|Chi cục||Tháng 1")
    second = page(2, "|và bón phân|Thủy lợi||", "2|Quét lá|Đội B||Tháng 3")
    assert told(task_rows([first, second])) == [
        "Tưới cây và bón phân|Chi cục Thủy lợi|Tháng 1",
        "Quét lá|Đội B|Tháng 3",
    ]


def test_a_table_may_lie_elsewhere_on_its_next_page_and_lack_a_column() -> None:
    first = page(1, HEAD, "1|Tưới cây|Đội A|Đội B|Tháng 1")
    sides = (0.13, 0.29, 0.45, 0.77, 0.93)
    second = page(2, "2|Quét lá|Các đội|Tháng 3", "3|Tỉa cành|Đội A|Tháng 4", sides=sides)
    assert told(task_rows([first, second]))[1:] == [
        "Quét lá|Các đội|Tháng 3",
        "Tỉa cành|Đội A|Tháng 4",
    ]


def test_a_blank_back_side_parts_no_table() -> None:
    pages = [page(1, HEAD, "1|Tưới cây|Đội A||Tháng 1"), PageLayout(2, "blank")]
    assert len(task_rows([*pages, page(3, "2|Quét lá|Đội B||Tháng 3")])) == 2


@pytest.mark.parametrize(
    "second",
    [
        page(2, "1|Đá dăm|m3|20|", "2|Xi măng|tấn|4|", above="Phụ lục II. Vật tư"),
        page(2, "FT|Vật tư|Loại|Số lượng|Giá", "1|Đá dăm|m3|20|5"),
        page(2, "1|Đá dăm|m3|20"),
    ],
    ids=["under a title", "with a head", "narrower"],
)
def test_another_table_on_the_next_page_is_not_the_same(second: PageLayout) -> None:
    assert len(task_rows([page(1, HEAD, "1|Tưới cây|Đội A||Tháng 1"), second])) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ("TT|Họ và tên|Chức vụ|Đơn vị|Nhiệm vụ", "1|Ông An|Đội trưởng|Đội A|Tổ trưởng"),
        ("TT|Nội dung|Đơn vị|Số lượng|Thành tiền", "1|Mua cây|Đội A|20|5.000.000"),
        ("TT|Chỉ tiêu|Năm 2022|Năm 2023|Tăng", "1|Diện tích rừng|100|120|20%"),
        ("TT|Thời gian|Nội dung|Người thực hiện|Ghi chú", "1|8h00 - 8h15|Đón tiếp|Văn phòng|"),
        ("TT|Nội dung|Đơn vị tính|Kế hoạch|Ghi chú", "1|Trồng cây|ha|20|"),
    ],
    ids=["persons", "money", "figures", "programme", "no lead"],
)
def test_tables_that_assign_nothing_give_nothing(rows: tuple[str, ...]) -> None:
    assert task_rows([page(1, *rows)]) == []


def test_an_hour_of_a_day_is_a_deadline() -> None:
    rows = "1|Gửi số liệu|Đội A||17 giờ ngày 25/8/2024"
    assert task_rows([page(1, HEAD, rows)])[0].deadline == "17 giờ ngày 25/8/2024"


def test_the_table_of_a_word_file_has_its_tasks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC")
    table = document.add_table(rows=6, cols=5, style="Table Grid")
    rows = [
        "STT|Nội dung|Phân công||Thời hạn",
        "||Chủ trì|Phối hợp|",
        "I|Cây xanh|||",
        "1|Tưới cây|Đội A|Đội B|Tháng 1",
        "2|Bón phân||Đội C|Tháng 2",
        "3|Quét lá|Đội D||",
    ]
    for row, line in enumerate(rows):
        for column, text in enumerate(line.split("|")):
            table.cell(row, column).text = text
    for (top, left), (bottom, right) in (
        ((0, 2), (0, 3)), ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 4), (1, 4)),
        ((2, 1), (2, 4)), ((4, 2), (3, 2)),
    ):  # fmt: skip
        table.cell(top, left).merge(table.cell(bottom, right))
    path = tmp_path / "phu-luc.docx"
    document.save(str(path))
    [layout] = read_docx(path)
    found = task_rows([layout])
    assert told(found) == ["Tưới cây|Đội A|Tháng 1", "Bón phân|Đội A|Tháng 2", "Quét lá|Đội D|"]
    for task in found:
        [place] = task.evidence
        assert place.box is None
        assert layout.text[place.start : place.end] == task.text
