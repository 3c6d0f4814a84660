"""A pasted text with its citations marked and linked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, Form
from fastapi.responses import Response

from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.citation_lookup import MOST_CHARACTERS, Found, look_up
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import day_or_none

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]


@router.get("/lookup")
def ask(asked: Reader) -> Response:
    """Where to paste a text."""
    today = day_in_vietnam().isoformat()
    return _page(asked, text="", date=today, issuer="", province="", found=None)


@router.post("/lookup")
def answer(
    asked: Reader,
    text: Annotated[str, Form()] = "",
    date: Annotated[str, Form(max_length=20)] = "",
    issuer: Annotated[str, Form(max_length=300)] = "",
    province: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """The text with its citations."""
    with asked.reading() as session:
        found = look_up(
            session,
            text,
            date=day_or_none(date),
            issuer=issuer.strip() or None,
            province=province.strip() or None,
        )
    return _page(asked, text=text, date=date, issuer=issuer, province=province, found=found)


def _page(asked: Asked, *, text: str, found: Sequence[Found] | None, **typed: str) -> Response:
    values: dict[str, Any] = dict(typed)
    return page(
        asked.request,
        "lookup.html",
        viewer=asked.viewer,
        text=text,
        found=found,
        pieces=list(_pieces(text, found or ())),
        most=MOST_CHARACTERS,
        **values,
    )


def _pieces(text: str, found: Sequence[Found]) -> Iterator[tuple[str, int | None]]:
    """The text in parts, and which citation each is."""
    at = 0
    for index, each in enumerate(found):
        yield text[at : each.start], None
        yield text[each.start : each.end], index
        at = each.end
    yield text[at:], None
