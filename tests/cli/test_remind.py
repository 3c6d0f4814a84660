"""`congvan remind`: what people see, and that no password is among it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.remind import SOON_DAYS, remind
from models.errors import CongvanError, MailFailed, QueryInvalid, SettingInvalid
from pipeline.environment import Environment
from pipeline.moments import day_in_vietnam
from pipeline.settings import StoreSettings, load_mail_settings
from pipeline.store.store import open_store
from pipeline.track import standing
from tests.remind.smtp_servers import PASSWORD, Mailbox, asking_for_login, listening
from tests.track.made_up import due, letter, put, task

ISSUED = dt.date(2020, 3, 2)
DAY = "2020-06-01"
TODAY = day_in_vietnam()
MONTHLY = {"kind": "recurring", "recurrence": "monthly", "text": "hằng tháng"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The command, over a register in which one task is late, one soon due, one recurring."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path))
    with open_store(StoreSettings(home=tmp_path, actor="x")) as store, store.writing() as session:
        late = task("dọn kênh", lead="Sở Y tế", **due(dt.date(2020, 5, 20)))
        soon = task("trồng cây", lead="Sở Y tế", **due(dt.date(2020, 6, 11)))
        regular = task("báo cáo", lead="Sở Nội vụ", **MONTHLY)
        put(session, letter(late, soon, regular, date=ISSUED), received=ISSUED)
    made = typer.Typer()
    made.command("remind")(remind)
    return made


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Mail is set up, with a server that asks for a password."""
    box = Mailbox()
    with listening(box, **asking_for_login(box)) as port:
        url = f"smtp://congvan:{quote(PASSWORD, safe='')}@127.0.0.1:{port}"
        monkeypatch.setenv("CONGVAN_SMTP_URL", url)
        monkeypatch.setenv("CONGVAN_MAIL_FROM", "vp@x.vn")
        monkeypatch.setenv("CONGVAN_MAIL_TO", "office@x.vn")
        yield box


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def said(app: typer.Typer, *arguments: str) -> str:
    result = run(app, *arguments)
    assert result.exit_code == 0, result.exception
    return result.output


def refused(app: typer.Typer, *arguments: str) -> CongvanError:
    error = run(app, *arguments).exception
    assert isinstance(error, CongvanError)
    return error


def test_without_mail_the_digest_is_written_and_named(app: typer.Typer, tmp_path: Path) -> None:
    shown = said(app, "--today", DAY)
    assert shown.splitlines() == [
        "Nhắc việc ngày 01/06/2020: 2 quá hạn, 0 sắp đến hạn",
        f"{tmp_path}/reminders/{DAY}.md: đã ghi · written",
        f"{tmp_path}/reminders/{DAY}.json: đã ghi · written",
    ]


def test_how_far_ahead_is_said_in_days(app: typer.Typer) -> None:
    assert "2 quá hạn, 1 sắp đến hạn" in said(app, "--today", "01/06/2020", "--soon", "10")
    assert SOON_DAYS == standing.SOON_DAYS


def test_recurring_tasks_are_caught_up_with(app: typer.Typer) -> None:
    data = json.loads(said(app, "--json"))
    (line,) = next(body for body in data["bodies"] if body["names"] == ["Sở Nội vụ"])["overdue"]
    assert dt.date.fromisoformat(line["due"]) > TODAY - dt.timedelta(days=32)
    assert line["earlier_open"] >= 1


def test_json_is_one_line_with_files_and_mails(app: typer.Typer, mailbox: Mailbox) -> None:
    (line,) = said(app, "--today", DAY, "--send", "--json").splitlines()
    data = json.loads(line)
    assert (data["schema"], data["overdue"]) == ("congvan.reminders/1", 2)
    assert [Path(file).name for file in data["files"]] == [f"{DAY}.md", f"{DAY}.json"]
    assert [(each["body"], each["sent"]) for each in data["mails"]] == [(None, ["office@x.vn"])]


def test_today_is_mailed_when_mail_is_set_up_and_once(app: typer.Typer, mailbox: Mailbox) -> None:
    assert "đã gửi · mailed: tất cả · everything → office@x.vn" in said(app)
    assert "đã gửi trước đó · mailed before: tất cả · everything → office@x.vn" in said(app)
    assert mailbox.recipients == ["office@x.vn"]


def test_another_day_is_mailed_only_on_demand(app: typer.Typer, mailbox: Mailbox) -> None:
    said(app, "--today", DAY)
    said(app, "--no-send")
    assert mailbox.taken == []
    said(app, "--today", DAY, "--send")
    assert mailbox.recipients == ["office@x.vn"]


def test_mail_that_fails_is_said_and_is_an_error(
    app: typer.Typer, mailbox: Mailbox, tmp_path: Path
) -> None:
    mailbox.refuses = {"office@x.vn"}
    result = run(app)
    assert isinstance(result.exception, MailFailed)
    assert result.exception.exit_code == 90
    assert "chưa gửi · not mailed: tất cả · everything → office@x.vn: 550" in result.output
    assert len(list((tmp_path / "reminders").glob("*.md"))) == 1


def test_the_password_is_nowhere(
    app: typer.Typer, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the right one, nor a wrong one, nor one in an address that makes no sense."""
    shown = [said(app)]
    monkeypatch.setenv("CONGVAN_MAIL_TO", "another@x.vn")
    for url in ("smtp://congvan:saibet@127.0.0.1:1", "smtp://congvan:saibet@127.0.0.1/x"):
        monkeypatch.setenv("CONGVAN_SMTP_URL", url)
        result = run(app)
        shown += [result.output, str(result.exception)]
    shown += [repr(load_mail_settings()), repr(Environment.load({}))]
    shown += [path.read_text() for path in (tmp_path / "reminders").iterdir()]
    assert not any(secret in text for text in shown for secret in (PASSWORD, "saibet"))
    assert "mailed" in shown[0]


def test_asking_for_mail_that_is_not_set_up_is_an_error(app: typer.Typer) -> None:
    error = refused(app, "--send")
    assert isinstance(error, SettingInvalid)
    assert "CONGVAN_SMTP_URL" in str(error)


def test_a_day_that_is_none_is_an_error(app: typer.Typer) -> None:
    assert isinstance(refused(app, "--today", "mai"), QueryInvalid)
    assert run(app, "--soon", "-1").exit_code == 2
