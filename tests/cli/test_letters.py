"""`congvan letters`: what is printed of the letters found, and how the command ends."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from cli.letter_list import MARKED, show_letters
from cli.letters import letters
from models.errors import QueryInvalid
from pipeline.store.search import SearchHit, SearchResult
from pipeline.store.search_snippet import Snippet
from pipeline.store.store import open_store
from tests.store.registered import findable

HIT = SearchHit(
    letter_id=1,
    document_key="21/UBND-NN@song-xanh/2024-05-06",
    number="21/UBND-NN",
    date=dt.date(2024, 5, 6),
    type_code="CV",
    issuer="Ủy ban nhân dân huyện Sông Xanh",
    place=None,
    subject="phòng, chống rét cho gia súc",
    exact=False,
    best_page=2,
    pages=(2, 5),
    snippet=Snippet(2, "…che chắn chuồng trại", ((10, 16),)),
)


def printed(result: SearchResult, *, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=80, highlight=False, force_terminal=colour, color_system="standard"
    )
    show_letters(result, console)
    return stream.getvalue()


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register with two letters, where the command looks for it."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path))
    with open_store() as store, store.writing() as session:
        findable(session, "đê điều", number="1/KH-UBND", type_code="KH", relations=("per",))
        findable(session, "đê sông", number="2/UBND-NN", type_code="CV", date=dt.date(2025, 1, 2))


def found(*arguments: str) -> list[dict[str, object]]:
    """What the command says in JSON."""
    app = typer.Typer()
    app.command()(letters)
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_hit_is_shown_with_header_subject_words_and_pages() -> None:
    text = printed(SearchResult((HIT,), more=False))
    for part in ("21/UBND-NN", "06/05/2024", "CV", "Sông Xanh", "phòng, chống rét", "pages: 2, 5"):
        assert part in text
    assert "khác dấu · other marks" in text
    assert "còn nữa" not in text


def test_the_words_are_marked_in_colour() -> None:
    assert MARKED == "bold yellow"
    assert "\x1b[1;33mchuồng\x1b[0m" in printed(SearchResult((HIT,), more=False), colour=True)


def test_that_there_is_more_is_said() -> None:
    text = printed(SearchResult((HIT,), more=True))
    assert "còn nữa" in text
    assert "there is more" in text


def test_that_nothing_was_found_is_said() -> None:
    assert "no letters found" in printed(SearchResult((), more=False))


@pytest.mark.usefixtures("register")
def test_json_is_one_letter_a_line_with_its_places() -> None:
    (line,) = found("đê", "điều")
    assert (line["number"], line["pages"], line["more"]) == ("1/KH-UBND", [1], False)
    assert line["snippet"] == {"page": 1, "text": "đê điều", "marks": [[0, 2], [3, 7]]}


@pytest.mark.usefixtures("register")
def test_without_words_the_newest_letters_are_listed() -> None:
    assert [line["number"] for line in found()] == ["2/UBND-NN", "1/KH-UBND"]
    (first,) = found("--limit", "1")
    assert (first["number"], first["more"]) == ("2/UBND-NN", True)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--type", "KH"), ["1/KH-UBND"]),
        (("--from", "2025-01-01"), ["2/UBND-NN"]),
        (("--to", "31/12/2024"), ["1/KH-UBND"]),
        (("--relation", "per"), ["1/KH-UBND"]),
        (("--task-state", "new"), []),
        (("--issuer", "Sở Y tế"), []),
        (("--offset", "1"), ["1/KH-UBND"]),
    ],
)
def test_filters_are_options(options: tuple[str, ...], numbers: list[str]) -> None:
    assert [line["number"] for line in found(*options)] == numbers


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "arguments",
    [("???",), ("--relation", "loves"), ("--task-state", "lost"), ("--from", "hôm qua")],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(QueryInvalid):
        found(*arguments)
