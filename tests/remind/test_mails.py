"""Digests as mails that any mail program can read."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from pipeline.remind.addresses import AddressBook, Addresses
from pipeline.remind.digest import Digest
from pipeline.remind.mail_route import MailRoute
from pipeline.remind.mails import Mail, Postmark, mails
from pipeline.remind.smtp_server import SmtpServer
from pipeline.remind.wording import render_text
from tests.remind.digests import body, digest_of, due_task

NOW = dt.datetime(2026, 6, 1, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
MARK = Postmark(
    sender=Address("Văn phòng Ủy ban", addr_spec="vp@quangninh.vn"), folder=Path("/a"), now=NOW
)
HEALTH = body("Sở Y tế")
HOME = body("Sở Nội vụ", key="so-noi-vu/quang-ninh")
WHOLE = digest_of(HEALTH, HOME)
OFFICE = (Address(addr_spec="office@x.vn"),)


def route(to: Addresses = OFFICE, **by_key: str) -> MailRoute:
    known = {
        f"{key.replace('_', '-')}/quang-ninh": (Address(addr_spec=address),)
        for key, address in by_key.items()
    }
    return MailRoute(
        server=SmtpServer(host="localhost", port=25),
        sender=MARK.sender,
        everything_to=to,
        book=AddressBook(known, {}),
        has_bodies=bool(known),
    )


def made(digest: Digest, way: MailRoute, mark: Postmark = MARK) -> list[Mail]:
    return list(mails(digest, way, mark))


def received(mail: Mail) -> EmailMessage:
    message = message_from_bytes(mail.message.as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: Mail) -> str:
    """The text as it was before it got the line ends of mail."""
    content: str = received(mail).get_content()
    return content.replace("\r\n", "\n")


def test_the_whole_digest_goes_to_the_office_and_each_part_to_its_body() -> None:
    whole, part = made(WHOLE, route(so_y_te="syt@x.vn"))
    assert (whole.body, whole.recipients) == (None, ("office@x.vn",))
    assert (part.body, part.recipients) == ("Sở Y tế", ("syt@x.vn",))
    assert text_of(part) == render_text(WHOLE.of(HEALTH))
    assert "Sở Nội vụ" not in text_of(part)


def test_the_office_is_told_who_has_no_address() -> None:
    note = "Không có địa chỉ thư riêng · no address of their own: Sở Nội vụ\n"
    whole, _ = made(WHOLE, route(so_y_te="syt@x.vn"))
    assert text_of(whole) == f"{render_text(WHOLE)}\n{note}"
    (alone,) = made(WHOLE, route())
    assert text_of(alone) == render_text(WHOLE)


def test_without_an_office_only_the_bodies_get_mail() -> None:
    assert [mail.body for mail in made(WHOLE, route((), so_y_te="syt@x.vn"))] == ["Sở Y tế"]


def test_nothing_due_is_no_mail() -> None:
    assert made(digest_of(), route()) == []


def test_headers_are_encoded_and_complete() -> None:
    (part,) = made(WHOLE, route((), so_y_te="syt@x.vn"))
    raw = part.message.as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    message = received(part)
    assert message["Subject"] == "Nhắc việc ngày 01/06/2026: 1 quá hạn, 0 sắp đến hạn – Sở Y tế"
    assert str(message["From"]) == "Văn phòng Ủy ban <vp@quangninh.vn>"
    assert message["To"] == "syt@x.vn"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == part.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["MIME-Version"] == "1.0"
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")


def test_a_long_task_fits_the_lines_of_mail() -> None:
    text = "rà soát " * 500
    (mail,) = made(digest_of(body("Sở Y tế", overdue=(due_task(text=text),))), route())
    assert max(map(len, mail.message.as_bytes().split(b"\r\n"))) <= 78
    assert text.strip() in text_of(mail)


def test_a_name_of_several_lines_makes_no_header_of_its_own() -> None:
    (_, part) = made(digest_of(body("Sở\r\nBcc: x@x.vn")), route(so_y_te="syt@x.vn"))
    assert received(part)["Bcc"] is None
    assert part.recipients == ("syt@x.vn",)


def test_ids_tell_bodies_days_and_registers_apart_and_stay() -> None:
    way = route(so_y_te="syt@x.vn")

    def ids(mark: Postmark = MARK) -> list[str]:
        return [mail.message_id for mail in made(WHOLE, way, mark)]

    later = Postmark(sender=MARK.sender, folder=MARK.folder, now=NOW + dt.timedelta(hours=1))
    other = Postmark(sender=MARK.sender, folder=Path("/b"), now=NOW)
    assert ids() == ids(later)
    assert len({*ids(), *ids(other)}) == 4
    assert all(each.startswith("<20260601.") and each.endswith("@quangninh.vn>") for each in ids())
