"""The register, its tasks and archive metadata as tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tomllib
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from xml.etree import ElementTree

import pytest

from models.errors import QueryInvalid
from pipeline.store.exports.archive_sheet import Holdings, archive_sheet, number_and_notation
from pipeline.store.exports.register_sheet import register_sheet
from pipeline.store.exports.sheet import Cell, Column, Sheet
from pipeline.store.exports.sheet_files import write_csv, write_json_lines
from pipeline.store.exports.sheet_xlsx import write_xlsx
from pipeline.store.exports.task_pages import task_pages
from pipeline.store.exports.task_sheet import task_sheet
from pipeline.store.store import Store
from pipeline.track.queries import TaskFilter
from tests.store.exported import COMMITTEE, a_register

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TODAY = dt.date(2026, 6, 1)


def a_sheet(*cells: Cell) -> Sheet:
    """One column with these cells."""
    return Sheet("Thử", (Column("value", "Giá trị", 20),), [{"value": cell} for cell in cells])


def as_csv(sheet: Sheet) -> list[list[str]]:
    out = io.BytesIO()
    write_csv(sheet, out)
    text = out.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def worksheets(sheet: Sheet, **options: int) -> list[ElementTree.Element]:
    """The worksheets of the sheet as XLSX."""
    out = io.BytesIO()
    write_xlsx(sheet, out, **options)
    with zipfile.ZipFile(out) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/"))
        return [ElementTree.fromstring(book.read(name)) for name in names]


def cells(worksheet: ElementTree.Element) -> list[tuple[str | None, str]]:
    """Type and content of every cell that is filled; a text's type is ``inlineStr``."""
    return [
        (cell.get("t"), "".join(cell.itertext()))
        for cell in worksheet.iter(f"{SHEET}c")
        if "".join(cell.itertext())
    ]


def rows(sheet: Sheet) -> list[dict[str, Cell]]:
    return [dict(row) for row in sheet.rows]


def test_the_register_has_a_row_for_each_letter_in_the_order_of_arrival(store: Store) -> None:
    a_register(store)
    with store.reading() as session:
        table = as_csv(register_sheet(session))
    assert table[0][:5] == ["STT", "Ngày đến", "Cơ quan ban hành", "Số, ký hiệu", "Ngày văn bản"]
    assert [row[3] for row in table[1:]] == [
        *("77/KH-UBND", "9/UBND-TH", "11/UBND-TH", "5/BC-UBND", "9/UBND-TH")
    ]
    assert table[1][:7] == [
        *("1", "2026-03-04", COMMITTEE, "77/KH-UBND", "2022-04-05", "Kế hoạch"),
        "phòng, chống lụt",
    ]


def test_what_people_corrected_counts_in_the_register(store: Store) -> None:
    a_register(store)
    with store.reading() as session:
        (row,) = [row for row in rows(register_sheet(session)) if row["number"] == "11/UBND-TH"]
    assert row["subject"] == "gửi báo cáo"  # a correction of it was undone
    assert row["file"] == "m.pdf"


def test_text_that_a_spreadsheet_would_compute_is_only_text() -> None:
    dangerous = ["=1+1", "+84 123", "-5 xã", "@SUM(A1)", "\t=1", "＝1"]
    assert [row[0] for row in as_csv(a_sheet(*dangerous))[1:]] == [f"'{x}" for x in dangerous]
    assert as_csv(a_sheet("7/UBND-NN", -5))[1:] == [["7/UBND-NN"], ["-5"]]
    (page,) = worksheets(a_sheet("=1+1"))
    assert cells(page)[1] == ("inlineStr", "=1+1")
    assert list(page.iter(f"{SHEET}f")) == []


