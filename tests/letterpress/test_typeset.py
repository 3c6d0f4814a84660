"""How a letter stands on its pages."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from letterpress.corpus import Wish, make_letter
from letterpress.errors import GlyphMissing
from letterpress.fonts import Face, assert_covered, font_files
from letterpress.press import print_pdf, printed
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH
from letterpress.typeset import typeset

LETTER = make_letter(2, Wish(issuer="Sở Y tế", type_code="CV", tabled=False, typed=True))
PARTY = make_letter(8, Wish(issuer="Tỉnh ủy Bắc Kạn", type_code="KL", tabled=False))


def test_four_cuts_of_a_vietnamese_serif_are_installed() -> None:
    assert set(font_files()) == set(Face)


def test_a_character_without_glyph_is_named() -> None:
    with pytest.raises(GlyphMissing, match=r"語 U\+8A9E"):
        assert_covered("Sở Y tế 語", Face.REGULAR)


def test_the_left_column_of_the_letterhead_is_read_before_the_right_one() -> None:
    text = typeset(LETTER)[0].text
    assert text.index("SỞ Y TẾ") < text.index("V/v") < text.index("CỘNG HÒA XÃ HỘI")


def test_a_party_letter_prints_a_star_and_a_number_without_colon() -> None:
    lines = typeset(PARTY)[0].text.splitlines()
    assert "*" in lines
    assert f"Số {PARTY.number.normalised}" in lines
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in lines


def test_a_cong_van_has_no_title_but_a_decision_has() -> None:
    decision = make_letter(46, Wish(issuer="Trường Đại học Lâm nghiệp", type_code="QĐ"))
    assert "CÔNG VĂN" not in typeset(LETTER)[0].text
    assert "\nQUYẾT ĐỊNH\n" in typeset(decision)[0].text


def test_the_text_layer_holds_every_word_of_the_proof() -> None:
    pages = printed(replace(LETTER, digital_signature=None))
    with pdfplumber.open(io.BytesIO(print_pdf(pages))) as pdf:
        found = sorted(pdf.pages[0].extract_text().split())
    assert found == sorted(pages[0].proof.text.split())


@pytest.mark.parametrize("seed", range(24))
def test_nothing_is_printed_outside_the_page_and_no_signature_stands_alone(seed: int) -> None:
    pages = typeset(make_letter(seed))
    for page in pages:
        for line in page.lines:
            for placed in line.runs:
                assert 20 < placed.x < PAGE_WIDTH - 20
                assert placed.x + placed.run.width < PAGE_WIDTH - 20
                assert 15 < placed.baseline < PAGE_HEIGHT - 40
    first = pages[-1].text.splitlines()[0 if len(pages) == 1 else 2]
    assert first != "Nơi nhận:"


def test_a_long_letter_numbers_its_second_page() -> None:
    pages = typeset(make_letter(6, Wish(type_code="KH", tasks=14, tabled=False)))
    assert len(pages) == 2
    assert pages[1].text.splitlines()[0] == "2"


def test_a_row_of_a_ruled_table_is_one_line_of_cells() -> None:
    letter = make_letter(6, Wish(type_code="KH", tasks=3, tabled=True))
    rows = [line for line in typeset(letter)[0].text.splitlines() if "\t" in line]
    assert rows[0] == "STT\tNội dung công việc\tĐơn vị chủ trì\tThời hạn"
    assert [row.split("\t")[0] for row in rows[1:]] == ["1", "2", "3"]
