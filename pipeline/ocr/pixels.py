"""What the image steps share: millimetres on paper, ink against paper, gray from any image.

A page image is ``uint8``, gray ``(H, W)`` or RGB ``(H, W, 3)``. Its resolution is not trusted:
the short side of every page is taken for 210 mm (A4, the paper of Nghị định 30/2020,
phụ lục I), so all lengths below are millimetres on that paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

PAPER_SHORT_SIDE_MM = 210.0
WHITE = 255
# With labels of 16 bits OpenCV takes a third of the time, for it makes room for every label that
# there could be; they must not run out.
FEW_LABELS = 60_000


def as_image(array: npt.NDArray[np.generic] | cv2.typing.MatLike) -> Image:
    """What OpenCV returned, typed as ``uint8`` (copied only when it was not)."""
    return np.asarray(array, dtype=np.uint8)


def pixels_per_mm(image: npt.NDArray[np.generic]) -> float:
    """Resolution of a whole page, from its short side."""
    return float(min(image.shape[:2])) / PAPER_SHORT_SIDE_MM


def to_gray(image: Image) -> Image:
    """Luma of an RGB page; a gray page comes back as it is."""
    if image.ndim == 2:
        return image
    return as_image(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def shrink(image: Image, factor: int) -> Image:
    """``image`` (gray or RGB) ``factor`` times smaller, each pixel the mean of those it covers."""
    height, width = (max(1, side // factor) for side in image.shape[:2])
    whole = image[: height * factor, : width * factor]  # an exact factor is five times as fast
    return as_image(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def paper_level(gray: Image) -> int:
    """Gray of the bare paper: the commonest value of the brighter half of the range."""
    histogram = np.bincount(gray[::4, ::4].ravel(), minlength=256)
    return 96 + int(histogram[96:].argmax())


def ink_mask(gray: Image) -> Image:
    """255 where there is ink, 0 on paper.

    Otsu's threshold, kept between 45 and 75 % of the paper's gray: on an empty page Otsu alone
    would split the grain of the paper.
    """
    paper = paper_level(gray)
    otsu, _ = cv2.threshold(np.ascontiguousarray(gray[::4, ::4]), 0, 255, cv2.THRESH_OTSU)
    level = min(max(otsu, 0.45 * paper), 0.75 * paper)
    return as_image(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1])


def dark_parts(gray: Image) -> Parts:
    """The connected parts of what Otsu's threshold alone takes for ink."""
    dark = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    return parts_of(as_image(dark))


def halve_ink(mask: Image) -> Image:
    """An ink mask at half the size that keeps rules one pixel thin (maximum of 2 × 2)."""
    height, width = (side // 2 * 2 for side in mask.shape)
    even, odd = mask[0:height:2], mask[1:height:2]
    rows = np.maximum(even, odd)
    return np.maximum(rows[:, 0:width:2], rows[:, 1:width:2])


def small_ink(gray: Image) -> Image:
    """The ink mask of a page at half the size: enough to see how it lies and what is on it."""
    return halve_ink(ink_mask(gray))


@dataclass(frozen=True, slots=True)
class Parts:
    """Connected ink: ``labels`` ``(H, W)``, 0 is paper; one row of the rest for each label.

    ``left``, ``top``, ``width``, ``height`` and ``area`` are in pixels.
    """

    labels: npt.NDArray[np.int32]
    left: npt.NDArray[np.int32]
    top: npt.NDArray[np.int32]
    width: npt.NDArray[np.int32]
    height: npt.NDArray[np.int32]
    area: npt.NDArray[np.int32]

    @property
    def longest(self) -> npt.NDArray[np.int32]:
        """The longer side of each part."""
        return np.maximum(self.width, self.height)

    def paint(self, chosen: npt.NDArray[np.bool_]) -> Image:
        """255 on the pixels of the ``chosen`` parts, never on paper."""
        levels = np.where(chosen, 255, 0).astype(np.uint8)
        levels[0] = 0
        return np.take(levels, self.labels)

    def erase(self, mask: Image, chosen: npt.NDArray[np.bool_]) -> Image:
        """The ``mask`` of these parts without the ``chosen`` ones, of which there are few."""
        left = mask.copy()
        for part in np.flatnonzero(chosen[1:]) + 1:
            rows = slice(self.top[part], self.top[part] + self.height[part])
            columns = slice(self.left[part], self.left[part] + self.width[part])
            left[rows, columns][self.labels[rows, columns] == part] = 0
        return left

    def boxes(
        self, chosen: npt.NDArray[np.bool_] | None = None
    ) -> list[tuple[int, int, int, int, int]]:
        """``left, top, width, height, area`` of the ``chosen`` parts (all), never of the paper."""
        rows = np.stack([self.left, self.top, self.width, self.height, self.area], axis=1)
        kept = rows[1:] if chosen is None else rows[1:][chosen[1:]]
        return [(a, b, c, d, e) for a, b, c, d, e in kept.tolist()]


def parts_of(mask: Image, connectivity: int = 8) -> Parts:
    """The connected parts of an ink mask."""
    kind = cv2.CV_16U if _most_labels(mask) < FEW_LABELS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask, connectivity=connectivity, ltype=kind
    )
    return Parts(np.asarray(labels, np.int32), *np.asarray(stats, np.int32).T[:5])


def _most_labels(mask: Image) -> int:
    """At least as many labels as OpenCV gives out on its way over the mask: one for each pixel of
    ink with none to its left, above it, or between the two."""
    if mask.size < 4 * FEW_LABELS:
        return mask.size // 4
    new = mask.copy()
    new[:, 1:] &= ~mask[:, :-1]
    new[1:] &= ~mask[:-1]
    new[1:, 1:] &= ~mask[:-1, :-1]
    return cv2.countNonZero(new)


def at_share(values: npt.NDArray[np.generic], share: float) -> float:
    """The value that ``share`` (0…1) of a few hundred values do not exceed; far quicker than
    ``np.percentile``, which is made for more."""
    ordered = np.sort(values)
    return float(ordered[round(share * (len(ordered) - 1))])


def bar(width: int, height: int) -> Image:
    """A filled rectangle for morphology, at least one pixel each way."""
    return np.ones((max(1, height), max(1, width)), np.uint8)
