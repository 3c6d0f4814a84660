"""A digest in words: Markdown that also reads well as a plain mail; and as JSON for programs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from pipeline.remind.digest import BodyDigest, Digest, DueTask
from pipeline.store.exports.printable import printable
from pipeline.track.standing import Standing

SCHEMA: Final = "congvan.reminders/1"
NOT_NAMED: Final = "Chưa rõ cơ quan chủ trì · lead not named"
NOTHING: Final = "Không có việc nào quá hạn hoặc sắp đến hạn · nothing is overdue or due soon"
_MARKUP: Final = re.compile(r"([\\`*_\[\]<])")
"""What Markdown would take for markup within a line."""


def render_text(digest: Digest) -> str:
    """The digest as Markdown, Vietnamese first."""
    return "\n".join(_lines(digest)) + "\n"


def as_json(digest: Digest) -> dict[str, Any]:
    """The digest as JSON values; days are ISO 8601, ``schema`` names the form."""
    data: dict[str, Any] = _plain(asdict(digest))
    return {"schema": SCHEMA, **data}


def title_of(digest: Digest) -> str:
    """ "Nhắc việc ngày 26/11/2026: 3 quá hạn, 2 sắp đến hạn"."""
    counted = f"{digest.overdue} quá hạn, {digest.due_soon} sắp đến hạn"
    return f"Nhắc việc ngày {_day(digest.day)}: {counted}"


def name_of(body: BodyDigest) -> str:
    """The body's name in one line."""
    return _one_line(body.name) if body.name else NOT_NAMED


def _plain(value: Any) -> Any:  # noqa: ANN401
    match value:
        case dt.date():
            return value.isoformat()
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    return value


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# Nhắc việc ngày {_day(digest.day)} · Reminders"
    yield ""
    if digest.is_empty:
        yield f"{NOTHING}."
        return
    yield f"- {Standing.OVERDUE.label}: {digest.overdue}"
    days = digest.soon_days
    yield f"- sắp đến hạn, trong {days} ngày · due within {days} days: {digest.due_soon}"
    for body in digest.bodies:
        yield ""
        yield from _body_lines(body)


def _body_lines(body: BodyDigest) -> Iterator[str]:
    key = f" ({_safe(body.body_key)})" if body.body_key else ""
    yield f"## {_safe(name_of(body))}{key}"
    if body.now:
        yield ""
        yield _successor(body)
    yield from _section("Quá hạn · Overdue", body.overdue)
    yield from _section("Sắp đến hạn · Due soon", body.due_soon)


def _successor(body: BodyDigest) -> str:
    """The main successor; "…" for others that may have the duty, as in the list of tasks."""
    first, *others = body.now
    doubt = "" if first.certain else " (?)"
    since = f"từ · since {_day(first.since)}"
    return f"nay · now: {_safe(first.name)}{doubt}{' …' if others else ''}, {since}"


def _section(head: str, tasks: Sequence[DueTask]) -> Iterator[str]:
    if not tasks:
        return
    yield ""
    yield f"### {head}: {len(tasks)}"
    yield ""
    for task in tasks:
        yield f"- {_day(task.due)} · {_when(task)}: {_safe(task.text)}"
        yield from (f"  - {line}" for line in _details(task))


def _when(task: DueTask) -> str:
    days = abs(task.days_left)
    unit = "day" if days == 1 else "days"
    if task.days_left == 0:
        return "hôm nay (today)"
    if task.days_left < 0:
        return f"quá hạn {days} ngày ({days} {unit} late)"
    return f"còn {days} ngày ({days} {unit} left)"


def _details(task: DueTask) -> Iterator[str]:
    yield f"văn bản · letter: {_letter(task)}"
    if len(task.leads) > 1:
        yield f"cùng chủ trì · all in the lead: {_safe('; '.join(task.leads))}"
    if task.label:
        assumed = " (theo lịch)" if task.assumed else ""
        yield f"kỳ · period: {_safe(task.label)}{assumed}"
    if task.open_since:
        number, since = task.earlier_open, _day(task.open_since)
        yield f"{number} kỳ trước cũng chưa xong, từ · earlier ones open, since {since}"
    yield f"mã · key: {task.key}" + (f" #{task.occurrence}" if task.label else "")


def _letter(task: DueTask) -> str:
    day = f" ngày {_day(task.letter_date)}" if task.letter_date else ""
    page = f", trang · page {task.page}" if task.page else ""
    address = f" ({_safe(task.document)})" if task.document else ""
    return f"{_safe(task.letter_number or 'không số · no number')}{day}{page}{address}"


def _safe(text: str) -> str:
    """One line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
