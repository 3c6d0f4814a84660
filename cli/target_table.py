"""Targets as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.as_json import json_line
from cli.contents import KINDS
from cli.task_table import MORE
from pipeline.track.queries import TargetRow

_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "increase": "+", "decrease": "−"}


def target_line(row: TargetRow) -> str:
    """One target as a line of JSON."""
    return json_line(row, percent=row.percent, reached=row.reached, is_ceiling=row.is_ceiling)


def show_targets(rows: Sequence[TargetRow], limit: int, console: Console | None = None) -> None:
    """Print up to ``limit`` targets on the standard output or ``console``.

    ``rows`` has one more where the list goes on.
    """
    console = console or Console(highlight=False)
    if not rows:
        console.print("không có số liệu nào · no figures")
        return
    console.print(_table(rows[:limit]))
    if len(rows) > limit:
        console.print(MORE, style="dim")


def _table(rows: Sequence[TargetRow]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("mã\nkey", no_wrap=True, min_width=12)
    table.add_column("số liệu\nfigure", overflow="fold", ratio=5)
    table.add_column("mức\nvalue", overflow="fold", ratio=2)
    table.add_column("tiến độ\nprogress", overflow="fold", ratio=3)
    for row in rows:
        table.add_row(row.key, _figure(row), _value(row), _progress(row))
    return table


def _figure(row: TargetRow) -> Text:
    shown = Text(" ".join(row.text.split()))
    shown.append(f" [{KINDS[row.kind]}]", style="cyan")
    when = f" {row.letter_date:%d/%m/%Y}" if row.letter_date else ""
    return shown.append(f"\n{row.letter_number or '—'}{when}", style="cyan dim")


def _value(row: TargetRow) -> str:
    upper = "" if row.value_max is None else f"–{number(row.value_max)}"
    unit = f" {row.unit}" if row.unit else ""
    per = f"/{row.per}" if row.per else ""
    period = f"\n{row.period}" if row.period else ""
    return f"{_SIGNS.get(row.comparator, '')}{number(row.value)}{upper}{unit}{per}{period}"


def _progress(row: TargetRow) -> Text:
    if not row.progress:
        return Text("—", style="dim")
    latest = row.progress[0]
    shown = Text(f"{number(latest.value)} ({latest.on_day:%d/%m/%Y})")
    shown.append(f"\n{_share(row)}", style="green" if row.reached else "yellow")
    if latest.note:
        shown.append(f"\n{latest.note}", style="dim")
    return shown


def _share(row: TargetRow) -> str:
    """A ceiling is used or passed, anything else is reached."""
    share = "" if row.percent is None else f"{number(row.percent)}% "
    if not row.is_ceiling:
        return f"{share}chỉ tiêu · of target"
    return f"{share}mức trần · of the ceiling{'' if row.reached else ', vượt · passed'}"


def number(value: float) -> str:
    """As Vietnamese letters write it: ``1.250,5``."""
    text = f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))
