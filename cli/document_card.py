"""A document of the register as a person wants to see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from cli.cards import letter_card
from cli.lineage_tree import relations, title
from pipeline.store.lineage import Node
from pipeline.store.showing import DocumentView, LetterView
from pipeline.store.steps import Link

# As many links of one kind are listed.
MOST_LINKS = 20


def show_document(found: DocumentView, console: Console | None = None) -> None:
    """Print the document on the standard output or ``console``."""
    console = console or Console(highlight=False)
    for part in _parts(found):
        console.print(part)


def _parts(found: DocumentView) -> Iterator[RenderableType]:
    yield Rule(style="dim")
    yield title(found.node)
    yield Text(f"địa chỉ · address: {found.node.key}", "dim")
    for letter in found.letters:
        yield from _letter(letter)
    yield from _links("Dẫn chiếu · cites", found.cites, found.neighbours, up=True)
    heading = f"Được dẫn trong {found.cited_by} văn bản · cited by {found.cited_by}"
    yield from _links(heading, found.cited, found.neighbours, up=False)
    yield from _namings(found)
    if found.candidates:
        yield Text("Có thể cùng là · might be the same as", "bold")
        for each in found.candidates:
            yield Text(f"  {each.key}")
    for decision in found.decisions:
        state = "đã hủy · undone" if decision.undone_at else decision.made_at.date().isoformat()
        what = f"#{decision.id} {decision.kind}: {decision.reason} ({decision.actor}, {state})"
        yield Text(f"Quyết định · decision {what}", "dim")


def _letter(view: LetterView) -> Iterator[RenderableType]:
    yield Text(
        f"\n{view.file} · đến · received {view.received_on:%d/%m/%Y} · {view.sha256[:12]}", "dim"
    )
    yield Padding(letter_card(view.position, view.letter), (0, 0, 0, 2))
    for each in view.corrections:
        yield Text(
            f"  ✎ #{each.id} {each.field}: {each.machine_value} → {each.value} "
            f"({each.actor}: {each.reason})",
            "green",
        )


def _links(
    heading: str, links: Sequence[Link], nodes: Mapping[int, Node], *, up: bool
) -> Iterator[RenderableType]:
    if not links:
        return
    yield Text(heading, "bold")
    for link in links[:MOST_LINKS]:
        far = nodes.get(link.target if up else link.source)
        if far is not None:
            yield Text.assemble("  ", relations([link], "→" if up else "←"), " ", title(far))
    if len(links) > MOST_LINKS:
        yield Text(f"  … {len(links) - MOST_LINKS} nữa · more (congvan lineage)", "dim")


def _namings(found: DocumentView) -> Iterator[RenderableType]:
    """The ways in which it is named, where there are several: what a split would take away."""
    if len(found.namings) < 2:
        return
    yield Text("Các cách gọi · namings", "bold")
    for each in found.namings:
        parts = (each.number, each.date and f"{each.date:%d/%m/%Y}", each.issuer)
        words = " · ".join(str(part) for part in parts if part)
        yield Text(f"  [{each.id}] {words} ×{each.mentions} ({each.kind})", "dim")
