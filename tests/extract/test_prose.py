"""Paragraphs of a letter: what is joined over lines and pages, and where it stood on the scan."""

from __future__ import annotations

import pytest

from models.layout import Line, PageLayout, Region, Word
from pipeline.extract.prose import marker_length, paragraphs_of, prose_of
from pipeline.extract.rows import rows_of
from tests.extract.typed_letters import Typed, rows_in


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text."""
    prose = prose_of(paragraphs_of(rows_in(text)))
    return [prose.text[start:end] for start, end in prose.paragraphs]


def paragraphs_on(*pages: Typed) -> list[str]:
    """The paragraphs on typed pages."""
    layouts = [page.page(number) for number, page in enumerate(pages, 1)]
    prose = prose_of(paragraphs_of(rows_of(layouts)))
    return [prose.text[start:end] for start, end in prose.paragraphs]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Các trạm y tế báo cáo Sở Y tế trước ngày", "15/6/2021 để tổng hợp."),
        ("Vận động Hội Nông dân và các tổ chức chính trị", "- xã hội khác hiến đất làm đường."),
        ("Diện tích lúa hè thu đã gieo cấy là", "4.215 ha, đạt kế hoạch."),
        ("Mua sắm thiết bị trường học theo Thông tư số", "14/2020/TT-BGDĐT."),
        ("Hồ sơ đất rừng lập theo quy định tại khoản", "2. Điều này áp dụng từ nay."),
        ("Thẻ đoàn viên đổi xong trong quý", "III năm nay."),
        ("Cấp chữ ký số cho công chức (gồm cả xã,", "Phường mới lập)."),
        ("Các chi bộ sinh hoạt chuyên đề về", "Học tập và làm theo tấm gương của Bác."),
    ],
)
def test_a_sentence_goes_on_whatever_the_next_line_begins_with(above: str, below: str) -> None:
    assert paragraphs(f"{above}\n{below}") == [f"{above} {below}"]


def test_a_small_letter_goes_on_even_behind_an_empty_line() -> None:
    assert paragraphs("Kiểm tra bếp ăn\n\nbán trú của trường.") == [
        "Kiểm tra bếp ăn bán trú của trường."
    ]


def test_items_begin_paragraphs() -> None:
    text = "1. Sở Y tế\n- Tiêm vắc xin.\n- Phát thuốc cho\ncác xã.\na) Trạm A\nb) Trạm B"
    assert paragraphs(text) == [
        "1. Sở Y tế",
        "- Tiêm vắc xin.",
        "- Phát thuốc cho các xã.",
        "a) Trạm A",
        "b) Trạm B",
    ]


def test_a_short_closed_line_ends_its_paragraph() -> None:
    short, long = "Giao Sở Nội vụ.", "Các huyện đoàn mở lớp kỹ năng sống cho thiếu nhi vùng cao."
    assert paragraphs(f"{short}\n{long}") == [short, long]
    assert paragraphs(f"{long}\n{short}") == [f"{long} {short}"]


@pytest.mark.parametrize(
    "heading",
    [
        "II. TRỒNG RỪNG VEN BIỂN",
        "CÔNG TÁC ĐOÀN",
        pytest.param("III. CHUYỂN ĐỔI SỐ"),
    ],
)
def test_a_heading_in_capitals_stands_alone(heading: str) -> None:
    text = "Mỗi thôn có một tổ công nghệ."
    assert paragraphs(f"{heading}\n{text}") == [heading, text]


def test_rows_of_a_table_are_paragraphs_of_their_own() -> None:
    rows = ["TT\tViệc\tThời hạn", "1\tmua giống\ttháng 3", "2\tlàm đất\ttháng 4"]
    assert paragraphs("\n".join(["Phân công như sau:", *rows, "và các việc khác."])) == [
        "Phân công như sau:",
        *rows,
        "và các việc khác.",
    ]


FULL = "Ủy ban nhân dân huyện yêu cầu các xã rà soát toàn bộ số hộ có nhà tạm ở"


@pytest.mark.parametrize(
    ("last", "first", "is_joined"),
    [
        (
            "cả mười thôn và lập danh sách đề nghị hỗ trợ vốn làm nhà kiên cố trong",
            "năm nay.",
            True,
        ),
        ("cả mười thôn, các khu tái định cư và các điểm dân cư ven sông Châu. Mỗi", "Xã.", True),
        ("cả mười thôn, các khu tái định cư ven sông và cả các bãi bồi sông Đáy.", "Xã.", True),
        ("cả mười thôn.", "Các xã báo cáo.", False),
        ("cả mười thôn, các khu tái định cư ven sông và cả các bãi bồi sông Đáy.", "1. Xã.", False),
    ],
)
def test_paragraphs_are_joined_over_pages(last: str, first: str, is_joined: bool) -> None:
    got = paragraphs_on(Typed(body=("\t" + FULL, last)), Typed(body=(first,)))
    whole = f"{FULL} {last}"
    assert got == ([f"{whole} {first}"] if is_joined else [whole, first])


def test_an_indented_line_begins_a_paragraph_on_a_page() -> None:
    closed = "cả mười thôn, các khu tái định cư ven sông và cả các bãi bồi sông Đáy."
    assert paragraphs_on(Typed(body=("\t" + FULL, closed, "\t" + FULL, closed))) == [
        f"{FULL} {closed}",
        f"{FULL} {closed}",
    ]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("1. Sở Y tế", "1. "),
        ("1.2.3. Trồng cây", "1.2.3. "),
        ("a) Trồng cây", "a) "),
        ("đ) Trồng cây", "đ) "),
        ("II. NHIỆM VỤ", "II. "),
        ("3/ Trồng cây", "3/ "),
        ("- Trồng cây", "- "),
        ("+Trồng cây", "+"),
        ("1.Trồng cây", "1."),
        ("Điều 2. Giao Sở Y tế", "Điều 2. "),
        ("Khoản 3 Điều này", "Khoản 3 "),
        ("**1. Trồng cây", "**1. "),
    ],
)
def test_markers_are_told_from_text(text: str, marker: str) -> None:
    assert text[: marker_length(text)] == marker


@pytest.mark.parametrize(
    "text",
    ["4.215 ha rừng", "15/6/2021 là hạn cuối", "120 ha", "-5 độ", "3.5% số hộ", "Sở Y tế", ""],
)
def test_numbers_dates_and_words_are_no_markers(text: str) -> None:
    assert marker_length(text) == 0


def test_every_letter_knows_its_line_on_the_scan() -> None:
    rows = rows_in("Giao Sở Y tế mua\n**vắc xin** cho trẻ.\n\nGiao Sở Nội vụ.")
    prose = prose_of(paragraphs_of(rows))
    start = prose.text.index("mua vắc xin")
    page = "Giao Sở Y tế mua\nvắc xin cho trẻ.\n\nGiao Sở Nội vụ."
    places = prose.evidence(start, start + len("mua vắc xin"))
    assert [page[place.start : place.end] for place in places] == ["mua", "vắc xin"]
    assert [row.text for row in prose.rows(0, 8)] == ["Giao Sở Y tế mua"]
    assert prose.evidence(5, 5) == []


def test_stars_of_bold_type_are_left_out_but_counted() -> None:
    line = Line((Word("**Giao"), Word("Sở"), Word("Y"), Word("tế**"), Word("làm.")))
    rows = rows_of([PageLayout(1, "text", (line,))])
    prose = prose_of(paragraphs_of(rows))
    assert prose.text == "Giao Sở Y tế làm."
    [place] = prose.evidence(0, len("Giao Sở Y tế làm"))
    assert rows[0].text[place.start : place.end] == "Giao Sở Y tế** làm"


def test_a_paragraph_is_as_sure_as_its_lines() -> None:
    lines = (
        Line((Word("Mua", confidence=0.9), Word("vắc", confidence=0.9))),
        Line((Word("xin", confidence=0.3), Word("nhé.", confidence=0.3))),
    )
    prose = prose_of(paragraphs_of(rows_of([PageLayout(1, "ocr", lines)])))
    assert prose.text == "Mua vắc xin nhé."
    assert prose.confidence(0, 3) == pytest.approx(0.9)
    assert prose.confidence(8, 15) == pytest.approx(0.3)
    assert 0.3 < prose.confidence(0, 15) < 0.9


def test_nothing_makes_no_prose() -> None:
    assert paragraphs_of([]) == []
    empty = Line((Word("**"),), region=Region.BODY)
    prose = prose_of([rows_of([PageLayout(1, "text", (empty,))])])
    assert (prose.text, prose.paragraphs) == ("", ())
