"""A small register with a little of everything, as an office would have it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.reading import (
    Citation,
    Deadline,
    DocumentType,
    Letter,
    Page,
    Reading,
    Signer,
    Source,
    Target,
    Task,
)
from models.register import (
    Arrival,
    Document,
    Original,
    Resemblance,
    StoredTarget,
    StoredTask,
    TaskEventKind,
    Verdict,
)
from pipeline.store.amending import amend, undo_correction
from pipeline.store.decisions import merge_documents, undo_decision
from pipeline.store.exports.lines import line_text
from pipeline.store.exports.register_lines import register_lines
from pipeline.store.finding import find_document
from pipeline.store.page_work import KeptImage
from pipeline.store.readings import keep_reading
from pipeline.store.registering import register
from pipeline.store.resemblances import decide, find_resemblances
from pipeline.store.store import Store
from pipeline.track.record import add_progress, record

NOW = dt.datetime(2026, 3, 2, 8, 30, 15, 250, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 4)
COMMITTEE = "Ủy ban nhân dân tỉnh Sơn La"
PLAN = "Kế hoạch số 77/KH-UBND ngày 05/4/2023"
WORDS = " ".join(f"nạo vét kênh mương số {number} trước mùa mưa" for number in range(40))


def sha(name: str) -> str:
    """The hash of the file called ``name``."""
    return hashlib.sha256(name.encode()).hexdigest()


def a_letter(number: str, date: str, subject: str, *, page: int = 1, **more: Any) -> Letter:  # noqa: ANN401
    """A letter of one page."""
    header: dict[str, Any] = {
        "system": "state",
        "issuer": COMMITTEE,
        "place": "Sơn La",
        "signer": Signer(name="Lò Văn Đúng", title="Phó Chủ tịch", authority=["TM", "KT"]),
    }
    own = {"number": number, "date": dt.date.fromisoformat(date), "subject": subject}
    return Letter(pages=[page], **{**header, **own, **more})


def add(
    session: Session, name: str, *letters: Letter, text: str = WORDS, hashed: str | None = None
) -> None:
    """The file ``name`` comes in, one page a letter; ``hashed`` is the hash of its first page."""
    sha256 = sha(name)
    pages = [
        Page(number=number, origin="ocr", confidence=0.9, text=f"{letter.subject}\n{text}")
        for number, letter in enumerate(letters, 1)
    ]
    source = Source(name=name, sha256=sha256, page_count=len(pages))
    reading = Reading(source=source, pages=pages, letters=list(letters))
    session.add(Original(sha256=sha256, size=7, media_type="application/pdf", stored_at=NOW))
    session.flush()
    arrival: dict[str, Any] = {"name": name, "received_on": DAY, "added_at": NOW, "added_by": "An"}
    session.add(Arrival(original_sha256=sha256, **arrival))
    keep_reading(session, sha256, reading, NOW)
    images = {1: KeptImage(sha(f"ảnh {name}"), hashed)} if hashed else {}
    find_resemblances(session, register(session, sha256, reading, images, DAY))


def a_register(store: Store) -> None:
    """Letters that cite, order and count; corrections, decisions, verdicts, progress."""
    with store.writing() as session:
        _letters(session)
    with store.writing() as session:
        _people(session)


def _letters(session: Session) -> None:
    order = Task(
        text="nạo vét kênh mương trước mùa mưa",
        lead=["Sở Nông nghiệp và Môi trường"],
        coordinators=["UBND các xã"],
        deadline=Deadline(
            kind="on_or_before", text="trước ngày 30/4/2026", end=dt.date(2026, 4, 30)
        ),
        product="báo cáo",
    )
    open_end = Task(text="=cmd|'/c calc'!A1 rà soát hồ ao")
    count = Target(text="ít nhất 75% số xã", comparator=">=", value=75, unit="%")
    plan = Citation(
        text=PLAN, type="Kế hoạch", number="77/KH-UBND", date=dt.date(2023, 4, 5), issuer=COMMITTEE
    )
    kind = DocumentType(code="KH", name="Kế hoạch")
    add(session, "z.pdf", a_letter("77/KH-UBND", "2022-04-05", "phòng, chống lụt", type=kind))
    letter = a_letter(
        "9/UBND-TH",
        "2026-03-02",
        "chuẩn bị mùa mưa",
        citations=[plan.model_copy(update={"relation": "implements"})],
        tasks=[order, open_end],
        targets=[count],
    )
    add(session, "a.pdf", letter, hashed="0f" * 8)
    attached = a_letter("5/BC-UBND", "2026-02-01", "số liệu", page=2, attachment_of=0)
    add(session, "m.pdf", a_letter("11/UBND-TH", "2026-03-05", "gửi báo cáo"), attached)
    add(session, "b.pdf", letter, hashed="0f" * 8)


def _people(session: Session) -> None:
    who: dict[str, Any] = {"actor": "Bình", "now": NOW}
    number = "11/UBND-TH"
    amend(session, find_document(session, number), "place", '"Mộc Châu"', reason="dấu đè", **who)
    document = find_document(session, number)
    wrong = amend(session, document, "subject", '"gửi  tài liệu"', reason="nhầm", **who)
    undo_correction(session, wrong.id or 0, **who)
    plans = select(Document).where(col(Document.number) == "77/KH-UBND")
    one, other = session.scalars(plans.order_by(col(Document.key)))
    taken_back = merge_documents(session, one, other, reason="thử", **who)
    undo_decision(session, taken_back.id or 0, **who)
    session.expire_all()
    one, other = session.scalars(plans.order_by(col(Document.key)))
    merge_documents(session, one, other, reason="in sai năm", **who)
    _records(session, who)


def _records(session: Session, who: dict[str, Any]) -> None:
    tasks = select(col(StoredTask.key)).order_by(col(StoredTask.id))
    key = session.scalars(tasks).first() or ""
    for kind in (TaskEventKind.ACCEPT, TaskEventKind.EXTEND, TaskEventKind.REPORT):
        record(
            session,
            key,
            kind,
            on_day=dt.date(2026, 3, 2),
            reason="mưa muộn",
            until=dt.date(2026, 5, 15) if kind is TaskEventKind.EXTEND else None,
            evidence="12/SNNMT" if kind is TaskEventKind.REPORT else None,
            **who,
        )
    targets = select(col(StoredTarget.key)).order_by(col(StoredTarget.id))
    target = session.scalars(targets).first() or ""
    add_progress(session, target, 40.5, on_day=dt.date(2026, 3, 1), note="sơ bộ", **who)
    pair = session.scalars(select(Resemblance)).one()
    decide(session, pair.id or 0, Verdict.CONFIRMED, "Bình", NOW)


def exported(store: Store) -> list[str]:
    """The register's lines."""
    with store.reading() as session:
        return [line_text(line) for line in register_lines(session)]


def stream(lines: list[str]) -> io.BytesIO:
    """Lines as a file."""
    return io.BytesIO("".join(f"{line}\n" for line in lines).encode())


def fields(line: str) -> dict[str, Any]:
    """A line as it is."""
    found: dict[str, Any] = json.loads(line)
    return found
