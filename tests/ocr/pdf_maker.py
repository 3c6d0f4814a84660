"""Small PDFs for tests, written by hand so that every part can be bent or broken.

Text is set in one-byte fonts whose ToUnicode map gives any letter, so no font file is needed.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """Words drawn at ``x, y`` (points from bottom left); ``mode`` 3 is invisible."""

    text: str
    x: float = 72.0
    y: float = 700.0
    size: float = 12.0
    font: str = "Times New Roman"
    mode: int = 0
    raw: bytes | None = None  # bytes as they are, in WinAnsi and without a ToUnicode map
    advance: float = 0.5  # width of each character in em
    climbs: bool = False  # written from bottom to top


@dataclass(frozen=True)
class Picture:
    """A grey picture of ``pixels`` wide and high, drawn in the rectangle; ``data`` replaces it."""

    rect: tuple[float, float, float, float]
    pixels: tuple[int, int] = (10, 10)
    shade: int = 128
    data: bytes | None = None


@dataclass(frozen=True)
class Stamp:
    """A signature widget with its own appearance: text, as signing software writes it."""

    rect: tuple[float, float, float, float]
    text: str
    flags: int = 132


@dataclass(frozen=True)
class Page:
    texts: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    size: tuple[float, float] = (595.0, 842.0)
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    drawing: str = ""  # more content stream operators
    contents: bytes | None = None  # the content stream as stored, to break it


@dataclass
class _Writer:
    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes | str) -> int:
        self.objects.append(body.encode() if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode()
        return self.add(head + data + b"\nendstream")

    def file(self, root: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
        trailer = f"trailer\n<< /Size {len(offsets) + 1} /Root {root} 0 R >>\n"
        return bytes(out) + f"{trailer}startxref\n{start}\n%%EOF\n".encode()


def make_pdf(*pages: Page) -> bytes:
    """A PDF of ``pages``."""
    writer = _Writer()
    tree = writer.add("")  # filled below, once the pages are known
    numbers = [_page(writer, page, tree) for page in pages]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    writer.objects[tree - 1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    # Without a form, viewers draw no form fields and so no stamps.
    form = "/AcroForm << /Fields [] >>"
    return writer.file(writer.add(f"<< /Type /Catalog /Pages {tree} 0 R {form} >>"))


def _page(writer: _Writer, page: Page, tree: int) -> int:
    parts: list[str] = []
    fonts, pictures = "", ""
    for index, picture in enumerate(page.pictures):
        pictures += f"/I{index} {_picture(writer, picture)} 0 R "
        x0, y0, x1, y1 = picture.rect
        parts.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /I{index} Do Q")
    for index, text in enumerate(page.texts):
        number, codes = _font(writer, text)
        fonts += f"/F{index} {number} 0 R "
        matrix = "0 1 -1 0" if text.climbs else "1 0 0 1"
        parts.append(
            f"BT {text.mode} Tr /F{index} {text.size} Tf "
            f"{matrix} {text.x} {text.y} Tm <{codes}> Tj ET"
        )
    parts.append(page.drawing)
    packed = zlib.compress("\n".join(parts).encode())
    content = writer.stream(page.contents or packed, "/Filter /FlateDecode")
    stamps = " ".join(f"{_stamp(writer, stamp)} 0 R" for stamp in page.stamps)
    crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
    return writer.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] {crop} "
        f"/Rotate {page.rotate} /Contents {content} 0 R /Annots [{stamps}] "
        f"/Resources << /Font << {fonts} >> /XObject << {pictures} >> >> >>"
    )


def _picture(writer: _Writer, picture: Picture) -> int:
    width, height = picture.pixels
    data = picture.data
    if data is None:
        data = zlib.compress(bytes([picture.shade]) * (width * height))
    return writer.stream(
        data,
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
    )


def _font(writer: _Writer, text: Text) -> tuple[int, str]:
    """A font for one text: each of its letters gets a code of its own."""
    name = "/" + "".join(c if c.isalnum() or c in ".-+," else f"#{ord(c):02X}" for c in text.font)
    width = " ".join([str(int(text.advance * 1000))] * 255)
    base = f"<< /Type /Font /Subtype /TrueType /BaseFont {name} /FirstChar 1 /LastChar 255 "
    about = writer.add(
        f"<< /Type /FontDescriptor /FontName {name} /Flags 32 /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >>"
    )
    widths = f"/Widths [{width}] /FontDescriptor {about} 0 R "
    if text.raw is not None:
        return writer.add(f"{base}{widths}/Encoding /WinAnsiEncoding >>"), text.raw.hex()
    letters = list(dict.fromkeys(text.text.replace(" ", "")))
    codes = {" ": 32} | {letter: code for code, letter in enumerate(letters, 33)}
    to_unicode = writer.stream(_to_unicode(codes))
    number = writer.add(f"{base}{widths}/ToUnicode {to_unicode} 0 R >>")
    return number, "".join(f"{codes[letter]:02x}" for letter in text.text)


def _to_unicode(codes: dict[str, int]) -> bytes:
    lines = [f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{body}\nendcmap end end"
    ).encode()


def _stamp(writer: _Writer, stamp: Stamp) -> int:
    x0, y0, x1, y1 = stamp.rect
    font, codes = _font(writer, Text(stamp.text))
    look = writer.stream(
        f"BT /F1 10 Tf 2 4 Td <{codes}> Tj ET".encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 {x1 - x0} {y1 - y0}] "
        f"/Resources << /Font << /F1 {font} 0 R >> >>",
    )
    return writer.add(
        f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S{look}) /F {stamp.flags} "
        f"/Rect [{x0} {y0} {x1} {y1}] /AP << /N {look} 0 R >> >>"
    )
