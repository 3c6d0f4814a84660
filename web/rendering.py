"""Templates become pages: in the reader's language, everything escaped."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from models.reading import HEADER_FIELDS
from pipeline.access.rights import Right, Viewer
from pipeline.moments import VIETNAM, aware
from pipeline.store.search_snippet import Snippet
from pipeline.track.standing import Standing
from pipeline.vocabulary import document_kinds
from web.asked_language import language_of
from web.deed_words import in_words
from web.labels import LABELS
from web.text import LANGUAGES, words_in
from web.typed import MOST

STATIC = Path(str(files("web"))) / "static"
TITLE = "congvan"


def page(
    request: Request,
    template: str,
    *,
    viewer: Viewer | None = None,
    status: int = 200,
    **values: Any,  # noqa: ANN401
) -> HTMLResponse:
    """The page that ``template`` makes of ``values``."""
    language = language_of(request)
    text = _environment(language).get_template(template)
    known = {"viewer": viewer, "request": request, "language": language, "Right": Right}
    return HTMLResponse(text.render(known | values), status_code=status)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    words = words_in(language)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {
        "static": static_address,
        "languages": LANGUAGES,
        "document_address": document_address,
        "lineage_address": lineage_address,
        "changed": changed_query,
        "fields": HEADER_FIELDS,
        "relations": tuple(LABELS["relation"]),
        "flags": tuple(LABELS["flag"]),
        "standings": tuple(LABELS["standing"]),
        "types": {kind.code: kind.name for kind in document_kinds()},
        "words_of": lambda kind: {
            code: words.gettext(message) for code, message in LABELS[kind].items()
        },
        "colour_of": lambda standing: Standing(standing).colour,
    }
    environment.filters |= {
        "day": _day,
        "moment": _moment,
        "percent": lambda share: f"{share:.0%}",
        "number": _number_in(language),
        "pieces": pieces,
        "in_words": in_words,
        "label": lambda code, kind: words.gettext(LABELS[kind][code]),
    }
    return environment


@cache
def static_address(name: str) -> str:
    """The address of a file of the front end, which changes when the file does."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def document_address(key: str) -> str:
    """The page of a document: its address for people."""
    return f"/d/{quote(key, safe='/@')}"


def lineage_address(key: str) -> str:
    """The page of the graph around a document."""
    return f"/lineage/{quote(key, safe='/@')}"


@pass_context
def changed_query(context: Context, **changes: object) -> str:
    """The query of this page with other values; ``None`` and empty ones are left out."""
    query = context["request"].query_params.multi_items()
    kept = [(name, value) for name, value in query if name not in changes and value]
    kept += [(name, str(value)) for name, value in changes.items() if value not in (None, "")]
    return f"?{urlencode(kept)}"


def pieces(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The text of a snippet in parts, and whether each is what was asked for."""
    at = 0
    for start, end in snippet.marks:
        yield snippet.text[at:start], False
        yield snippet.text[start:end], True
        at = end
    yield snippet.text[at:], False


def _day(day: dt.date | None) -> str:
    """As Vietnamese letters write it, in both languages."""
    return f"{day:%d/%m/%Y}" if day else "—"


def _moment(moment: dt.datetime | None) -> str:
    """In Vietnam's time."""
    if moment is None:
        return "—"
    return f"{aware(moment).astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _number_in(language: str) -> Any:  # noqa: ANN401
    from babel.numbers import format_decimal

    def written(value: float) -> str:
        # misread figures may have any number of digits, which babel does not write
        return format_decimal(value, locale=language) if abs(value) <= MOST else f"{value:g}"

    return written
