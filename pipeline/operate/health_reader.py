"""Is there a text recogniser, and its Vietnamese model?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

from models.errors import EngineMissing
from pipeline.operate.checks import Check, State
from pipeline.settings import Engine, Settings

_NEEDS: dict[Engine, tuple[str, ...]] = {
    "batch": ("onnxruntime", "onnx"),
    "tesserocr": ("tesserocr",),
    "pytesseract": ("pytesseract",),
}
"""The packages that a recogniser needs, best recogniser first."""


def check_reader(settings: Settings) -> Iterator[Check]:
    """Nothing is loaded: that the files are there has to do. Raises :class:`EngineMissing`."""
    from pipeline.ocr.engines import LANGUAGE, find_tessdata

    folder = settings.tessdata or find_tessdata()
    asked = list(_NEEDS) if settings.engine == "auto" else [settings.engine]
    found = [engine for engine in asked if _can_be_had(engine)]
    if not found:
        raise EngineMissing(settings.engine)
    detail = f"{found[0]}, {folder}/{LANGUAGE}.traineddata"
    yield Check(name="reader", state=State.OK, detail=detail)


def _can_be_had(engine: Engine) -> bool:
    has_packages = all(find_spec(package) is not None for package in _NEEDS[engine])
    return has_packages and (engine != "pytesseract" or shutil.which("tesseract") is not None)
