"""Manuscripts: what a letter says and what a reader should find in it, written by hand as TOML.

docs/annotation.md is the guide for the annotations. A manuscript is refused where it does not hold
together: an unknown key, a value outside the vocabulary, words that the letter does not print.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from letterpress.ageing import PRESETS
from letterpress.errors import LetterpressError
from letterpress.foot import recipient_text
from letterpress.gold import BoundLetter, gold
from letterpress.head import NATION, PARTY, UNION, date_text
from letterpress.letter import (
    Authority,
    Block,
    DocumentNumber,
    DocumentType,
    Letterhead,
    LetterSpec,
    Organ,
    Paragraph,
    Purpose,
    Recipient,
    RuledTable,
    Secrecy,
    Signature,
    Style,
    System,
    Urgency,
)
from letterpress.press import print_pdf, printed
from letterpress.samples import scan, write_gold
from models.reading import Citation, Target, Task

NUMBER = re.compile(r"(\d+[a-z]*)(\D.*)")
# Keys that the guide leaves to the annotator: judged only where they are written.
OPTIONAL = frozenset({"asserts", "product", "task"})
UNJUDGED = {"confidence", "evidence"}


class ManuscriptInvalid(LetterpressError):
    """A manuscript that does not hold together; the message names file, entry and fault."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A letter with its findings; ``findings`` are the gold keys that the guide describes."""

    name: str
    letter: LetterSpec
    findings: dict[str, list[dict[str, Any]]]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Recipient(_Entry):
    name: str
    purpose: Purpose | None = None
    note: str = ""


class _Signature(_Entry):
    printed: list[str]
    title: str
    name: str
    authority: list[Authority] = Field(default_factory=list)


class _Type(_Entry):
    code: str
    name: str


class _Letter(_Entry):
    system: System
    issuer: str
    issuer_printed: list[str]
    parent: str | None = None
    parent_printed: list[str] = Field(default_factory=list)
    acting_body: str | None = None
    union: bool = False
    number: str = Field(pattern=NUMBER.pattern)
    type: _Type
    date: dt.date
    place: str
    subject: str
    subject_lead: str = "V/v"
    addressees: list[str] = Field(default_factory=list)
    recipients: list[_Recipient]
    signature: _Signature
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None


class _Block(_Entry):
    """A paragraph (``text``) or a table (``table`` and ``widths``)."""

    text: str = ""
    style: str = "plain"
    lead: str = ""
    table: list[list[str]] = Field(default_factory=list)
    widths: list[float] = Field(default_factory=list)


class _Anomaly(_Entry):
    code: str
    message: str = ""


class _Page(_Entry):
    letter: _Letter
    body: list[_Block]
    citations: list[Citation] = Field(default_factory=list)
    tasks: list[Task] = Field(default_factory=list)
    targets: list[Target] = Field(default_factory=list)
    anomalies: list[_Anomaly] = Field(default_factory=list)


def load(path: Path) -> Manuscript:
    """Read one manuscript. Raises ``ManuscriptInvalid``."""
    try:
        page = _Page.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        letter = _letter(page)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ManuscriptInvalid(f"{path.name}: {where}: {first['msg']}") from error
    except ValueError as error:
        raise ManuscriptInvalid(f"{path.name}: {error}") from error
    missing = list(_unprinted(page, _closed(plain_text(letter))))
    if missing:
        raise ManuscriptInvalid(f"{path.name}: not in the letter: " + "; ".join(missing))
    return Manuscript(path.stem, letter, _findings(page))


def write_manuscripts(source: Path, folder: Path, ageings: Sequence[str]) -> list[Path]:
    """Print all manuscripts of ``source`` as text, PDF and scans, each with its gold.

    All are read before the first is written. Raises ``ManuscriptInvalid``; also for none at all.
    """
    manuscripts = [load(path) for path in sorted(source.glob("*.toml"))]
    if not manuscripts:
        raise ManuscriptInvalid(f"{source}: no manuscript (*.toml) here")
    return [path for item in manuscripts for path in _write(item, folder, ageings)]


def plain_text(letter: LetterSpec) -> str:
    """The letter as one types it: left head, right head, number and date, body, foot."""
    blocks = ["\n".join(_heads(letter)), *_opening(letter)]
    for block in letter.body:
        if isinstance(block, RuledTable):
            blocks.append("\n".join("\t".join(row) for row in block.rows))
        else:
            blocks.append(f"{block.lead} {block.text}".strip())
    text = "\n\n".join([*blocks, *_foot(letter)]) + "\n"
    return unicodedata.normalize("NFC", text)


def _heads(letter: LetterSpec) -> list[str]:
    head = letter.letterhead
    party = letter.system == "party"
    left = [*(head.parent.printed if head.parent else ()), *head.issuer.printed]
    if party or head.union:
        left.append("***" if head.union else "*")
    return [*left, *((UNION,) if head.union else (PARTY,) if party else NATION)]


def _opening(letter: LetterSpec) -> Iterator[str]:
    slashed = letter.system == "party" or letter.letterhead.union
    yield f"{'Số' if slashed else 'Số:'} {letter.number.normalised}"
    yield "".join(date_text(letter.place, letter.date))
    title = f"{letter.subject_lead} {letter.subject}".strip()
    yield title if letter.is_letter else f"{letter.type.name.upper()}\n{title}"
    yield from (stamp for stamp in (letter.urgency, letter.secrecy) if stamp)
    if len(letter.addressees) == 1:
        yield f"Kính gửi: {letter.addressees[0]}."
    elif letter.addressees:
        yield "\n".join(["Kính gửi:", *_items(letter, letter.addressees)])


