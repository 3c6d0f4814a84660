"""Every word that people see is in the catalogue."""

from __future__ import annotations

import re

from scripts.messages import translated, used
from web.text import words_in


def test_every_message_has_its_vietnamese() -> None:
    known = translated()
    assert [message for message in used() if not known.get(message)] == []


def test_no_translation_is_left_over() -> None:
    assert [message for message in translated() if message not in used()] == []


def test_messages_can_stand_in_a_page_as_they_are() -> None:
    """They are put in unescaped, also into attributes."""
    for message, text in translated().items():
        one = (message,) if isinstance(message, str) else message
        assert not any(re.search(r"[<>\"&]", each) for each in (*one, text)), message


def test_translations_have_the_same_places_for_values() -> None:
    for message, text in translated().items():
        plain = message if isinstance(message, str) else message[0]
        assert set(re.findall(r"%\(\w+\)s", plain)) == set(re.findall(r"%\(\w+\)s", text)), message


def test_vietnamese_has_one_form_for_all_numbers() -> None:
    words = words_in("vi")
    for number in (0, 1, 2, 21):
        found = words.ngettext("%(num)s day late", "%(num)s days late", number)
        assert found == "quá hạn %(num)s ngày", number
