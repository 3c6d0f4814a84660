"""Stamps that are pictures on a page which has a text layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from letterpress.corpus import Wish, make_letter
from letterpress.letter import LetterSpec, Secrecy, Urgency
from letterpress.press import print_pdf, printed
from models.layout import Box
from pipeline.ocr.pictured import stamp_places
from pipeline.read import read_file
from pipeline.settings import Settings


def made_on_a_computer(urgency: Urgency | None, secrecy: Secrecy | None) -> LetterSpec:
    letter = make_letter(3, Wish(system="state", type_code="CV", tasks=1, tabled=False, typed=True))
    return replace(letter, digital_signature=None, urgency=urgency, secrecy=secrecy)


@pytest.mark.parametrize(
    ("urgency", "secrecy"), [(None, "Mật"), ("Hỏa tốc", None), ("Khẩn", "Tối mật"), (None, None)]
)
def test_marks_that_are_pictures_are_read(
    tmp_path: Path, urgency: Urgency | None, secrecy: Secrecy | None
) -> None:
    path = tmp_path / "thư.pdf"
    path.write_bytes(print_pdf(printed(made_on_a_computer(urgency, secrecy))))
    reading = read_file(path, Settings(jobs=1))
    assert {page.origin for page in reading.pages} == {"text_layer"}
    [letter] = reading.letters
    assert (letter.urgency, letter.secrecy) == (urgency, secrecy)
    for name in ("urgency", "secrecy"):
        if getattr(letter, name):
            [place] = letter.evidence[name]
            assert place.box is not None
            assert place.box[3] < 0.5, "in the letterhead"


def test_only_pictures_of_a_stamp_s_size_in_the_letterhead_are_looked_at() -> None:
    stamp = Box(0.2, 0.15, 0.3, 0.18)
    seal, banner, speck = Box(0.6, 0.7, 0.8, 0.85), Box(0, 0, 1, 0.2), Box(0.2, 0.2, 0.23, 0.22)
    assert stamp_places([stamp, seal, banner, speck]) == [stamp]