def _foot(letter: LetterSpec) -> Iterator[str]:
    items = [recipient_text(recipient) for recipient in letter.recipients]
    yield "\n".join(["Nơi nhận:", *_items(letter, items)])
    yield "\n".join(letter.signature.printed)
    yield letter.signature.name


def _items(letter: LetterSpec, items: Sequence[str]) -> list[str]:
    stop = "," if letter.system == "party" else ";"
    return [*(f"- {item}{stop}" for item in items[:-1]), f"- {items[-1]}."]


def _letter(page: _Page) -> LetterSpec:
    said = page.letter
    serial, symbol = _parts(said.number)
    parent = Organ(said.parent, tuple(said.parent_printed)) if said.parent else None
    issuer = Organ(said.issuer, tuple(said.issuer_printed))
    signature = said.signature
    return LetterSpec(
        system=said.system,
        letterhead=Letterhead(issuer, parent, said.acting_body, said.union),
        number=DocumentNumber(serial, symbol),
        type=DocumentType(said.type.code, said.type.name),
        date=said.date,
        place=said.place,
        subject=said.subject,
        subject_lead=said.subject_lead,
        body=tuple(_block(block) for block in page.body),
        addressees=tuple(said.addressees),
        recipients=tuple(Recipient(r.name, r.purpose, r.note) for r in said.recipients),
        signature=Signature(
            tuple(signature.printed), signature.title, signature.name, tuple(signature.authority)
        ),
        urgency=said.urgency,
        secrecy=said.secrecy,
    )


def _parts(number: str) -> tuple[str, str]:
    match = NUMBER.fullmatch(number)
    if match is None:
        raise ValueError(f"letter.number: {number!r} has no serial")
    return match[1], match[2]


def _block(block: _Block) -> Block:
    if not block.table:
        return Paragraph(block.text, Style(block.style), block.lead)
    if {len(row) for row in block.table} != {len(block.widths)}:
        raise ValueError(f"body: table {block.table[0]} has rows of another length than widths")
    return RuledTable(tuple(map(tuple, block.table)), tuple(block.widths))


def _unprinted(page: _Page, text: str) -> Iterator[str]:
    """Words of the annotations that the letter does not print."""
    closed = re.sub(r"\s", "", text)
    for index, citation in enumerate(page.citations):
        yield from _absent(f"citations.{index}", (citation.text, citation.issuer), text)
        numbers = (citation.number, citation.within)
        quoted = tuple(re.sub(r"\s", "", number) for number in numbers if number)
        yield from _absent(f"citations.{index}", quoted, closed)
    for index, task in enumerate(page.tasks):
        bodies = (*task.lead, *task.coordinators, task.report.to if task.report else None)
        words = (task.text, *bodies, task.deadline.text, task.deadline.base, task.product)
        yield from _absent(f"tasks.{index}", words, text)
    for index, target in enumerate(page.targets):
        unit = None if target.unit in ("%", "VND", "USD") else target.unit
        words = (target.text, target.per, target.base, target.period, unit)
        yield from _absent(f"targets.{index}", words, text)


def _absent(where: str, words: Sequence[str | None], text: str) -> Iterator[str]:
    for word in words:
        if word is not None and _closed(word) not in text:
            yield f"{where} {word!r}"


def _closed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _findings(page: _Page) -> dict[str, list[dict[str, Any]]]:
    return {
        "citations": [
            item | {"relations": item["relations"] or [item["relation"]]}
            for item in map(_stated, page.citations)
        ],
        "tasks": [_stated(task) for task in page.tasks],
        "targets": [_stated(target) for target in page.targets],
        "anomalies": [anomaly.model_dump() for anomaly in page.anomalies],
    }


def _stated(entry: Citation | Task | Target) -> dict[str, Any]:
    """The entry as JSON values: all keys that the guide describes, others where written."""
    silent = OPTIONAL - entry.model_fields_set
    return entry.model_dump(mode="json", exclude=UNJUDGED | silent)


def _write(manuscript: Manuscript, folder: Path, ageings: Sequence[str]) -> Iterator[Path]:
    """Write one manuscript in every form; yields the files without the gold."""
    pages = printed(manuscript.letter)
    name = f"{manuscript.name}.pdf"
    forms = {folder / "pdf" / name: print_pdf(pages)}
    forms |= {folder / ageing / name: scan(PRESETS[ageing])(pages, 0) for ageing in ageings}
    for path, content in forms.items():
        yield _with_gold(
            path, content, gold([BoundLetter(manuscript.letter, pages)], name), manuscript
        )
    text = plain_text(manuscript.letter)
    path = folder / "text" / f"{manuscript.name}.txt"
    answer = gold([BoundLetter(manuscript.letter, pages[:1])], path.name)
    answer["pages"][0]["text"] = text
    yield _with_gold(path, text.encode(), answer, manuscript)


def _with_gold(path: Path, content: bytes, answer: dict[str, Any], manuscript: Manuscript) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    answer["letters"][0] |= manuscript.findings
    write_gold(path, answer)
    return path
