"""Every word that people see is in the catalogue."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from scripts.messages import WEB, translated, used
from web.text import words_in


def test_every_message_has_its_vietnamese() -> None:
    known = translated()
    assert [message for message in used() if not known.get(message)] == []


def test_no_translation_is_left_over() -> None:
    known = used()
    assert [message for message in translated() if message not in known] == []


def test_no_message_is_translated_in_two_ways() -> None:
    """The catalogues are one: the last one would win everywhere."""
    found: dict[object, set[object]] = {}
    for part in sorted((WEB / "text" / "vi").glob("*.po")):
        with part.open("rb") as lines:
            for entry in read_po(lines, locale="vi"):
                if entry.id:
                    found.setdefault(entry.id, set()).add(entry.string)
    assert {message: texts for message, texts in found.items() if len(texts) > 1} == {}


def test_messages_can_stand_in_a_page_as_they_are() -> None:
    """They are put in unescaped, also into attributes."""
    for message, text in translated().items():
        one = (message,) if isinstance(message, str) else message
        assert not any(re.search(r"[<>\"&]", each) for each in (*one, text)), message


def test_translations_have_the_same_places_for_values() -> None:
    for message, text in translated().items():
        plain = message if isinstance(message, str) else message[0]
        assert set(re.findall(r"%\(\w+\)s", plain)) == set(re.findall(r"%\(\w+\)s", text)), message


def test_counts_are_translated_too() -> None:
    words = words_in("vi")
    for message, text in translated().items():
        if not isinstance(message, str):
            assert {words.ngettext(*message, count) for count in (0, 1, 2, 21)} == {text}
