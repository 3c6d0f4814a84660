"""Pages of TIFF, JPEG and PNG files."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from models.errors import FileDamaged, NoPages, PageError, PageTooLarge
from pipeline.ocr.page_source import (
    MAX_DPI,
    MAX_PIXELS,
    Kind,
    LayerWord,
    PageImage,
    TextLayer,
    a4_dpi,
)

_FORMATS = {Kind.TIFF: "TIFF", Kind.JPEG: "JPEG", Kind.PNG: "PNG"}
_CREDIBLE_DPI = (90.0, 2500.0)
_CREDIBLE_LONG_SIDE = (5.0, 50.0)  # inches, A6 to A0
_CAMERA_TAGS = (
    ExifTags.Base.ExposureTime,
    ExifTags.Base.FNumber,
    ExifTags.Base.ISOSpeedRatings,
    ExifTags.Base.FocalLength,
)
_PHOTO_LONG_SIDE = 4800  # pixels kept of a photo, in which the page does not fill the frame
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError)
"""What Pillow raises on damaged files, as its plug-ins leave it (struct errors are ValueErrors)."""


@contextmanager
def _own_pixel_limit() -> Iterator[None]:
    """Silence Pillow's bomb warning: ``MAX_PIXELS`` is checked here, before decoding."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", module=r"PIL\.")  # odd metadata is no news to users
        yield


class ImageDocument:
    """A TIFF with one or more pages, or a JPEG or PNG.

    Raises FileDamaged when no page can be had, PageTooLarge when a JPEG or PNG has over
    ``MAX_PIXELS``, NoPages.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        self.kind = kind
        with _own_pixel_limit():
            try:
                self._image = Image.open(path, formats=[_FORMATS[kind]])
                self.page_count = _count_frames(self._image) if kind is Kind.TIFF else 1
            except Image.DecompressionBombError as error:
                raise PageTooLarge(_size_in(error)) from None
            except (UnidentifiedImageError, *_BROKEN) as error:
                raise FileDamaged(path.name) from error
        if self.page_count < 1:
            raise NoPages(path.name)

    def page(self, index: int) -> ImagePage:
        """Page ``index`` from 0. Raises PageError where it is broken."""
        if not 0 <= index < self.page_count:
            raise IndexError(index)
        with _own_pixel_limit():
            try:
                self._image.seek(index)
            except Image.DecompressionBombError as error:
                raise PageTooLarge(_size_in(error)) from None
            except _BROKEN as error:
                raise PageError(f"trang {index + 1}") from error
        return ImagePage(self._image, self.kind)

    def close(self) -> None:
        """Close the file."""
        self._image.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ImagePage:
    """The frame at which the image stands."""

    def __init__(self, image: Image.Image, kind: Kind) -> None:
        self._image = image
        self._kind = kind

    def text_layer(self) -> TextLayer | None:
        """Always ``None``: pictures have no text."""
        return None

    def stamped_words(self) -> tuple[LayerWord, ...]:
        """Always empty."""
        return ()

    def image(self, dpi: float | None = None) -> PageImage:
        """The frame as RGB at up to 300 dpi. Raises PageTooLarge, PageError."""
        width, height = self._image.size
        if width * height > MAX_PIXELS:
            raise PageTooLarge(f"{width} × {height} px")
        printed = _printed_dpi(self._image)
        photo = _from_camera(self._image) or (printed is None and self._image.mode != "1")
        try:
            return self._decoded(printed, photo)
        except (*_BROKEN, MemoryError) as error:
            raise PageError(str(error)) from error

    def _decoded(self, dpi: float | None, photo: bool) -> PageImage:
        native = dpi or a4_dpi(*self._image.size)
        long_side = max(self._image.size)
        scale = min(1.0, _PHOTO_LONG_SIDE / long_side if photo else MAX_DPI / native)
        with _own_pixel_limit():
            if self._kind is Kind.JPEG and scale <= 0.5:  # decode fewer pixels
                self._image.draft(None, _scaled(self._image.size, scale))
            self._image.load()
            upright = ImageOps.exif_transpose(self._image)
            frame = _shrunk(_on_white(upright), round(long_side * scale))
        return PageImage(np.asarray(frame.convert("RGB")), round(native * scale, 1), photo)


def _size_in(error: Image.DecompressionBombError) -> str:
    """The size that Pillow's English sentence names, in millions of pixels."""
    found = re.search(r"\d{6,}", str(error))
    return f"{int(found.group()) // 1_000_000} Mpx" if found else ""


def _count_frames(image: Image.Image) -> int:
    """Frames of a TIFF, broken ones in the middle included (``n_frames`` gives up at those)."""
    count, broken = 0, 0
    while broken < 3:
        try:
            image.seek(count)
            broken = 0
        except EOFError:
            break
        except _BROKEN:
            broken += 1
        count += 1
    return count - (broken if broken == 3 else 0)


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrunk(frame: Image.Image, long_side: int) -> Image.Image:
    scale = long_side / max(frame.size)
    if scale >= 1.0:
        return frame
    return frame.resize(_scaled(frame.size, scale), Image.Resampling.BOX, reducing_gap=2.0)


def _printed_dpi(image: Image.Image) -> float | None:
    """The resolution that the file states, where it can be that of a page of paper."""
    try:
        stated = image.info.get("dpi")
        dpi = float(max(stated)) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not _CREDIBLE_DPI[0] <= dpi <= _CREDIBLE_DPI[1]:
        return None
    inches = max(image.size) / dpi
    return dpi if _CREDIBLE_LONG_SIDE[0] <= inches <= _CREDIBLE_LONG_SIDE[1] else None


def _from_camera(image: Image.Image) -> bool:
    """Whether EXIF tells of an exposure; scanners write a maker too, but no exposure."""
    try:
        exif = image.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif)
    except _BROKEN:
        return False
    return any(tag in taken or tag in exif for tag in _CAMERA_TAGS)


def _on_white(image: Image.Image) -> Image.Image:
    """``image`` as 8-bit L or RGB; transparency becomes white paper."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        return Image.fromarray(_to_8_bit(np.asarray(image)))
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _to_8_bit(values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """16-bit, 32-bit and float samples scaled to 0…255 by the range that they use."""
    samples = values.astype(np.float32)
    peak = float(samples.max(initial=0.0))
    full = 1.0 if peak <= 1.0 else 255.0 if peak <= 255.0 else max(65535.0, peak)
    scaled: npt.NDArray[np.uint8] = np.clip(samples * (255.0 / full), 0, 255).astype(np.uint8)
    return scaled
