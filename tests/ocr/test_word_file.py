"""DOCX letters come out in the order in which a person reads them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.document import Document as Docx

from models.errors import FileDamaged, FileEmpty
from models.layout import PageLayout, Region
from pipeline.ocr.load import text_pages
from tests.ocr.words_of_letters import IN_TCVN3, IN_UNICODE


def read(tmp_path: Path, document: Docx) -> PageLayout:
    path = tmp_path / "letter.docx"
    document.save(str(path))
    (page,) = text_pages(path)
    return page


def add_columns(document: Docx, left: str, right: str) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = left, right


def test_letterhead_and_signature_block_are_read_column_by_column(tmp_path: Path) -> None:
    document = docx.Document()
    add_columns(document, "SỞ Y TẾ\nSố: 12/SYT", "CỘNG HÒA XÃ HỘI\nĐộc lập")
    document.add_paragraph("Kính gửi: Trạm y tế xã")
    add_columns(document, "Nơi nhận:\n- Như trên;", "GIÁM ĐỐC\nTrần Văn A")
    page = read(tmp_path, document)
    assert [(line.text, line.region) for line in page.lines] == [
        ("SỞ Y TẾ", Region.HEAD_LEFT),
        ("Số: 12/SYT", Region.HEAD_LEFT),
        ("CỘNG HÒA XÃ HỘI", Region.HEAD_RIGHT),
        ("Độc lập", Region.HEAD_RIGHT),
        ("Kính gửi: Trạm y tế xã", Region.BODY),
        ("Nơi nhận:", Region.FOOT_LEFT),
        ("- Như trên;", Region.FOOT_LEFT),
        ("GIÁM ĐỐC", Region.FOOT_RIGHT),
        ("Trần Văn A", Region.FOOT_RIGHT),
    ]


def test_a_ruled_table_is_read_row_by_row_where_it_stands(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Trước bảng")
    table = document.add_table(2, 2)
    table.style = "Table Grid"
    for index, text in enumerate(("STT", "Nhiệm vụ", "1", "Rà soát\nbáo cáo")):
        table.cell(index // 2, index % 2).text = text
    document.add_paragraph("Sau bảng")
    page = read(tmp_path, document)
    assert [line.text for line in page.lines] == [
        "Trước bảng",
        "STT\tNhiệm vụ",
        "1\tRà soát báo cáo",
        "Sau bảng",
    ]
    assert page.lines[1].region is Region.TABLE


def test_a_merged_cell_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Chung"
    table.cell(0, 1).text, table.cell(1, 1).text = "một", "hai"
    assert [line.text for line in read(tmp_path, document).lines] == ["Chung\tmột", "\thai"]


def test_runs_in_old_fonts_are_converted_one_by_one(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run(IN_TCVN3).font.name = ".VnTime"
    paragraph.add_run(" và céng µ")
    assert read(tmp_path, document).text == IN_UNICODE + " và céng µ"


def test_an_old_font_of_the_style_counts(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTimeH"
    document.add_paragraph("céng hoµ x· héi")
    assert read(tmp_path, document).text == "CỘNG HOÀ XÃ HỘI"


def test_bold_paragraphs_are_marked_and_empty_ones_are_gaps(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("QUYẾT ĐỊNH").bold = True
    document.add_paragraph()
    document.add_paragraph("Điều 1.")
    first, second = read(tmp_path, document).lines
    assert (first.bold, first.gap, second.bold, second.gap) == (True, False, False, True)


def test_a_docx_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        read(tmp_path, docx.Document())


def test_a_docx_with_broken_xml_is_damaged(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(FileDamaged):
        text_pages(path)
