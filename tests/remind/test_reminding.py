"""A round of reminders: the file is there whatever happens, and every mail goes out once."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.errors import MailFailed, SettingInvalid, StoreUnavailable
from models.register import StoredTask, TaskEventKind
from pipeline.remind.reminding import Asked, Reminded, remind
from pipeline.remind.sent_mails import SentMails, sending_alone
from pipeline.settings import MailSettings
from pipeline.store.store import Store
from tests.remind.digests import LATE, SOON, TODAY
from tests.remind.smtp_servers import Mailbox, listening
from tests.track.made_up import due, happens, letter, put, task

BODIES = """
"so-y-te/quang-ninh" = "syt@x.vn"
"Sở Nội vụ" = ["snv@x.vn", "vanthu@x.vn"]
"Sở Xây dựng" = "sxd@x.vn"
"""


@pytest.fixture
def busy(store: Store) -> Store:
    """Three bodies have something to do, one of them without an address."""
    with store.writing() as session:
        leads = ("Sở Y tế", "Sở Nội vụ", "Sở Tài chính")
        made = [task(f"việc của {lead}", lead=lead, **due(LATE)) for lead in leads]
        put(session, letter(*made, task("dọn kênh", lead="Sở Y tế", **due(SOON))))
    return store


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail(mailbox: Mailbox, tmp_path: Path) -> Iterator[MailSettings]:
    """Mail through a server of our own."""
    book = tmp_path / "bodies.toml"
    book.write_text(BODIES, encoding="utf-8")
    with listening(mailbox) as port:
        yield MailSettings(
            smtp_url=f"smtp://127.0.0.1:{port}",
            mail_from="Văn phòng <vp@x.vn>",
            mail_to="office@x.vn",
            mail_bodies=book,
        )


def reminded(store: Store, home: Path, mail: MailSettings | None = None) -> Reminded:
    return remind(store, home, Asked(today=TODAY), mail)


def failed(done: Reminded) -> dict[str, str]:
    found: dict[str, str] = {}
    for delivery in done.deliveries:
        found |= delivery.failed
    return found


def test_the_digest_is_a_file_for_people_and_one_for_programs(busy: Store, tmp_path: Path) -> None:
    text, data = reminded(busy, tmp_path).files
    assert text == tmp_path / "reminders" / "2026-06-01.md"
    assert data == tmp_path / "reminders" / "2026-06-01.json"
    assert "việc của Sở Tài chính" in text.read_text(encoding="utf-8")
    assert json.loads(data.read_bytes())["overdue"] == 3


def test_twice_on_a_day_is_the_same_file_until_something_is_done(
    busy: Store, tmp_path: Path
) -> None:
    def content() -> list[bytes]:
        return [file.read_bytes() for file in reminded(busy, tmp_path).files]

    first = content()
    assert content() == first
    with busy.writing() as session:
        key = session.exec(select(StoredTask.key).order_by(col(StoredTask.id))).first() or ""
        happens(session, key, TaskEventKind.REPORT, LATE)
    assert content() != first
    assert sorted(path.name for path in (tmp_path / "reminders").iterdir()) == [
        "2026-06-01.json",
        "2026-06-01.md",
    ]


def test_the_office_gets_everything_and_each_body_its_own(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    done = reminded(busy, tmp_path, mail)
    assert done.failure is None
    assert sorted(to for to, _ in mailbox.taken) == [
        ("office@x.vn",),
        ("snv@x.vn", "vanthu@x.vn"),
        ("syt@x.vn",),
    ]
    own = mailbox.to("syt@x.vn").get_content()
    assert "việc của Sở Y tế" in own
    assert "dọn kênh" in own
    assert "Sở Nội vụ" not in own
    assert "Sở Tài chính" in mailbox.to("office@x.vn").get_content().splitlines()[-1]


def test_what_was_mailed_today_is_not_mailed_again(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    reminded(busy, tmp_path, mail)
    again = reminded(busy, tmp_path, mail)
    assert len(mailbox.taken) == 3
    assert [delivery.sent for delivery in again.deliveries] == [()] * 3
    assert again.deliveries[0].sent_before == ("office@x.vn",)
    remind(busy, tmp_path, Asked(today=TODAY + dt.timedelta(days=1)), mail)
    assert len(mailbox.taken) == 6


def test_a_refused_recipient_costs_nobody_else_and_is_tried_again(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    mailbox.refuses = {"snv@x.vn"}
    done = reminded(busy, tmp_path, mail)
    assert sorted(mailbox.recipients) == ["office@x.vn", "syt@x.vn", "vanthu@x.vn"]
    assert failed(done) == {"snv@x.vn": "550 5.1.1 không có hộp thư này"}
    assert isinstance(done.failure, MailFailed)
    assert "snv@x.vn: 550" in str(done.failure)
    mailbox.refuses = set()
    assert reminded(busy, tmp_path, mail).failure is None
    assert mailbox.recipients[3:] == ["snv@x.vn"]


def test_a_broken_connection_costs_one_mail(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    mailbox.hangs_up = {"office@x.vn"}
    done = reminded(busy, tmp_path, mail)
    assert sorted(mailbox.recipients) == ["snv@x.vn", "syt@x.vn", "vanthu@x.vn"]
    assert failed(done) == {"office@x.vn": "mất kết nối · connection lost"}


def test_without_a_server_the_file_is_there_and_every_mail_is_owed(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    with listening(Mailbox()) as port:
        pass
    gone = MailSettings(
        smtp_url=f"smtp://congvan:bimat@127.0.0.1:{port}",
        mail_from=mail.mail_from,
        mail_to=mail.mail_to,
        mail_bodies=mail.mail_bodies,
    )
    done = reminded(busy, tmp_path, gone)
    assert set(failed(done)) == {"office@x.vn", "snv@x.vn", "vanthu@x.vn", "syt@x.vn"}
    assert done.files[0].exists()
    assert "… +1" in str(done.failure)
    assert "bimat" not in f"{done} {done.failure}"
    reminded(busy, tmp_path, mail)
    assert len(mailbox.taken) == 3


def test_a_setting_that_makes_no_sense_leaves_the_file(busy: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="CONGVAN_MAIL_FROM"):
        reminded(busy, tmp_path, MailSettings(smtp_url="smtp://localhost"))
    assert (tmp_path / "reminders" / "2026-06-01.md").exists()


def test_a_record_of_mails_that_cannot_be_read_stops_the_mail(
    busy: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    folder = tmp_path / "reminders"
    folder.mkdir()
    (folder / "2026-06-01.sent.json").write_text("{")
    with pytest.raises(MailFailed, match=r"sent\.json"):
        reminded(busy, tmp_path, mail)
    assert mailbox.taken == []


def test_nothing_due_is_a_file_and_no_mail(
    store: Store, tmp_path: Path, mail: MailSettings, mailbox: Mailbox
) -> None:
    done = reminded(store, tmp_path, mail)
    assert done.deliveries == ()
    assert "nothing is overdue" in done.files[0].read_text(encoding="utf-8")
    assert mailbox.taken == []


def test_a_folder_that_cannot_be_made_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "reminders").write_text("một tệp")
    with pytest.raises(StoreUnavailable, match="reminders"):
        reminded(store, tmp_path)


def test_a_digest_that_cannot_be_written_is_named_by_its_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "reminders" / "2026-06-01.md").mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match=r"2026-06-01\.md") as caught:
        reminded(store, tmp_path)
    assert "--out" not in str(caught.value)


def test_only_one_process_mails_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / ".sending").open("w") as other:
        with sending_alone(tmp_path), pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_each_mail_is_remembered_as_soon_as_it_is_out(tmp_path: Path) -> None:
    sent = SentMails(tmp_path, TODAY)
    sent.note("<1@x.vn>", ["a@x.vn"])
    sent.note("<1@x.vn>", ["b@x.vn"])
    known = SentMails(tmp_path, TODAY)
    assert known.open_for("<1@x.vn>", ["a@x.vn", "b@x.vn", "c@x.vn"]) == ["c@x.vn"]
    assert known.open_for("<2@x.vn>", ["a@x.vn"]) == ["a@x.vn"]
    assert SentMails(tmp_path, SOON).open_for("<1@x.vn>", ["a@x.vn"]) == ["a@x.vn"]
