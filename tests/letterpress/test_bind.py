"""Files made of pages."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from letterpress import bind
from letterpress.ageing import Ageing
from letterpress.capture import capture, capture_all
from letterpress.corpus import Wish, make_letter
from letterpress.errors import NotInTcvn3
from letterpress.legacy import legacy_pdf, tcvn3
from letterpress.press import print_pdf, printed
from letterpress.wordfile import docx, docx_text

PAGES = printed(make_letter(6, Wish(type_code="KH", tasks=14, tabled=False)))
COLOUR = Ageing(dpi=60, jpeg=60)
FAX = Ageing(dpi=60, mode="bitonal")


def test_a_scanned_pdf_is_of_a4_size_and_has_no_text() -> None:
    data = bind.pdf(capture_all(PAGES, COLOUR, 1))
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    assert document[0].get_size() == pytest.approx((595, 842), abs=2)
    assert document[0].get_textpage().get_text_range() == ""
    document.close()


def test_a_fax_is_bound_as_ccitt() -> None:
    assert b"CCITTFaxDecode" in bind.pdf(capture_all(PAGES, FAX, 1))


def test_a_mixed_pdf_has_text_on_its_first_page_only() -> None:
    data = bind.pdf([PAGES[0], capture(PAGES[1], COLOUR, 1)])
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert "KẾ HOẠCH" in pdf.pages[0].extract_text()
        assert pdf.pages[1].extract_text() == ""


def test_a_tiff_has_a_frame_for_each_page() -> None:
    with Image.open(io.BytesIO(bind.tiff(capture_all(PAGES, FAX, 1)))) as image:
        assert (image.n_frames, image.mode) == (2, "1")  # type: ignore[attr-defined]


def test_png_and_jpeg_open_as_such() -> None:
    page = capture(PAGES[0], COLOUR, 1)
    assert Image.open(io.BytesIO(bind.png(page))).format == "PNG"
    assert Image.open(io.BytesIO(bind.jpeg(page))).format == "JPEG"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert print_pdf(PAGES) == print_pdf(PAGES)
    assert bind.pdf(capture_all(PAGES, FAX, 1)) == bind.pdf(capture_all(PAGES, FAX, 1))
    assert docx(PAGES[0].letter) == docx(PAGES[0].letter)


def test_a_word_file_says_what_the_letter_says() -> None:
    text = docx_text(PAGES[0].letter)
    assert PAGES[0].letter.signature.name in text
    assert PAGES[0].letter.number.normalised in text


def test_plain_text_is_all_pages_in_order() -> None:
    text = bind.plain_text([page.proof for page in PAGES]).decode()
    assert text.index("KẾ HOẠCH") < text.index("Nơi nhận:")


def test_tcvn3_says_small_letters_one_code_each() -> None:
    assert tcvn3("ban nhân dân") == "ban nh©n d©n"
    assert tcvn3("Đường") == "§\u00ad\u00eang"


def test_tcvn3_has_no_capital_with_a_tone_mark_but_the_h_font_shows_it() -> None:
    with pytest.raises(NotInTcvn3, match="Ủ"):
        tcvn3("Ủy ban")
    assert tcvn3("ỦY BAN", capitals=True) == "ñy ban"


def test_a_legacy_pdf_has_vn_fonts_and_codes_in_its_text_layer() -> None:
    letter = make_letter(6, Wish(issuer="Cục An toàn thực phẩm", type_code="CV", typed=True))
    with pdfplumber.open(io.BytesIO(legacy_pdf(letter))) as pdf:
        fonts = {char["fontname"].split("+")[-1] for char in pdf.pages[0].chars}
        text = pdf.pages[0].extract_text()
    assert {".VnTime", ".VnTimeH-Bold"} <= fonts
    assert "côc an toµn thùc phÈm" in text
