"""A mail server by its address: TLS, login, and a password that nobody gets to see."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from models.errors import MailFailed, SettingInvalid
from pipeline.remind import smtp_server
from pipeline.remind.smtp_server import connected, hand_over, server_at
from tests.remind.smtp_servers import PASSWORD, Mailbox, asking_for_login, listening, tls_of

LOGIN = f"congvan:{quote(PASSWORD, safe='')}@"


def send(url: str, *to: str) -> dict[str, str]:
    message = EmailMessage()
    message["From"], message["To"] = "vp@x.vn", ", ".join(to)
    message.set_content("xin chào", cte="quoted-printable")
    with connected(server_at(url)) as smtp:
        return hand_over(smtp, message, "vp@x.vn", to)


@pytest.fixture
def certificate(tmp_path: Path) -> str:
    """A certificate of this machine that only those trust who are told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "congvan test")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "server.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    return str(path)


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://mail.x.vn", "mail.x.vn", 25, "none"),
        ("smtp://mail.x.vn?starttls=1", "mail.x.vn", 587, "starttls"),
        ("smtp://mail.x.vn:2525/?starttls=1", "mail.x.vn", 2525, "starttls"),
        ("smtps://mail.x.vn", "mail.x.vn", 465, "tls"),
        ("smtp://[::1]:26", "::1", 26, "none"),
    ],
)
def test_an_address_tells_server_port_and_security(
    url: str, host: str, port: int, security: str
) -> None:
    server = server_at(url)
    assert (server.host, server.port, server.security, server.user) == (host, port, security, None)


def test_user_and_password_are_unescaped_and_the_password_is_not_shown() -> None:
    server = server_at(f"smtp://{LOGIN}mail.x.vn")
    assert (server.user, server.password) == ("congvan", PASSWORD)
    assert PASSWORD not in f"{server!r} {server}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.x.vn",
        "https://u:bimat@mail.x.vn",
        "smtp://u:bimat@",
        "smtp://u:bimat@mail.x.vn:hai",
        "smtp://u:bimat@mail.x.vn:99999",
        "smtp://u:bimat@mail.x.vn/thu",
        "smtp://u:bimat@mail.x.vn?starttls=yes",
        "smtp://u:bimat@mail.x.vn?starttls",
        "smtp://u:bimat@mail.x.vn?tls=1",
        "smtps://u:bimat@mail.x.vn?starttls=1",
        "smtp://u:bimat#2@mail.x.vn",
        "smtp://u:bimat?2@mail.x.vn",
        "smtp://u:bimat/2@mail.x.vn",
        "smtp://u@mail.x.vn",
        "smtp://:bimat@mail.x.vn",
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingInvalid, match="CONGVAN_SMTP_URL") as caught:
        server_at(url)
    assert "bimat" not in str(caught.value)


def test_a_mail_arrives_with_login() -> None:
    mailbox = Mailbox()
    with listening(mailbox, **asking_for_login(mailbox)) as port:
        assert send(f"smtp://{LOGIN}127.0.0.1:{port}", "a@x.vn") == {}
    assert mailbox.recipients == ["a@x.vn"]
    assert mailbox.users == ["congvan"]


@pytest.mark.parametrize("wrong", ["sai-roi", "sai%20r%E1%BB%93i"])
def test_a_refused_login_does_not_tell_the_password(wrong: str) -> None:
    """The server repeats it; and one that is not ASCII cannot even be sent."""
    mailbox = Mailbox()
    server = listening(mailbox, **asking_for_login(mailbox))
    with server as port, pytest.raises(MailFailed, match="login refused") as caught:
        send(f"smtp://congvan:{wrong}@127.0.0.1:{port}", "a@x.vn")
    assert "sai" not in str(caught.value)
    assert mailbox.taken == []


def test_a_server_without_login_is_told_no_password() -> None:
    mailbox = Mailbox()
    with listening(mailbox) as port, pytest.raises(MailFailed, match="offers no login"):
        send(f"smtp://{LOGIN}127.0.0.1:{port}", "a@x.vn")
    assert mailbox.taken == []


def test_mail_goes_through_tls_from_the_start(
    certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    mailbox = Mailbox()
    with listening(mailbox, ssl_context=tls_of(certificate)) as port:
        assert send(f"smtps://127.0.0.1:{port}", "a@x.vn") == {}
    assert mailbox.recipients == ["a@x.vn"]


def test_mail_goes_through_tls_after_starttls(
    certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    mailbox = Mailbox()
    options = {"tls_context": tls_of(certificate), "require_starttls": True}
    with listening(mailbox, **options) as port:
        assert send(f"smtp://127.0.0.1:{port}?starttls=1", "a@x.vn") == {}
    assert mailbox.recipients == ["a@x.vn"]


def test_a_certificate_of_nobody_known_is_refused(certificate: str) -> None:
    mailbox = Mailbox()
    server = listening(mailbox, tls_context=tls_of(certificate))
    with server as port, pytest.raises(MailFailed, match="certificate"):
        send(f"smtp://{LOGIN}127.0.0.1:{port}?starttls=1", "a@x.vn")
    assert mailbox.taken == []


def test_a_server_that_knows_no_starttls_gets_no_mail() -> None:
    mailbox = Mailbox()
    with listening(mailbox) as port, pytest.raises(MailFailed):
        send(f"smtp://127.0.0.1:{port}?starttls=1", "a@x.vn")
    assert mailbox.taken == []


def test_who_is_refused_is_told_with_the_server_s_words() -> None:
    mailbox = Mailbox(refuses={"la@x.vn"})
    refusal = {"la@x.vn": "550 5.1.1 không có hộp thư này"}
    with listening(mailbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        assert send(url, "a@x.vn", "la@x.vn") == refusal
        assert send(url, "la@x.vn") == refusal
    assert mailbox.recipients == ["a@x.vn"]


def test_a_server_that_hangs_up_has_not_taken_the_mail() -> None:
    mailbox = Mailbox(hangs_up={"a@x.vn"})
    with listening(mailbox) as port:
        failed = send(f"smtp://127.0.0.1:{port}", "a@x.vn", "b@x.vn")
    assert failed == dict.fromkeys(("a@x.vn", "b@x.vn"), "mất kết nối · connection lost")


def test_a_server_that_is_not_there_is_named() -> None:
    with listening(Mailbox()) as port:
        pass
    with pytest.raises(MailFailed, match=f"127.0.0.1:{port}: Connection refused"):
        send(f"smtp://127.0.0.1:{port}", "a@x.vn")


def test_a_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_server, "PATIENCE", 0.05)
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, pytest.raises(MailFailed, match="no answer in time"):
        send(f"smtp://127.0.0.1:{silent.getsockname()[1]}", "a@x.vn")
