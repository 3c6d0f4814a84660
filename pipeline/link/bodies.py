"""Which body a name means: one key for all the ways in which a body is written.

"UBND tỉnh" in a letter of Quảng Ninh, "Chủ tịch Uỷ ban nhân dân tỉnh Quảng Ninh" and "ỦY BAN NHÂN
DÂN TỈNH QUẢNG NINH" are one body. The name as issued is kept where it was printed; this is only
what it is compared by. Kinds come from ``data/vocabulary/bodies.toml``, other names of one body
from ``body_names.toml``, places from ``provinces.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from models.reading import Letter
from pipeline import vocabulary
from pipeline.link.body_identity import identify
from pipeline.link.body_model import BodyName, Surroundings
from pipeline.link.body_words import keys_of, written_out
from pipeline.link.surroundings import surroundings_of

__all__ = ["BodyName", "Surroundings", "identify", "issuer_of", "surroundings_of"]


def issuer_of(letter: Letter) -> BodyName | None:
    """The body that issued the letter, ``None`` if no issuer was read.

    Where the issuer is a part of the body printed above it, both lines are the name: "Ban Dân
    vận" below "Tỉnh ủy Lào Cai", "Ban Thường trực" below "Ủy ban MTTQ Việt Nam tỉnh Lào Cai".
    """
    if not letter.issuer:
        return None
    around = surroundings_of(letter)
    alone = identify(letter.issuer, around)
    if letter.parent_issuer and not alone.complete and _is_board(alone):
        seat = _COUNCIL.sub("", written_out(letter.parent_issuer))
        return identify(f"{alone.name} {seat}", around)
    if not letter.parent_issuer or keys_of(alone.name) not in _parts():
        return alone
    above = identify(letter.parent_issuer, around)
    owner = "Trung ương" if above.key == _PARTY_CENTRE else letter.parent_issuer
    return identify(f"{alone.name} {written_out(owner)}", around)


# "Ban Chỉ đạo 389 tỉnh", not "… Ủy ban nhân dân tỉnh": so boards of a council are called.
_COUNCIL = re.compile(r"^(?:Ủy ban|Uỷ ban|Hội đồng) nhân dân\s+", re.IGNORECASE)
_PARTY_CENTRE = "trung-uong-dang"


def _is_board(body: BodyName) -> bool:
    keys = keys_of(body.name)
    return any(keys[: len(form)] == form for form in _boards())


@cache
def _boards() -> tuple[tuple[str, ...], ...]:
    return tuple(map(keys_of, vocabulary.read_table("body_names")["boards"]))


@cache
def _parts() -> frozenset[tuple[str, ...]]:
    return frozenset(map(keys_of, vocabulary.read_table("body_names")["parts"]))