def test_xlsx_has_days_that_are_days_and_headings_that_stay() -> None:
    (page,) = worksheets(a_sheet(dt.date(2026, 3, 2), 7, None, dt.date(201, 1, 1)))
    assert cells(page) == [
        ("inlineStr", "Giá trị"),
        (None, "46083"),
        (None, "7"),
        ("inlineStr", "0201-01-01"),
    ]
    pane = next(page.iter(f"{SHEET}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert next(page.iter(f"{SHEET}autoFilter")).get("ref") == "A1:A5"
    assert float(next(page.iter(f"{SHEET}col")).get("width", "0")) > 20


def test_xlsx_prints_all_columns_on_pages_of_a4_with_headings_on_each() -> None:
    (page,) = worksheets(a_sheet("một"))
    setup = next(page.iter(f"{SHEET}pageSetup"))
    printed = [setup.get(name) for name in ("paperSize", "orientation", "fitToHeight")]
    assert printed == ["9", "landscape", "0"]
    assert next(page.iter(f"{SHEET}pageSetUpPr")).get("fitToPage") == "1"
    assert next(page.iter(f"{SHEET}printOptions")).get("gridLines") == "1"
    out = io.BytesIO()
    write_xlsx(a_sheet("một"), out)
    with zipfile.ZipFile(out) as book:
        names = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}definedName")
        titles = {each.get("name"): each.text for each in names}
    assert titles["_xlnm.Print_Titles"] == "Thử!$1:$1"


def test_rows_that_fit_no_worksheet_go_into_another() -> None:
    pages = worksheets(a_sheet(1, 2, 3, 4, 5), most_rows=2)
    assert [[text for _, text in cells(page)] for page in pages] == [
        *(["Giá trị", "1", "2"], ["Giá trị", "3", "4"], ["Giá trị", "5"])
    ]


def test_a_text_that_fits_no_cell_is_cut_and_says_so() -> None:
    (page,) = worksheets(a_sheet("a" * 40_000))
    (_, text) = cells(page)[1]
    assert len(text) == 32_767
    assert text.endswith("…")


def test_tasks_have_the_columns_that_an_officer_prints(store: Store) -> None:
    a_register(store)
    with store.reading() as session:
        first, second = rows(task_sheet(session, TaskFilter(today=TODAY)))
    assert first == {
        "ordinal": 1,
        "number": "9/UBND-TH",
        "date": dt.date(2026, 3, 2),
        "subject": "chuẩn bị mùa mưa",
        "text": "nạo vét kênh mương trước mùa mưa",
        "leads": "Sở Nông nghiệp và Môi trường",
        "coordinators": "UBND các xã",
        "due": dt.date(2026, 5, 15),
        "product": "báo cáo",
        "result": "12/SNNMT, 02/03/2026",
        "standing": "đã báo cáo, đúng hạn",
        "days_late": None,
        "note": "gia hạn 02/03/2026: mưa muộn",
        "key": first["key"],
    }
    assert (second["due"], second["standing"]) == ("không thời hạn", "không thời hạn")


def test_pages_of_tasks_are_all_tasks_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.exports.task_pages.PAGE", 1)
    a_register(store)
    with store.reading() as session:
        pages = list(task_pages(session, TaskFilter(today=TODAY)))
    assert [len(page) for page in pages] == [1, 1]
    assert pages[0][0].key != pages[1][0].key


def test_every_field_of_the_archive_names_its_source() -> None:
    text = (files("data") / "vocabulary" / "archive.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    rows = [*table["data"]["fields"], *table["data"]["maintenance"]]
    assert {row["source"] for row in rows} == set(table["sources"])


def archived(store: Store, **holdings: str) -> list[dict[str, Cell]]:
    with store.reading() as session:
        return rows(archive_sheet(session, Holdings(**holdings)))


def test_archive_metadata_are_the_fields_of_the_circular(store: Store) -> None:
    a_register(store)
    table = tomllib.loads(
        (files("data") / "vocabulary" / "archive.toml").read_text(encoding="utf-8")
    )
    first = archived(store, fonds="H52", file="2026.01", maintenance="01")[0]
    assert list(first) == [field["name"] for field in table["data"]["fields"]]
    known = {name: value for name, value in first.items() if value is not None}
    assert known.pop("docId") == "9eabf7851c7e9757-1"
    assert known == {
        "arcDocCode": "H52.2026.01.0000001",
        "maintenance": "01",
        "typeName": "Kế hoạch",
        "codeNumber": "77",
        "codeNotation": "KH-UBND",
        "issuedDate": "05/04/2022",
        "organName": COMMITTEE,
        "subject": "phòng, chống lụt",
        "language": "01",
        "numberOfPage": 1,
        "confidenceLevel": "02",
        "SignerTitle": "Phó Chủ tịch",
        "SignerName": "Lò Văn Đúng",
    }


def test_what_nobody_told_stays_empty_in_the_archive(store: Store) -> None:
    a_register(store)
    table = tomllib.loads(
        (files("data") / "vocabulary" / "archive.toml").read_text(encoding="utf-8")
    )
    unfilled = {field["name"] for field in table["data"]["fields"] if not field["filled"]}
    for row in archived(store, fonds="H52"):
        empty = {name for name, value in row.items() if value is None}
        assert empty >= unfilled | {"arcDocCode", "maintenance"}


def test_a_retention_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(QueryInvalid, match="01 Vĩnh viễn"):
        Holdings(maintenance="99")


@pytest.mark.parametrize(
    ("printed", "apart"),
    [
        ("1716-CV/TU", ("1716", "CV/TU")),
        ("30/2020/NĐ-CP", ("30", "2020/NĐ-CP")),
        ("05a-KH/TU", ("05a", "KH/TU")),
        ("1533UBND-VX3", ("1533", "UBND-VX3")),
        ("không số", (None, "không số")),
        (None, (None, None)),
    ],
)
def test_number_and_notation_are_two_fields(
    printed: str | None, apart: tuple[str | None, str | None]
) -> None:
    assert number_and_notation(printed) == apart


def test_json_lines_are_rows_by_their_keys() -> None:
    out = io.BytesIO()
    write_json_lines(a_sheet(dt.date(2026, 3, 2), "Đà"), out)
    lines: Iterable[str] = out.getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == [{"value": "2026-03-02"}, {"value": "Đà"}]
