"""The PDF's own signatures: who signed, when, and is the file still the one that was signed."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf

from pipeline.ocr.signatures import check_signatures
from tests.ocr.pdf_maker import Page, Text, make_pdf


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF signed by an invented office; ``root.pem`` beside it is its certificate."""
    folder = tmp_path_factory.mktemp("signed")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key)
    (folder / "root.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    signer = SimpleSigner.load(  # type: ignore[no-untyped-call]
        str(folder / "key.pem"), str(folder / "root.pem")
    )
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(make_pdf(Page((Text("Kính gửi"),)))))
    out = sign_pdf(writer, PdfSignatureMetadata(field_name="Ky"), signer=signer)
    (folder / "letter.pdf").write_bytes(out.getvalue())
    return folder / "letter.pdf"


def _certificate(key: ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sở Thí Nghiệm"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Trần Văn Thử"),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "thu@example.vn"),
        ]
    )
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(
        True, True, False, False, False, True, False, False, False
    )  # digital signature, non-repudiation, certificate signing
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


def test_a_signature_tells_who_and_when(signed: Path) -> None:
    (signature,) = check_signatures(signed)
    assert signature.signer == "Trần Văn Thử"
    assert signature.organisation == "Sở Thí Nghiệm"
    assert signature.email == "thu@example.vn"
    assert signature.intact
    assert signature.trusted is None
    assert signature.time is not None
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(signature.time)
    assert abs(age) < dt.timedelta(minutes=5)


def test_trust_is_only_spoken_of_when_roots_are_given(signed: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(_certificate(ec.generate_private_key(ec.SECP256R1())))
    assert check_signatures(signed, roots=[signed.parent / "root.pem"])[0].trusted is True
    assert check_signatures(signed, roots=[stranger])[0].trusted is False


def test_a_changed_byte_is_noticed(signed: Path, tmp_path: Path) -> None:
    changed = tmp_path / "letter.pdf"
    data = signed.read_bytes()
    assert data.count(b"/MediaBox [0 0 595.0") == 1
    changed.write_bytes(data.replace(b"/MediaBox [0 0 595.0", b"/MediaBox [0 0 596.0"))
    (signature,) = check_signatures(changed)
    assert not signature.intact


def test_files_without_signatures_have_none_whatever_they_are(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    for content in (make_pdf(Page()), b"", b"%PDF-1.7 broken", b"text"):
        path.write_bytes(content)
        assert check_signatures(path) == []
    assert check_signatures(tmp_path / "missing.pdf") == []


def test_half_a_signed_file_raises_nothing(signed: Path, tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"
    data = signed.read_bytes()
    for cut in (len(data) // 2, len(data) - 100):
        path.write_bytes(data[:cut])
        assert all(not signature.intact for signature in check_signatures(path))


def test_real_signatures_are_intact_and_in_vietnamese_time(shared: Path) -> None:
    for name in ("qn_00.pdf", "qn_02.pdf"):
        found = check_signatures(shared / "scans" / name)
        assert found
        assert all(s.intact and s.time and s.time.endswith("+07:00") for s in found)
