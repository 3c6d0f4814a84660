"""Digital signatures inside a PDF (chữ ký số): who, when, and is the file as it was signed.

Offline: no certificate, revocation list or time stamp is fetched. Without ``roots`` nothing is
said about trust, only about integrity.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

log = logging.getLogger(__name__)

_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature field that is signed.

    ``signer``, ``organisation`` and ``email`` come from the signing certificate. ``time`` is the
    signing time that the software wrote, ISO 8601 with offset (Vietnam's where none is given).
    ``intact``: the signed bytes are unaltered, the signature fits the certificate, and later
    additions are of the harmless kind (further signatures). ``trusted`` is ``None`` when no
    roots were given, else whether the certificate leads to one of them.
    """

    field: str
    signer: str | None
    organisation: str | None
    email: str | None
    time: str | None
    intact: bool
    trusted: bool | None


def check_signatures(path: Path, *, roots: Sequence[Path] = ()) -> list[PdfSignature]:
    """The signatures of ``path`` in signing order; empty for files without or of other kinds.

    ``roots`` are certificate files (PEM or DER) of authorities to trust. Never raises: a
    signature that cannot be checked is not intact, a file that cannot be parsed has none.
    """
    if not _has_signatures(path):
        return []
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # an unknown authority is no error here
    try:
        return list(_checked(path, roots))
    except Exception:  # a parser's way out of an odd file; the letter can still be read
        log.debug("signatures given up: %s", path, exc_info=True)
        return []


def _has_signatures(path: Path) -> bool:
    """Asked of pdfium, which is quick: pyHanko takes half a second to import."""
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError):
        return False
    try:
        return bool(raw.FPDF_GetSignatureCount(document) > 0)
    finally:
        document.close()


def _checked(path: Path, roots: Sequence[Path]) -> Iterator[PdfSignature]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    with path.open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        if reader.encrypted:
            reader.decrypt("")
        for embedded in reader.embedded_regular_signatures:
            yield _described(embedded, roots)


def _described(embedded: EmbeddedPdfSignature, roots: Sequence[Path]) -> PdfSignature:
    intact, trusted = _verdict(embedded, roots)
    certificate = embedded.signer_cert
    subject: dict[str, Any] = certificate.subject.native if certificate is not None else {}
    time = _signing_time(embedded)
    return PdfSignature(
        field=str(embedded.field_name),
        signer=_first(subject.get("common_name")),
        organisation=_first(subject.get("organization_name")),
        email=_first(subject.get("email_address")),
        time=time.isoformat() if time else None,
        intact=intact,
        trusted=trusted if roots else None,
    )


def _verdict(embedded: EmbeddedPdfSignature, roots: Sequence[Path]) -> tuple[bool, bool]:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature

    try:
        status = validate_pdf_signature(embedded, _context(embedded, roots))
    except Exception:  # malformed signature containers fail in many ways
        log.debug("signature not checked: %s", embedded.field_name, exc_info=True)
        return False, False
    harmless = status.modification_level is not ModificationLevel.OTHER
    return bool(status.intact and status.valid and harmless), bool(status.trusted)


def _context(embedded: EmbeddedPdfSignature, roots: Sequence[Path]) -> ValidationContext:
    """Trust is judged for the moment of signing: most certificates have expired since."""
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko_certvalidator import ValidationContext

    names = [str(root) for root in roots]
    return ValidationContext(
        trust_roots=list(load_certs_from_pemder(names)),  # type: ignore[no-untyped-call]
        allow_fetching=False,
        moment=_signing_time(embedded),
        best_signature_time=_signing_time(embedded),
    )


def _first(name: object) -> str | None:
    value = name[0] if isinstance(name, list) and name else name
    return str(value).strip() or None if value else None


def _signing_time(embedded: EmbeddedPdfSignature) -> dt.datetime | None:
    """/M of the signature dictionary; the signed attribute is often local time marked as UTC."""
    written = embedded.sig_object.get("/M")
    match = _PDF_DATE.match(str(written)) if written else None
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()[:6]
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    try:
        return dt.datetime(int(year), int(month or 1), int(day or 1), *clock, tzinfo=_offset(match))
    except ValueError:
        return None


def _offset(match: re.Match[str]) -> dt.timezone:
    sign, hours, minutes = match.groups()[6:]
    if sign is None:
        return dt.UTC if match.group().endswith("Z") else _VIETNAM
    shift = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return dt.timezone(shift if sign == "+" else -shift)
