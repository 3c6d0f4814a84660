"""What a letter says: plain values, from which both the printed page and the gold follow.

The cells are those of NĐ 30/2020/NĐ-CP, phụ lục I (State, Front, associations) and of
HD 36-HD/VPTW (Party). ``printed`` always means the words as they stand on paper; the plain
fields beside it are what a reader should understand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

System = Literal["state", "party", "front", "association"]
Purpose = Literal["report", "execute", "coordinate", "file"]
Authority = Literal["TM", "KT", "TL", "TUQ", "Q"]
Urgency = Literal["Khẩn", "Thượng khẩn", "Hỏa tốc"]
Secrecy = Literal["Mật", "Tối mật", "Tuyệt mật"]
PenCell = Literal["number", "day"]


@dataclass(frozen=True, slots=True)
class Organ:
    """Cơ quan: its name in proper case, and the lines a letterhead prints for it."""

    name: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Cells 1 and 2. ``union`` is true for the Youth Union, which prints its own name at right.

    ``acting_body`` is the collective that decides where the head names only the organ, for
    example "Ban Thường vụ Tỉnh ủy" under the head "TỈNH ỦY …".
    """

    issuer: Organ
    parent: Organ | None = None
    acting_body: str | None = None
    union: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Cell 3, số và ký hiệu: ``serial`` is written by the registry, ``symbol`` was typed before.

    ``symbol`` begins with its separator: ``/SYT-NVY`` (State) or ``-CV/TU`` (Party).
    """

    serial: str
    symbol: str

    @property
    def normalised(self) -> str:
        return self.serial + self.symbol


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Tên loại: code of NĐ 30 phụ lục III or HD 36, and name. ``CV`` prints no title."""

    code: str
    name: str


class Style(StrEnum):
    """How a paragraph of the body is set."""

    PLAIN = "plain"  # first line indented, justified
    HEADING = "heading"  # bold, indented
    BASIS = "basis"  # italic: Căn cứ …
    CENTRED = "centred"  # bold capitals in the middle: QUYẾT ĐỊNH:


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``lead`` is its bold beginning ("Điều 1.", "Thời gian:")."""

    text: str
    style: Style = Style.PLAIN
    lead: str = ""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table with drawn lines: first row is the head; ``widths`` are shares of the text width."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Paragraph | RuledTable


@dataclass(frozen=True, slots=True)
class Recipient:
    """One item of Nơi nhận; ``note`` is printed after the name, ``name`` stays clean.

    ``lead`` is printed before the name ("Lưu: " or "Lưu ") and is part of it for the reader,
    because "Lưu: VT, NVY" is how the officers name that item.
    """

    name: str
    purpose: Purpose | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Cell 7: ``printed`` are the capital lines above the name, ``title`` the last of them."""

    printed: tuple[str, ...]
    title: str
    name: str
    authority: tuple[Authority, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """Con dấu tròn: words on the circle, words in the middle, a star below the circle."""

    ring: str
    middle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """Dấu đến of the receiving office; its number and date are written by hand."""

    office: str
    number: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class PrintedSignature:
    """Thông tin chữ ký số as office programs print it: four small lines at the top right."""

    signer: str
    email: str
    organisation: str
    time: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All that comes on the page after printing."""

    seal: Seal | None = None
    scribble: bool = False  # a signature in blue ink
    stamped_name: bool = False  # the signer's name is a red rubber stamp
    arrival: ArrivalStamp | None = None
    pen: frozenset[PenCell] = frozenset()
    pen_colour: Literal["blue", "black"] = "blue"


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """A whole letter. ``seed`` steers only the hand (pen, scribble, placing of stamps).

    ``subject`` has no leading word; ``subject_lead`` is the one printed before it ("V/v", "Về
    việc", "Về", or nothing). ``greeting`` is what stands before the addressees ("Kính gửi:").
    """

    system: System
    letterhead: Letterhead
    number: DocumentNumber
    type: DocumentType
    date: dt.date
    place: str
    subject: str
    body: tuple[Block, ...]
    recipients: tuple[Recipient, ...]
    signature: Signature
    subject_lead: str = "V/v"
    addressees: tuple[str, ...] = ()
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    digital_signature: PrintedSignature | None = None
    marks: Marks = field(default_factory=Marks)
    seed: int = 0

    @property
    def is_letter(self) -> bool:
        """True for công văn: no printed title, the trích yếu under the number."""
        return self.type.code == "CV"
