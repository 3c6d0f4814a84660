"""Tasks as a table for people, with the officers' 2 × 2 under it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.as_json import json_line
from cli.task_folding import TaskLines
from pipeline.track.queries import Duty, TaskRow
from pipeline.track.standing import Counts

STYLES = {
    "green": "green",
    "blue": "blue",
    "orange": "dark_orange",
    "red": "bold red",
    "amber": "yellow",
    "grey": "bright_black",
}
"""Colours of standings as Rich calls them; the words stand beside them always."""
MORE = "… còn nữa · more: --limit N"


def task_line(row: TaskRow) -> str:
    """One task as a line of JSON."""
    return json_line(row, standing_label=row.standing.label)


def show_tasks(found: TaskLines, counted: Counts, console: Console | None = None) -> None:
    """Print tasks and the count of all occurrences on the standard output or ``console``."""
    console = console or Console(highlight=False)
    if found.lines:
        console.print(_table(found))
    else:
        console.print("không có nhiệm vụ nào · no tasks")
    if found.goes_on:
        console.print(MORE, style="dim")
    console.print(_matrix(counted))
    console.print(_apart(counted))


def _table(found: TaskLines) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("mã\nkey", no_wrap=True, min_width=12)
    table.add_column("hạn\ndue", no_wrap=True, min_width=10)
    table.add_column("tình trạng\nstatus", overflow="fold", ratio=2)
    table.add_column("nhiệm vụ\ntask", overflow="fold", ratio=5)
    table.add_column("chủ trì\nlead", overflow="fold", ratio=3)
    for line in found.lines:
        row, task = line.first, _task(line.first)
        if line.more:
            task.append(_later(line.more, found.goes_on), style="dim")
        table.add_row(_key(row), _due(row), _standing(row), task, _leads(row))
    return table


def _key(row: TaskRow) -> str:
    return f"{row.key}\n#{row.occurrence}" if row.label else row.key


def _due(row: TaskRow) -> Text:
    shown = Text(f"{row.due:%d/%m/%Y}" if row.due else "—")
    if row.assumed:
        shown.append("\n(theo lịch)", style="dim")
    if row.extended:
        shown.append("\n(gia hạn)", style="dim")
    return shown


def _standing(row: TaskRow) -> Text:
    shown = Text(row.standing.label, style=STYLES[row.standing.colour])
    if row.days_late:
        shown.append(f"\n{row.days_late} ngày · days")
    return shown


def _later(count: int, goes_on: bool) -> str:
    """The occurrences of one task that stand like its first one."""
    at_least = ("ít nhất ", "at least ") if goes_on else ("", "")
    return f"\nvà {at_least[0]}{count} kỳ sau · and {at_least[1]}{count} later"


def _task(row: TaskRow) -> Text:
    shown = Text(" ".join(row.text.split()))
    when = f" {row.letter_date:%d/%m/%Y}" if row.letter_date else ""
    shown.append(f"\n{row.letter_number or '—'}{when}", style="cyan")
    if row.label:
        shown.append(f" · {row.label}", style="dim")
    return shown


def _leads(row: TaskRow) -> Text:
    if not row.leads:
        return Text("chưa rõ · not named", style="yellow")
    shown = Text("; ".join(row.leads))
    for _, duties in groupby(row.now, lambda duty: duty.instead_of):
        shown.append(f"\n{_now(list(duties))}", style="magenta")
    return shown


def _now(duties: Sequence[Duty]) -> str:
    """The main successor of one lead; "…" for others that may have the duty."""
    first, *others = duties
    doubt = "" if first.certain else " (?)"
    return f"nay · now: {first.name}{doubt}{' …' if others else ''}"


def _matrix(counted: Counts) -> Table:
    """Đã, chưa hoàn thành × trong hạn, quá hạn."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("trong hạn\nin time", justify="right")
    table.add_column("quá hạn\nlate", justify="right")
    done = (counted.done_in_time, counted.done_late)
    still = (counted.open_in_time, counted.open_late)
    table.add_row("đã hoàn thành · done", *map(str, done))
    table.add_row("chưa hoàn thành · open", *map(str, still))
    return table


def _apart(counted: Counts) -> str:
    return (
        f"không thời hạn · no deadline: {counted.without_deadline}"
        f" · tạm dừng · paused: {counted.paused}"
        f" · thu hồi · withdrawn: {counted.withdrawn}"
    )
