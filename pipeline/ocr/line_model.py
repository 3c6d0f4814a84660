"""The Vietnamese line model over a batch of line images."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.errors import PageTimeout
from pipeline.ocr.line_graph import graph_file
from pipeline.ocr.onnx_session import open_session
from pipeline.ocr.pixels import Image, as_image, at_share

Tensor = npt.NDArray[np.float32]

HEIGHT = 36
# Lines read at once: measured, more fall out of the processor's cache.
BATCH = 8
# Pixels of the line image in one step of the model.
STEP = 3
# Signs of the model's alphabet that Vietnamese letters do not use, and the one that each looks
# like: the model divides its belief between the two (seen on print: "QĐÐ", "ch¡i", "~ Như trên").
TWINS = {"Ð": "Đ", "ð": "đ", "~": "-", "¬": "-", "⁄": "/", "¡": "i", "ˆ": "", "^": "", "`": ""}
# How much of the blurred line is taken off, as Tesseract's own scaling does.
SHARPENING = 0.2


class LineModel:
    """Tesseract's ``vie`` network, many lines at once."""

    def __init__(self, tessdata: Path) -> None:
        """Raises :class:`ModelUnknown`, and ``ImportError`` without onnxruntime or onnx."""
        try:
            self._session = open_session(graph_file(tessdata))
        except _session_errors():
            self._session = open_session(graph_file(tessdata, anew=True))
        held = self._session.get_modelmeta().custom_metadata_map
        self.alphabet = ("", *held["characters"].split("\n"))
        self.lexicon = frozenset(held["words"].split())
        place = {letter: index for index, letter in enumerate(self.alphabet)}
        self._twins = [(place[sign], place[like]) for sign, like in TWINS.items() if sign in place]

    def read(self, crops: Sequence[Image], deadline: float = math.inf) -> list[Tensor]:
        """For each crop of one line the probabilities, (steps, alphabet), the blank first."""
        lines = [_line_image(crop) for crop in crops]
        order = sorted(range(len(lines)), key=lambda index: lines[index].shape[1])
        results: dict[int, Tensor] = {}
        for start in range(0, len(order), BATCH):
            if time.monotonic() >= deadline:
                raise PageTimeout
            chosen = order[start : start + BATCH]
            scores = self._run([lines[index] for index in chosen])
            results.update(zip(chosen, scores, strict=True))
        return [results[index] for index in range(len(lines))]

    def _run(self, lines: Sequence[Tensor]) -> list[Tensor]:
        steps = [line.shape[1] // STEP for line in lines]
        batch = np.zeros((len(lines), 1, HEIGHT, max(steps) * STEP), np.float32)
        for place, line, count in zip(batch, lines, steps, strict=True):
            place[0, :, : count * STEP] = line[:, : count * STEP]
        fed = {"lines": batch, "steps": np.array(steps, np.int32)}
        scores = self._session.run(None, fed)[0]
        for sign, like in self._twins:
            scores[:, :, like] += scores[:, :, sign]
            scores[:, :, sign] = 0
        return [np.asarray(scores[:count, index]) for index, count in enumerate(steps)]


def _session_errors() -> tuple[type[Exception], ...]:
    """What onnxruntime raises for a graph that is damaged."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return state.InvalidProtobuf, state.InvalidGraph, state.InvalidArgument, state.Fail


def _line_image(crop: Image) -> Tensor:
    """The crop at the model's height, from -1 (ink) to 1 (paper), sharpened a little."""
    scale = HEIGHT / crop.shape[0]
    width = max(STEP, round(crop.shape[1] * scale))
    way = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR
    small = cv2.resize(crop, (width, HEIGHT), interpolation=way)
    sharp = cv2.addWeighted(small, 1 + SHARPENING, cv2.blur(small, (3, 3)), -SHARPENING, 0)
    dark, light = _levels(as_image(sharp))
    contrast = max((light - dark) / 2, 1.0)
    levelled = (sharp.astype(np.float32) - dark) / contrast - 1
    return np.asarray(np.clip(levelled, -1, 1), np.float32)


def _levels(line: Image) -> tuple[float, float]:
    """Ink and paper along the middle of the line: quartiles of its local extremes, as Tesseract
    measures them (lstm/networkio.cpp, ComputeBlackWhite)."""
    row = line[line.shape[0] // 2].astype(np.int16)
    before, here, after = row[:-2], row[1:-1], row[2:]
    low = here[((here < before) & (here <= after)) | ((here <= before) & (here < after))]
    high = here[((here > before) & (here >= after)) | ((here >= before) & (here > after))]
    dark = at_share(low, 0.25) if low.size else 0.0
    light = at_share(high, 0.75) if high.size else 255.0
    return dark, light
