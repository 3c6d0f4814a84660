"""The messages of the app that have no translation yet: `python scripts/messages.py`.

Prints them as entries for a catalogue in ``web/text/vi``; the exit code says whether there are any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[1] / "web"
Message = str | tuple[str, str]


def used() -> dict[Message, str]:
    """Every message of templates and code, and where it stands first."""
    found: dict[Message, str] = {}
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "ngettext": (1, 2)}
    options = {"templates/**.html": {"trim_blocks": "true", "newstyle_gettext": "true"}}
    for name, line, message, _, _ in extract_from_dir(WEB, methods, options, keywords):
        found.setdefault(_key(message), f"{name}:{line}")
    return found


def translated() -> dict[Message, str]:
    """Every message of the catalogues with its translation."""
    found: dict[Message, str] = {}
    for part in sorted((WEB / "text" / "vi").glob("*.po")):
        with part.open("rb") as lines:
            for entry in read_po(lines, locale="vi"):
                if entry.id:
                    text = entry.string or ""
                    found[_key(entry.id)] = text if isinstance(text, str) else text[0]
    return found


def _key(message: Any) -> Message:  # noqa: ANN401
    """One message, or its singular and plural."""
    return message if isinstance(message, str) else (message[0], message[1])


def _entries() -> Iterator[str]:
    known = translated()
    for message, place in used().items():
        if not known.get(message):
            one, *more = (message,) if isinstance(message, str) else message
            many = f'msgid_plural "{more[0]}"\nmsgstr[0] ""' if more else 'msgstr ""'
            yield f'#: {place}\nmsgid "{one}"\n{many}\n'


if __name__ == "__main__":
    missing = list(_entries())
    print("\n".join(missing))
    sys.exit(bool(missing))
