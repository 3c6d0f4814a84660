"""Personal names: recognising a signer's name line, and writing it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline import vocabulary
from pipeline.extract.casing_lexicon import key

_WORD = re.compile(r"[^\W_]+")
_MINORITY = re.compile(r"[HK]['’]\w")


def person_name(text: str) -> str:
    """``text``, a signer's printed name, without academic titles or rank, every word capital.

    NĐ 30/2020 wants names without them; schools, hospitals and the forces print them.
    """
    flat = " ".join(text.split())
    while match := _prefix().match(flat):
        flat = flat[match.end() :]
    return _WORD.sub(lambda match: match.group().capitalize(), flat).strip(" .,-")


@cache
def _prefix() -> re.Pattern[str]:
    known = vocabulary.name_prefixes()
    forms = {form.rstrip(".") for form in known.academic + known.ranks + known.honorifics}
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    # A prefix ends with a full stop, a comma, a dash or a space: "TS.BS. Lê", "BSCKII Lê".
    return re.compile(rf"(?:{either})(?:\s*[.,-]\s*|\s+)(?=\S)", re.IGNORECASE)


def is_minority_form(text: str) -> bool:
    """Whether ``text`` is a name of the form H'Lê or K'Brôi (Ê Đê, Cơ Ho, Mạ)."""
    return _MINORITY.match(text) is not None


@cache
def _name_keys() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    names = vocabulary.person_names()
    surnames = frozenset(key(word) for word in names.surnames)
    common = frozenset(key(word) for word in names.common_surnames)
    return surnames, common, surnames | frozenset(key(word) for word in names.given)


def is_person(words: Sequence[str], *, strict: bool = False) -> bool:
    """Whether ``words`` are a person's name: a surname, then syllables of given names.

    Behind a surname that is seldom anything else (Nguyễn) the rest need not be known.
    ``strict`` wants such a surname, or three words at least.
    """
    if not 2 <= len(words) <= 5:
        return False
    keys = [key(word) for word in words]
    surnames, common, syllables = _name_keys()
    if keys[0] in common and len(keys) > 2:
        return not any(word.isdigit() for word in keys)
    if keys[0] not in (common if strict and len(keys) < 3 else surnames):
        return False
    return all(word in syllables for word in keys[1:])
