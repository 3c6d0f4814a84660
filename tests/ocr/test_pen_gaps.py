"""Numbers and days written by pen into a page that has a text layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.layout import Box, Line, PageLayout, Region, Word
from pipeline.ocr.layer_page import layout_of_layer
from pipeline.ocr.load import open_document
from pipeline.ocr.pen_gaps import fill_gaps, has_gap

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "12-chuong-trinh-nua-quet.pdf"


def _page(text: str, region: Region = Region.HEAD_LEFT) -> PageLayout:
    words = tuple(
        Word(word, Box(0.1 * i, 0.1, 0.1 * i + 0.08, 0.12), 1.0)
        for i, word in enumerate(text.split())
    )
    return PageLayout(1, "text_layer", lines=(Line(words, region),))


@pytest.mark.parametrize("text", ["Số: /SYT-NVY", "Số -CV/TU", "Hà Nam, ngày tháng 5 năm 2024"])
def test_a_letterhead_without_its_number_or_day_has_a_gap(text: str) -> None:
    assert has_gap(_page(text))


@pytest.mark.parametrize(
    "text", ["Số: 12/SYT-NVY", "Hà Nam, ngày 02 tháng 5 năm 2024", "theo ngày, tháng nộp đơn"]
)
def test_a_number_and_a_day_that_are_there_are_no_gap(text: str) -> None:
    assert not has_gap(_page(text))


def test_the_body_may_speak_of_days_and_months() -> None:
    assert not has_gap(_page("ghi rõ ngày tháng nộp", Region.BODY))


def test_the_pen_is_read_and_stands_between_the_printed_words() -> None:
    with open_document(SAMPLE) as document:
        page = document.page(0)
        layer = page.text_layer()
        assert layer is not None
        layout = layout_of_layer(layer, 1)
        filled = fill_gaps(layout, page.image())
    number = next(line for line in filled.lines if line.text.startswith("Số"))
    date = next(line for line in filled.lines if "ngày" in line.text)
    assert number.text == "Số: 283/CTr-UBND"
    assert date.text == "Bắc Kạn, ngày 24 tháng 9 năm 2024"
    edges = [word.box.x0 for word in date.words if word.box]
    assert edges == sorted(edges)
    assert len(edges) == len(date.words)
    changed = [a.text for a, b in zip(layout.lines, filled.lines, strict=True) if a.text != b.text]
    assert len(changed) == 2
