"""Names of files as browsers send them, made harmless."""

from __future__ import annotations

import re
import unicodedata

from models.errors import UploadError
from pipeline.storable import storable

LONGEST = 200
"""Characters of a name; file systems take 255 bytes, databases any number."""
MOST_FOLDERS = 20
_SEPARATORS = re.compile(r"[/\\]+")


def clean_name(name: str) -> str:
    """The last part of what may be a path, without what cannot be seen; its ending is kept.

    Control characters and those that turn the direction of writing hide what a name is. Raises
    :class:`UploadError` where nothing is left.
    """
    last = _clean(_SEPARATORS.split(name.strip())[-1])
    if last.strip(". ") == "":
        raise UploadError("tên tệp · file name")
    stem, dot, ending = last.rpartition(".")
    if len(last) > LONGEST and dot and len(ending) < LONGEST // 2:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return last[:LONGEST]


def clean_folder(path: str) -> str | None:
    """The folders of a path, joined by ``/``, without those that lead upwards."""
    parts = [_clean(part)[:LONGEST] for part in _SEPARATORS.split(path)]
    kept = [part for part in parts if part.strip(". ")]
    return "/".join(kept[:MOST_FOLDERS]) or None


def clean_label(label: str) -> str | None:
    """A label in one line."""
    return " ".join(_clean(label).split())[:LONGEST] or None


def _clean(text: str) -> str:
    """Without characters of Unicode's category C, but for spaces in their place."""
    kept = (" " if unicodedata.category(each)[0] == "C" else each for each in text)
    return " ".join(storable("".join(kept)).split())
