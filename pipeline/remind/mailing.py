"""The mails of a day go out, each once; one that fails does not hold up the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.errors import MailFailed
from pipeline.remind.mails import Mail
from pipeline.remind.sent_mails import SentMails
from pipeline.remind.smtp_server import SmtpServer, connected, hand_over

_PERSISTENCE: Final = 2
"""After so many sessions in a row that did not come about, the server is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one mail, by address; ``body`` as in :class:`Mail`.

    ``sent`` now, ``sent_before`` in an earlier run of the day, ``failed`` with the reason.
    """

    body: str | None
    message_id: str
    sent: tuple[str, ...]
    sent_before: tuple[str, ...]
    failed: dict[str, str]


def send_all(server: SmtpServer, mails: Iterable[Mail], sent: SentMails) -> Iterator[Delivery]:
    """Send what has not been sent, and say what became of each mail.

    Every mail has a session of its own: where the server hangs up on one, that costs no other.
    Raises :class:`StoreUnavailable` when it cannot be remembered what was sent.
    """
    sender = _Sender(server)
    for mail in mails:
        to = sent.open_for(mail.message_id, mail.recipients)
        failed = sender.send(mail, to) if to else {}
        taken = tuple(address for address in to if address not in failed)
        if taken:
            sent.note(mail.message_id, taken)
        yield Delivery(
            body=mail.body,
            message_id=mail.message_id,
            sent=taken,
            sent_before=tuple(address for address in mail.recipients if address not in to),
            failed=failed,
        )


class _Sender:
    """Opens a session for each mail, until the server has shown that it has none."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._missed = 0
        self._reason = ""

    def send(self, mail: Mail, to: Sequence[str]) -> dict[str, str]:
        """Send ``mail``; the addresses that did not get it, each with the reason."""
        if self._missed < _PERSISTENCE:
            try:
                with connected(self._server) as smtp:
                    self._missed = 0
                    return hand_over(smtp, mail.message, mail.sender, to)
            except MailFailed as error:
                self._missed += 1
                self._reason = error.detail
        return dict.fromkeys(to, self._reason)
