"""Which type of document a letter is, from its heading and its number."""

from __future__ import annotations

from pipeline import vocabulary
from pipeline.extract.number import DocumentNumber
from pipeline.extract.title import Heading
from pipeline.vocabulary import BodySystem

Kind = tuple[str, str]
CONG_VAN: Kind = ("CV", "Công văn")


def type_of(
    heading: Heading | None,
    number: DocumentNumber | None,
    system: BodySystem | None,
    *,
    about: bool,
) -> tuple[Kind | None, float]:
    """(code, name) and how sure; ``about`` tells whether a V/v block was found.

    The heading decides. A letter without heading is a công văn when its number carries no type
    (State, NĐ 30/2020) or CV (Party); otherwise the type is that of the symbol.
    """
    if heading is not None:
        agrees = number is not None and number.type == heading.kind.code
        return (heading.kind.code, heading.kind.name), 0.99 if agrees else 0.93 * heading.likeness
    if number is not None and number.type and number.type != "CV":
        kinds = vocabulary.kinds_of_code(number.type, system)
        if len(kinds) == 1:
            return (kinds[0].code, kinds[0].name), 0.85
        return None, 0.0
    if number is not None or about:
        return CONG_VAN, 0.97 if number is not None and about else 0.85
    return None, 0.0
