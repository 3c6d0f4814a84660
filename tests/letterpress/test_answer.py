"""The gold of made letters is the letter itself, in the shape of the contract."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from letterpress.corpus import Wish, make_letter
from letterpress.gold import BoundLetter, gold, header
from letterpress.letter import LetterSpec
from letterpress.press import printed
from models.reading import HEADER_FIELDS, Letter

WISH = Wish(issuer="Sở Giáo dục và Đào tạo", type_code="CV", tabled=False)


def answer(letter: LetterSpec) -> dict[str, object]:
    return header(BoundLetter(letter, printed(letter)), [1])


def test_every_header_field_is_answered_and_fits_the_contract() -> None:
    found = answer(make_letter(4, WISH))
    assert set(HEADER_FIELDS) <= set(found)
    del found["handwritten"]
    Letter.model_validate(found)


def test_a_department_stands_under_its_province() -> None:
    found = answer(make_letter(4, WISH))
    assert found["issuer"] == "Sở Giáo dục và Đào tạo"
    assert found["parent_issuer"] == "Ủy ban nhân dân tỉnh Lạng Sơn"


def test_recipients_are_clean_names_with_a_purpose() -> None:
    found = make_letter(4, Wish(issuer="Ủy ban nhân dân huyện Lý Nhân"))
    for recipient in found.recipients:
        assert not recipient.name.startswith("- ")
        assert not recipient.name.endswith((";", ".", ")"))
    assert found.recipients[-1].purpose == "file"


def test_the_party_committee_acts_through_its_standing_board() -> None:
    found = answer(make_letter(8, Wish(issuer="Tỉnh ủy Bắc Kạn")))
    assert found["issuer"] == "Tỉnh ủy Bắc Kạn"
    assert found["acting_body"] == "Ban Thường vụ Tỉnh ủy"


def test_pages_of_a_bundle_are_numbered_through() -> None:
    first = make_letter(6, Wish(type_code="KH", tasks=14, tabled=False))
    second = make_letter(4, WISH)
    bound = [BoundLetter(first, printed(first)), BoundLetter(second, printed(second), 0)]
    found = gold(bound, "bo.pdf")
    assert [entry["pages"] for entry in found["letters"]] == [[1, 2], [3]]
    assert [entry["attachment_of"] for entry in found["letters"]] == [None, 0]
    assert found["source"] == {"name": "bo.pdf", "page_count": 3}


def test_the_text_of_pages_is_nfc() -> None:
    letter = replace(make_letter(4, WISH), place=unicodedata.normalize("NFD", "Lạng Sơn"))
    text = gold([BoundLetter(letter, printed(letter))], "a.pdf")["pages"][0]["text"]
    assert unicodedata.is_normalized("NFC", text)
