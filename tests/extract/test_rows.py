"""Lines of a letter as rows: where they stand, what they say when folded; and fixed phrases."""

from __future__ import annotations

import pytest

from models.layout import Box, Line, PageLayout, Region, Word
from pipeline.extract.cues import (
    is_addressee_cue,
    is_legal_basis,
    is_recipients_cue,
    motto_of,
    starts_with_cue,
)
from pipeline.extract.rows import confidence_of, evidence_of, joined, rows_of
from tests.extract.typed_letters import rows_in


def two_pages() -> list[PageLayout]:
    words = (Word("Số:", Box(0.1, 0.1, 0.14, 0.11)), Word("12/SYT", Box(0.15, 0.1, 0.25, 0.12)))
    first = PageLayout(1, "ocr", (Line(words, Region.HEAD_LEFT), Line((Word("Kính"),), gap=True)))
    return [first, PageLayout(2, "ocr", (Line((Word("gửi"),)),))]


def test_rows_know_their_page_and_their_place_in_its_text() -> None:
    pages = two_pages()
    rows = rows_of(pages)
    assert [(row.page, row.text) for row in rows] == [(1, "Số: 12/SYT"), (1, "Kính"), (2, "gửi")]
    for row in rows:
        text = pages[row.page - 1].text
        assert text[row.start : row.start + len(row.text)] == row.text


def test_evidence_of_a_part_has_the_box_of_its_words_only() -> None:
    row = rows_of(two_pages())[0]
    part = row.evidence(4, 10)
    assert part.box == (0.15, 0.1, 0.25, 0.12)
    assert (part.start, part.end) == (4, 10)
    assert row.evidence().box == (0.1, 0.1, 0.25, 0.12)


def test_text_without_places_has_evidence_without_boxes() -> None:
    [place] = evidence_of(rows_in("Kính gửi: Sở Y tế"))
    assert place.box is None
    assert place.end == len("Kính gửi: Sở Y tế")


def test_columns_are_sides() -> None:
    assert [row.side for row in rows_of(two_pages())] == ["left", "all", "all"]


def test_rows_are_joined_with_single_spaces() -> None:
    assert joined(rows_in("Ủy ban  nhân dân\n\ntỉnh Hà Nam")) == "Ủy ban nhân dân tỉnh Hà Nam"


def test_no_rows_are_sure_of_nothing() -> None:
    assert confidence_of([]) == 0


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("SỞ Y TẾ", True), ("Sở Y tế", False), ("12/2021", False), ("UBND tỉnh", False)],
)
def test_capitals_are_told_from_mixed_case(text: str, capitals: bool) -> None:
    [row] = rows_in(text)
    assert row.is_capitals is capitals


@pytest.mark.parametrize(
    ("text", "motto"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state"),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state"),
        ("CONG HÒA XÃ HÔI CHỦ NGHIA VIÊT NAM", "state"),
        ("Độc lập - Tự do - Hạnh phúc", "state_motto"),
        ("Độc lập — Tự do — Hạnh phủc", "state_motto"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "party"),
        ("ĐẢNG CÔNG SÁN VIÊT NAM", "party"),
        ("ĐOÀN TNCS HỒ CHÍ MINH", "youth"),
        ("Đảng ủy Công an tỉnh", None),
        ("MẶT TRẬN TỔ QUỐC VIỆT NAM", None),
        ("Hạnh phúc", None),
    ],
)
def test_the_title_of_the_right_column_is_known_in_spite_of_the_recogniser(
    text: str, motto: str | None
) -> None:
    assert motto_of(text) == motto


def test_cues_survive_lost_marks() -> None:
    assert is_addressee_cue("Kinh gửi: Sở Y tế")
    assert is_addressee_cue("KÍNH GỬI:")
    assert is_recipients_cue("Noi nhận:")
    assert is_legal_basis("Căn cử Luật Đất đai")
    assert starts_with_cue("Nơi nhận: như trên", "recipient_cues")


@pytest.mark.parametrize("text", ["Kinh phí thực hiện", "Nơi ở của công dân", "Căn hộ chung cư"])
def test_words_that_only_begin_like_a_cue_are_none(text: str) -> None:
    assert not is_addressee_cue(text)
    assert not is_recipients_cue(text)
    assert not is_legal_basis(text)
