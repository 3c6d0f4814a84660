"""The settings of mail made sense of: by which server, from whom, to whom."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address

from models.errors import SettingInvalid
from pipeline.remind.addresses import AddressBook, Addresses, addresses_in
from pipeline.remind.smtp_server import SmtpServer, server_at
from pipeline.settings import MailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRoute:
    """The way of reminders: ``everything_to`` get the whole digest, the bodies of ``book`` theirs.

    ``has_bodies``: a book was set, so that a body without address is worth a word.
    """

    server: SmtpServer
    sender: Address
    everything_to: Addresses
    book: AddressBook
    has_bodies: bool


def route_of(settings: MailSettings) -> MailRoute:
    """The way of reminders. Raises :class:`SettingInvalid` with the variable that is wrong."""
    if settings.smtp_url is None or settings.mail_from is None:
        raise _missing("CONGVAN_MAIL_FROM" if settings.smtp_url else "CONGVAN_SMTP_URL")
    if settings.mail_to is None and settings.mail_bodies is None:
        raise _missing("CONGVAN_MAIL_TO, CONGVAN_MAIL_BODIES")
    path = settings.mail_bodies
    return MailRoute(
        server=server_at(settings.smtp_url),
        sender=addresses_in(settings.mail_from, "CONGVAN_MAIL_FROM")[0],
        everything_to=addresses_in(settings.mail_to, "CONGVAN_MAIL_TO") if settings.mail_to else (),
        book=AddressBook.read(path) if path else AddressBook({}, {}),
        has_bodies=path is not None,
    )


def _missing(names: str) -> SettingInvalid:
    return SettingInvalid(f"{names}: cần để gửi thư · needed to send mail")
