"""The mail server (RFC 5321) by its address, and one mail handed to it.

TLS certificates are checked against the system's authorities (``SSL_CERT_FILE`` names others).
The password is in no text that this module makes. The errors of ``smtplib`` are ``OSError``.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from models.errors import MailFailed, SettingInvalid

PATIENCE: Final = 30.0
"""Seconds that one answer of the server may take."""

Security = Literal["none", "starttls", "tls"]
_PORTS: Final[dict[Security, int]] = {"none": 25, "starttls": 587, "tls": 465}
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed in, and as whom; without ``user`` nobody logs in."""

    host: str
    port: int
    security: Security = "none"
    user: str | None = None
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_at(url: str) -> SmtpServer:
    """The server of ``CONGVAN_SMTP_URL``. Raises :class:`SettingInvalid`, without the value."""
    try:
        return _parsed(url)
    except ValueError:
        raise SettingInvalid("CONGVAN_SMTP_URL: smtp://…, smtps://…, smtp://…?starttls=1") from None


def _parsed(url: str) -> SmtpServer:
    parts = urlsplit(url.strip())
    query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError
    if parts.fragment or bool(parts.username) != bool(parts.password):
        raise ValueError
    security = _security(parts.scheme, query)
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or _PORTS[security],
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


def _security(scheme: str, options: dict[str, str]) -> Security:
    starttls = options.pop("starttls", "0")
    if options or starttls not in ("0", "1") or (scheme == "smtps" and starttls == "1"):
        raise ValueError
    if scheme == "smtps":
        return "tls"
    return "starttls" if starttls == "1" else "none"


@contextmanager
def connected(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """A session at the server, logged in. Raises :class:`MailFailed` where there is none."""
    try:
        smtp = _open(server)
    except (OSError, ValueError) as error:
        raise MailFailed(f"{server}: {reason_of(error)}") from None
    try:
        yield smtp
    finally:
        # Whatever it says to goodbye: what it has taken over, it has.
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def _open(server: SmtpServer) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=tls)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            smtp.starttls(context=tls)
        _log_in(smtp, server)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: SmtpServer) -> None:
    """The server's own words are left out: some repeat what they were sent."""
    if server.user is None:
        return
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:
        raise MailFailed(f"{server}: máy chủ không cho đăng nhập · it offers no login") from None
    except (smtplib.SMTPResponseException, UnicodeError) as error:
        code = getattr(error, "smtp_code", "—")
        raise MailFailed(f"{server}: đăng nhập bị từ chối · login refused, {code}") from None


def hand_over(
    smtp: smtplib.SMTP, message: EmailMessage, sender: str, recipients: Sequence[str]
) -> dict[str, str]:
    """Send ``message``; the recipients that will not get it, each with the reason.

    Where the server hangs up before it has answered, nobody knows whether it took the mail over:
    that counts as not, for a reminder that comes twice does less harm than none.
    """
    try:
        refused = smtp.send_message(message, sender, list(recipients))
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except OSError as error:
        return dict.fromkeys(recipients, reason_of(error))
    return {address: _said(*answer) for address, answer in refused.items()}


def reason_of(error: Exception) -> str:
    """What happened, in one line."""
    match error:
        case smtplib.SMTPResponseException():
            return _said(error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected(__context__=TimeoutError()) | TimeoutError():
            return "máy chủ không trả lời · no answer in time"
        case smtplib.SMTPServerDisconnected():
            return "mất kết nối · connection lost"
        case ssl.SSLCertVerificationError():
            return f"chứng thư không tin được · certificate: {error.verify_message}"
        case OSError(strerror=str(words)):
            return words
    return " ".join(str(error).split())[:_LONGEST] or type(error).__name__


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:_LONGEST]
