"""The type: a complete Vietnamese serif, found on this machine, checked before printing.

Tinos (Debian fonts-croscore) and Liberation Serif 2 (fonts-liberation2) have all Vietnamese
letters and the widths of Times New Roman, which NĐ 30/2020 prescribes. Liberation 1.x lacks 92
of the letters, so coverage is asserted, never assumed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from letterpress.errors import FontMissing, GlyphMissing

FAMILIES = ("Tinos", "LiberationSerif")
VIETNAMESE = "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸĂÂĐÊÔƠƯ"


class Face(StrEnum):
    """The four cuts; the value is the end of the font file's name."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"
    BOLD_ITALIC = "BoldItalic"

    @property
    def font_name(self) -> str:
        """The name under which reportlab knows this cut."""
        return f"Letterpress-{self.value}"


@cache
def font_files() -> dict[Face, Path]:
    """The four files of the first complete family. Raises ``FontMissing`` with what to install."""
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for path in sorted(folder.rglob("*.ttf")):
            found.setdefault(path.name, path)
    for family in FAMILIES:
        cuts = {face: found.get(f"{family}-{face.value}.ttf") for face in Face}
        files = {face: path for face, path in cuts.items() if path is not None}
        if len(files) == len(Face) and all(_speaks_vietnamese(p) for p in files.values()):
            return files
    raise FontMissing(
        "không có phông chữ tiếng Việt đầy đủ; hãy cài fonts-croscore hoặc fonts-liberation2 · "
        "no complete Vietnamese serif; install fonts-croscore or fonts-liberation2"
    )


def width(text: str, face: Face, size: float) -> float:
    """Printed width of ``text`` in points."""
    _register()
    return float(pdfmetrics.stringWidth(text, face.font_name, size))


def assert_covered(text: str, face: Face) -> None:
    """Raise ``GlyphMissing`` if ``face`` cannot print a character of ``text``."""
    _register()
    known = _coverage(face)
    missing = sorted({char for char in text if ord(char) not in known})
    if missing:
        names = ", ".join(f"{char} U+{ord(char):04X}" for char in missing)
        raise GlyphMissing(f"{font_files()[face].name}: {names}")


def _font_folders() -> Iterator[Path]:
    home = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share"))
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / "fonts"):
        if folder.is_dir():
            yield folder


def _speaks_vietnamese(path: Path) -> bool:
    glyphs = TTFont("probe", str(path)).face.charToGlyph
    return all(ord(char) in glyphs and ord(char.lower()) in glyphs for char in VIETNAMESE)


@cache
def _register() -> None:
    for face, path in font_files().items():
        pdfmetrics.registerFont(TTFont(face.font_name, str(path)))


@cache
def _coverage(face: Face) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(face.font_name).face.charToGlyph)
