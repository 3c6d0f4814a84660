"""Text files in every encoding that Vietnamese offices have used."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.layout import Line, Region, Word
from pipeline.ocr.load import sniff, text_pages
from pipeline.ocr.page_source import Kind
from pipeline.ocr.plain_text import decode
from tests.ocr.words_of_letters import IN_TCVN3, IN_UNICODE, IN_VNI


def windows_1258(text: str) -> bytes:
    """Tone marks as characters of their own after the vowel, as Windows wrote them."""
    letters: list[str] = []
    for letter in text:
        try:
            letter.encode("cp1258")
            letters.append(letter)
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            letters.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone)
    return "".join(letters).encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        IN_UNICODE.encode(),
        unicodedata.normalize("NFD", IN_UNICODE).encode(),
        IN_UNICODE.encode("utf-8-sig"),
        IN_UNICODE.encode("utf-16"),
        IN_UNICODE.encode("utf-16-le"),
        IN_UNICODE.encode("utf-16-be"),
        windows_1258(IN_UNICODE),
        IN_TCVN3.encode("cp1252"),
        IN_VNI.encode("cp1252"),
        IN_TCVN3.encode(),  # old bytes saved as UTF-8 by a careless converter
    ],
)
def test_the_same_sentence_whatever_its_encoding(data: bytes) -> None:
    assert decode(data) == IN_UNICODE


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 400, b"\x93\xff" * 99])
def test_bytes_that_are_no_text_are_none(data: bytes) -> None:
    assert decode(data) is None


def test_english_text_is_text_too(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"To whom it may concern\r\nRegards\r\n")
    assert sniff(path) is Kind.TEXT
    (page,) = text_pages(path)
    assert page.text == "To whom it may concern\nRegards"


def test_empty_lines_become_gaps_and_no_words_are_lost(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("\n\nSố:\u00a012/UBND \n\n\nKính   gửi:\tSở\fTrang hai\n", encoding="utf-8")
    (page,) = text_pages(path)
    assert page.lines == (
        Line((Word("Số:"), Word("12/UBND"))),
        Line((Word("Kính"), Word("gửi:"), Word("Sở")), gap=True),
        Line((Word("Trang"), Word("hai")), gap=True),
    )
    assert {line.region for line in page.lines} == {Region.BODY}
