"""What a letter says of documents: the name it goes by itself, and the ones that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.reading import Citation, Letter, Relation
from models.register import ReferenceKind
from pipeline.link.bodies import BodyName, Surroundings, identify, issuer_of, surroundings_of
from pipeline.link.lending import completed
from pipeline.link.names import Naming
from pipeline.link.number_keys import (
    LASTING,
    NumberKey,
    Series,
    number_key,
    slip_key,
    typed_key,
)
from pipeline.link.numbering import numbering_body, somewhere, unnamed_issuer
from pipeline.link.party_terms import term_named
from pipeline.link.periods import CENTRAL_PARTY, term_period
from pipeline.link.short_numbers import completed_number
from pipeline.ocr.syllables import canonical_tone, fold
from pipeline.vocabulary import document_kinds

# Laws are known by their names; other documents without number are no documents of the graph.
NAMED_KINDS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
ASSEMBLY = "Quốc hội"
_YEAR = re.compile(r"\s*\(?(?:năm\s+)?((?:19|20)\d\d)\)?\s*$", re.IGNORECASE)
_DATE = re.compile(r"[\s,]*\bngày\b.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An edge, as the words of a letter state it; ``citation`` is the index of the words."""

    source: Naming
    target: Naming
    relation: Relation
    direct: bool
    citation: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNames:
    """The letter's own name, the body that issued it, and its statements."""

    own: Naming
    issuer: BodyName | None
    around: Surroundings
    statements: tuple[Statement, ...]


def names_of(letter: Letter, owner: str) -> LetterNames:
    """All that ``letter`` names; ``owner`` is what tells it from every other letter."""
    around = surroundings_of(letter)
    own = _own(letter, owner, around)
    whole = cited_of(letter, owner, around)
    return LetterNames(
        own=own,
        issuer=issuer_of(letter),
        around=around,
        statements=tuple(_statements(letter.citations, whole, own)),
    )


def cited_of(letter: Letter, owner: str, around: Surroundings) -> list[Naming | None]:
    """What each citation names; ``None`` for words that name no document of their own."""
    return completed([_cited(each, letter, owner, around) for each in letter.citations])


def names_of_file(letters: Sequence[Letter], file: str) -> list[LetterNames]:
    """The names of all letters of a file; a letter also attaches what came behind it."""
    found = [names_of(letter, f"{file}#{index}") for index, letter in enumerate(letters)]
    for index, letter in enumerate(letters):
        if letter.attachment_of is not None:
            holder = found[letter.attachment_of]
            found[letter.attachment_of] = _attaching(holder, found[index].own)
    return found


def _attaching(holder: LetterNames, attached: Naming) -> LetterNames:
    said = any(
        statement.relation == "attaches" and statement.target.number_key == attached.number_key
        for statement in holder.statements
    )
    if said and attached.number_key:
        return holder
    statement = Statement(
        source=holder.own, target=attached, relation="attaches", direct=True, citation=None
    )
    return replace(holder, statements=(*holder.statements, statement))


def _own(letter: Letter, owner: str, around: Surroundings) -> Naming:
    key = number_key(letter.number) if letter.number else None
    issuer = issuer_of(letter) or unnamed_issuer(key, letter.place, around)
    body = numbering_body(key, issuer, around)
    return Naming(
        kind=ReferenceKind.LETTER,
        number=letter.number,
        number_key=typed_key(key, letter.type.name if letter.type else None) if key else None,
        slip_key=key.slip if key else None,
        numbering=key.series if key else Series.UNKNOWN,
        type_code=_own_type(letter, key),
        date=letter.date,
        issuer=letter.issuer or (body.name if body and body.complete else None),
        body=body.key if body else somewhere(key, around),
        subject_key=fold(letter.subject)[:200] if letter.subject else None,
        owner=owner,
    )


def _own_type(letter: Letter, key: NumberKey | None) -> str | None:
    """The code of its type: the heading's, else the number's."""
    if letter.type:
        return letter.type.code
    return key.type_code if key else None


