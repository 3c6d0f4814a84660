"""A lineage as a tree for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from pipeline.link.relations import RELATION_NAMES
from pipeline.store.lineage import Lineage, Node
from pipeline.store.mentions import Mention, MentionFinder, pages_of
from pipeline.store.steps import Link

FLAGS = {
    "ambiguous": "có thể là nhiều văn bản · ambiguous",
    "date_conflict": "ngày ghi khác nhau · dates differ",
    "merged": "do người gộp · merged by a person",
    "number_slip": "số có thể đọc sai · number may be misread",
    "same_number": "trùng số với văn bản khác · shares its number",
    "split": "do người tách · split by a person",
}
NOT_HERE = "chưa có · not here"
# As many mentions of one link are shown to people, and given to programs.
SHOWN, GIVEN = 2, 20


def tree(found: Lineage, finder: MentionFinder | None) -> RenderableType:
    """The lineage as a tree; a document that was shown above is only named again."""
    steps: defaultdict[int, list[Link]] = defaultdict(list)
    for link in found.links:
        steps[link.source if found.direction == "up" else link.target].append(link)
    root = Tree(title(found.nodes[found.start]))
    _grow(root, found.start, found, steps, finder, {found.start})
    return Group(root, *_remarks(found))


def _grow(
    branch: Tree,
    document: int,
    found: Lineage,
    steps: Mapping[int, Sequence[Link]],
    finder: MentionFinder | None,
    shown: set[int],
) -> None:
    for far, links in _by_end(steps.get(document, ()), found).items():
        arrow = "→" if found.direction == "up" else "←"
        line = Text.assemble(relations(links, arrow), " ", title(found.nodes[far]))
        again = far in shown and far in steps
        twig = branch.add(line.append(" ↑ xem trên · see above", "dim") if again else line)
        for mention in _mentions(links, finder):
            twig.add(_place(mention))
        if far not in shown:
            shown.add(far)
            _grow(twig, far, found, steps, finder, shown)


def _by_end(links: Sequence[Link], found: Lineage) -> dict[int, list[Link]]:
    """Links to one document together, what says most first."""
    ends: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        ends[link.target if found.direction == "up" else link.source].append(link)
    return {end: sorted(each, key=_weight) for end, each in ends.items()}


def _weight(link: Link) -> tuple[object, ...]:
    return (not link.direct, link.relation in ("attaches", "mentions"), -link.mentions)


def _mentions(links: Sequence[Link], finder: MentionFinder | None) -> list[Mention]:
    """What to show of them: mentions that have words."""
    if finder is None:
        return []
    found = [mention for link in links for mention in finder.of_link(link, SHOWN)]
    return [mention for mention in found if mention.text][:SHOWN]


def title(node: Node) -> Text:
    """One document in one line: number, date, issuer, subject, and what is in doubt."""
    day = f"{node.date:%d/%m/%Y}" if node.date else ""
    line = Text(node.number or f"(không số · no number, {node.key})", "bold")
    for part in (day, node.issued_by):
        line.append(f" · {part}" if part else "", "not bold")
    if node.subject:
        line.append(f" — {_shortened(node.subject)}", "not bold dim")
    if node.state == "unresolved":
        line.append(f" [{NOT_HERE}]", "not bold yellow")
    for flag in node.flags:
        line.append(f" [{FLAGS.get(flag, flag)}]", "not bold yellow")
    return line


def _shortened(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def relations(links: Sequence[Link], arrow: str = "→") -> Text:
    """How links between the same two documents are called, with who says so and how often.

    The arrow points from the citing to the cited document.
    """
    return Text("; ").join(_relation(link) for link in links).append(f" {arrow}", "dim")


def _relation(link: Link) -> Text:
    vietnamese, english = RELATION_NAMES.get(link.relation, (link.relation, link.relation))
    line = Text(f"{vietnamese} · {english}", "cyan")
    if not link.direct:
        line.append(" (theo văn bản khác · says another letter)", "dim")
    if link.mentions > 1:
        line.append(f" ×{link.mentions}", "dim")
    return line


def _place(mention: Mention) -> Text:
    pages = ", ".join(str(page) for page in pages_of(mention.evidence))
    where = f"{mention.file}, tr. {pages}" if pages else mention.file
    return Text(f"“{mention.text}” ({where})", "dim italic")


def _remarks(found: Lineage) -> list[Text]:
    """What was not followed, or not shown."""
    lines = []
    for source_id, target_id in dict.fromkeys((x.source, x.target) for x in found.time_travel):
        source, target = found.nodes[source_id], found.nodes[target_id]
        lines.append(
            Text(
                f"! {source.number} ({source.date}) dẫn văn bản ra sau nó · cites a younger "
                f"document: {target.number} ({target.date})",
                "yellow",
            )
        )
    for group in found.cycles:
        names = ", ".join(str(found.nodes[each].number) for each in group)
        lines.append(Text(f"! dẫn vòng quanh · cite each other: {names}", "yellow"))
    if found.is_cut:
        lines.append(Text("… còn nữa · there is more (--depth)", "yellow"))
    return lines


def way(links: Sequence[Link], nodes: Mapping[int, Node]) -> RenderableType:
    """The way between two documents, one step a line."""
    if not links:
        return Text("không có đường dẫn · no citation leads from one to the other", "yellow")
    lines = [title(nodes[links[0].source])]
    for link in links:
        lines.append(Text.assemble("  ", relations([link]), " ", title(nodes[link.target])))
    return Group(*lines)


def print_lineage(found: Lineage, finder: MentionFinder | None) -> None:
    """The lineage as one JSON object."""
    _print(
        {
            "start": found.nodes[found.start].key,
            "direction": found.direction,
            "documents": [node_data(each) for each in found.nodes.values()],
            "links": [link_data(each, found.nodes, finder) for each in found.links],
            "time_travel": [link_data(each, found.nodes, finder) for each in found.time_travel],
            "cycles": [[found.nodes[each].key for each in group] for group in found.cycles],
            "is_cut": found.is_cut,
        }
    )


def print_way(links: Sequence[Link], nodes: Mapping[int, Node]) -> None:
    """The way between two documents as one JSON object."""
    _print(
        {
            "documents": [node_data(each) for each in nodes.values()],
            "links": [link_data(each, nodes, None) for each in links],
        }
    )


def node_data(node: Node) -> dict[str, Any]:
    """A document for programs: known by its address, not by a row."""
    data = asdict(node)
    del data["id"]
    return data


def link_data(
    link: Link, nodes: Mapping[int, Node], finder: MentionFinder | None
) -> dict[str, Any]:
    """A link for programs, with the mentions that support it."""
    data: dict[str, Any] = {
        "source": nodes[link.source].key,
        "target": nodes[link.target].key,
        "relation": link.relation,
        "direct": link.direct,
        "since": link.since,
        "count": link.mentions,
    }
    if finder:
        data["mentions"] = [mention_data(each) for each in finder.of_link(link, GIVEN)]
    return data


def mention_data(mention: Mention) -> dict[str, Any]:
    """A mention for programs."""
    data = {name: getattr(mention, name) for name in mention.__dataclass_fields__}
    return {**data, "evidence": [each.model_dump(mode="json") for each in mention.evidence]}


def _print(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, default=str))
