"""A real mail server of our own, in a thread: it keeps what it takes over, or fails on demand."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "bi mat@1/2?#%"
HOST = "localhost"


@dataclass
class Mailbox:
    """What the server has taken over, and on which recipients it fails.

    ``refuses``: it says that there is no such user. ``hangs_up``: it breaks the connection when
    the text of a mail for them comes. ``needs_login``: it takes nothing from strangers.
    """

    refuses: set[str] = field(default_factory=set)
    hangs_up: set[str] = field(default_factory=set)
    needs_login: bool = False
    taken: list[tuple[tuple[str, ...], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    sessions: int = 0

    @property
    def recipients(self) -> list[str]:
        """Who got something, in the order of arrival."""
        return [address for to, _ in self.taken for address in to]

    def to(self, address: str) -> EmailMessage:
        """The one mail that ``address`` got."""
        (found,) = [message for to, message in self.taken if address in to]
        return found

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answer: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.needs_login and not session.authenticated:
            return "530 5.7.0 log in first"
        if address in self.refuses:
            return "550 5.1.1 không có hộp thư này"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs_up & set(envelope.rcpt_tos):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 bye"
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.raw.append(envelope.content)
        self.taken.append((tuple(envelope.rcpt_tos), message))
        return "250 OK"


class _AnyPort(Controller):
    """On a free port, which is known once it listens."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def listening(mailbox: Mailbox, **options: Any) -> Iterator[int]:  # noqa: ANN401
    """Serve ``mailbox`` on this machine; the port."""
    server = _AnyPort(mailbox, hostname="127.0.0.1", port=0, server_hostname=HOST, **options)
    server.start()
    mailbox.sessions = 0
    try:
        yield server.port
    finally:
        server.stop()


def asking_for_login(mailbox: Mailbox) -> dict[str, Any]:
    """Options of a server that takes only ``congvan`` with :data:`PASSWORD`.

    Refused, it says the password that it got: some servers do.
    """

    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        right = (data.login, data.password) == (b"congvan", PASSWORD.encode())
        mailbox.users.append(data.login.decode())
        said = f"535 5.7.8 wrong: {data.password.decode()}"
        return AuthResult(success=right, handled=False, message=None if right else said)

    mailbox.needs_login = True
    return {"auth_require_tls": False, "authenticator": check}


def tls_of(certificate: str) -> ssl.SSLContext:
    """The server's side of TLS with a PEM file of certificate and key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
