"""One round of reminders: the digest of a day is written down, and mailed where that is set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import MailFailed
from pipeline.remind.digest import Digest, digest
from pipeline.remind.folder import keep, reminders_folder
from pipeline.remind.mail_route import route_of
from pipeline.remind.mailing import Delivery, send_all
from pipeline.remind.mails import Postmark, mails
from pipeline.remind.sent_mails import SentMails, sending_alone
from pipeline.settings import MailSettings
from pipeline.store.store import Store
from pipeline.track.standing import SOON_DAYS

_MOST_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which day, and how far ahead; ``as_of``: it is a day of the past (:class:`TaskFilter`)."""

    today: dt.date
    soon_days: int = SOON_DAYS
    as_of: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What came of a round: the digest, its files (Markdown, JSON), what became of each mail."""

    digest: Digest
    files: tuple[Path, Path]
    deliveries: tuple[Delivery, ...]

    @property
    def failure(self) -> MailFailed | None:
        """The error to raise where some mail did not reach somebody."""
        reasons = [
            f"{address}: {reason}"
            for delivery in self.deliveries
            for address, reason in delivery.failed.items()
        ]
        if not reasons:
            return None
        more = f"; … +{len(reasons) - _MOST_REASONS}" if len(reasons) > _MOST_REASONS else ""
        return MailFailed("; ".join(reasons[:_MOST_REASONS]) + more)


def remind(store: Store, home: Path, asked: Asked, mail: MailSettings | None) -> Reminded:
    """Write the digest below ``home``, then mail it; ``mail`` is ``None`` for no mail.

    The register should have been caught up with (:func:`pipeline.track.advance.advance`). Nothing
    is written into it, and none of its transactions is open while mail goes out. The files are
    there whatever happens to the mail. Raises :class:`StoreError`, :class:`SettingInvalid`,
    :class:`MailFailed` only where nothing could be tried; else see :attr:`Reminded.failure`.
    """
    with store.reading() as session:
        made = digest(session, asked.today, asked.soon_days, as_of=asked.as_of)
    folder = reminders_folder(home)
    files = keep(folder, made)
    deliveries = tuple(_mailed(made, folder, mail)) if mail else ()
    return Reminded(digest=made, files=files, deliveries=deliveries)


def _mailed(made: Digest, folder: Path, settings: MailSettings) -> Iterator[Delivery]:
    route = route_of(settings)
    mark = Postmark(sender=route.sender, folder=folder, now=dt.datetime.now().astimezone())
    with sending_alone(folder):
        sent = SentMails(folder, made.day)
        yield from send_all(route.server, mails(made, route, mark), sent)
