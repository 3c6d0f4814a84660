"""The card: one reading as a person wants to see it, 80 columns, with or without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import fmean

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cli.contents import contents
from models.reading import DigitalSignature, Letter, Reading, Recipient, Signer

DOUBTFUL = 0.7
_ABSENT = "—"
NAMELESS = "(không đọc được tên · name not read)"

SYSTEMS = {
    "state": "Nhà nước · State",
    "party": "Đảng · Party",
    "front": "Mặt trận, đoàn thể · Front",
    "association": "Hội · association",
}
PURPOSES = {
    "report": "để báo cáo",
    "execute": "để thực hiện",
    "coordinate": "để phối hợp",
    "file": "lưu",
}


def _date(letter: Letter) -> str | None:
    return f"{letter.date:%d/%m/%Y}" if letter.date else None


def _type(letter: Letter) -> str | None:
    return f"{letter.type.name} ({letter.type.code})" if letter.type else None


def _listed(items: list[str]) -> str | None:
    return "\n".join(items if len(items) < 2 else [f"- {item}" for item in items]) or None


def _recipient(recipient: Recipient) -> str:
    note = PURPOSES.get(recipient.purpose or "")
    return f"{recipient.name} [{note}]" if note else recipient.name


def _signer(signer: Signer | None) -> str | None:
    if signer is None:
        return None
    stack = " ".join(f"{each}." for each in signer.authority)
    title = f"{signer.title or _ABSENT} ({stack})" if stack else signer.title
    return "\n".join(part for part in (signer.name or NAMELESS, title) if part)


def _signature(signature: DigitalSignature | None) -> str | None:
    if signature is None:
        return None
    parts = [signature.signer, signature.organisation, signature.email, signature.time]
    checked = {True: "đã kiểm tra · verified", False: "không hợp lệ · NOT valid"}
    parts.append(checked.get(signature.verified) if signature.verified is not None else None)
    return "\n".join(part for part in parts if part)


Row = tuple[str, str, Callable[[Letter], str | None], bool]

# Field, label, value, and whether its absence is worth a line.
ROWS: tuple[Row, ...] = (
    ("number", "Số, ký hiệu · number", lambda x: x.number, True),
    ("date", "Ngày · date", _date, True),
    ("place", "Địa danh · place", lambda x: x.place, False),
    ("type", "Loại · type", _type, True),
    ("system", "Hệ thống · system", lambda x: SYSTEMS.get(x.system), False),
    ("issuer", "Cơ quan ban hành · issuer", lambda x: x.issuer, True),
    ("parent_issuer", "Cơ quan chủ quản · parent", lambda x: x.parent_issuer, False),
    ("acting_body", "Thay mặt · acting body", lambda x: x.acting_body, False),
    ("subject", "Trích yếu · subject", lambda x: x.subject, True),
    ("addressees", "Kính gửi · to", lambda x: _listed(x.addressees), False),
    (
        "recipients",
        "Nơi nhận · recipients",
        lambda x: _listed([_recipient(recipient) for recipient in x.recipients]),
        False,
    ),
    ("signer", "Người ký · signer", lambda x: _signer(x.signer), True),
    ("urgency", "Độ khẩn · urgency", lambda x: x.urgency, False),
    ("secrecy", "Độ mật · secrecy", lambda x: x.secrecy, False),
    (
        "digital_signature",
        "Chữ ký số · e-signature",
        lambda x: _signature(x.digital_signature),
        False,
    ),
)


def show_card(reading: Reading, console: Console | None = None) -> None:
    """Print ``reading`` on the standard output, or on ``console``."""
    (console or Console(highlight=False)).print(card(reading))


def card(reading: Reading) -> RenderableType:
    """What is printed: the file, what went wrong, then each letter (attachments indented)."""
    parts: list[RenderableType] = [
        Rule(Text(reading.source.name, style="bold"), align="left", style="dim"),
        *_summary(reading),
    ]
    for index, letter in enumerate(reading.letters):
        depth = 2 if letter.attachment_of is None else 6
        parts.append(Padding(letter_card(index, letter), (1, 0, 0, depth)))
    return Group(*parts, Text())


def _summary(reading: Reading) -> Iterator[Text]:
    """How much there is and how sure it is, what could not be read, how much is doubtful."""
    pages, letters = reading.source.page_count, len(reading.letters)
    read = [page.confidence for page in reading.pages if page.origin not in ("blank", "failed")]
    sure = _percent(fmean(read)) if read else _ABSENT
    line = Text(f"{pages} trang, {letters} văn bản, độ tin cậy {sure}")
    english = f"{_plural(pages, 'page')}, {_plural(letters, 'letter')}, confidence {sure}"
    line.append(f" · {english}", style="dim")
    yield line
    for problem in reading.problems:
        where = f"trang {problem.page} · page {problem.page}: " if problem.page else ""
        yield Text(f"✗ {where}{problem.message}", style="red")
    if doubts := sum(_doubts(letter) for letter in reading.letters):
        places = _plural(doubts, "place")
        yield Text(f"⚠ {doubts} chỗ cần xem lại · {places} to check", style="yellow")


def _doubts(letter: Letter) -> int:
    doubtful = sum(
        letter.confidence.get(field, 1.0) < DOUBTFUL and value(letter) is not None
        for field, _, value, _ in ROWS
    )
    return doubtful + len(letter.anomalies)


def letter_card(index: int, letter: Letter) -> RenderableType:
    """One letter: its pages, its header field by field with confidences, its doubts, its contents.

    ``index`` counts from 0.
    """
    number, where = index + 1, _range(letter.pages)
    title = Text(f"Văn bản {number}, trang {where}", style="bold")
    page = "page" if len(letter.pages) == 1 else "pages"
    title.append(f" · letter {number}, {page} {where}", style="not bold dim")
    if letter.attachment_of is not None:
        main = letter.attachment_of + 1
        title.append(f"\nkèm theo văn bản {main}", style="not bold")
        title.append(f" · attached to letter {main}", style="not bold dim")
    doubts = [Text(f"⚠ {anomaly.message}", style="yellow") for anomaly in letter.anomalies]
    return Group(title, _fields(letter), *doubts, *contents(letter))


def _fields(letter: Letter) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=25, style="dim")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=6, justify="right")
    for field, label, value, always in ROWS:
        text = value(letter)
        if text or always:
            table.add_row(label, *_value(text, letter.confidence.get(field)))
    return table


def _value(text: str | None, confidence: float | None) -> tuple[Text, Text]:
    if text is None:
        return Text(_ABSENT, style="dim"), Text()
    if confidence is None:
        return Text(text), Text()
    if confidence >= DOUBTFUL:
        return Text(text), Text(_percent(confidence), style="dim")
    shown = Text(text)
    shown.append("\ncần xem lại · please check", style="yellow")
    return shown, Text(f"⚠ {_percent(confidence)}", style="bold yellow")


def _range(pages: list[int]) -> str:
    if len(pages) > 1 and pages == list(range(pages[0], pages[-1] + 1)):
        return f"{pages[0]}–{pages[-1]}"
    return ", ".join(str(page) for page in pages)


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
