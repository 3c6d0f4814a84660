"""The card shows what matters, marks what is doubtful and fits into 80 columns."""

from __future__ import annotations

import io

from rich.console import Console

from cli.cards import show_card
from models.reading import Anomaly, Reading
from tests.cli.fake_read import letter, reading

MAIN = letter(
    pages=[1, 2],
    system="state",
    type={"code": "CV", "name": "Công văn"},
    number="12/SYT-NVY",
    date="2024-03-05",
    issuer="Sở Y tế",
    parent_issuer="Ủy ban nhân dân tỉnh Bình Minh",
    subject="tăng cường công tác phòng, chống dịch bệnh mùa mưa lũ trên địa bàn toàn tỉnh",
    addressees=["Các bệnh viện", "Trung tâm y tế các huyện"],
    recipients=[{"name": "Như trên"}, {"name": "VT", "purpose": "file"}],
    signer={"name": "Lê Văn Hải", "title": "Phó Giám đốc", "authority": ["KT"]},
    urgency="Hỏa tốc",
    confidence={"number": 0.42, "date": 0.97},
    anomalies=[Anomaly(code="number_gap", message="Số viết tay khó đọc")],
)
ATTACHED = letter(pages=[3], attachment_of=0, number="7/KH-SYT")


def printed(one: Reading, width: int = 80) -> str:
    stream = io.StringIO()
    show_card(one, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def line_with(text: str, part: str) -> str:
    return next(line for line in text.splitlines() if part in line)


def test_a_card_has_the_header_with_vietnamese_labels() -> None:
    text = printed(reading("thu.pdf", MAIN, pages=2))
    for part in ("thu.pdf", "2 trang", "12/SYT-NVY", "05/03/2024", "Công văn (CV)", "Hỏa tốc"):
        assert part in text
    assert "Sở Y tế" in line_with(text, "Cơ quan ban hành")
    assert "Lê Văn Hải" in line_with(text, "Người ký")
    assert "Phó Giám đốc (KT.)" in text
    assert "VT [lưu]" in text


def test_a_doubtful_field_is_marked_with_sign_and_words() -> None:
    text = printed(reading("thu.pdf", MAIN))
    assert "⚠ 42%" in line_with(text, "Số, ký hiệu")
    assert text.count("please check") == 1
    assert "97%" in line_with(text, "Ngày")


def test_doubts_and_problems_are_shown() -> None:
    text = printed(reading("thu.pdf", MAIN, failed=[2], pages=3))
    assert "⚠ Số viết tay khó đọc" in text
    assert "✗ trang 2 · page 2: trang bị bỏ" in text


def test_the_head_of_a_card_counts_pages_letters_and_doubts() -> None:
    head = printed(reading("thu.pdf", MAIN, ATTACHED, pages=3)).splitlines()[1:3]
    assert head[0].startswith("3 trang, 2 văn bản, độ tin cậy 90% · 3 pages, 2 letters")
    assert head[1].rstrip() == "⚠ 2 chỗ cần xem lại · 2 places to check"


def test_a_signer_whose_name_was_not_read_is_not_mistaken_for_a_title() -> None:
    text = printed(reading("thu.pdf", letter(signer={"title": "Giám đốc", "authority": []})))
    assert "không đọc được tên" in line_with(text, "Người ký")


def test_a_card_without_doubts_has_no_sign_of_them() -> None:
    assert "⚠" not in printed(reading("thu.pdf", ATTACHED))


def test_an_attachment_stands_indented_under_its_letter() -> None:
    text = printed(reading("thu.pdf", MAIN, ATTACHED, pages=3))
    own, attached = (line_with(text, f"letter {n}") for n in (1, 2))
    indents = [len(line) - len(line.lstrip()) for line in (own, attached)]
    assert indents[1] > indents[0]
    assert "kèm theo văn bản 1" in text


def test_what_matters_and_is_absent_has_a_dash_and_the_rest_no_line() -> None:
    text = printed(reading("thu.pdf", letter()))
    assert "—" in line_with(text, "Số, ký hiệu")
    assert "Độ khẩn" not in text


def test_a_card_fits_into_80_columns_and_has_no_colour_when_piped() -> None:
    text = printed(reading("thu.pdf", MAIN, ATTACHED, pages=3))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text


def test_brackets_in_a_letter_are_text_and_no_markup() -> None:
    assert "[bold]A[/bold]" in printed(reading("thu.pdf", letter(subject="[bold]A[/bold]")))
