"""Letters typed before Unicode are read as what they show."""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files

import pytest

from pipeline.ocr.legacy_fonts import Encoding, font_encoding, guess_encoding, to_unicode
from tests.ocr.words_of_letters import IN_TCVN3, IN_UNICODE, IN_VNI

ALL_MARKED = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"  # every marked letter
)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        ("ABCDEF+.VnTime,Bold", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        ("ABCDEF+.VnArialH-Bold", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("XYZABC+VNI-Helve,Italic", Encoding.VNI),
        ("Times New Roman", Encoding.UNICODE),
        ("Vntimes New Roman", Encoding.UNICODE),
    ],
)
def test_the_name_of_a_font_tells_its_encoding(font: str, encoding: Encoding) -> None:
    assert font_encoding(font) is encoding


def test_tcvn3_and_vni_say_the_same_as_unicode() -> None:
    assert to_unicode(IN_TCVN3, Encoding.TCVN3) == IN_UNICODE
    assert to_unicode(IN_VNI, Encoding.VNI) == IN_UNICODE


def test_h_fonts_show_capitals() -> None:
    assert to_unicode("céng hoµ x· héi", Encoding.TCVN3_CAPITALS) == "CỘNG HOÀ XÃ HỘI"


def test_capitals_of_vni_keep_their_marks() -> None:
    assert to_unicode("ÑOÄC LAÄP TÖÏ DO HAÏNH PHUÙC", Encoding.VNI) == "ĐỘC LẬP TỰ DO HẠNH PHÚC"


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_each_table_gives_every_marked_letter(name: str) -> None:
    text = (files("data") / "encodings" / f"{name}.json").read_text(encoding="utf-8")
    table = json.loads(text)["table"]
    assert set(ALL_MARKED) <= set(table.values())
    assert all(unicodedata.is_normalized("NFC", letter) for letter in table.values())


def test_a_byte_without_a_glyph_name_is_still_the_letter() -> None:
    assert to_unicode("tr(cid:173)íc", Encoding.TCVN3) == "trước"


def test_unicode_text_in_an_old_font_is_left_alone() -> None:
    assert to_unicode("Ủy ban nhân dân", Encoding.TCVN3) == "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (IN_TCVN3, Encoding.TCVN3),
        (IN_VNI, Encoding.VNI),
        (IN_UNICODE, Encoding.UNICODE),
        ("Café à la carte, voilà l'été", Encoding.UNICODE),
    ],
)
def test_where_the_name_was_lost_spelling_tells(text: str, encoding: Encoding) -> None:
    assert guess_encoding(text) is encoding
