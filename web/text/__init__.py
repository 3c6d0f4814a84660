"""The words of the interface: English in the templates, Vietnamese in the catalogues beside them.

``vi/`` has a catalogue for each part of the app; a test checks that every message is in one. A
message holds no quotation marks of ASCII and no tags: it is put into pages as it is.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


@cache
def words_in(language: str) -> NullTranslations:
    """The catalogue of a language; the messages are English themselves."""
    if language == "en":
        return NullTranslations()
    found = Translations()
    for part in sorted(files("web.text").joinpath(language).iterdir(), key=lambda each: each.name):
        with part.open("rb") as lines:
            words = _compiled(read_po(lines, locale=language))
        found.merge(words)
        found.plural = words.plural  # merging leaves it out
    return found


def _compiled(catalogue: Catalog) -> Translations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
