"""When are two values the same? Fair to spelling habits, strict on everything else.

Text is compared after NFC, with one canonical place of the tone mark (*uỷ* = *ủy*, *hoà* =
*hòa*; both spellings are in official use), straight quotes and plain dashes, single spaces,
and without regard to case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

SUBJECT_SLACK = 0.03
ITEM_SLACK = 0.10

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'"))
_DASHES = re.compile(r"\s*[-–—‐‑−]\s*")
_BULLET = re.compile(r"^[\s\-–—+*•]+")
_NOTE = re.compile(r"[\s;,.]*(?:\([^()]*\))?[\s;,.]*$")


def key(text: str) -> str:
    """``text`` as it is compared (see the module)."""
    marked = unicodedata.normalize("NFD", text.translate(_MARKS).casefold())
    placed = unicodedata.normalize("NFC", _SYLLABLE.sub(_tone_last, marked))
    return " ".join(_DASHES.sub("-", placed).split())


def _tone_last(syllable: re.Match[str]) -> str:
    text = syllable.group()
    return _TONES.sub("", text) + "".join(_TONES.findall(text))


def distance(gold: str, got: str) -> float:
    """Character edits from ``gold`` to ``got``, as a share of the length of ``gold``."""
    one, other = key(gold), key(got)
    return Levenshtein.distance(one, other) / max(1, len(one))


def same_text(gold: str, got: str) -> bool:
    """True when the two are compared as equal."""
    return key(gold) == key(got)


def same_subject(gold: str, got: str) -> bool:
    """True within 3 % of character distance."""
    return distance(gold, got) <= SUBJECT_SLACK


def same_item(gold: str, got: str) -> bool:
    """True within 10 % of character distance."""
    return distance(gold, got) <= ITEM_SLACK


def recipient_name(text: str) -> str:
    """An item of Nơi nhận without its bullet, its note ``(b/c)`` and the mark it ends with."""
    return _NOTE.sub("", _BULLET.sub("", text))


def same_items(
    gold: Sequence[str], got: Sequence[str], same: Callable[[str, str], bool] = same_item
) -> bool:
    """True when each item of the one has a partner of its own in the other; order is free."""
    left = list(got)
    for item in gold:
        partner = next((other for other in left if same(item, other)), None)
        if partner is None:
            return False
        left.remove(partner)
    return not left


def digits(number: str) -> str:
    """The running number of a số hiệu: ``"0012/SYT-NVY"`` → ``"12"``."""
    found = re.match(r"\D*(\d+)", number)
    return found.group(1).lstrip("0") if found else ""


def same_parts(gold: Any, got: Any) -> bool:  # noqa: ANN401
    """True when every part that ``gold``, a model, states is the same text in ``got``."""
    stated = {name: getattr(gold, name) for name in gold.model_fields_set}
    return all(
        same_item(value, getattr(got, name) or "") if isinstance(value, str) else True
        for name, value in stated.items()
    )
