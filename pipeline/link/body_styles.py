"""Folds what stands for a body into its name: collective styles, titles, other names.

"Ban Thường vụ Tỉnh ủy", "Bí thư Tỉnh ủy" and "Ban Chấp hành Đảng bộ tỉnh" number their letters in
the series of the Tỉnh ủy (HD 36-HD/VPTW): for the register they are one issuer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline import vocabulary
from pipeline.link.body_registry import head_of
from pipeline.link.body_words import Word, keys_of, spelled, words_of

_OF_MEMBERS = re.compile(
    r"^Trung ương (?:Hội|Liên hiệp|Liên minh)\b(?!.*\bViệt Nam\b)", re.IGNORECASE
)
_MEMBERS = re.compile(r"^(?:Hội|Liên hiệp|Liên minh)\b.*\bViệt Nam$", re.IGNORECASE)
_CENTRAL_ORGAN = re.compile(
    r"^(?:Ban Chấp hành|Ban Thường vụ|Đoàn Chủ tịch|Thường trực)\s+"
    r"(?=Trung ương\s+(?:Hội|Đoàn|Liên)\b)",
    re.IGNORECASE,
)


def folded_name(text: str) -> str:
    """The name of the body that the written-out ``text`` stands for."""
    text = _CENTRAL_ORGAN.sub("", text)
    while (bare := _without_style(text)) != text:
        text = bare
    text = _other_head(text)
    whole = _whole_names().get(keys_of(text), text)
    return _of_association(whole)


def _without_style(text: str) -> str:
    """``text`` without a style before a body; a name of the registry is never cut."""
    words = words_of(text)
    keys = tuple(word.key for word in words)
    if keys in _whole_names() or (head_of(words).length == len(words)):
        return _committee_of(words) or text
    for style in _styles():
        rest = words[len(style) :]
        if keys[: len(style)] == style and rest and _starts_body(rest):
            return spelled(rest)
    return text


def _committee_of(words: tuple[Word, ...]) -> str | None:
    """ "Ban Thường vụ Tỉnh ủy" is in the registry itself, with the code of the committee."""
    for style in _styles():
        rest = words[len(style) :]
        if tuple(w.key for w in words[: len(style)]) == style and _is_committee(rest):
            return spelled(rest)
    return None


def _is_committee(words: tuple[Word, ...]) -> bool:
    keys = tuple(word.key for word in words)
    return (
        keys[1:] in {("ủy",), ("đoàn",)}
        or keys == ("hội", "đồng", "nhân", "dân")
        or (keys[:2] == ("đảng", "bộ"))
    )


def _starts_body(words: tuple[Word, ...]) -> bool:
    keys = tuple(word.key for word in words)
    known = head_of(words).length or any(keys[: len(form)] == form for form, _ in _heads())
    return bool(known) or any(
        keys[: len(form)] == form and len(keys) > len(form) for form in _body_starts()
    )


def _other_head(text: str) -> str:
    """The usual name of a kind of body in place of another one, also behind "Đảng đoàn"."""
    words = words_of(text)
    for start in dict.fromkeys((0, head_of(words).length)):
        known = head_of(words[start:]).length
        for form, name in _heads():
            keys = tuple(word.key for word in words[start : start + len(form)])
            if keys == form and known <= len(form):
                parts = (spelled(words[:start]), name, spelled(words[start + len(form) :]))
                return " ".join(filter(None, parts))
    return text


def _of_association(text: str) -> str:
    """The central organ of an association, whichever of its three names is used."""
    if _MEMBERS.match(text) and _is_central(text):
        return f"Trung ương {text}"
    return f"{text} Việt Nam" if _OF_MEMBERS.match(text) else text


def _is_central(text: str) -> bool:
    return not re.search(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)\b", text)


@cache
def _body_starts() -> tuple[tuple[str, ...], ...]:
    return tuple(map(keys_of, vocabulary.read_table("body_names")["body_starts"]))


@cache
def _styles() -> tuple[tuple[str, ...], ...]:
    rows: tuple[dict[str, Any], ...] = vocabulary.read_table("body_names")["styles"]
    return tuple(sorted((keys_of(row["printed"]) for row in rows), key=len, reverse=True))


@cache
def _whole_names() -> dict[tuple[str, ...], str]:
    rows: tuple[dict[str, Any], ...] = vocabulary.read_table("body_names")["whole"]
    return {keys_of(form): row["name"] for row in rows for form in row["forms"]}


@cache
def _heads() -> tuple[tuple[tuple[str, ...], str], ...]:
    rows: tuple[dict[str, Any], ...] = vocabulary.read_table("body_names")["heads"]
    pairs = [(keys_of(form), str(row["name"])) for row in rows for form in row["forms"]]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))
