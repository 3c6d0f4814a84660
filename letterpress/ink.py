"""Rubber stamps: the round red seal, urgency and secrecy frames, the ĐẾN stamp.

Urgency, secrecy and ĐẾN frames follow NĐ 30/2020 phụ lục I and IV; the seal is a likeness (two
circles, words on the ring, a star), not a copy of any real one.
"""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from letterpress.fonts import Face, font_files
from letterpress.letter import ArrivalStamp, Seal
from letterpress.pen import write_digits

Rgba = NDArray[np.uint8]
RED = (206, 38, 44)
VIOLET = (70, 62, 158)


def seal(spec: Seal, size: int, seed: int) -> Rgba:
    """The round seal, ``size`` pixels square."""
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    stroke = max(2, size // 70)
    for margin, width in ((0.01, stroke + 1), (0.045, 1 + stroke // 2), (0.25, stroke)):
        edge = margin * size
        draw.ellipse((edge, edge, size - edge, size - edge), outline=255, width=width)
    _ring_text(mask, spec.ring.upper(), size)
    draw.polygon(_star(size / 2, size * 0.855, size * 0.055), fill=255)
    font = _font(Face.BOLD, round(size * 0.085))
    for index, line in enumerate(spec.middle):
        y = size / 2 + (index - (len(spec.middle) - 1) / 2) * size * 0.1
        draw.text((size / 2, y), line.upper(), fill=255, font=font, anchor="mm")
    return _pressed(np.asarray(mask), RED, seed, 0.95)


def framed(text: str, width: int, seed: int) -> Rgba:
    """HỎA TỐC, MẬT …: capitals in a double frame."""
    height = round(width * 0.36)
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((1, 1, width - 2, height - 2), outline=255, width=max(2, width // 60))
    inner = max(4, width // 28)
    draw.rectangle((inner, inner, width - inner, height - inner), outline=255, width=1)
    font = _font(Face.BOLD, round(height * 0.52))
    longest = draw.textlength(text.upper(), font=font)
    if longest > width - 3 * inner:
        font = _font(Face.BOLD, round(height * 0.52 * (width - 3 * inner) / longest))
    draw.text((width / 2, height * 0.5), text.upper(), fill=255, font=font, anchor="mm")
    return _pressed(np.asarray(mask), RED, seed, 0.9)


def arrival(spec: ArrivalStamp, width: int, seed: int) -> Rgba:
    """The ĐẾN stamp of the receiving office, number and date filled in by hand."""
    height = round(width * 0.5)
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((1, 1, width - 2, height - 2), outline=255, width=max(2, width // 90))
    draw.line((0.3 * width, 0.28 * height, 0.3 * width, height), fill=255, width=2)
    draw.line((0, 0.28 * height, width, 0.28 * height), fill=255, width=2)
    small, big = _font(Face.REGULAR, round(height * 0.15)), _font(Face.BOLD, round(height * 0.2))
    size = height * 0.15
    longest = draw.textlength(spec.office.upper(), font=_font(Face.BOLD, round(size)))
    size *= min(1.0, 0.94 * width / longest)
    draw.text(
        (width / 2, height * 0.15),
        spec.office.upper(),
        fill=255,
        font=_font(Face.BOLD, round(size)),
        anchor="mm",
    )
    draw.text((0.15 * width, 0.64 * height), "ĐẾN", fill=255, font=big, anchor="mm")
    for index, label in enumerate(("Số:", "Ngày:", "Chuyển:")):
        y = height * (0.42 + 0.22 * index)
        draw.text((0.33 * width, y), label, fill=255, font=small, anchor="lm")
    image = _pressed(np.asarray(mask), VIOLET, seed, 0.88)
    written = (spec.number, f"{spec.date:%d/%m/%y}")
    for index, (text, x) in enumerate(zip(written, (0.44, 0.48), strict=True)):
        digits = write_digits(text, round(height * 0.2), seed + index + 1)
        _lay(image, digits, round(x * width), round(height * (0.3 + 0.22 * index)))
    return image


def turned(image: Rgba, angle: float) -> Rgba:
    """``image`` turned by ``angle`` degrees (anticlockwise), its canvas grown to hold it."""
    return np.asarray(Image.fromarray(image).rotate(angle, Image.Resampling.BICUBIC, expand=True))


def _ring_text(mask: Image.Image, text: str, size: int) -> None:
    """Write ``text`` along the upper arc between the two circles."""
    font = _font(Face.BOLD, round(size * 0.092))
    radius = size * 0.375
    advance = [font.getlength(char) * 1.06 / radius for char in text]
    squeeze = min(1.0, math.radians(290) / sum(advance))
    angle = -sum(advance) * squeeze / 2
    for char, step in zip(text, advance, strict=True):
        middle = angle + step * squeeze / 2
        tile = Image.new("L", (size // 4, size // 4), 0)
        centre = (size // 8, size // 8)
        ImageDraw.Draw(tile).text(centre, char, fill=255, font=font, anchor="mm")
        tile = tile.rotate(-math.degrees(middle), Image.Resampling.BICUBIC)
        x = size / 2 + radius * math.sin(middle) - size // 8
        y = size / 2 - radius * math.cos(middle) - size // 8
        mask.paste(255, (round(x), round(y)), tile)
        angle += step * squeeze


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for index in range(10):
        reach = radius if index % 2 == 0 else radius * 0.4
        angle = math.pi * index / 5
        corners.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return corners


def _pressed(
    mask: NDArray[np.uint8], colour: tuple[int, int, int], seed: int, strength: float
) -> Rgba:
    """Ink in ``colour`` where ``mask`` is, uneven as from a hand press."""
    rng = np.random.default_rng(seed)
    height, width = mask.shape
    coarse = rng.uniform(0.55, 1.15, (6, 6)).astype(np.float32)
    cloud = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = 1 - 0.25 * (rng.random((height, width)) < 0.12)
    alpha = mask * np.clip(cloud * grain, 0.25, 1) * strength
    image = np.empty((height, width, 4), np.uint8)
    image[..., :3] = colour
    image[..., 3] = np.clip(alpha, 0, 255).astype(np.uint8)
    return image


def _lay(image: Rgba, mark: Rgba, x: int, y: int) -> None:
    """Lay ``mark`` over ``image`` where it is more opaque."""
    height = min(mark.shape[0], image.shape[0] - y)
    width = min(mark.shape[1], image.shape[1] - x)
    part, over = image[y : y + height, x : x + width], mark[:height, :width]
    stronger = over[..., 3] > part[..., 3]
    part[stronger] = over[stronger]


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_files()[face]), max(6, size))
