"""PDF pages as images: at their own resolution, with what is stamped on them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from models.errors import PageError, PageTooLarge
from pipeline.ocr.load import open_document
from pipeline.ocr.page_source import PageImage
from tests.ocr.pdf_maker import Page, Picture, Stamp, Text, make_pdf

A4 = (0.0, 0.0, 595.0, 842.0)


def opened(tmp_path: Path, *pages: Page) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_pdf(*pages))
    return path


def image(tmp_path: Path, page: Page) -> PageImage:
    with open_document(opened(tmp_path, page)) as document:
        return document.page(0).image()


def scan(dpi: float, rect: tuple[float, float, float, float] = A4) -> Picture:
    width, height = (rect[2] - rect[0]) / 72, (rect[3] - rect[1]) / 72
    return Picture(rect, pixels=(round(width * dpi), round(height * dpi)))


@pytest.mark.parametrize(("stored", "rendered"), [(150, 150), (200, 200), (50, 100), (600, 300)])
def test_a_scan_is_rendered_at_its_own_resolution_within_reason(
    tmp_path: Path, stored: int, rendered: int
) -> None:
    page = image(tmp_path, Page(pictures=(scan(stored),)))
    assert page.dpi == pytest.approx(rendered, abs=1)
    assert page.pixels.shape[0] == pytest.approx(842 / 72 * rendered, abs=6)


def test_a_scan_in_strips_is_one_scan(tmp_path: Path) -> None:
    strips = tuple(scan(150, (0, y, 595, y + 84.2)) for y in np.arange(10) * 84.2)
    assert image(tmp_path, Page(pictures=strips)).dpi == pytest.approx(150, abs=6)


def test_a_drawn_page_is_rendered_at_200_dpi(tmp_path: Path) -> None:
    page = image(tmp_path, Page((Text("Kính gửi"),)))
    assert page.dpi == 200
    assert page.pixels.shape == (2339, 1653, 3)


def test_a_page_is_shown_the_way_its_rotation_says(tmp_path: Path) -> None:
    bar = Picture((0, 742, 595, 842), shade=0)  # along the top of the unturned page
    page = image(tmp_path, Page(pictures=(bar,), rotate=90))
    assert page.pixels.shape[1] > page.pixels.shape[0]
    assert page.pixels[:, -50:].max() < 50  # clockwise: the top is now on the right
    assert page.pixels[:, :50].min() > 200


def test_a_number_stamped_by_a_signature_field_is_drawn(tmp_path: Path) -> None:
    plain = image(tmp_path, Page())
    stamped = image(tmp_path, Page(stamps=(Stamp((100, 700, 200, 720), "2005"),)))
    assert plain.pixels.min() == 255
    assert stamped.pixels.min() < 100


def test_stamped_words_are_exact_even_on_a_scan(tmp_path: Path) -> None:
    page = Page(pictures=(scan(100),), stamps=(Stamp((100, 700, 300, 720), "Ký bởi: Sở Y tế"),))
    with open_document(opened(tmp_path, page)) as document:
        source = document.page(0)
        words = source.stamped_words()
        assert source.text_layer() is None
    assert [word.text for word in words] == ["Ký", "bởi:", "Sở", "Y", "tế"]
    assert all(word.stamped for word in words)
    assert words[0].box.x0 == pytest.approx(102 / 595, abs=0.005)
    assert 1 - 720 / 842 < words[0].box.center_y < 1 - 700 / 842


def test_hidden_stamps_say_nothing(tmp_path: Path) -> None:
    page = Page(stamps=(Stamp((100, 700, 200, 720), "99", flags=2),))
    with open_document(opened(tmp_path, page)) as document:
        assert document.page(0).stamped_words() == ()


def test_a_page_of_absurd_size_is_taken_for_a4(tmp_path: Path) -> None:
    page = image(tmp_path, Page((Text("Kính gửi"),), size=(2480, 3508)))  # one point a pixel
    assert page.pixels.shape[0] == pytest.approx(2339, abs=3)
    assert page.dpi == 200


def test_a_picture_of_too_many_pixels_is_refused_undecoded(tmp_path: Path) -> None:
    giant = Picture(A4, pixels=(20_000, 20_000), data=b"x")
    with pytest.raises(PageTooLarge):
        image(tmp_path, Page(pictures=(giant,)))


@pytest.mark.parametrize(
    "broken",
    [
        Page((Text("mất"),), contents=b"this is no deflated stream"),
        Page(pictures=(Picture(A4, pixels=(1000, 1400), data=b"no picture"),)),
    ],
)
def test_a_broken_page_in_the_middle_spares_the_others(tmp_path: Path, broken: Page) -> None:
    whole = Page((Text("Trang"),))
    with open_document(opened(tmp_path, whole, broken, whole)) as document:
        assert document.page(0).image().pixels.min() < 100
        with pytest.raises(PageError):
            document.page(1).image()
        assert document.page(2).image().pixels.min() < 100


def test_a_page_object_that_is_gone_is_a_broken_page(tmp_path: Path) -> None:
    path = opened(tmp_path, *[Page((Text("Trang"),))] * 3)
    whole = path.read_bytes()
    second = re.search(rb"/Kids \[\d+ 0 R (\d+ 0 R)", whole)
    assert second
    path.write_bytes(whole.replace(second.group(1), b"99 0 R", 1))
    with open_document(path) as document:
        assert document.page_count == 3
        document.page(0).image()
        with pytest.raises(PageError):
            document.page(1).image()
        document.page(2).image()


def test_a_page_whose_content_is_gone_is_a_broken_page(tmp_path: Path) -> None:
    path = opened(tmp_path, Page((Text("Trang"),)))
    path.write_bytes(re.sub(rb"/Contents \d+ 0 R", b"/Contents 99 0 R", path.read_bytes()))
    with open_document(path) as document, pytest.raises(PageError):
        document.page(0).image()


def test_a_blank_page_is_not_a_broken_one(tmp_path: Path) -> None:
    white = Picture(A4, pixels=(1000, 1400), shade=255)
    assert image(tmp_path, Page()).pixels.min() == 255
    assert image(tmp_path, Page(pictures=(white,))).pixels.min() == 255


def test_stamps_of_the_real_letters_are_seen(shared: Path) -> None:
    with open_document(shared / "scans" / "qn_02.pdf") as document:
        words = document.page(0).stamped_words()
    assert [word.text.isdigit() for word in words[:3]] == [True, True, False]  # number, day