def _cited(citation: Citation, letter: Letter, owner: str, around: Surroundings) -> Naming | None:
    """What one citation names; ``None`` for words that name no document of their own."""
    if citation.number is None:
        return _named_law(citation) if citation.type in NAMED_KINDS else None
    issuer = identify(citation.issuer, around) if citation.issuer else None
    key = number_key(citation.number)
    body = numbering_body(key, issuer, around)
    number = completed_number(citation.number, citation.type, body)
    if number != citation.number:
        key = number_key(number)
        body = numbering_body(key, issuer, around)
    year = letter.date.year if letter.date and not citation.date else None
    naming = Naming(
        kind=ReferenceKind.CITED,
        number=number,
        number_key=typed_key(key, _type_said(citation)),
        slip_key=key.slip,
        numbering=key.series,
        type_code=key.type_code or _type_code(citation),
        date=citation.date,
        issuer=citation.issuer,
        body=body.key if body else somewhere(key, around),
        term=_term(citation, body),
        cited_year=year,
    )
    return _kept_apart(naming, owner)


def _type_said(citation: Citation) -> str | None:
    """The type that the words themselves name: "văn bản số 31-QĐ/TU" tells none."""
    name = citation.type
    return name if name and citation.text.lower().startswith(name.lower()) else None


def _type_code(citation: Citation) -> str | None:
    """The code of the type that the words name, where the number has none."""
    return next((x.code for x in document_kinds() if x.name == citation.type), None)


def _term(citation: Citation, body: BodyName | None) -> str | None:
    """The Party term of "Ban Bí thư khóa X"; a date tells more than a term."""
    if citation.date or not citation.issuer or not body or not body.key.startswith(CENTRAL_PARTY):
        return None
    term = term_named(citation.issuer)
    return None if term is None else term_period(term)


def _kept_apart(naming: Naming, owner: str) -> Naming:
    """A number without date and place is no identity: nobody else's mention is the same.

    Nor is one without date in a letter that has none itself, for numbers begin again.
    """
    in_time = naming.date or naming.term or naming.cited_year or naming.numbering in LASTING
    return naming if naming.date or (naming.is_placed and in_time) else replace(naming, owner=owner)


def _named_law(citation: Citation) -> Naming:
    """Luật An toàn thực phẩm năm 2010: known by its name, its year in place of a term."""
    words = _DATE.sub("", " ".join(citation.text.split()))
    year = _YEAR.search(words)
    name = _YEAR.sub("", words).strip(" ,.;")
    key = "name " + " ".join(fold(canonical_tone(name)).split())
    return Naming(
        kind=ReferenceKind.CITED,
        number=name,
        number_key=key,
        slip_key=slip_key(key),
        numbering=Series.NAMED,
        type_code="L",
        date=citation.date,
        issuer=ASSEMBLY,
        body=identify(ASSEMBLY, Surroundings()).key,
        term=year[1] if year and not citation.date else None,
    )


def _statements(
    citations: Sequence[Citation], cited: Sequence[Naming | None], own: Naming
) -> list[Statement]:
    """One statement a citation; a letter says nothing of itself."""
    found = []
    for index, (citation, target) in enumerate(zip(citations, cited, strict=True)):
        if target is None or _is_own(target, own):
            continue
        holder = _holder(citation, citations[:index], cited)
        relation = citation.asserts or citation.relation if holder else citation.relation
        found.append(
            Statement(
                source=holder or own,
                target=target,
                relation=relation,
                direct=citation.direct,
                citation=index,
            )
        )
    return [each for each in found if each.source != each.target]


def _holder(
    citation: Citation, before: Sequence[Citation], cited: Sequence[Naming | None]
) -> Naming | None:
    """The document in whose title the citation stands: the nearest one named so before it."""
    if citation.direct or citation.within is None:
        return None
    for index in range(len(before) - 1, -1, -1):
        if citation.within in (before[index].number, before[index].text):
            return cited[index]
    return None


def _is_own(target: Naming, own: Naming) -> bool:
    if target.number_key != own.number_key or own.number_key is None:
        return False
    return target.body in (None, own.body) and target.date in (None, own.date)
