"""The vocabulary of official letters, loaded from ``data/vocabulary/*.toml``.

Each table is read once, when first asked for, into frozen values; all of them together take
about 15 ms. Nothing here compares text: comparison belongs to those who read a letter.

An entry's ``source`` is a key of its file's ``[sources]`` table; ``valid_from`` and ``valid_to``
are the first and the last day on which it holds, ``None`` where that is open.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

BodySystem = Literal["state", "party", "front", "association"]
ProvinceKind = Literal["tỉnh", "thành phố"]

REORGANISED = dt.date(2025, 7, 1)
"""First day of the 34 provinces (Nghị quyết 202/2025/QH15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry has: where it comes from and when it holds."""

    source: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid_on(self, day: dt.date | None) -> bool:
        """Whether the entry holds on ``day``; an unknown day rules nothing out."""
        if day is None:
            return True
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind(Entry):
    """Tên loại văn bản. ``headings`` are in capitals, the name first.

    ``joint`` kinds are issued by several bodies together; ``copy`` kinds are copies (sao y …).
    """

    code: str
    name: str
    systems: tuple[BodySystem, ...]
    headings: tuple[str, ...] = ()
    normative: bool = False
    joint: bool = False
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Province(Entry):
    """Đơn vị hành chính cấp tỉnh; the same name before and after 2025-07-01 is two of them.

    ``seats`` are the cities where a Party letter may be dated; ``successor`` names the province
    that took this one over.
    """

    name: str
    kind: ProvinceKind
    seats: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    successor: str | None = None
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Entry):
    """Cơ quan, tổ chức, as its name is written, with its codes in document numbers."""

    name: str
    system: BodySystem
    level: Literal["central", "province", "district", "any"]
    codes: tuple[str, ...] = ()
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Entry):
    """Chức vụ of a head, and of those who may sign for him (KT.)."""

    title: str
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAuthority(Entry):
    """Quyền hạn ký: code of the reading, meaning, and the marks as printed."""

    code: Literal["TM", "KT", "TL", "TUQ", "Q"]
    name: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Entry):
    """A printed form and what it says in the reading (``""``: nothing)."""

    value: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Urgency, secrecy, purposes, mottos and the words that open a part of the letter."""

    urgency: tuple[Mark, ...]
    secrecy: tuple[Mark, ...]
    purposes: tuple[Mark, ...]
    mottos: tuple[Mark, ...]
    number_cues: tuple[str, ...]
    addressee_cues: tuple[str, ...]
    subject_cues: tuple[str, ...]
    recipient_cues: tuple[str, ...]
    legal_basis_cues: tuple[str, ...]
    signature_cues: tuple[str, ...]
    arrival_stamp: tuple[str, ...]
    file_words: tuple[str, ...]
    same_as_above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePrefixes:
    """What stands before a signer's name and is no part of it."""

    academic: tuple[str, ...]
    ranks: tuple[str, ...]
    honorifics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Casing:
    """How names are capitalised (NĐ 30/2020, phụ lục II); see ``pipeline.extract.casing``."""

    type_words: tuple[str, ...]
    named_after: tuple[str, ...]
    before_place: tuple[str, ...]
    before_level: tuple[str, ...]
    kept: frozenset[str]
    roman_after: tuple[str, ...]
    levels: tuple[str, ...]
    special: tuple[str, ...]
    conjunctions: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonNames:
    """Syllables of personal names, as written in mixed case.

    ``ranked_surnames`` are all surnames, the most frequent first; ``common_surnames`` those that
    are seldom anything else; ``common_middle`` what often stands behind a surname, the most
    frequent first.
    """

    ranked_surnames: tuple[str, ...]
    surnames: frozenset[str]
    common_surnames: frozenset[str]
    common_middle: tuple[str, ...]
    given: frozenset[str]
    minority_prefixes: tuple[str, ...]


@cache
def read_table(name: str) -> dict[str, Any]:
    """The ``[data]`` of one file, lists as tuples so that entries are hashable."""
    text = (files("data") / "vocabulary" / f"{name}.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)["data"]
    return {key: _frozen(value) for key, value in data.items()}


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """All kinds of document, the State's first; one code may stand for several kinds."""
    return tuple(_kind(row) for row in read_table("document_types")["types"])


def _kind(row: dict[str, Any]) -> DocumentKind:
    headings = row.get("headings")
    own = (row["name"].upper(),) if headings != () else ()
    kept = {key: value for key, value in row.items() if key != "headings"}
    return DocumentKind(**kept, headings=tuple(dict.fromkeys(own + (headings or ()))))


@cache
def type_codes() -> frozenset[str]:
    """Codes that may stand for the kind in a document number (QĐ, TTr, CV …)."""
    return frozenset(kind.code for kind in document_kinds())


def kinds_of_code(
    code: str, system: BodySystem | None = None, day: dt.date | None = None
) -> tuple[DocumentKind, ...]:
    """The kinds that ``code`` may stand for; two for QĐ of the Party: its heading decides."""
    return tuple(
        kind
        for kind in document_kinds()
        if kind.code == code and (system is None or system in kind.systems) and kind.valid_on(day)
    )


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces of all times; see ``Province`` for those that changed in 2025."""
    table = read_table("provinces")
    before = tuple(_province_before(row) for row in table["before"])
    return before + tuple(_province_after(row, before) for row in table["after"])


def _province_before(row: dict[str, Any]) -> Province:
    fields = {key: value for key, value in row.items() if key != "kept"}
    if "valid_to" not in fields and not row.get("kept"):
        fields["valid_to"] = REORGANISED - dt.timedelta(days=1)
    return Province(**fields)


def _province_after(row: dict[str, Any], before: tuple[Province, ...]) -> Province:
    parts = [old for old in before if old.successor == row["name"] and not _ended_early(old)]
    return Province(
        **row,
        valid_from=REORGANISED,
        seats=tuple(seat for old in parts for seat in old.seats),
        also=tuple(name for old in parts if old.name == row["name"] for name in old.also),
        predecessors=tuple(old.name for old in parts),
    )


def _ended_early(province: Province) -> bool:
    return province.valid_to is not None and province.valid_to.year < REORGANISED.year


@cache
def bodies() -> tuple[Body, ...]:
    """Bodies of the State, the Party, the Front and the associations."""
    return tuple(Body(**row) for row in read_table("bodies")["bodies"])


@cache
def body_codes(system: BodySystem | None = None) -> frozenset[str]:
    """Codes of bodies in document numbers (UBND, TW …), of one system or of all."""
    return frozenset(
        code for body in bodies() if system in (None, body.system) for code in body.codes
    )


@cache
def abbreviations() -> dict[str, str]:
    """Printed abbreviation → words, for names of bodies."""
    table: dict[str, str] = read_table("bodies")["abbreviations"]
    return table


@cache
def titles() -> tuple[Title, ...]:
    """Titles of signers, heads with their deputies."""
    return tuple(Title(**row) for row in read_table("titles")["titles"])


@cache
def name_prefixes() -> NamePrefixes:
    """Academic titles, ranks and forms of address before a name."""
    table = read_table("titles")
    return NamePrefixes(table["academic"], table["ranks"], table["honorifics"])


@cache
def authorities() -> tuple[SigningAuthority, ...]:
    """TM., KT., TL., TUQ., Q. and their spellings."""
    return tuple(SigningAuthority(**row) for row in read_table("authorities")["authorities"])


@cache
def marks() -> Marks:
    """Marks, mottos and cue words of the page."""
    fields = dict(read_table("marks"))
    for name in ("urgency", "secrecy", "purposes", "mottos"):
        fields[name] = tuple(Mark(**row) for row in fields[name])
    return Marks(**fields)


@cache
def casing() -> Casing:
    """Words that tell how a name printed in capitals is written."""
    fields = dict(read_table("sectors"))
    return Casing(**{**fields, "kept": frozenset(fields["kept"])})


@cache
def person_names() -> PersonNames:
    """Surnames and given names."""
    table = read_table("names")
    return PersonNames(
        ranked_surnames=tuple(table["surnames"].split()),
        surnames=frozenset(table["surnames"].split()),
        common_surnames=frozenset(table["common_surnames"].split()),
        common_middle=tuple(table["common_middle"].split()),
        given=frozenset(table["given"].split()),
        minority_prefixes=table["minority_prefixes"],
    )
