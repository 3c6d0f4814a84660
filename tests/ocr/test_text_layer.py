"""A text layer is taken where it can be trusted, converted where it is old, else left."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.layout import Box
from pipeline.ocr.load import open_document
from pipeline.ocr.page_source import TextLayer
from tests.ocr.pdf_maker import Page, Picture, Stamp, Text, make_pdf
from tests.ocr.words_of_letters import GIBBERISH, IN_TCVN3, IN_UNICODE, IN_VNI, SENTENCES

A4 = Picture((0, 0, 595, 842), pixels=(200, 280), shade=255)


def lines(*texts: str, **how: object) -> tuple[Text, ...]:
    return tuple(Text(t, y=760 - 20 * i, size=10, **how) for i, t in enumerate(texts))  # type: ignore[arg-type]


def layer(tmp_path: Path, page: Page) -> TextLayer | None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_pdf(page))
    with open_document(path) as document:
        return document.page(0).text_layer()


def words(tmp_path: Path, page: Page) -> list[str]:
    found = layer(tmp_path, page)
    assert found is not None
    return [word.text for word in found.words]


def test_a_typed_page_gives_its_words(tmp_path: Path) -> None:
    found = layer(tmp_path, Page(lines(*SENTENCES)))
    assert found is not None
    assert [word.text for word in found.words] == " ".join(SENTENCES).split()
    assert found.valid_share == 1.0
    assert not found.recognised
    assert found.overlays == ()


def test_words_know_their_place_and_type(tmp_path: Path) -> None:
    text = Text("Kính gửi", x=100, y=500, size=14, font="ABCDEF+TimesNewRoman,BoldItalic")
    found = layer(tmp_path, Page((text,)))
    assert found is not None
    first, second = found.words
    assert first.font == "TimesNewRoman,BoldItalic"
    assert (first.bold, first.italic, first.size) == (True, True, 14.0)
    assert first.box.x0 == pytest.approx(100 / 595, abs=0.002)
    assert 1 - 514 / 842 < first.box.center_y < 1 - 495 / 842
    assert second.box.x0 > first.box.x1
    assert found.aspect == pytest.approx(842 / 595, abs=0.001)


def test_decomposed_letters_and_look_alikes_are_mended(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "Ủy ban ") + "Ðảng ủy 12\u00adCV/TU"
    assert words(tmp_path, Page((Text(text),))) == ["Ủy", "ban", "Đảng", "ủy", "12-CV/TU"]


@pytest.mark.parametrize(
    ("font", "text"),
    [(".VnTime", IN_TCVN3), ("ABCDEF+VNI-Times", IN_VNI), ("TTE1B2C0", IN_TCVN3), ("F1", IN_VNI)],
)
def test_old_fonts_are_read_as_what_they_show(tmp_path: Path, font: str, text: str) -> None:
    assert words(tmp_path, Page((Text(text, font=font, size=8),))) == IN_UNICODE.split()


def test_old_fonts_without_a_unicode_map_are_read_too(tmp_path: Path) -> None:
    text = Text("", font=".VnTime", raw=IN_TCVN3.encode("cp1252"), size=8)
    assert words(tmp_path, Page((text,))) == IN_UNICODE.split()


def test_only_the_spans_in_old_fonts_are_converted(tmp_path: Path) -> None:
    page = Page((Text(IN_TCVN3, font=".VnTime", size=8), Text("Giá 5 µm", y=500)))
    assert words(tmp_path, page)[-3:] == ["Giá", "5", "µm"]


def test_gibberish_of_an_earlier_ocr_is_dropped(tmp_path: Path) -> None:
    assert layer(tmp_path, Page(lines(*GIBBERISH, mode=3), (A4,))) is None
    assert layer(tmp_path, Page(lines(*GIBBERISH))) is None


def test_good_text_under_a_scan_is_taken_and_marked(tmp_path: Path) -> None:
    found = layer(tmp_path, Page(lines(*SENTENCES, mode=3), (A4,)))
    assert found is not None
    assert found.recognised


def test_under_a_scan_text_has_to_be_better_than_on_a_typed_page(tmp_path: Path) -> None:
    mixed = (*SENTENCES, "thjrc hién chí dqo cuá Uý bán nhán dán tính vè vièc tàng cuòng")
    assert layer(tmp_path, Page(lines(*mixed))) is not None
    assert layer(tmp_path, Page(lines(*mixed, mode=3), (A4,))) is None


def test_a_scan_with_a_few_typed_words_is_a_scan(tmp_path: Path) -> None:
    assert layer(tmp_path, Page((Text("Ký bởi: Sở Y tế"),), (A4,))) is None


def test_a_scan_with_a_signature_stamp_is_a_scan(tmp_path: Path) -> None:
    stamp = Stamp((300, 780, 590, 840), "Ký bởi: Sở Y tế")
    assert layer(tmp_path, Page(pictures=(A4,), stamps=(stamp,))) is None


def test_stamped_number_and_day_join_the_words_of_the_page(tmp_path: Path) -> None:
    page = Page((Text("Số:       /UBND"),), stamps=(Stamp((95, 695, 130, 715), "2005"),))
    found = layer(tmp_path, page)
    assert found is not None
    assert [(w.text, w.stamped) for w in found.words] == [
        ("Số:", False),
        ("/UBND", False),
        ("2005", True),
    ]


def test_pictures_on_a_typed_page_are_overlays_to_be_read(tmp_path: Path) -> None:
    seal = Picture((300, 100, 400, 200))
    found = layer(tmp_path, Page(lines(*SENTENCES), (seal,)))
    assert found is not None
    (box,) = found.overlays
    assert box.x0 == pytest.approx(300 / 595, abs=0.001)
    assert box.y0 == pytest.approx(1 - 200 / 842, abs=0.001)


def test_english_terms_do_not_make_a_typed_page_doubtful(tmp_path: Path) -> None:
    terms = "Server Database Storage Backup Firewall Switch Router Cluster " * 2
    assert layer(tmp_path, Page(lines(*SENTENCES[:1], terms[:70]))) is not None


def test_fake_bold_does_not_double_a_word(tmp_path: Path) -> None:
    page = Page((Text("THÔNG BÁO"), Text("THÔNG BÁO", x=72.4), Text("lless", y=600)))
    assert words(tmp_path, page) == ["THÔNG", "BÁO", "lless"]


def test_a_blank_of_another_paragraph_does_not_cut_a_word(tmp_path: Path) -> None:
    page = Page((Text("CỘNG HÒA"), Text(" ", x=80)))
    assert words(tmp_path, page) == ["CỘNG", "HÒA"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_not_read_line_by_line(tmp_path: Path, rotate: int) -> None:
    found = layer(tmp_path, Page(lines(*SENTENCES), rotate=rotate))
    assert found is None


def test_a_landscape_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    page = Page((Text("Kính gửi", x=100, y=72, climbs=True),), rotate=90)
    found = layer(tmp_path, page)
    assert found is not None
    first, second = found.words
    assert first.box.x0 == pytest.approx(72 / 842, abs=0.002)
    assert first.box.center_y == pytest.approx(97 / 595, abs=0.01)
    assert second.box.x0 > first.box.x1
    assert found.aspect < 1


def test_places_count_from_the_part_of_the_page_that_is_shown(tmp_path: Path) -> None:
    page = Page((Text("Kính", x=150, y=700),), crop=(100.0, 200.0, 500.0, 800.0))
    found = layer(tmp_path, page)
    assert found is not None
    box = found.words[0].box
    assert box.x0 == pytest.approx(50 / 400, abs=0.005)
    assert box.center_y == pytest.approx(95 / 600, abs=0.01)


def test_ruled_lines_and_cell_borders_are_rules_and_shading_is_not(tmp_path: Path) -> None:
    drawing = "100 500 m 400 500 l S  100 300 200 50 re S  1 1 0 rg 100 100 200 50 re f"
    found = layer(tmp_path, Page((Text("Kính gửi"),), drawing=drawing))
    assert found is not None
    assert len(found.rules) == 5
    assert all(min(rule.width, rule.height) < 0.003 for rule in found.rules)


def test_real_typed_letters_are_taken_whole(shared: Path) -> None:
    for path in sorted((shared / "digital").glob("*.pdf")):
        with open_document(path) as document:
            found = document.page(0).text_layer()
        assert found is not None
        assert found.valid_share > 0.98
        assert any(word.stamped and word.text.isdigit() for word in found.words)
        assert all(isinstance(box, Box) for box in found.overlays)


@pytest.mark.parametrize("name", ["qn_06.pdf", "qn_10.pdf", "kgu_47.pdf", "moet_08.pdf"])
def test_real_scans_have_none(shared: Path, name: str) -> None:
    with open_document(shared / "scans" / name) as document:
        assert all(document.page(i).text_layer() is None for i in range(document.page_count))
