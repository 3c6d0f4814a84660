"""Workers are forked: nothing that the parent has done before may hold them up."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from models.reading import Reading
from pipeline.read import read_files
from pipeline.settings import Settings

SAMPLE = Path(__file__).parents[1] / "data" / "samples" / "05-tinh-uy-ket-luan.pdf"


def test_files_are_read_after_opencv_has_used_many_threads() -> None:
    cv2.setNumThreads(4)
    noise = np.random.default_rng(1).integers(0, 255, (2000, 2000, 3), dtype=np.uint8)
    cv2.GaussianBlur(noise, (31, 31), 5)
    ((_, outcome),) = read_files([SAMPLE], settings=Settings(jobs=1))
    assert isinstance(outcome, Reading)
    assert outcome.problems == []
