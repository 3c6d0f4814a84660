"""What a letter says, under its card: documents cited, tasks, figures."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from models.reading import Citation, Deadline, Letter, Target, Task

RELATIONS = {
    "legal_basis": "căn cứ · legal basis",
    "implements": "thực hiện · implements",
    "continues": "tiếp tục thực hiện · continues",
    "per": "theo · per",
    "promulgates": "ban hành kèm theo · promulgates",
    "attaches": "gửi kèm · attaches",
    "replies_to": "trả lời · replies to",
    "follows_up": "tiếp theo · follows up",
    "amends": "sửa đổi · amends",
    "replaces": "thay thế · replaces",
    "repeals": "bãi bỏ · repeals",
    "corrects": "đính chính · corrects",
    "guides": "hướng dẫn · guides",
    "extends": "gia hạn · extends",
    "mentions": "nhắc đến · mentions",
}
DEADLINES = {
    "none": "không thời hạn · none",
    "on_or_before": "chậm nhất · by",
    "within_period": "trong kỳ · within",
    "recurring": "định kỳ · recurring",
    "relative": "tính từ · relative",
    "event": "khi có việc · on event",
    "continuous": "thường xuyên · continuous",
    "urgent": "khẩn trương · urgent",
}
KINDS = {
    "target": "chỉ tiêu · target",
    "result": "kết quả · result",
    "background": "hiện trạng · background",
}


def contents(letter: Letter) -> Iterator[RenderableType]:
    """The parts that the letter has, each under its own line."""
    if letter.citations:
        yield _head("Văn bản viện dẫn", "documents cited", len(letter.citations))
        yield _listed(_citation(citation) for citation in letter.citations)
    if letter.tasks:
        yield _head("Nhiệm vụ", "tasks", len(letter.tasks))
        yield _listed(_task(task) for task in letter.tasks)
    if letter.targets:
        yield _head("Số liệu", "figures", len(letter.targets))
        yield _listed(_target(target) for target in letter.targets)


def _head(name: str, english: str, count: int) -> Text:
    return Text(f"{name} ({count})", style="bold").append(f" · {english}", style="not bold dim")


def _listed(items: Iterator[Text]) -> RenderableType:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=3, justify="right", style="dim")
    table.add_column(ratio=1, overflow="fold")
    for number, item in enumerate(items, 1):
        table.add_row(str(number), item)
    return Padding(table, (0, 0, 0, 1))


def _citation(citation: Citation) -> Text:
    shown = Text(" ".join(citation.text.split()))
    if citation.issuer:
        shown.append(f" ({citation.issuer})", style="dim")
    shown.append(f" [{RELATIONS[citation.relation]}]", style="cyan")
    if not citation.direct:
        shown.append(f" trong trích yếu của · within {citation.within}", style="dim")
    return shown


def _task(task: Task) -> Text:
    shown = Text(" ".join(task.text.split()))
    who = "; ".join(task.lead) or "chưa rõ · not named"
    shown.append(f"\n→ {who}", style="green" if task.lead else "yellow")
    if task.coordinators:
        shown.append(f" (phối hợp · with {'; '.join(task.coordinators)})", style="dim")
    shown.append(f"\n  {_deadline(task.deadline)}", style="dim")
    if not task.trackable:
        shown.append(" · kêu gọi · appeal", style="dim italic")
    return shown


def _deadline(deadline: Deadline) -> str:
    kind = DEADLINES[deadline.kind]
    parts = [kind, deadline.text and " ".join(deadline.text.split())]
    if deadline.end:
        parts.append(f"{deadline.end:%d/%m/%Y}")
    return ": ".join(part for part in parts if part)


def _target(target: Target) -> Text:
    shown = Text(" ".join(target.text.split()))
    shown.append(f" [{KINDS[target.kind]}]", style="cyan")
    if target.period:
        shown.append(f" {target.period}", style="dim")
    return shown
