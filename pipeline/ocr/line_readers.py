"""Second opinions on single lines: two small CTC networks that ship inside wheels.

- the recogniser of PP-OCRv6 in the ``rapidocr`` wheel: strong on digits, also handwritten ones,
  but without 46 Vietnamese letters; used for number and date cells only;
- AsterNet in the ``asterocr`` wheel: Vietnamese, strong on tone marks; used for doubtful lines.

Only the model files are used, never the packages' code (asterocr's has network access in it).
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.onnx_session import open_session

if TYPE_CHECKING:
    import onnxruntime

Image = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character; ``position`` is its place along the crop, 0…1."""

    text: str
    confidence: float
    position: float


@dataclass(frozen=True, slots=True)
class LineScores:
    """A network's belief, time step by alphabet: ``probabilities`` is T × len(alphabet)."""

    probabilities: Scores
    alphabet: Sequence[str]

    def glyphs(self) -> list[Glyph]:
        """Best path: repeats merged, blanks dropped."""
        best = self.probabilities.argmax(axis=1)
        steps = len(best)
        found: list[Glyph] = []
        previous = 0
        for step, index in enumerate(best.tolist()):
            if index not in (0, previous):
                score = float(self.probabilities[step, index])
                found.append(Glyph(self.alphabet[index], score, (step + 0.5) / steps))
            previous = index
        return found

    def text(self) -> str:
        """The best path as text."""
        return "".join(glyph.text for glyph in self.glyphs())

    def confidence(self) -> float:
        """Mean confidence of the best path's characters; 0 when there are none."""
        glyphs = self.glyphs()
        return sum(glyph.confidence for glyph in glyphs) / len(glyphs) if glyphs else 0.0

    def between(self, start: float, end: float) -> LineScores:
        """The scores of the stretch ``start``…``end`` (0…1) of the crop."""
        steps = len(self.probabilities)
        first, last = max(0, round(start * steps)), min(steps, round(end * steps))
        return LineScores(self.probabilities[first:last], self.alphabet)


class LineReader:
    """A CTC network that reads the crop of one line."""

    def __init__(
        self,
        name: str,
        model: Path,
        alphabet: Sequence[str] | None,
        height: int,
        widest: int,
    ) -> None:
        self.name = name
        self._height = height
        self._widest = widest
        self._session = open_session(model)
        self._input = self._session.get_inputs()[0].name
        self._alphabet = list(alphabet) if alphabet else _alphabet_inside(self._session)

    def read(self, crop: Image) -> LineScores:
        """Scores for a crop (gray H×W or RGB H×W×3) that holds one line, dark on white."""
        rgb = crop if crop.ndim == 3 else cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB)
        width = round(rgb.shape[1] * self._height / max(1, rgb.shape[0]))
        width = min(self._widest, max(self._height, (width + 7) // 8 * 8))
        way = cv2.INTER_AREA if rgb.shape[0] > self._height else cv2.INTER_CUBIC
        small = cv2.resize(rgb, (width, self._height), interpolation=way)
        tensor = (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
        output = self._session.run(None, {self._input: tensor})[0]
        scores = np.asarray(output, dtype=np.float32)
        scores = scores[0] if scores.shape[0] == 1 else scores[:, 0]
        if scores.size and float(scores.min()) < 0:
            scores = np.exp(scores)
        return LineScores(scores, self._alphabet)


@cache
def digit_reader() -> LineReader | None:
    """PP-OCRv6's recogniser, or ``None`` when the wheel is not installed."""
    model = _file_in("rapidocr", "models/PP-OCRv6_rec_small.onnx")
    return LineReader("ppocr", model, None, height=48, widest=1600) if model else None


@cache
def vietnamese_reader() -> LineReader | None:
    """AsterNet, or ``None`` when the wheel is not installed."""
    model = _file_in("asterocr", "assets/asternet.onnx")
    if model is None:
        return None
    listed = json.loads((model.parent / "vocab.json").read_text(encoding="utf-8"))["chars"]
    return LineReader("asternet", model, ["", *listed[1:]], height=32, widest=1016)


def _file_in(package: str, inside: str) -> Path | None:
    """A file of an installed package, found without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / inside
    return path if path.is_file() else None


def _alphabet_inside(session: onnxruntime.InferenceSession) -> list[str]:
    """The alphabet in a PP-OCR model's metadata: blank first, the space last."""
    listed = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *listed, " "]
