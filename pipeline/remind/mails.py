"""Digests as mails (RFC 5322, MIME): the whole one, and one for each body that has an address."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from pipeline.remind.addresses import Addresses
from pipeline.remind.digest import BodyDigest, Digest
from pipeline.remind.mail_route import MailRoute
from pipeline.remind.wording import name_of, render_text, title_of

_WHOLE: Final = "*"
"""Stands for the whole digest where else a body's key is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail; ``body`` is the name of the body that it reminds, ``None``: the whole digest."""

    body: str | None
    message: EmailMessage
    message_id: str
    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmark:
    """What all mails of a run share.

    ``folder`` is that of the digests: two registers of one office have ids of their own.
    """

    sender: Address
    folder: Path
    now: dt.datetime


def mails(digest: Digest, route: MailRoute, mark: Postmark) -> Iterator[Mail]:
    """The mails of a day, none where there is nothing to be reminded of."""
    if digest.is_empty:
        return
    if route.everything_to:
        yield _mail(digest, None, route.everything_to, mark, _unknown(digest, route))
    for body in digest.bodies:
        if addresses := route.book.of(body):
            yield _mail(digest.of(body), body, addresses, mark)


def without_address(digest: Digest, route: MailRoute) -> list[str]:
    """The bodies that get no mail of their own."""
    return [name_of(body) for body in digest.bodies if not route.book.of(body)]


def _unknown(digest: Digest, route: MailRoute) -> str:
    """Who reads the whole digest has to tell the bodies that no mail goes to."""
    names = without_address(digest, route)
    if not route.has_bodies or not names:
        return ""
    return f"\nKhông có địa chỉ thư riêng · no address of their own: {'; '.join(names)}\n"


def _mail(
    digest: Digest, body: BodyDigest | None, to: Addresses, mark: Postmark, note: str = ""
) -> Mail:
    message_id = _message_id(digest.day, body.body_key if body else _WHOLE, mark)
    message = EmailMessage(policy=SMTP)
    message["From"] = mark.sender
    message["To"] = to
    message["Subject"] = title_of(digest) + (f" – {name_of(body)}" if body else "")
    message["Date"] = format_datetime(mark.now)
    message["Message-ID"] = message_id
    # Nobody's out-of-office reply is wanted (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    # Not every server takes eight bits, and a task may be longer than a line of mail.
    message.set_content(render_text(digest) + note, charset="utf-8", cte="quoted-printable")
    return Mail(
        body=name_of(body) if body else None,
        message=message,
        message_id=message_id,
        sender=mark.sender.addr_spec,
        recipients=tuple(address.addr_spec for address in to),
    )


def _message_id(day: dt.date, key: str | None, mark: Postmark) -> str:
    """The same for the same day and body: a mail that came twice is seen to be one."""
    parts = (str(mark.folder.resolve()), day.isoformat(), key or "")
    digits = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
    return f"<{day:%Y%m%d}.{digits}@{mark.sender.domain}>"
