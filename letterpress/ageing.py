"""What scanners, fax machines and telephones do to a page; pure, and steered by a seed.

An image is ``uint8``, height × width × 3 (RGB). ``age`` never changes its input and gives the
same pixels for the same image, ageing and seed. Order is that of the world: the paper, then how
it lies, then the light, then the sensor, then the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from letterpress.photo import photographed

Rgb = NDArray[np.uint8]
Mode = Literal["colour", "gray", "bitonal"]


@dataclass(frozen=True, slots=True)
class Ageing:
    """How a page was captured.

    ``dpi`` is the resolution at which the page is to be rendered before ageing (``age`` itself
    does not resample). ``noise`` is the standard deviation of the sensor in gray levels,
    ``speckle`` the share of pixels with a spot, ``blur`` a Gaussian radius in pixels at 200 dpi,
    ``skew`` degrees anticlockwise, ``rotation`` quarter turns clockwise in degrees, ``shade`` and
    ``bleed`` go from 0 (none) to 1, ``threshold`` is the bitonal limit (a fax loses thin strokes
    when it is low).
    """

    dpi: int = 200
    mode: Mode = "colour"
    noise: float = 0.0
    speckle: float = 0.0
    blur: float = 0.0
    jpeg: int | None = None
    skew: float = 0.0
    rotation: Literal[0, 90, 180, 270] = 0
    shade: float = 0.0
    bleed: float = 0.0
    threshold: int = 160
    punch_holes: bool = False
    black_edges: bool = False
    photo: bool = False


CLEAN = Ageing()
PRESETS: dict[str, Ageing] = {
    "clean": CLEAN,
    "clean_300": Ageing(dpi=300),
    "office_300": Ageing(dpi=300, noise=4, blur=0.4, skew=0.4, jpeg=75),
    "office_200": Ageing(noise=4, blur=0.4, skew=-0.6, jpeg=70),
    "gray_150": Ageing(dpi=150, mode="gray", noise=4, blur=0.3, skew=0.5, jpeg=70),
    "fax": Ageing(mode="bitonal", noise=8, speckle=0.0004, skew=0.8, threshold=165),
    "skewed": Ageing(noise=3, skew=2.8, jpeg=75),
    "rough": Ageing(
        noise=9,
        speckle=0.0006,
        blur=0.7,
        skew=-1.4,
        shade=0.5,
        bleed=0.35,
        punch_holes=True,
        black_edges=True,
        jpeg=60,
    ),
    "sideways": Ageing(noise=3, skew=0.5, rotation=90, jpeg=75),
    "upside_down": Ageing(noise=3, skew=-0.5, rotation=180, jpeg=75),
    "phone": Ageing(dpi=220, noise=4, blur=0.4, shade=0.6, photo=True, jpeg=75),
}


def age(image: Rgb, ageing: Ageing, seed: int, back: Rgb | None = None) -> Rgb:
    """``image`` as captured under ``ageing``.

    ``back`` is the other side of the sheet, which bleeds through; without it the page's own
    mirror image does. The result has three equal channels in gray and bitonal modes.
    """
    rng = np.random.default_rng(seed)
    page = image.copy()
    if ageing.bleed:
        page = _bled(page, page if back is None else back, ageing.bleed)
    if ageing.punch_holes:
        page = _punched(page, ageing.dpi, rng)
    if ageing.photo:
        page = photographed(page, rng)
    if ageing.skew:
        page = _skewed(page, ageing.skew, 40 if ageing.black_edges else 255)
    if ageing.black_edges:
        page = _edged(page, rng)
    page = _sensed(page, ageing, rng)
    page = _filed(page, ageing)
    return np.ascontiguousarray(np.rot90(page, -ageing.rotation // 90))


def jpeg_bytes(image: Rgb, quality: int) -> bytes:
    """``image`` as JPEG; one channel when it has no colour."""
    plain = bool((image[..., 0] == image[..., 1]).all() and (image[..., 1] == image[..., 2]).all())
    pixels = image[..., 0] if plain else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    _, data = cv2.imencode(".jpg", pixels, flags)
    return data.tobytes()


def _sensed(page: Rgb, ageing: Ageing, rng: np.random.Generator) -> Rgb:
    """Blur, uneven light, noise and spots."""
    if ageing.blur:
        page = _rgb(cv2.GaussianBlur(page, (0, 0), ageing.blur * ageing.dpi / 200))
    light = page.astype(np.float32)
    if ageing.shade:
        light *= _shadow(page.shape[0], page.shape[1], ageing.shade, rng)[..., None]
    if ageing.noise:
        light += rng.normal(0, ageing.noise, (*page.shape[:2], 1)).astype(np.float32)
    page = np.clip(light, 0, 255).astype(np.uint8)
    if ageing.speckle:
        _speckle(page, ageing, rng)
    return page


def _filed(page: Rgb, ageing: Ageing) -> Rgb:
    """Reduce the colours; a JPEG artefact appears here, so that any container carries it."""
    if ageing.mode != "colour":
        gray = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
        if ageing.mode == "bitonal":
            gray = np.where(gray < ageing.threshold, 0, 255).astype(np.uint8)
        page = np.repeat(gray[..., None], 3, axis=2)
    if ageing.jpeg and ageing.mode != "bitonal":
        page = _reopened(jpeg_bytes(page, ageing.jpeg))
    return page


def _reopened(data: bytes) -> Rgb:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def _skewed(page: Rgb, degrees: float, border: int) -> Rgb:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _rgb(
        cv2.warpAffine(
            page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(border, border, border)
        )
    )


def _shadow(height: int, width: int, depth: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Light that falls off smoothly: 1 where brightest."""
    coarse = rng.uniform(1 - 0.45 * depth, 1, (3, 3)).astype(np.float32)
    middle = cv2.GaussianBlur(cv2.resize(coarse, (48, 64)), (0, 0), 5)
    light = cv2.resize(middle, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(light / light.max(), np.float32)


def _speckle(page: Rgb, ageing: Ageing, rng: np.random.Generator) -> None:
    height, width = page.shape[:2]
    for _ in range(int(height * width * ageing.speckle / 3)):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        tone = int(rng.integers(20, 140))
        radius = int(rng.integers(0, max(2, ageing.dpi // 130)))
        cv2.circle(page, centre, radius, (tone, tone, tone), -1)


def _bled(page: Rgb, back: Rgb, strength: float) -> Rgb:
    """The mirrored back shines through the paper."""
    other = cv2.GaussianBlur(cv2.resize(back[:, ::-1], page.shape[1::-1]), (0, 0), 2.2)
    through = 255 - (255 - other.astype(np.float32)) * 0.3 * strength
    return (page * (through / 255)).astype(np.uint8)


def _punched(page: Rgb, dpi: int, rng: np.random.Generator) -> Rgb:
    """Two holes of 6 mm at the left edge, 80 mm apart (ISO 838)."""
    middle = page.shape[0] // 2 + int(rng.integers(-dpi // 8, dpi // 8))
    for offset in (-40, 40):
        centre = (round(dpi * 11 / 25.4), middle + round(offset * dpi / 25.4))
        cv2.circle(page, centre, round(dpi * 3 / 25.4), (38, 38, 38), -1, cv2.LINE_AA)
    return page


def _edged(page: Rgb, rng: np.random.Generator) -> Rgb:
    """Black wedges along the edges, where the lid was open."""
    height, width = page.shape[:2]
    near, far = rng.integers(2, width // 45, 2)
    cv2.fillPoly(
        page, [np.array([(0, 0), (int(near), 0), (int(far), height), (0, height)])], (30, 30, 30)
    )
    deep = int(rng.integers(2, height // 90))
    cv2.fillPoly(
        page, [np.array([(0, 0), (width, 0), (width, deep), (0, deep // 2)])], (30, 30, 30)
    )
    return page


def _rgb(pixels: object) -> Rgb:
    return np.asarray(pixels, np.uint8)
