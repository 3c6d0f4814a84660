"""The reading: what one file becomes. The published JSON contract, `congvan.reading/1`.

Text is NFC, dates are ISO 8601, absent is ``None`` or ``[]``, never a guess.
See docs/reading.md for the meaning of every key.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Final = "congvan.reading/1"

System = Literal["state", "party", "front", "association", "unknown"]
Urgency = Literal["Khẩn", "Thượng khẩn", "Hỏa tốc"]
Secrecy = Literal["Mật", "Tối mật", "Tuyệt mật"]
Purpose = Literal["report", "execute", "coordinate", "file"]
Authority = Literal["TM", "KT", "TL", "TUQ", "Q"]
Relation = Literal[
    "legal_basis",
    "implements",
    "continues",
    "per",
    "promulgates",
    "attaches",
    "replies_to",
    "follows_up",
    "amends",
    "replaces",
    "repeals",
    "corrects",
    "guides",
    "extends",
    "mentions",
]
DeadlineKind = Literal[
    "none",
    "on_or_before",
    "within_period",
    "recurring",
    "relative",
    "event",
    "continuous",
    "urgent",
]
Recurrence = Literal[
    "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "unspecified"
]
AssigneeSource = Literal["explicit", "heading", "lead_in", "previous", "table", "inferred", "none"]
ReportKind = Literal["report", "submit", "advise"]
Comparator = Literal["=", ">", ">=", "<", "<=", "~", "increase", "decrease"]
TargetKind = Literal["target", "result", "background"]

HEADER_FIELDS = (
    "system",
    "type",
    "number",
    "date",
    "place",
    "issuer",
    "parent_issuer",
    "acting_body",
    "subject",
    "addressees",
    "recipients",
    "signer",
    "urgency",
    "secrecy",
    "digital_signature",
)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Evidence(_Value):
    """A place on the scan: ``box`` in fractions of the upright page, ``start:end`` in its text."""

    page: int
    box: tuple[float, float, float, float] | None = None
    start: int
    end: int


class Source(_Value):
    """The file itself. ``page_count`` counts all pages, also blank and failed ones."""

    name: str
    sha256: str
    page_count: int


class Page(_Value):
    """One page; ``rotation`` and ``skew`` are degrees undone before reading."""

    number: int
    origin: Literal["ocr", "text_layer", "text", "blank", "failed"]
    rotation: int = 0
    skew: float = 0.0
    confidence: float = 0.0
    text: str = ""


class DocumentType(_Value):
    """Tên loại văn bản: code of NĐ 30/2020 phụ lục III or HD 36-HD/VPTW, and name."""

    code: str
    name: str


class Recipient(_Value):
    """One item of Nơi nhận."""

    name: str
    purpose: Purpose | None = None


class Signer(_Value):
    """Người ký: name, title (the last title line) and the stack of signing authority."""

    name: str | None = None
    title: str | None = None
    authority: list[Authority] = Field(default_factory=list)


class DigitalSignature(_Value):
    """Chữ ký số as printed on the page; ``verified`` only if the PDF's own was checked."""

    signer: str | None = None
    organisation: str | None = None
    email: str | None = None
    time: str | None = None
    verified: bool | None = None


class Citation(_Value):
    """Văn bản được viện dẫn: one mention of another document, as printed (``text``).

    ``type`` is the name of the type. ``relation`` is what this letter is to the document, or, where
    ``direct`` is false, what its title's holder ``within`` leads this letter to; ``relations`` are
    all that the words claim. ``asserts`` is the relation that the document ``within`` has to this
    one (a third party's edge).
    """

    text: str
    type: str | None = None
    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    relation: Relation = "mentions"
    relations: list[Relation] = Field(default_factory=list)
    direct: bool = True
    within: str | None = None
    asserts: Relation | None = None
    confidence: float = 0.0
    evidence: list[Evidence] = Field(default_factory=list)


class Deadline(_Value):
    """Thời hạn: a period with its kind; ``none`` is "không thời hạn", a state of its own.

    ``base`` is what a relative term counts from, or the event that triggers it, as printed.
    """

    kind: DeadlineKind = "none"
    text: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    recurrence: Recurrence | None = None
    base: str | None = None


class Report(_Value):
    """Chế độ báo cáo: what must come back, and to whom as printed."""

    kind: ReportKind
    to: str | None = None


class Task(_Value):
    """Nhiệm vụ: one directive sentence or one table row, verbatim without its subject.

    ``lead`` (chủ trì) and ``coordinators`` (phối hợp) are bodies as printed. ``product`` is the
    sản phẩm column of a task table.
    """

    text: str
    lead: list[str] = Field(default_factory=list)
    coordinators: list[str] = Field(default_factory=list)
    deadline: Deadline = Field(default_factory=Deadline)
    assignee_source: AssigneeSource = "none"
    report: Report | None = None
    trackable: bool = True
    product: str | None = None
    confidence: float = 0.0
    evidence: list[Evidence] = Field(default_factory=list)


class Target(_Value):
    """Chỉ tiêu: a quantity that is to be reached (``target``), was (``result``) or just is.

    Money is in VND, ``unit`` as printed otherwise; ``base`` is what a percentage is of; ``task``
    is the index in ``tasks`` of the task that it stands in.
    """

    text: str
    comparator: Comparator = "="
    value: float | int
    value_max: float | int | None = None
    unit: str | None = None
    per: str | None = None
    base: str | None = None
    period: str | None = None
    kind: TargetKind = "target"
    task: int | None = None
    confidence: float = 0.0
    evidence: list[Evidence] = Field(default_factory=list)


class Anomaly(_Value):
    """A doubt: code in English, message in Vietnamese, with evidence.

    ``proposal`` is what the printed value most likely should be; the value itself stays as printed.
    """

    code: str
    message: str
    proposal: str | None = None
    evidence: list[Evidence] = Field(default_factory=list)


class Problem(_Value):
    """Something that could not be read; ``page`` is ``None`` when it is the whole file."""

    code: str
    message: str
    page: int | None = None


class Letter(_Value):
    """One letter of the file with its header; every field has confidence and evidence."""

    pages: list[int]
    attachment_of: int | None = None
    system: System = "unknown"
    type: DocumentType | None = None
    number: str | None = None
    date: dt.date | None = None
    place: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    acting_body: str | None = None
    subject: str | None = None
    addressees: list[str] = Field(default_factory=list)
    recipients: list[Recipient] = Field(default_factory=list)
    signer: Signer | None = None
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    digital_signature: DigitalSignature | None = None
    citations: list[Citation] = Field(default_factory=list)
    tasks: list[Task] = Field(default_factory=list)
    targets: list[Target] = Field(default_factory=list)
    anomalies: list[Anomaly] = Field(default_factory=list)
    confidence: dict[str, float] = Field(default_factory=dict)
    evidence: dict[str, list[Evidence]] = Field(default_factory=dict)


class Reading(_Value):
    """What one file became."""

    schema_name: Literal["congvan.reading/1"] = Field(default=SCHEMA, alias="schema")
    source: Source
    pages: list[Page] = Field(default_factory=list)
    letters: list[Letter] = Field(default_factory=list)
    problems: list[Problem] = Field(default_factory=list)

    def to_json(self, indent: int | None = None) -> str:
        """The reading as JSON text, keys as in the contract, Vietnamese unescaped."""
        return self.model_dump_json(by_alias=True, indent=indent)
