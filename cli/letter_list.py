"""Letters that were found, for people: header, subject, and the words where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.as_json import json_line
from pipeline.store.search import SearchHit, SearchResult
from pipeline.store.search_snippet import Snippet

MARKED = "bold yellow"


def letter_line(hit: SearchHit, *, more: bool) -> str:
    """One letter as a line of JSON; ``more``: others come, or may come, after it."""
    return json_line(hit, more=more)


def show_letters(result: SearchResult, console: Console | None = None) -> None:
    """Print the letters on the standard output or ``console``."""
    console = console or Console(highlight=False)
    if not result.hits:
        console.print("không tìm thấy văn bản nào · no letters found")
    for hit in result.hits:
        console.print(_letter(hit))
    if result.more:
        console.print("… còn nữa: --limit, --offset hoặc thêm từ, bộ lọc", style="dim")
        console.print(
            "  there is more: --limit, --offset, or further words and filters", style="dim"
        )


def _letter(hit: SearchHit) -> RenderableType:
    below = [Text(" ".join(hit.subject.split()))] if hit.subject else []
    below += _places(hit)
    return Group(_head(hit), *(Padding(line, (0, 0, 0, 2)) for line in below), Text())


def _head(hit: SearchHit) -> Text:
    head = Text(hit.number or "— (không số · no number)", style="bold cyan")
    day = f"{hit.date:%d/%m/%Y}" if hit.date else "—"
    head.append(f" · {day}", style="not bold")
    if hit.type_code:
        head.append(f" · {hit.type_code}", style="not bold")
    if hit.issuer:
        head.append(f" · {' '.join(hit.issuer.split())}", style="not bold default")
    if hit.document_key:
        head.append(f"\n  {hit.document_key}", style="not bold dim")
    return head


def _places(hit: SearchHit) -> Iterator[Text]:
    if hit.snippet is None:
        return
    yield _marked(hit.snippet)
    if hit.pages:
        pages = ", ".join(map(str, hit.pages))
        yield Text(f"trang · pages: {pages}", style="dim")
    if not hit.exact:
        yield Text("khác dấu · other marks", style="dim")


def _marked(snippet: Snippet) -> Text:
    shown = Text(snippet.text)
    for start, end in snippet.marks:
        shown.stylize(MARKED, start, end)
    return shown
