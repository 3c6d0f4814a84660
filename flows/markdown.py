"""Tables for Prefect's own interface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown, whatever is in its cells; empty without rows."""
    cells = [[_cell(str(each)) for each in row] for row in rows]
    if not cells:
        return ""
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *cells))


def _cell(text: str) -> str:
    """One line in which nothing ends the cell."""
    return " ".join(text.split()).replace("|", "\\|")
