"""Two columns in plain text, set apart by spaces or tabs."""

from __future__ import annotations

from models.layout import Region
from pipeline.ocr.text_columns import in_columns

HEAD = """\
   UBND TỈNH AN BIÊN                   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      SỞ Y TẾ                              Độc lập - Tự do - Hạnh phúc
   Số:      /SYT-NVY                    An Biên, ngày 05 tháng 3 năm 2021
V/v phòng, chống dịch

            Kính gửi: Các đơn vị trực thuộc Sở.

     Sở Y tế yêu cầu các đơn vị thực hiện."""
FOOT = """\
Nơi nhận:                                          GIÁM ĐỐC
- Như trên;
- Lưu: VT.

                                                Lê Văn Thành"""


def _column(text: str, region: Region) -> list[str]:
    pieces = in_columns(text.split("\n"))
    return [" ".join(p.text.split()) for p in pieces if p.region is region and p.text.strip()]


def test_the_letterhead_is_read_column_by_column() -> None:
    assert _column(HEAD, Region.HEAD_LEFT) == [
        "UBND TỈNH AN BIÊN",
        "SỞ Y TẾ",
        "Số: /SYT-NVY",
        "V/v phòng, chống dịch",
    ]
    assert _column(HEAD, Region.HEAD_RIGHT) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Biên, ngày 05 tháng 3 năm 2021",
    ]
    assert _column(HEAD, Region.BODY)[0] == "Kính gửi: Các đơn vị trực thuộc Sở."


def test_the_signature_stands_beside_the_recipients() -> None:
    assert _column(FOOT, Region.FOOT_LEFT) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert _column(FOOT, Region.FOOT_RIGHT) == ["GIÁM ĐỐC", "Lê Văn Thành"]


def test_tabs_part_columns_too() -> None:
    text = "TỈNH ỦY AN BIÊN\t\t\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-CV/TU\t\t\tAn Biên, ngày 02 tháng 3"
    assert _column(text, Region.HEAD_LEFT) == ["TỈNH ỦY AN BIÊN", "Số 12-CV/TU"]


def test_text_in_one_column_stays_as_it_is() -> None:
    text = "SỞ Y TẾ\nSố: 12/SYT\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNơi nhận:\n- Như trên;"
    pieces = in_columns(text.split("\n"))
    assert [piece.text for piece in pieces] == text.split("\n")
    assert {piece.region for piece in pieces} == {Region.BODY}


def test_the_next_letters_letterhead_is_no_part_of_the_signature_block_above() -> None:
    assert _column(FOOT + "\n\n" + HEAD, Region.FOOT_RIGHT) == ["GIÁM ĐỐC", "Lê Văn Thành"]
    assert _column(FOOT + "\n\n" + HEAD, Region.HEAD_LEFT) == _column(HEAD, Region.HEAD_LEFT)


def test_a_row_of_three_cells_is_a_tables() -> None:
    pieces = in_columns(["STT\tNhiệm vụ\tChủ trì", "Kính gửi:\tSở Y tế"])
    assert [piece.region for piece in pieces] == [Region.TABLE, Region.BODY]
    assert pieces[0].text == "STT\tNhiệm vụ\tChủ trì"
