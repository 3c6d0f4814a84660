"""Short forms of a số hiệu: "Kết luận 44 của Ban Bí thư" is 44-KL/TW."""

from __future__ import annotations

from functools import cache

from pipeline import vocabulary
from pipeline.link.bodies import BodyName, Surroundings, identify


def completed_number(number: str, type_name: str | None, body: BodyName | None) -> str:
    """``number`` with the symbol that its type and its body give it; itself where it has one.

    Only a bare ordinal is completed, and only where the type has a code and the body one of its
    own: the type and the issuer are the support that a bare number needs.
    """
    if not number.isdigit() or body is None or not body.complete:
        return number
    organ = _organ(body.kind)
    kinds = [kind for kind in vocabulary.document_kinds() if kind.name == type_name]
    if organ is None or not kinds:
        return number
    code, system = organ
    kind = next((each for each in kinds if system in each.systems), None)
    if kind is None or kind.code == "CV":
        return number
    ordinal = f"{int(number):02d}"
    return f"{ordinal}-{kind.code}/{code}" if system == "party" else f"{ordinal}/{kind.code}-{code}"


@cache
def _organ(kind: str) -> tuple[str, vocabulary.BodySystem] | None:
    """The code in numbers of bodies of this kind, and their system."""
    for body in vocabulary.bodies():
        if body.codes and identify(body.name, Surroundings()).kind == kind:
            return body.codes[0], body.system
    return None
