"""Pictures of pages for people: as the page stood when it was read."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from letterpress.ageing import PRESETS, age
from models.errors import FileMissing
from models.reading import Page
from pipeline.link.page_hash import SAME_PICTURES, distance
from pipeline.ocr.load import open_document
from pipeline.ocr.page_image import (
    LARGEST,
    LONGEST_SIDE,
    RenderedPage,
    hash_of,
    picture_of,
    render_pages,
)
from pipeline.ocr.pixels import Image, as_image, to_gray
from pipeline.ocr.posture import stand_up
from pipeline.ocr.skew import deskew
from pipeline.ocr.upright import turn
from tests.ocr.drawn_pages import empty_page, letter, seal
from tests.ocr.fake_engines import Broken, soon
from tests.ocr.pdf_maker import Page as PdfPage
from tests.ocr.pdf_maker import Picture, Text, make_pdf


def saved(folder: Path, *pages: Image, name: str = "thu.tif") -> Path:
    """A file with these pages at 200 dpi."""
    first, *others = [Pillow.fromarray(page) for page in pages]
    first.save(folder / name, dpi=(200, 200), save_all=True, append_images=others)
    return folder / name


def pixels_of(page: RenderedPage) -> Image:
    return np.asarray(Pillow.open(io.BytesIO(page.content)).convert("RGB"))


def the_page(path: Path, page: Page) -> RenderedPage:
    (found,) = render_pages(path, [page])
    return found


def difference(one: Image, other: Image) -> float:
    """Mean difference in gray levels, 0…255, at a size at which lines can be told apart."""
    small = [cv2.resize(to_gray(p), (300, 424), interpolation=cv2.INTER_AREA) for p in (one, other)]
    return float(np.abs(as_image(small[0]).astype(int) - as_image(small[1]).astype(int)).mean())


def stamped_letter() -> Image:
    """A letter with a seal, so that its sides differ."""
    return seal(letter(), 1100, 1900)


@pytest.mark.parametrize(
    "lying",
    [
        pytest.param(stamped_letter(), id="straight"),
        pytest.param(turn(stamped_letter(), -90), id="on its side"),
        pytest.param(turn(deskew(stamped_letter(), -1.5), -180), id="on its head and askew"),
        pytest.param(age(stamped_letter(), PRESETS["phone"], 3), id="a photo"),
    ],
)
def test_a_picture_stands_as_the_page_stood_when_it_was_read(tmp_path: Path, lying: Image) -> None:
    path = saved(tmp_path, lying)
    with open_document(path) as document:
        read = stand_up(document.page(0).image(), Broken(), soon())
    page = Page(number=1, origin="ocr", rotation=read.rotation, skew=round(read.skew, 2))
    found = pixels_of(the_page(path, page))
    assert max(found.shape) == LONGEST_SIDE
    assert difference(found, read.pixels) < 3.0
    assert difference(found, turn(read.pixels, 180)) > 10.0


def test_a_born_digital_page_with_a_photo_on_it_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "thu.pdf"
    dark = Picture((0.0, 0.0, 595.0, 842.0), shade=60)
    sheet = Picture((60.0, 80.0, 535.0, 760.0), shade=240)
    path.write_bytes(make_pdf(PdfPage((Text("Kính gửi"),), (dark, sheet))))
    found = pixels_of(the_page(path, Page(number=1, origin="text_layer")))
    assert found[5, 5].max() < 90
    assert pixels_of(the_page(path, Page(number=1, origin="ocr")))[5, 5].min() > 200


def test_a_page_of_plain_text_has_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text("Kính gửi các sở", encoding="utf-8")
    assert list(render_pages(path, [Page(number=1, origin="text")])) == []


def test_a_picture_has_colour_and_is_small_however_grainy_the_scan(tmp_path: Path) -> None:
    grain = np.random.default_rng(1).normal(0, 7, stamped_letter().shape)
    grainy = np.clip(stamped_letter() + grain, 0, 255).astype(np.uint8)
    found = the_page(saved(tmp_path, grainy), Page(number=1, origin="ocr"))
    assert len(found.content) <= LARGEST
    colours = pixels_of(found).astype(int)
    assert (colours[..., 0] - colours[..., 2]).max() > 80


def test_a_blank_page_has_a_picture_but_no_hash(tmp_path: Path) -> None:
    found = the_page(saved(tmp_path, empty_page()), Page(number=1, origin="blank"))
    assert pixels_of(found).min() > 240
    assert found.page_hash is None


def test_a_page_that_failed_is_tried_after_the_others(tmp_path: Path) -> None:
    path = saved(tmp_path, letter(12), letter(28))
    failed = Page(number=1, origin="failed"), Page(number=2, origin="ocr")
    found = list(render_pages(path, failed))
    assert [page.number for page in found] == [2, 1]
    assert difference(pixels_of(found[1]), letter(12)) < 3.0


def test_a_page_that_cannot_be_drawn_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "thu.pdf"
    whole = PdfPage((Text("Kính gửi"),))
    path.write_bytes(make_pdf(whole, PdfPage(contents=b"\x00broken"), whole))
    pages = [Page(number=number, origin="text_layer") for number in (1, 3)]
    found = list(render_pages(path, [*pages, Page(number=2, origin="failed")]))
    assert [page.number for page in found] == [1, 3]


def test_a_file_that_has_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        list(render_pages(tmp_path / "thu.pdf", [Page(number=1, origin="ocr")]))


def test_only_one_page_is_drawn_at_a_time(tmp_path: Path) -> None:
    path = saved(tmp_path, letter(12), letter(28))
    pages = render_pages(path, [Page(number=number, origin="ocr") for number in (1, 2)])
    assert next(pages).number == 1
    path.unlink()  # the file is still open, and its second page not yet drawn
    assert next(pages).number == 2


def test_drawing_leaves_no_threads_that_a_fork_would_lose(tmp_path: Path) -> None:
    cv2.setNumThreads(2)
    the_page(saved(tmp_path, letter()), Page(number=1, origin="ocr"))
    assert cv2.getNumThreads() == 1


def test_a_page_without_ink_has_no_hash() -> None:
    assert hash_of(empty_page()) is None
    assert len(hash_of(letter()) or "") == 144


def test_a_page_just_read_need_not_be_drawn_again(tmp_path: Path) -> None:
    lying = turn(deskew(stamped_letter(), -1.5), -180)
    path = saved(tmp_path, lying)
    with open_document(path) as document:
        read = stand_up(document.page(0).image(), Broken(), soon())
    page = Page(number=1, origin="ocr", rotation=read.rotation, skew=round(read.skew, 2))
    at_hand, drawn = picture_of(read.pixels, page), the_page(path, page)
    assert difference(pixels_of(at_hand), pixels_of(drawn)) < 3.0
    assert distance(at_hand.page_hash or "", drawn.page_hash or "") < SAME_PICTURES
