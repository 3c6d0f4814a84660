"""Pictures of pages: every way a scanner or a phone saves them."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.errors import PageError, PageTooLarge
from pipeline.ocr.load import open_document
from pipeline.ocr.page_source import PageImage

A4_AT_200 = (1654, 2339)


def sheet(size: tuple[int, int] = A4_AT_200, mode: str = "RGB") -> Image.Image:
    """White paper with a black bar along its top."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0], size[1] // 10))
    return image.convert(mode)


def first_page(path: Path) -> PageImage:
    with open_document(path) as document:
        return document.page(0).image()


def is_dark_above_only(page: PageImage) -> bool:
    height = page.pixels.shape[0]
    above, below = page.pixels[: height // 20], page.pixels[height // 2 :]
    return bool(above.max() < 60 and below.min() > 200)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16"])
def test_every_colour_mode_comes_out_as_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "page.tif"
    image = sheet((200, 300), "L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    else:
        image = image.convert("RGB").convert(mode) if mode == "CMYK" else image.convert(mode)
    image.save(path, compression="group4" if mode == "1" else None, dpi=(200, 200))
    page = first_page(path)
    assert page.pixels.shape == (300, 200, 3)
    assert page.pixels.dtype == np.uint8
    assert is_dark_above_only(page)


def test_what_is_transparent_is_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.save(path)
    assert first_page(path).pixels.min() == 255


@pytest.mark.parametrize(("orientation", "turn"), [(3, 180), (6, 90), (8, 270)])
def test_a_photo_held_sideways_is_turned_upright(
    tmp_path: Path, orientation: int, turn: int
) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    sheet((400, 600)).rotate(turn, expand=True).save(path, exif=exif)
    page = first_page(path)
    assert page.pixels.shape[:2] == (600, 400)
    assert is_dark_above_only(page)


def test_the_resolution_a_scanner_states_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    sheet().save(path, dpi=(200, 200))
    page = first_page(path)
    assert page.dpi == pytest.approx(200, abs=1)
    assert not page.photo


def test_a_600_dpi_scan_is_reduced_to_300(tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    sheet((4960, 7016), "1").save(path, compression="group4", dpi=(600, 600))
    page = first_page(path)
    assert page.pixels.shape[:2] == (3508, 2480)
    assert page.dpi == pytest.approx(300, abs=1)


@pytest.mark.parametrize("dpi", [None, (72, 72), (1, 1), (9600, 9600)])
def test_a_senseless_resolution_is_replaced_by_that_of_a4(
    tmp_path: Path, dpi: tuple[int, int] | None
) -> None:
    path = tmp_path / "page.jpg"
    sheet().save(path, dpi=dpi or (0, 0))
    page = first_page(path)
    assert page.dpi == pytest.approx(200, abs=1)
    assert page.photo


def test_an_exposure_in_exif_tells_a_camera(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x829A] = 0.01  # exposure time
    sheet().save(path, exif=exif, dpi=(200, 200))
    assert first_page(path).photo


def test_every_page_of_a_tiff_is_there(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [Image.new("1", (200, 300), shade) for shade in (1, 0, 1)]
    pages[0].save(
        path, save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200)
    )
    with open_document(path) as document:
        shades = [document.page(i).image().pixels.mean() for i in range(document.page_count)]
    assert shades == [255, 0, 255]


def test_a_broken_page_of_a_tiff_spares_the_others(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    noise = np.random.default_rng(1).integers(0, 255, (300, 200), dtype=np.uint8)
    pages = [Image.fromarray(noise)] * 3
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle - 20000 : middle + 20000] = b"\xff" * 40000
    path.write_bytes(data)
    with open_document(path) as document:
        assert document.page_count == 3
        document.page(0).image()
        with pytest.raises(PageError):
            document.page(1).image()
        document.page(2).image()


def test_a_giant_page_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "giant.png"
    header = b"IHDR" + (20_000).to_bytes(4) + (20_000).to_bytes(4) + bytes([1, 0, 0, 0, 0])
    chunk = (13).to_bytes(4) + header + zlib.crc32(header).to_bytes(4)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\x10IDAT")
    with pytest.raises(PageTooLarge, match="400 Mpx") as refusal:
        open_document(path)
    assert "exceeds" not in refusal.value.message


def test_a_giant_page_inside_a_tiff_spares_the_others(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    giant = Image.new("1", (12_000, 11_000), 1)
    sheet((200, 300), "1").save(path, save_all=True, append_images=[giant], compression="group4")
    with open_document(path) as document:
        assert is_dark_above_only(document.page(0).image())
        with pytest.raises(PageTooLarge):
            document.page(1).image()


def test_half_a_jpeg_is_a_broken_page(tmp_path: Path) -> None:
    path = tmp_path / "page.jpg"
    sheet().save(path)
    path.write_bytes(path.read_bytes()[:3000])
    with open_document(path) as document, pytest.raises(PageError):
        document.page(0).image()
